//! A sweep that is ended at any moment goes on where it was: nothing lost, nothing twice, not a byte different.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use aftercast_numerics::random::Stream;
use rand::{Rng, RngExt as _};

use super::SweepFolder;

const GRID: &str = "draws = 32\nper_draw = true\npart_policies = 4\noutcomes = [\"npv\", \"csi\"]\n[levers]\n\
                    ai_share = { min = 0.3, max = 0.9, count = 10 }\nrefund_days = { min = 1, max = 5, count = 12 }\n";
/// Parts of [`GRID`].
const PARTS: usize = 30;

/// Parts that stand, and whether anything unfinished lies beside.
fn seen(out: &Path) -> (usize, bool) {
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect()
    };
    let (parts, draws, root) = (names(&out.join("policies")), names(&out.join("draws")), names(out));
    let whole = parts.iter().filter(|name| name.ends_with(".parquet")).count();
    (whole, parts.iter().chain(&draws).chain(&root).any(|name| name.ends_with(".tmp")))
}

#[test]
fn killed_at_any_moment_and_resumed_it_is_the_sweep_never_killed() {
    let sweep_folder = SweepFolder::new(GRID);
    sweep_folder.done("whole", &[]);
    let whole = sweep_folder.tables("whole");
    let mut chance = Stream::new(20_261_101, 1);
    let (mut kills, mut unfinished, mut round) = (0, 0, 0);
    loop {
        let out = sweep_folder.path("killed");
        let (before, _) = seen(&out);
        let more: &[&str] = if round == 0 { &["--threads", "2"] } else { &["--resume", "--threads", "2"] };
        round += 1;
        let mut child = sweep_folder.command("killed", more).stdout(std::process::Stdio::null()).spawn().unwrap();
        // every second time as soon as a file is being written; else some time after so many parts
        let while_writing = chance.next_u32().is_multiple_of(2);
        let (parts, pause) = (before + chance.random_range(0..4), Duration::from_micros(chance.random_range(0..3000)));
        let mut since = None;
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            let (now, writing) = seen(&out);
            if now >= parts && (!while_writing || writing) {
                let since: &mut Instant = since.get_or_insert_with(Instant::now);
                if while_writing || since.elapsed() >= pause {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    break None;
                }
            }
            std::thread::yield_now();
        };
        match ended {
            Some(status) => {
                assert!(status.success());
                break;
            }
            None => {
                kills += 1;
                unfinished += usize::from(seen(&out).1);
            }
        }
        assert!(round < 10 * PARTS, "it never ends");
    }
    assert!(sweep_folder.tables("killed") == whole, "after {kills} kills");
    assert!(kills >= 5, "only {kills} kills");
    assert!(unfinished >= 1, "no kill left an unfinished file behind: the moments are not those that matter");
    assert!(sweep_folder.done("killed", &["--resume"]).contains("120 policies, 0 of them computed now"));
}

/// Every state that a kill can leave: files up to some rename, one of them unfinished, and a manifest that knows less.
#[test]
fn every_state_between_two_writes_is_resumed() {
    let sweep_folder = SweepFolder::new(&GRID.replace("count = 12", "count = 2"));
    sweep_folder.done("whole", &["--threads", "1"]);
    let whole = sweep_folder.tables("whole");
    let manifest = std::fs::read_to_string(sweep_folder.path("whole/manifest.json")).unwrap();
    // the order in which they take their names
    let mut order = vec!["assumptions.parquet".to_owned(), "baseline.parquet".to_owned()];
    for part in 0..5 {
        order.push(format!("draws/part-{part:06}.parquet"));
        order.push(format!("policies/part-{part:06}.parquet"));
    }
    assert_eq!(order.iter().cloned().collect::<std::collections::BTreeSet<_>>(), whole.keys().cloned().collect());
    for finished in 0..=order.len() {
        // a manifest of the start, of half of what stands, of all, or none
        for remembered in [None, Some(0), Some(finished / 2), Some(finished)] {
            let out = sweep_folder.path("state");
            let _ = std::fs::remove_dir_all(&out);
            std::fs::create_dir_all(out.join("policies")).unwrap();
            std::fs::create_dir_all(out.join("draws")).unwrap();
            for name in &order[..finished] {
                std::fs::write(out.join(name), &whole[name]).unwrap();
            }
            if let Some(name) = order.get(finished) {
                let (folder, file) = name.rsplit_once('/').unwrap_or((".", name));
                let half = &whole[name][..whole[name].len() / 2];
                std::fs::write(out.join(folder).join(format!(".{file}.4242.shard.tmp")), half).unwrap();
            }
            if let Some(remembered) = remembered {
                let mut known: serde_json::Value = serde_json::from_str(&manifest).unwrap();
                let files = known["files"].as_object_mut().unwrap();
                files.retain(|name, _| order[..remembered].contains(name));
                known["complete"] = false.into();
                std::fs::write(out.join("manifest.json"), known.to_string()).unwrap();
            }
            let said = sweep_folder.done("state", &["--resume", "--threads", "1"]);
            // what the manifest does not know is computed again: with kills, that is the parts in work
            let known = remembered.unwrap_or_default();
            let left = order[known..].iter().filter(|name| name.starts_with("policies")).count() * 4;
            assert!(said.contains(&format!("20 policies, {left} of them computed now")), "{said}");
            assert!(sweep_folder.tables("state") == whole, "{finished} files, {remembered:?} remembered");
            assert_eq!(std::fs::read_to_string(out.join("manifest.json")).unwrap(), manifest);
        }
    }
}

#[test]
fn a_damaged_part_is_noticed_and_computed_again() {
    let sweep_folder = SweepFolder::new(&GRID.replace("count = 12", "count = 2"));
    sweep_folder.done("out", &[]);
    let whole = sweep_folder.tables("out");
    let manifest = std::fs::read(sweep_folder.path("out/manifest.json")).unwrap();
    let mut flipped: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for name in ["policies/part-000001.parquet", "draws/part-000002.parquet", "baseline.parquet"] {
        let mut bytes = whole[name].clone();
        let middle = bytes.len() / 3;
        bytes[middle] ^= 1;
        flipped.insert(name, bytes);
    }
    // cut short or gone, and one part under the name of another
    flipped.insert("policies/part-000003.parquet", whole["policies/part-000003.parquet"][..900].to_vec());
    flipped.insert("policies/part-000004.parquet", whole["policies/part-000000.parquet"].clone());
    for (name, bytes) in &flipped {
        std::fs::write(sweep_folder.path("out").join(name), bytes).unwrap();
    }
    let output = sweep_folder.sweep("out", &["--resume"]);
    let said = String::from_utf8(output.stderr).unwrap();
    for name in flipped.keys() {
        assert!(said.contains(&format!("computing again: {name}")), "{name} is not in {said}");
    }
    assert!(sweep_folder.tables("out") == whole);
    assert_eq!(std::fs::read(sweep_folder.path("out/manifest.json")).unwrap(), manifest);
}

#[test]
fn files_of_other_programs_stay() {
    let sweep_folder = SweepFolder::new("draws = 16\n[levers]\nrefund_days = [1, 2]\n");
    let out = sweep_folder.path("out");
    std::fs::create_dir_all(out.join(".folder.tmp")).unwrap();
    std::fs::create_dir_all(out.join("policies")).unwrap();
    for name in [".report.tmp", "policies/.sync.tmp"] {
        std::fs::write(out.join(name), "mine").unwrap();
    }
    sweep_folder.done("out", &[]);
    assert!(out.join(".folder.tmp").is_dir());
    for name in [".report.tmp", "policies/.sync.tmp"] {
        assert_eq!(std::fs::read_to_string(out.join(name)).unwrap(), "mine", "{name}");
    }
}
