//! Who computes a row, when, and with how many threads changes no byte of it.

use super::SweepFolder;

const GRID: &str = "draws = 32\nper_draw = true\npart_policies = 3\noutcomes = [\"npv\", \"csi\", \"payback_month\"]\n\
                    [levers]\nai_share = { min = 0.3, max = 0.9, count = 5 }\nrefund_days = [1, 3]\ncopilot = [0, 1]\n";

#[test]
fn threads_change_nothing() {
    let sweep_folder = SweepFolder::new(GRID);
    sweep_folder.done("one", &["--threads", "1"]);
    sweep_folder.done("three", &["--threads", "3"]);
    assert!(sweep_folder.tables("one") == sweep_folder.tables("three"));
    assert_eq!(sweep_folder.tables("one").keys().filter(|name| name.starts_with("policies/")).count(), 7);
}

#[test]
fn shards_are_disjoint_and_together_the_whole() {
    let sweep_folder = SweepFolder::new(GRID);
    sweep_folder.done("whole", &[]);
    let whole = sweep_folder.tables("whole");
    let mut together = std::collections::BTreeMap::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let out = shard.replace('/', "-of-");
        sweep_folder.done(&out, &["--shard", shard]);
        for (name, bytes) in sweep_folder.tables(&out) {
            let shared = ["baseline.parquet", "assumptions.parquet"].contains(&name.as_str());
            assert!(together.insert(name.clone(), bytes).is_none() || shared, "{name} in two shards");
        }
    }
    assert!(together == whole);
    // more shards than parts: some have nothing to do, and say so
    assert!(sweep_folder.done("idle", &["--shard", "9/9"]).contains(": 0 policies (shard 9 of 9 of 20), 0 of them"));
}

#[test]
fn shards_in_one_folder_are_gathered_by_resuming_the_whole() {
    let sweep_folder = SweepFolder::new(GRID);
    sweep_folder.done("whole", &[]);
    sweep_folder.done("shared", &["--shard", "1/2"]);
    sweep_folder.done("shared", &["--shard", "2/2"]);
    std::fs::remove_file(sweep_folder.path("shared/policies/part-000004.parquet")).unwrap();
    assert!(sweep_folder.done("shared", &["--resume"]).contains("20 policies, 3 of them computed now"));
    assert!(sweep_folder.tables("shared") == sweep_folder.tables("whole"));
}

#[test]
fn the_size_of_parts_moves_no_number() {
    let sweep_folder = SweepFolder::new(GRID);
    sweep_folder.done("three", &[]);
    std::fs::write(sweep_folder.path("grid.toml"), GRID.replace("part_policies = 3", "part_policies = 20")).unwrap();
    sweep_folder.done("twenty", &[]);
    for table in ["policies", "draws"] {
        let (three, twenty) = (sweep_folder.path("three").join(table), sweep_folder.path("twenty").join(table));
        assert_eq!(format!("{:?}", super::read_all(&three)), format!("{:?}", super::read_all(&twenty)));
    }
}
