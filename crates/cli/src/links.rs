//! `aftercast link` and `aftercast open`: a scenario file as a link, and back.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

use aftercast_engine::VERSION;
use aftercast_link::{COMFORTABLE_LENGTH, Decoded, LinkDocument, NoticeKind, decode, encode};
use aftercast_presets::lessons::Lesson;
use aftercast_presets::lessons::complete;
use aftercast_scenario::{PolicyDraft, json};

use crate::{Failure, load, output};

/// Longest link read from standard input, bytes; longer than any document.
const LONGEST: u64 = 1 << 20;

/// Prints the fragment of a scenario, or the whole address under `base`.
pub fn link(scenario: &Path, base: Option<&str>) -> Result<(), Failure> {
    let (draft, _) = load(scenario)?;
    let link = encode(&LinkDocument { draft, ..LinkDocument::default() });
    if link.over_budget {
        eprintln!(
            "{} characters: over {COMFORTABLE_LENGTH} chat programs may cut a link; send the scenario file instead",
            link.fragment.len()
        );
    }
    match base {
        None => output::print(&link.fragment),
        Some(base) if base.contains("://") && !base.contains(char::is_whitespace) => {
            let base = base.split('#').next().unwrap_or_default();
            output::print(&format!("{base}#{}", link.fragment))
        }
        Some(base) => {
            Err(Failure::Input(format!("--base {base}: give an address such as https://example.org/aftercast/")))
        }
    }
}

/// Prints the scenario of a link; what was not as written goes to standard error.
///
/// # Errors
/// [`Failure::Damaged`] where the scenario is not the one that was written, though it is printed.
pub fn open(link: &str) -> Result<(), Failure> {
    let Decoded { document, notices, understood } = if link == "-" { decode(&standard_input()?) } else { decode(link) };
    if understood == 0 {
        let hint = "give a whole link in quotes, or its part behind #, or - to read it from standard input";
        return Err(Failure::Input(format!("no scenario in this link; {hint}")));
    }
    for notice in &notices {
        eprintln!("{notice}");
    }
    // what a damaged link leaves out, its goal or the engine whose goal it had, may change what is aimed at
    if notices.iter().any(|notice| notice.kind == NoticeKind::Truncated || notice.key == "g") {
        let goal = document.draft.goal;
        eprintln!("the goal used is {} {}; check that it is the one that was meant", goal.name(), goal.bound());
    }
    if let Some(engine) = document.other_model() {
        eprintln!("the link was written for engine {engine}; this is {VERSION}, another model, and its numbers differ");
    }
    let mut draft = document.draft;
    if let Some(lesson) = Lesson::from_key(&document.view) {
        // a link to a lesson leaves out what every page knows of it
        complete(&mut draft, lesson, document.language.unwrap_or_default());
    }
    for name in distinct(&mut draft.policies) {
        eprintln!("two policies had one name; the later is now called {name:?}");
    }
    if draft.face_value {
        eprintln!("the link takes the report at face value: written as \"face_value\": true");
    }
    if let Some(result) = document.result {
        let engine = if document.engine.is_empty() { "unknown" } else { &document.engine };
        eprintln!("the sender's headline was {result}, by engine {engine}; this one is {VERSION}");
    }
    let text = json::write(&draft);
    output::print(text.trim_end())?;
    if notices.is_empty() { Ok(()) } else { Err(Failure::Damaged) }
}

/// Gives policies names of their own, as a scenario file asks for; returns the new ones.
fn distinct(policies: &mut [PolicyDraft]) -> Vec<String> {
    // names that differ in invisible characters alone are one name
    let mut taken: BTreeSet<String> = policies.iter().map(|p| json::seen(&p.name)).collect();
    let mut seen = BTreeSet::new();
    let mut renamed = Vec::new();
    for policy in policies.iter_mut().filter(|p| !json::seen(&p.name).is_empty()) {
        if !seen.insert(json::seen(&policy.name)) {
            let free = (2..).map(|n| format!("{} ({n})", policy.name)).find(|name| !taken.contains(&json::seen(name)));
            policy.name = free.unwrap_or_default();
            taken.insert(json::seen(&policy.name));
            seen.insert(json::seen(&policy.name));
            renamed.push(policy.name.clone());
        }
    }
    renamed
}

fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LONGEST).read_to_end(&mut bytes);
    read.map_err(|e| Failure::Machine(format!("standard input: {e}")))?;
    // what cannot be read as text is a link that lost characters, which is told as one
    Ok(aftercast_import::text_of(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned()))
}
