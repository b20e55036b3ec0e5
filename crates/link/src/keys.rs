//! Keys of links: which key means what, and what became of keys that went.

use aftercast_scenario::correlations::pair;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{AssumptionId, LeverId, check::MOST_POLICIES};

/// Where a retired key stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A lever of a policy or of today.
    Lever,
    /// Behind `as.`.
    Assumption,
    /// Behind `co.`.
    Company,
    /// A preset, id and version.
    Preset,
}

/// A step of the migration ladder: a key that was renamed or given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rename {
    /// Version of the engine since which the old key is gone.
    pub since: &'static str,
    /// Where it stood.
    pub scope: Scope,
    /// The old key.
    pub old: &'static str,
    /// The key that took over; `None` where nothing did.
    pub new: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/links.rs"));

/// A key, understood. Policies count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `v`: version of the grammar.
    Version,
    /// `p`: preset of a policy.
    Preset(usize),
    /// `name`: name of a policy.
    Name(usize),
    /// A lever of a policy.
    Lever(usize, LeverId),
    /// A company fact, by index in [`FIELDS`].
    Company(usize),
    /// A company fact that may be left out, by index in [`OPTIONAL`].
    Optional(usize),
    /// An assumption.
    Assumption(AssumptionId),
    /// The correlation of two assumptions, in file order.
    Correlation(AssumptionId, AssumptionId),
    /// A lever of today.
    Today(LeverId),
    /// `g`: goal.
    Goal,
    /// `n`: draws.
    Draws,
    /// `s`: seed.
    Seed,
    /// `m`: sampler.
    Sampler,
    /// `ev`: serious events sampled or expected.
    Events,
    /// `fv`: report at face value.
    FaceValue,
    /// `sel`: selected policy.
    Selected,
    /// `view`: the open view.
    View,
    /// `doc`: name of the document.
    Document,
    /// The comment of the document.
    Comment,
    /// `charts`: the two charts on top of the page.
    Charts,
    /// `cur`: symbol and name of the currency.
    Currency,
    /// `r`: the sender's headline result.
    Result,
    /// `e`: the sender's engine.
    Engine,
    /// `l`: language.
    Language,
    /// `ask`: the reader guesses before the result is shown.
    Ask,
    /// `guess`: a guess, of 100.
    Guess,
    /// `by`: name beside a guess.
    By,
    /// `team`: team beside a guess.
    Team,
    /// `ph`: mark of the phone that guessed.
    Phone,
}

/// What is to be made of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It means this.
    Known(Key),
    /// It was retired; this took over, if anything.
    Retired(Option<Key>),
    /// Of a policy behind the last that a document may have.
    Beyond,
    /// Others append it: no notice.
    Appended,
    /// In no registry.
    Unknown,
}

/// The prefix of a policy's keys: empty, `b.` to `z.`, then `27.` and on.
pub fn prefix(policy: usize) -> String {
    match policy {
        0 => String::new(),
        1..26 => format!("{}.", char::from(b'a' + policy as u8)),
        _ => format!("{}.", policy + 1),
    }
}

/// The policy of a letter or number; `a` is 0.
pub fn policy_of(name: &str) -> Option<usize> {
    let found = match name.as_bytes() {
        [letter @ b'a'..=b'z'] => usize::from(letter - b'a'),
        _ if !name.starts_with('0') && name.bytes().all(|b| b.is_ascii_digit()) => {
            name.parse::<usize>().ok()?.checked_sub(1)?
        }
        _ => return None,
    };
    (found < MOST_POLICIES).then_some(found)
}

/// Whether a prefix counts a policy that no document has.
fn beyond(name: &str) -> bool {
    let number = !name.starts_with('0') && !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    number && name.parse::<usize>().map_or(true, |n| n > MOST_POLICIES)
}

/// The key of a lever.
pub const fn lever(id: LeverId) -> &'static str {
    LEVER_KEYS[id as usize]
}

/// The key of an assumption, behind `as.`.
pub const fn assumption(id: AssumptionId) -> &'static str {
    ASSUMPTION_KEYS[id as usize]
}

/// The key of a company fact, behind `co.`; empty for a path that is none.
pub fn company(path: &str) -> &'static str {
    COMPANY_KEYS.iter().find(|(p, _)| *p == path).map_or("", |(_, key)| key)
}

/// Whether a key is one that chat programs and the like append.
pub fn appended(key: &str) -> bool {
    APPENDED.contains(&key) || APPENDED_PREFIXES.iter().any(|p| key.starts_with(p))
}

/// The key as written.
pub fn written(key: Key) -> String {
    match key {
        Key::Version => "v".to_owned(),
        Key::Preset(policy) => prefix(policy) + "p",
        Key::Name(policy) => prefix(policy) + "name",
        Key::Lever(policy, id) => prefix(policy) + lever(id),
        Key::Company(i) => format!("co.{}", company(FIELDS.get(i).map_or("", |f| f.path))),
        Key::Optional(i) => format!("co.{}", company(OPTIONAL.get(i).map_or("", |f| f.path))),
        Key::Assumption(id) => format!("as.{}", assumption(id)),
        Key::Correlation(a, b) => format!("rho.{}~{}", assumption(a), assumption(b)),
        Key::Today(id) => format!("to.{}", lever(id)),
        Key::Goal => "g".to_owned(),
        Key::Draws => "n".to_owned(),
        Key::Seed => "s".to_owned(),
        Key::Sampler => "m".to_owned(),
        Key::Events => "ev".to_owned(),
        Key::FaceValue => "fv".to_owned(),
        Key::Selected => "sel".to_owned(),
        Key::View => "view".to_owned(),
        Key::Document => "doc".to_owned(),
        Key::Comment => "note".to_owned(),
        Key::Charts => "charts".to_owned(),
        Key::Currency => "cur".to_owned(),
        Key::Result => "r".to_owned(),
        Key::Engine => "e".to_owned(),
        Key::Language => "l".to_owned(),
        Key::Ask => "ask".to_owned(),
        Key::Guess => "guess".to_owned(),
        Key::By => "by".to_owned(),
        Key::Team => "team".to_owned(),
        Key::Phone => "ph".to_owned(),
    }
}

/// What a written key means, after the ladder.
pub fn look_up(text: &str, ladder: &[Rename]) -> Lookup {
    let plain = match text {
        "v" => Some(Key::Version),
        "g" => Some(Key::Goal),
        "n" => Some(Key::Draws),
        "s" => Some(Key::Seed),
        "m" => Some(Key::Sampler),
        "ev" => Some(Key::Events),
        "fv" => Some(Key::FaceValue),
        "sel" => Some(Key::Selected),
        "view" => Some(Key::View),
        "doc" => Some(Key::Document),
        "note" => Some(Key::Comment),
        "charts" => Some(Key::Charts),
        "cur" => Some(Key::Currency),
        "r" => Some(Key::Result),
        "e" => Some(Key::Engine),
        "l" => Some(Key::Language),
        "ask" => Some(Key::Ask),
        "guess" => Some(Key::Guess),
        "by" => Some(Key::By),
        "team" => Some(Key::Team),
        "ph" => Some(Key::Phone),
        _ => None,
    };
    if let Some(key) = plain {
        return Lookup::Known(key);
    }
    if appended(text) {
        return Lookup::Appended;
    }
    let by_ladder = |scope: Scope, rest: &str, find: &dyn Fn(&str) -> Option<Key>| match climb(ladder, scope, rest) {
        Step::Same => find(rest).map_or(Lookup::Unknown, Lookup::Known),
        Step::Renamed(new) => Lookup::Retired(find(new)),
        Step::Gone => Lookup::Retired(None),
    };
    match text.split_once('.') {
        Some(("co", rest)) => by_ladder(Scope::Company, rest, &company_key),
        Some(("as", rest)) => by_ladder(Scope::Assumption, rest, &|k| assumption_of(k).map(Key::Assumption)),
        Some(("rho", rest)) => correlation(rest, ladder),
        Some(("to", rest)) => by_ladder(Scope::Lever, rest, &|k| lever_of(k).map(Key::Today)),
        split => {
            let (policy, rest) = match split {
                Some((letter, rest)) => match policy_of(letter) {
                    Some(policy) => (policy, rest),
                    None if beyond(letter) && !matches!(look_up(rest, ladder), Lookup::Unknown) => {
                        return Lookup::Beyond;
                    }
                    None => return Lookup::Unknown,
                },
                None => (0, text),
            };
            match rest {
                "p" => Lookup::Known(Key::Preset(policy)),
                "name" => Lookup::Known(Key::Name(policy)),
                _ => by_ladder(Scope::Lever, rest, &|k| lever_of(k).map(|id| Key::Lever(policy, id))),
            }
        }
    }
}

fn lever_of(key: &str) -> Option<LeverId> {
    LeverId::ALL.into_iter().find(|id| lever(*id) == key)
}

fn assumption_of(key: &str) -> Option<AssumptionId> {
    AssumptionId::ALL.into_iter().find(|id| assumption(*id) == key)
}

/// The pair of two keys of assumptions, in any order; either may have been renamed.
fn correlation(rest: &str, ladder: &[Rename]) -> Lookup {
    let Some(both) = rest.split_once('~') else { return Lookup::Unknown };
    let mut renamed = false;
    let mut now = |key: &str| match climb(ladder, Scope::Assumption, key) {
        Step::Same => assumption_of(key),
        Step::Renamed(new) => {
            renamed = true;
            assumption_of(new)
        }
        Step::Gone => {
            renamed = true;
            None
        }
    };
    let found = now(both.0).zip(now(both.1)).and_then(|(a, b)| pair(a, b)).map(|(a, b)| Key::Correlation(a, b));
    match found {
        _ if renamed => Lookup::Retired(found),
        Some(key) => Lookup::Known(key),
        None => Lookup::Unknown,
    }
}

fn company_key(key: &str) -> Option<Key> {
    let (path, _) = COMPANY_KEYS.iter().find(|(_, k)| *k == key)?;
    let optional = OPTIONAL.iter().position(|f| f.path == *path).map(Key::Optional);
    optional.or_else(|| FIELDS.iter().position(|f| f.path == *path).map(Key::Company))
}

/// Where the ladder leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The key was never retired.
    Same,
    /// It is now called so.
    Renamed(&'static str),
    /// Nothing took over.
    Gone,
}

/// Climbs the ladder from its oldest step: a key may have been renamed more than once.
pub fn climb(ladder: &[Rename], scope: Scope, key: &str) -> Step {
    let mut at = Step::Same;
    for step in ladder.iter().filter(|s| s.scope == scope) {
        let now = match at {
            Step::Same => key,
            Step::Renamed(new) => new,
            Step::Gone => return Step::Gone,
        };
        if step.old == now {
            at = step.new.map_or(Step::Gone, Step::Renamed);
        }
    }
    at
}
