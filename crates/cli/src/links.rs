//! `aftercast link` and `aftercast open`: a scenario file as a link, and back.

use std::io::Read as _;
use std::path::Path;

use aftercast_engine::VERSION;
use aftercast_link::{COMFORTABLE_LENGTH, Decoded, LinkDocument, NoticeKind, decode, encode};
use aftercast_presets::lessons::Lesson;
use aftercast_presets::lessons::complete;
use aftercast_scenario::json;

use crate::{Failure, load, output};

/// Longest link read from standard input, bytes; longer than any document.
const LONGEST: u64 = 1 << 20;

/// Prints the fragment of a scenario, or the whole address under `base`.
pub fn link(scenario: &Path, base: Option<&str>) -> Result<(), Failure> {
    let (draft, _) = load(scenario)?;
    let link = encode(&LinkDocument { draft, ..LinkDocument::default() });
    if link.over_budget {
        say!(
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
        say!("{notice}");
    }
    // what a damaged link leaves out, its goal or the engine whose goal it had, may change what is aimed at
    if notices.iter().any(|notice| notice.kind == NoticeKind::Truncated || notice.key == "g") {
        let goal = document.draft.goal;
        say!("the goal used is {} {}; check that it is the one that was meant", goal.name(), goal.bound());
    }
    if let Some(engine) = document.other_model() {
        say!("the link was written for engine {engine}; this is {VERSION}, another model, and its numbers differ");
    }
    let mut draft = document.draft;
    if let Some(lesson) = Lesson::from_key(&document.view) {
        // a link to a lesson leaves out what every page knows of it
        complete(&mut draft, lesson, document.language.unwrap_or_default());
    }
    let is_unknown = document.view.starts_with("lesson.") && Lesson::from_key(&document.view).is_none();
    if is_unknown {
        say!("this version has no {}: its policies are not known, so the scenario has none", document.view);
    }
    for name in json::distinct(&mut draft.policies) {
        say!("two policies had one name; the later is now called {name:?}");
    }
    if draft.face_value {
        say!("the link takes the report at face value: written as \"face_value\": true");
    }
    if let Some(result) = document.result {
        let engine = if document.engine.is_empty() { "unknown" } else { &document.engine };
        say!("the sender's headline was {result}, by engine {engine}; this one is {VERSION}");
    }
    let text = json::write(&draft);
    output::print(text.trim_end())?;
    if notices.is_empty() && !is_unknown { Ok(()) } else { Err(Failure::Damaged) }
}

fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LONGEST).read_to_end(&mut bytes);
    read.map_err(|e| Failure::Machine(format!("standard input: {e}")))?;
    // what cannot be read as text is a link that lost characters, which is told as one
    Ok(aftercast_import::text_of(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned()))
}
