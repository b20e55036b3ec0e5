//! Lessons: what their notes state is what the engine computes, and the handbook says what the page says.

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::threads;
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{mean, multiple, share, sorted_quantile};
use aftercast_link::{LinkDocument, encode};
use aftercast_presets::lessons::{LESSONS, Lesson};
use aftercast_scenario::{Company, Draft, LeverId, PolicyDraft};
use toml::{Table, Value};

const DATA: &str = include_str!("../../data/lessons.toml");
const PUBLISHED: &str = include_str!("../../crates/link/tests/links/lessons.txt");

fn number(value: &Value) -> f64 {
    value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).unwrap()
}

fn lever(name: &str) -> LeverId {
    LeverId::ALL.into_iter().find(|id| id.name() == name).unwrap()
}

/// A claim of the data file with the policy it is about.
struct Claim {
    lesson: &'static Lesson,
    policy: PolicyDraft,
    face_value: bool,
    measure: String,
    value: f64,
    words: [String; 2],
}

fn claims() -> Vec<Claim> {
    let table: Table = DATA.parse().unwrap();
    let mut found = Vec::new();
    for (row, lesson) in table["lesson"].as_array().unwrap().iter().zip(&LESSONS) {
        assert_eq!(row["id"].as_str(), Some(lesson.id));
        for claim in row["claims"].as_array().unwrap() {
            let text = |key: &str| claim[key].as_str().unwrap().to_owned();
            let levers = claim["levers"].as_table().unwrap();
            found.push(Claim {
                lesson,
                policy: PolicyDraft {
                    name: String::new(),
                    levers: levers.iter().map(|(name, value)| (lever(name), number(value))).collect(),
                },
                face_value: claim.get("face_value").is_some(),
                measure: text("measure"),
                value: number(&claim["value"]),
                words: [text("en"), text("zh")],
            });
        }
    }
    found
}

/// Results of policies in the futures of a fresh page.
fn run(policies: Vec<PolicyDraft>, face_value: bool) -> Vec<PolicyResults> {
    let mut draft = Draft { policies, ..Draft::default() };
    if face_value {
        draft.take_at_face_value();
    }
    let scenario = check(&draft).unwrap();
    let policies: Vec<_> = scenario.policies().iter().map(|p| p.levers).collect();
    let mut results = vec![PolicyResults::new(scenario.company().horizon()); policies.len()];
    let request = RunRequest {
        run: 1,
        futures: scenario.futures(),
        policies,
        baseline: false,
        draws: None,
        priority: Priority::Batch,
    };
    threads::run(&request, 2, 64, |policy, block| results[policy.unwrap()].append(&block).unwrap()).unwrap();
    results
}

fn measured(measure: &str, results: &PolicyResults) -> f64 {
    let gain = |p: f64| {
        let mut sorted = results.outcome(Outcome::TotalGain).to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted_quantile(&sorted, p) / 1e6
    };
    match measure {
        "met" => 100.0 * share(results.outcome(Outcome::TotalGain), |gain| gain > 0.0).value,
        "gain" => gain(0.5),
        "top" => gain(0.95),
        "csi" => mean(results.outcome(Outcome::Csi)),
        "wait" => mean(results.outcome(Outcome::FirstResponse)),
        "multiple" => multiple(results, Outcome::DeltaRevenue).ratio_of_means.value,
        other => panic!("no measure {other}"),
    }
}

/// What the teacher should know, in both languages: on the facilitator's sheet, not in the program.
fn note(lesson: &Lesson) -> [String; 2] {
    let table: Table = DATA.parse().unwrap();
    let index = LESSONS.iter().position(|l| l.key == lesson.key).unwrap();
    ["en", "zh"].map(|language| table["lesson"][index]["note"][language].as_str().unwrap().to_owned())
}

#[test]
fn notes_state_what_the_engine_computes() {
    let mut wrong = Vec::new();
    for face_value in [false, true] {
        let claims: Vec<Claim> = claims().into_iter().filter(|c| c.face_value == face_value).collect();
        let results = run(claims.iter().map(|c| c.policy.clone()).collect(), face_value);
        for (claim, results) in claims.iter().zip(&results) {
            let found = measured(&claim.measure, results);
            let decimals = match claim.measure.as_str() {
                "multiple" => 2,
                "wait" => 1,
                _ => 0,
            };
            let (said, computed) = (format!("{:.decimals$}", claim.value), format!("{found:.decimals$}"));
            if said != computed {
                wrong.push(format!(
                    "{}: {:?}: {} {said}, {found}",
                    claim.lesson.key, claim.policy.levers, claim.measure
                ));
            }
            for (note, words) in note(claim.lesson).iter().zip(&claim.words) {
                assert!(note.contains(words.as_str()), "{}: no {words:?} in {note}", claim.lesson.key);
            }
        }
    }
    assert!(wrong.is_empty(), "said, computed:\n{}", wrong.join("\n"));
}

#[test]
fn every_lesson_has_claims_on_its_own_levers() {
    for lesson in &LESSONS {
        let own: Vec<Claim> = claims().into_iter().filter(|c| c.lesson.key == lesson.key).collect();
        assert!(own.len() >= 5, "{}", lesson.key);
        assert!(own.iter().flat_map(|c| c.policy.levers.keys()).all(|id| lesson.levers.contains(id)), "{}", lesson.key);
    }
}

/// The sum on paper in the question of the VIP lesson.
#[test]
fn a_high_value_customer_leaves_two_thousand_of_margin() {
    let company = Company::default();
    let orders = company.orders_per_customer_year * company.profile.orders[1];
    let value = company.average_order_value * company.profile.order_value[1];
    assert_eq!((orders.round(), (value / 10.0).round()), (18.0, 62.0));
    let margin = orders * value * company.contribution_margin;
    assert!((1950.0..2050.0).contains(&margin), "{margin}");
    assert_eq!((margin * 0.35 / 100.0).round(), 7.0, "some 700 CNY");
}

fn line(lesson: &Lesson) -> String {
    let levers: Vec<&str> = lesson.levers.iter().map(|id| id.name()).collect();
    let start = |policy: &aftercast_presets::lessons::Start| {
        let moved: Vec<String> = policy.levers.iter().map(|(id, value)| format!("{}={value}", id.name())).collect();
        format!(" [{}]", moved.join(" "))
    };
    format!("{} {}{}", lesson.key, levers.join(","), lesson.policies.iter().map(start).collect::<String>())
}

#[test]
fn a_published_lesson_never_changes() {
    let published: Vec<&str> = PUBLISHED.lines().filter(|l| !l.starts_with('#')).collect();
    for lesson in &LESSONS {
        let now = line(lesson);
        assert!(
            published.contains(&now.as_str()),
            "published differently, or add to crates/link/tests/links/lessons.txt: {now}"
        );
    }
    for was in published {
        let key = was.split(' ').next().unwrap();
        assert!(Lesson::from_key(key).is_some_and(|lesson| line(lesson) == was), "{was}");
    }
}

#[test]
fn each_speaks_both_languages() {
    for lesson in &LESSONS {
        let note = note(lesson);
        let note = [note[0].as_str(), note[1].as_str()];
        for [english, chinese] in [lesson.title(), lesson.story(), lesson.task(), lesson.question(), note] {
            assert!(!english.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{english}");
            assert!(chinese.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{chinese}");
        }
    }
}

/// `docs/lessons.md` as it has to be.
fn handbook() -> String {
    let table: Table = DATA.parse().unwrap();
    let glossary = include_str!("../../data/glossary.csv");
    let term = |id: LeverId, column: usize| {
        let row = glossary.lines().find(|l| l.split(',').next() == Some(id.name())).unwrap();
        row.split(',').nth(column).unwrap().to_owned()
    };
    let mut out = include_str!("lessons_head.md").to_owned();
    for (row, lesson) in table["lesson"].as_array().unwrap().iter().zip(&LESSONS) {
        let view = LinkDocument { view: lesson.key.to_owned(), engine: String::new(), ..LinkDocument::default() };
        out.push_str(&format!("\n## {} · {}\n\n`#{}`\n", lesson.title()[0], lesson.title()[1], encode(&view).fragment));
        for (index, names) in [
            ["Story", "Task", "Question", "For the teacher", "Levers that move"],
            ["背景", "任务", "思考", "教师说明", "可调举措"],
        ]
        .into_iter()
        .enumerate()
        {
            let colon = ["**: ", "**："][index];
            let levers: Vec<String> = lesson.levers.iter().map(|&id| term(id, index + 1)).collect();
            let texts = [lesson.story(), lesson.task(), lesson.question()].map(|text| text[index].to_owned());
            let rest = [note(lesson)[index].clone(), levers.join([", ", "、"][index])];
            for (name, text) in names.into_iter().zip(texts.into_iter().chain(rest)) {
                out.push_str(&format!("\n**{name}{colon}{text}\n"));
            }
        }
        assert!(row["claims"].is_array());
    }
    out
}

/// Written anew by `AFTERCAST_WRITE=1 cargo test --test integration the_handbook`.
#[test]
fn the_handbook_says_what_the_page_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lessons.md");
    if std::env::var_os("AFTERCAST_WRITE").is_some() {
        std::fs::write(path, handbook()).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == handbook(), "docs/lessons.md is not what data/lessons.toml says");
}
