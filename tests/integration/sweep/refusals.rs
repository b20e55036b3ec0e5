//! What is refused, with exit code 2, before anything is written over.

use super::SweepFolder;

const GRID: &str = "draws = 16\npart_policies = 1\n[levers]\nrefund_days = [1, 2, 3]\n";

/// Refused: exit code 2, and these words.
fn refused(sweep_folder: &SweepFolder, out: &str, more: &[&str], words: &[&str]) {
    let output = sweep_folder.sweep(out, more);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in\n{said}");
    }
}

#[test]
fn everything_wrong_with_a_file_is_said_at_once() {
    let sweep_folder = SweepFolder::new(
        r#"
design = "spiral"
draws = 3
seed = 1.5
sampler = "halton"
events = 1
outcomes = ["npv", "npv", "csl", 3]
quantiles = [0.05, 0.2]
per_draw = "yes"
part_policies = 0
colour = "red"

[scenario]
nmae = "x"
company = { csi = 101, stage = { months = [1, 2] } }
policies = [{ levers = {} }, { levers = {} }]

[levers]
ai_shar = [0.5]
ai_share = [0.5, 1.5, 0.5, "much"]
refund_days = { min = 9, max = 2, count = 1, step = 1 }
copilot = 0.5
agent_wage = { min = 5000, max = 6000 }
green_channel = [nan]
companion = []
"#,
    );
    let words = [
        "things to mend",
        "design = \"spiral\": allowed grid, sobol",
        "draws = 3: allowed 16 to 1000000",
        "seed = 1.5: allowed a whole number",
        "sampler = \"halton\"",
        "events = 1",
        "outcomes[1] = \"npv\": allowed each once",
        "outcomes[2] = csl is not known: allowed an outcome; did you mean csi?",
        "outcomes[3] = 3: allowed text",
        "quantiles[1] = 0.2: allowed one of",
        "per_draw = \"yes\"",
        "part_policies = 0: allowed 1 to 8192",
        "colour = \"red\" is not known",
        "scenario.nmae = \"x\" is not known: allowed a known key; leave it out",
        "scenario.company.csi = 101: allowed",
        "scenario.company.stage.months = [1, 2]: allowed 4 numbers",
        "scenario.policies = 2: allowed at most 1",
        "levers.ai_shar = [0.5] is not known: allowed a known key; did you mean ai_share?",
        "levers.ai_share[1] = 1.5: allowed 0 to 1",
        "levers.ai_share[2] = 0.5: allowed each once",
        "levers.ai_share[3] = \"much\": allowed a number",
        "levers.refund_days.min = 9: allowed 1 to 7",
        "levers.refund_days = 9, 2: allowed min < max",
        "levers.refund_days.count = 1: allowed 2 to 10000",
        "levers.refund_days.step = 1 is not known",
        "levers.copilot = 0.5: allowed a list",
        "levers.agent_wage.count = missing",
        "levers.green_channel[0] = NaN: allowed 0 to 1",
        "levers.companion = []: allowed at least one value",
    ];
    refused(&sweep_folder, "out", &[], &words);
    assert!(!sweep_folder.path("out").exists());
}

#[test]
fn a_sobol_design_says_how_many() {
    let sweep_folder = SweepFolder::new("policies = 4\n[levers]\nai_share = [0.3]\n");
    refused(&sweep_folder, "out", &[], &["1 thing", "policies = 4: allowed only for design = \"sobol\""]);
    let sweep_folder =
        SweepFolder::new("design = \"sobol\"\n[levers]\nai_share = { min = 0.3, max = 0.5, count = 3 }\n");
    refused(
        &sweep_folder,
        "out",
        &[],
        &["2 things", "policies = missing", "levers.ai_share.count = 3: allowed only for design"],
    );
}

#[test]
fn what_only_the_model_can_tell_names_the_place_too() {
    let sweep_folder = SweepFolder::new(
        "[scenario.company]\nfirst_response_minutes = 1\nnight_response_minutes = 60\n\
         [scenario.assumptions]\nattrition = 2\n[levers]\nramp_months = [2.5, 6]\n",
    );
    refused(&sweep_folder, "out", &[], &["scenario.company.first_response_minutes = 1", "levers.ramp_months = 2.5"]);
    // between the ends, too
    for values in ["[0, 2.5, 6]", "{ min = 0, max = 5, count = 3 }"] {
        let sweep_folder = SweepFolder::new(&format!("[levers]\nramp_months = {values}\n"));
        refused(
            &sweep_folder,
            "out",
            &[],
            &["1 thing to mend", "levers.ramp_months = 2.5", "a plan is made in whole months"],
        );
    }
    let sweep_folder = SweepFolder::new("[levers]\nrefund_days = [1]\n");
    refused(&sweep_folder, "out", &["--draws", "3"], &["1 thing to mend", "\ndraws = 3: allowed 16"]);
}

#[test]
fn a_file_that_is_no_toml_names_the_line() {
    let sweep_folder = SweepFolder::new("draws = 16\n[levers\nrefund_days = [1]\n");
    refused(&sweep_folder, "out", &[], &["1 thing to mend", "sweep = line 2: allowed TOML"]);
    let sweep_folder = SweepFolder::new("scenario = \"nowhere.json\"\n[levers]\nrefund_days = [1]\n");
    refused(
        &sweep_folder,
        "out",
        &[],
        &["1 thing to mend", "scenario = nowhere.json: allowed the path of a scenario file"],
    );
}

#[test]
fn more_combinations_than_can_be_run() {
    let lever = |name: &str| format!("{name} = {{ min = 0, max = 1, count = 10000 }}\n");
    let levers: String = ["copilot", "companion", "community", "free_pickup", "traceability"].map(lever).concat();
    let sweep_folder = SweepFolder::new(&format!("[levers]\n{levers}"));
    refused(&sweep_folder, "out", &[], &["levers = more than can be counted combinations: allowed at most 100000000"]);
}

#[test]
fn a_folder_with_a_sweep_is_not_written_over() {
    let sweep_folder = SweepFolder::new(GRID);
    sweep_folder.done("out", &["--resume"]);
    let before = sweep_folder.tables("out");
    refused(&sweep_folder, "out", &[], &["holds this sweep already", "--resume"]);
    for (changed, what) in [
        (GRID.replace("[1, 2, 3]", "[1, 2, 4]"), "design"),
        (GRID.replace("16", "32"), "scenario"),
        (format!("per_draw = true\n{GRID}"), "per_draw"),
        (GRID.replace("part_policies = 1", "part_policies = 2"), "part_policies"),
        (format!("outcomes = [\"csi\"]\n{GRID}"), "outcomes"),
    ] {
        std::fs::write(sweep_folder.path("grid.toml"), changed).unwrap();
        let said = format!("is of another sweep: {what} differ");
        refused(&sweep_folder, "out", &["--resume"], &[&said]);
        refused(&sweep_folder, "out", &["--shard", "1/2"], &[&said]);
        // without the manifest, the parts themselves say whose they are
        let manifest = sweep_folder.path("out/manifest.json");
        let text = std::fs::read(&manifest).unwrap();
        std::fs::remove_file(&manifest).unwrap();
        refused(&sweep_folder, "out", &["--resume"], &["belongs to another sweep"]);
        std::fs::write(&manifest, text).unwrap();
    }
    assert!(sweep_folder.tables("out") == before);
}

#[test]
fn a_folder_in_use_is_left_alone() {
    let sweep_folder = SweepFolder::new(GRID);
    std::fs::create_dir_all(sweep_folder.path("out")).unwrap();
    let held = std::fs::File::create(sweep_folder.path("out/.lock")).unwrap();
    held.try_lock().unwrap();
    refused(&sweep_folder, "out", &[], &["another process is at work"]);
    refused(&sweep_folder, "out", &["--shard", "1/2"], &["another process is at work"]);
    held.unlock().unwrap();
    // shards stand each other, not the whole
    held.try_lock_shared().unwrap();
    refused(&sweep_folder, "out", &[], &["another process is at work"]);
    sweep_folder.done("out", &["--shard", "1/2"]);
    let half = std::fs::File::create(sweep_folder.path("out/.lock-2-of-2")).unwrap();
    half.try_lock().unwrap();
    refused(&sweep_folder, "out", &["--shard", "2/2"], &["another process is at work"]);
}

#[test]
fn shards_are_one_of_so_many() {
    let sweep_folder = SweepFolder::new(GRID);
    for shard in ["0/2", "3/2", "1", "1/0", "a/b", "1/100001"] {
        refused(&sweep_folder, "out", &["--shard", shard], &["is no shard: write i/n"]);
    }
    assert!(!sweep_folder.path("out").exists());
}
