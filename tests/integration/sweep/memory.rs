//! Memory does not grow with the number of policies.

#[cfg(target_os = "linux")]
#[test]
fn ten_times_the_policies_take_the_same_memory() {
    use super::SweepFolder;

    let peak = |policies: u64| -> f64 {
        let sweep_folder = SweepFolder::new(&format!(
            "design = \"sobol\"\npolicies = {policies}\ndraws = 32\npart_policies = 32\n\
             [levers]\nai_share = {{ min = 0.3, max = 0.9 }}\nrefund_days = {{ min = 1, max = 5 }}\n"
        ));
        let said = sweep_folder.done("out", &["--threads", "2"]);
        said.lines().find_map(|line| line.strip_prefix("peak memory ")?.strip_suffix(" bytes")?.parse().ok()).unwrap()
    };
    // twenty parts: the allocator has settled, which the first few parts still grow
    let (small, large) = (peak(640), peak(6400));
    assert!(large <= 1.1 * small, "{small} bytes for 640 policies, {large} for 6400");
}
