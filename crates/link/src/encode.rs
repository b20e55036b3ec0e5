//! Writing a link.

use super::keys::{Key, prefix, written};
use super::text::{self, Checksum};
use super::{COMFORTABLE_LENGTH, Encoded, GRAMMAR, LinkDocument, Round, number};
use aftercast_i18n::Locale;
use aftercast_numerics::sampling::Sampler;
use aftercast_presets::{PRESETS, Preset};
use aftercast_scenario::EventMode;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{Charts, Company, Currency, Draft, Goal, LeverId, Override, PolicyDraft, RunSettings};

/// Names of goals in links, in the order of `Goal::NAMES`.
pub const GOALS: [&str; 6] = ["total", "npv", "end", "pay", "csi", "share"];
/// Goals of money, above nothing where no bound is written.
pub const MONEY: [&str; 3] = ["total", "npv", "end"];
/// The word for a lever of the preset that the policy leaves at today's value.
pub const TODAY: &str = "today";

/// Characters that a preset must save: below, the levers themselves say more in an address.
const WORTH_A_PRESET: usize = 12;

/// The pairs of a fragment, with their checksum.
#[derive(Debug)]
struct Pairs {
    text: String,
    checksum: Checksum,
}

impl Pairs {
    /// Adds a pair; `value` is not yet escaped.
    fn add(&mut self, key: Key, value: &str) {
        let key = written(key);
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.push_str(&key);
        self.text.push('=');
        self.text.push_str(&text::encode(value));
        self.checksum.add(&key, value);
    }

    fn add_if(&mut self, wanted: bool, key: Key, value: &str) {
        if wanted {
            self.add(key, value);
        }
    }
}

/// Writes a document as a fragment, without `#`.
///
/// ```
/// use aftercast_link::{LinkDocument, decode, encode};
/// let document = LinkDocument::default();
/// let link = encode(&document).fragment;
/// assert_eq!(decode(&link).document, document);
/// ```
pub fn encode(document: &LinkDocument) -> Encoded {
    let draft = &document.draft;
    let mut pairs = Pairs { text: String::new(), checksum: Checksum::new() };
    pairs.add(Key::Version, &GRAMMAR.to_string());
    policies(&draft.policies, &mut pairs);
    facts(draft, &mut pairs);
    settings(draft, &document.engine, &mut pairs);
    pairs.add_if(draft.face_value, Key::FaceValue, "1");
    pairs.add_if(document.selected > 0, Key::Selected, &policy_name(document.selected));
    pairs.add_if(!document.view.is_empty(), Key::View, &document.view);
    pairs.add_if(!draft.name.is_empty(), Key::Document, &draft.name);
    pairs.add_if(!draft.comment.is_empty(), Key::Comment, &draft.comment);
    pairs.add_if(draft.charts != Charts::default(), Key::Charts, &draft.charts.names().join("~"));
    let currency = format!("{}~{}", draft.currency.symbol(), draft.currency.name());
    pairs.add_if(draft.currency != Currency::default(), Key::Currency, &currency);
    if let Some(result) = document.result.filter(|r| r.is_finite()) {
        pairs.add(Key::Result, &number::write(result));
    }
    pairs.add_if(!document.engine.is_empty(), Key::Engine, &document.engine);
    match document.language {
        Some(Locale::English) => pairs.add(Key::Language, "en"),
        Some(Locale::Chinese) => pairs.add(Key::Language, "zh"),
        None => {}
    }
    round(&document.round, &mut pairs);
    let fragment = format!("{}&k={}", pairs.text, pairs.checksum.text());
    Encoded { over_budget: fragment.len() > COMFORTABLE_LENGTH, fragment }
}

fn round(round: &Round, pairs: &mut Pairs) {
    pairs.add_if(round.ask, Key::Ask, "1");
    if let Some(guess) = round.guess {
        pairs.add(Key::Guess, &number::write(guess));
    }
    for (key, text) in [(Key::By, &round.by), (Key::Team, &round.team), (Key::Phone, &round.phone)] {
        pairs.add_if(!text.is_empty(), key, text);
    }
}

/// The letter or number of a policy.
pub fn policy_name(policy: usize) -> String {
    if policy == 0 { "a".to_owned() } else { prefix(policy).trim_end_matches('.').to_owned() }
}

fn policies(policies: &[PolicyDraft], pairs: &mut Pairs) {
    if policies.is_empty() {
        pairs.add(Key::Preset(0), PRESETS[0].key);
    }
    for (i, policy) in policies.iter().enumerate() {
        let (preset, levers) = shortest(i, policy);
        let moved = preset.key != PRESETS[0].key;
        pairs.add_if(i == 0 || moved, Key::Preset(i), preset.key);
        // the last policy must be mentioned, or it would be lost
        let last_and_silent = i + 1 == policies.len() && !moved && levers.is_empty();
        pairs.add_if(!policy.name.is_empty() || last_and_silent, Key::Name(i), &policy.name);
        for (id, value) in levers {
            pairs.add(Key::Lever(i, id), &value);
        }
    }
}

/// The preset from which the fewest characters lead to the policy, and the levers that differ from it.
fn shortest(index: usize, policy: &PolicyDraft) -> (&'static Preset, Vec<(LeverId, String)>) {
    let from = |preset: &'static Preset| {
        let start = preset.lever_map();
        let differs = |id: LeverId| match (policy.levers.get(&id), start.get(&id)) {
            (Some(x), Some(y)) if x.to_bits() == y.to_bits() => None,
            (Some(x), _) => Some((id, number::write(*x))),
            (None, Some(_)) => Some((id, TODAY.to_owned())),
            (None, None) => None,
        };
        let levers: Vec<(LeverId, String)> = LeverId::ALL.into_iter().filter_map(differs).collect();
        (preset, levers)
    };
    let length = |(preset, levers): &(&Preset, Vec<(LeverId, String)>)| {
        let rows: usize =
            levers.iter().map(|(id, value)| written(Key::Lever(index, *id)).len() + value.len() + 2).sum();
        let named = preset.key != PRESETS[0].key;
        rows + if named { written(Key::Preset(index)).len() + preset.key.len() + 2 + WORTH_A_PRESET } else { 0 }
    };
    // the first of equals: today, which every version of the program knows
    PRESETS.iter().map(from).min_by_key(length).unwrap_or_else(|| from(&PRESETS[0]))
}

fn facts(draft: &Draft, pairs: &mut Pairs) {
    let standard = Company::default();
    let bits = |row: &[f64]| row.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    for (i, f) in FIELDS.iter().enumerate() {
        let row = (f.get)(&draft.company);
        pairs.add_if(bits(row) != bits((f.get)(&standard)), Key::Company(i), &number::write_row(row));
    }
    for (i, f) in OPTIONAL.iter().enumerate() {
        if let Some(own) = (f.get)(&draft.company) {
            pairs.add(Key::Optional(i), &number::write(own));
        }
    }
    for (id, known) in &draft.assumptions {
        let value = match *known {
            Override::Known(x) => number::write(x),
            Override::Range { low, mode, high } => number::write_row(&[low, mode, high]),
        };
        pairs.add(Key::Assumption(*id), &value);
    }
    for (&(a, b), rho) in &draft.correlations {
        pairs.add(Key::Correlation(a, b), &number::write(*rho));
    }
    for (id, x) in &draft.today {
        pairs.add(Key::Today(*id), &number::write(*x));
    }
}

fn settings(draft: &Draft, engine: &str, pairs: &mut Pairs) {
    let (standard, own) = (RunSettings::default(), &draft.settings);
    let bound = draft.goal.bound();
    let (zero, name) = (standard_goal(engine), goal_name(&draft.goal));
    if name != goal_name(&zero) || bound.to_bits() != zero.bound().to_bits() {
        pairs.add(Key::Goal, &format!("{name}~{}", number::write(bound)));
    }
    pairs.add_if(own.draws != standard.draws, Key::Draws, &own.draws.to_string());
    pairs.add_if(own.seed != standard.seed, Key::Seed, &own.seed.to_string());
    pairs.add_if(own.sampler != Sampler::default(), Key::Sampler, own.sampler.name());
    pairs.add_if(own.events != EventMode::default(), Key::Events, own.events.name());
}

/// The goal of a link that names none: total gain since engine 2, net gain over the horizon before, also where no engine is named.
pub fn standard_goal(engine: &str) -> Goal {
    match engine.split('.').next().and_then(|major| major.parse::<u32>().ok()) {
        Some(2..) => Goal::default(),
        _ => Goal::NpvAbove(0.0),
    }
}

fn goal_name(goal: &Goal) -> &'static str {
    GOALS[Goal::NAMES.iter().position(|n| *n == goal.name()).unwrap_or_default()]
}
