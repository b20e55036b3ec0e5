//! Reading a link: key by key, whatever is given.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::encode::{GOALS, MONEY, TODAY, policy_name, standard_goal};
use super::extract::{Found, Opened, Seal, open};
use super::keys::{self, Key, Lookup, RETIRED, Rename, Scope, Step, policy_of, written};
use super::notice::{Notice, NoticeKind};
use super::{Decoded, GRAMMAR, LinkDocument, number, repair};
use aftercast_i18n::Locale;
use aftercast_numerics::sampling::Sampler;
use aftercast_presets::{PRESETS, Preset};
use aftercast_scenario::EventMode;
use aftercast_scenario::check::{DRAWS_RANGE, LARGEST_SEED, MOST_POLICIES, override_range};
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{Charts, Currency, Goal, LeverId, Override, PolicyDraft, ViolationKind};

/// Longest name of a view and of an engine version, characters.
const LONGEST_WORD: usize = 32;
/// The largest correlation that one out of range becomes.
const MOST_CORRELATED: f64 = 0.999;
/// Most notices handed on: more than any document has keys, less than would choke a page.
const MOST_NOTICES: usize = 500;

/// Reads a fragment, an address, or a message that holds one. Never fails: the document can always run, and the
/// notices say what was not as written and what was used instead.
///
/// ```
/// use aftercast_link::decode;
/// let read = decode("https://example.org/aftercast/#v=1&p=base.1&cpa=3000&ai=1.6&b.ai=.85&k=damage");
/// assert_eq!(read.document.draft.policies.len(), 2);
/// assert_eq!(read.notices.len(), 2); // the checksum, and 1.6 of all contacts
/// ```
pub fn decode(text: &str) -> Decoded {
    decode_with(text, RETIRED)
}

/// Reads with a ladder of retired keys.
pub fn decode_with(text: &str, ladder: &[Rename]) -> Decoded {
    if text.trim().trim_matches('#').is_empty() {
        return Decoded { document: LinkDocument::default(), notices: Vec::new(), understood: 0 };
    }
    let read = match open(text, ladder) {
        Found::Whole(opened) => Some(read(&opened, ladder)),
        // without a checksum that matches, the reading in which the fewest things are wrong
        Found::Damaged(all) => {
            let readings = all.iter().map(|opened| read(opened, ladder)).filter(|read| read.understood > 0);
            readings.min_by_key(|read| (read.notices.len(), Reverse(read.understood)))
        }
    };
    let mut decoded = read.unwrap_or_else(|| {
        let notices = vec![Notice::new(NoticeKind::Invalid, "", text.trim(), "")];
        Decoded { document: LinkDocument::default(), notices, understood: 0 }
    });
    decoded.notices.truncate(MOST_NOTICES);
    decoded
}

/// Reads one way of taking a link apart.
fn read(opened: &Opened, ladder: &[Rename]) -> Decoded {
    let mut reader = Reader { document: LinkDocument::default(), notices: Vec::new(), ladder };
    reader.document.engine.clear();
    let (given, understood) = reader.collect(opened);
    if understood == 0 {
        return Decoded { document: LinkDocument::default(), notices: reader.notices, understood };
    }
    for (key, value) in &given {
        if !reader.document_key(*key, value) {
            reader.draft_key(*key, value);
        }
    }
    if !given.contains_key(&Key::Goal) {
        reader.document.draft.goal = standard_goal(&reader.document.engine);
    }
    reader.select(given.get(&Key::Selected));
    repair::repair(&mut reader.document, &mut reader.notices);
    Decoded { document: reader.document, notices: reader.notices, understood }
}

struct Reader<'a> {
    document: LinkDocument,
    notices: Vec<Notice>,
    ladder: &'a [Rename],
}

impl Reader<'_> {
    fn note(&mut self, kind: NoticeKind, key: Key, given: &str, used: impl Into<String>) {
        self.notices.push(Notice::new(kind, written(key), given, used));
    }

    /// What was given for each key, and how many keys were understood.
    fn collect(&mut self, opened: &Opened) -> (BTreeMap<Key, String>, usize) {
        match opened.seal {
            Seal::Whole => {}
            Seal::Broken => self.notices.push(Notice::new(NoticeKind::Checksum, "", "", "")),
            Seal::Missing => self.notices.push(Notice::new(NoticeKind::Truncated, "", "", "")),
        }
        let mut found = BTreeMap::new();
        let mut understood = 0;
        for (i, (name, value)) in opened.pairs.iter().enumerate() {
            let key = match keys::look_up(name, self.ladder) {
                Lookup::Known(key) => key,
                Lookup::Retired(Some(key)) => {
                    self.notices.push(Notice::new(NoticeKind::Retired, name, value, written(key)));
                    key
                }
                Lookup::Retired(None) => {
                    self.notices.push(Notice::new(NoticeKind::Retired, name, value, ""));
                    continue;
                }
                Lookup::Beyond => {
                    self.notices.push(Notice::new(NoticeKind::Beyond, name, value, ""));
                    continue;
                }
                Lookup::Appended => continue,
                Lookup::Unknown => {
                    self.notices.push(Notice::new(NoticeKind::Unknown, name, value, ""));
                    continue;
                }
            };
            understood += 1;
            let before = found.insert(key, value.clone());
            if opened.seal == Seal::Whole && i >= opened.sealed {
                self.note(NoticeKind::Added, key, value, value);
            } else if let Some(before) = before {
                self.note(NoticeKind::Duplicate, key, &before, value);
            }
        }
        (found, understood)
    }

    /// Reads a key that says nothing about the scenario; false where it does.
    fn document_key(&mut self, key: Key, value: &str) -> bool {
        let word = |text: &str, allowed: fn(char) -> bool| {
            (text.chars().count() <= LONGEST_WORD && text.chars().all(allowed)).then(|| text.to_owned())
        };
        let document = &mut self.document;
        let read = match key {
            Key::Version => match value.parse::<u32>() {
                Ok(GRAMMAR) => true,
                Ok(newer) if newer > GRAMMAR => {
                    self.note(NoticeKind::Newer, key, value, GRAMMAR.to_string());
                    return true;
                }
                _ => false,
            },
            Key::FaceValue => {
                document.draft.face_value = value == "1";
                matches!(value, "0" | "1")
            }
            Key::View => {
                let view =
                    word(value, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.'));
                view.map(|v| document.view = v).is_some()
            }
            Key::Engine => {
                let engine = word(value, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
                engine.map(|v| document.engine = v).is_some()
            }
            Key::Result => {
                document.result = number::read(value);
                document.result.is_some()
            }
            Key::Language => {
                document.language = match value {
                    "en" => Some(Locale::English),
                    "zh" => Some(Locale::Chinese),
                    _ => None,
                };
                document.language.is_some()
            }
            Key::Document => {
                document.draft.name = value.to_owned();
                true
            }
            Key::Comment => {
                document.draft.comment = value.to_owned();
                true
            }
            Key::Charts => {
                let read = value.split_once('~').and_then(|(first, second)| Charts::from_names([first, second]));
                document.draft.charts = read.unwrap_or_default();
                read.is_some()
            }
            Key::Currency => {
                let read = value.split_once('~').and_then(|(symbol, name)| Currency::new(symbol, name).ok());
                let is_read = read.is_some();
                document.draft.currency = read.unwrap_or_default();
                is_read
            }
            Key::Ask => {
                document.round.ask = value == "1";
                matches!(value, "0" | "1")
            }
            Key::Guess => {
                document.round.guess = number::read(value).filter(|guess| (0.0..=100.0).contains(guess));
                document.round.guess.is_some()
            }
            Key::By => {
                document.round.by = value.to_owned();
                true
            }
            Key::Team => {
                document.round.team = value.to_owned();
                true
            }
            Key::Phone => {
                let mark = word(value, |c| c.is_ascii_lowercase() || c.is_ascii_digit()).filter(|mark| mark.len() <= 8);
                mark.map(|mark| document.round.phone = mark).is_some()
            }
            // read when the policies are known
            Key::Selected => true,
            _ => return false,
        };
        if !read {
            self.note(NoticeKind::Invalid, key, value, "");
        }
        true
    }

    fn draft_key(&mut self, key: Key, value: &str) {
        let read = match key {
            Key::Preset(policy) => self.preset(policy, value),
            Key::Name(policy) => {
                self.policy(policy).name = value.to_owned();
                Some(())
            }
            Key::Lever(policy, id) => {
                self.policy(policy);
                if value == TODAY {
                    self.policy(policy).levers.remove(&id);
                    Some(())
                } else {
                    self.lever(key, id, value).map(|x| {
                        self.policy(policy).levers.insert(id, x);
                    })
                }
            }
            Key::Today(id) => self.lever(key, id, value).map(|x| {
                self.document.draft.today.insert(id, x);
            }),
            Key::Company(i) => self.fact(key, i, value),
            Key::Optional(i) => OPTIONAL.get(i).zip(number::read(value)).map(|(f, x)| {
                let x = self.bounded(key, value, &[x], (f.min, f.max), false);
                *(f.get_mut)(&mut self.document.draft.company) = x.first().copied();
            }),
            Key::Assumption(_) => self.assumption(key, value),
            Key::Correlation(a, b) => number::read(value).map(|rho| {
                // one that a document may have is taken as written, however near it is to 1
                let range = if rho.abs() < 1.0 { (-1.0, 1.0) } else { (-MOST_CORRELATED, MOST_CORRELATED) };
                let rho = self.bounded(key, value, &[rho], range, false);
                self.document.draft.correlations.extend(rho.first().map(|rho| ((a, b), *rho)));
            }),
            Key::Goal => self.goal(value),
            Key::Draws => number::read_whole(value).map(|n| {
                self.document.draft.settings.draws = self.whole(key, value, n, DRAWS_RANGE);
            }),
            Key::Seed => number::read_whole(value).map(|n| {
                self.document.draft.settings.seed = self.whole(key, value, n, (0, LARGEST_SEED));
            }),
            Key::Sampler => Sampler::from_name(value).map(|s| self.document.draft.settings.sampler = s),
            Key::Events => match value {
                "sampled" => Some(EventMode::Sampled),
                "expected" => Some(EventMode::Expected),
                _ => None,
            }
            .map(|e| self.document.draft.settings.events = e),
            _ => Some(()),
        };
        if read.is_none() {
            self.note(NoticeKind::Invalid, key, value, "");
        }
    }

    /// The policy of an index; those before it come into being with it.
    fn policy(&mut self, index: usize) -> &mut PolicyDraft {
        let policies = &mut self.document.draft.policies;
        if policies.len() <= index {
            policies.resize_with(index + 1, PolicyDraft::default);
        }
        &mut policies[index]
    }

    fn preset(&mut self, policy: usize, value: &str) -> Option<()> {
        let now = match keys::climb(self.ladder, Scope::Preset, value) {
            Step::Same => value,
            Step::Renamed(new) => {
                self.note(NoticeKind::Retired, Key::Preset(policy), value, new);
                new
            }
            Step::Gone => {
                self.note(NoticeKind::Retired, Key::Preset(policy), value, "");
                PRESETS[0].key
            }
        };
        let preset = Preset::from_key(now);
        // "p=base.1" stands in every link, also where there is no policy
        if policy > 0 || preset.is_none_or(|p| p.key != PRESETS[0].key) {
            self.policy(policy).levers = preset.map(Preset::lever_map).unwrap_or_default();
        }
        if preset.is_none() {
            // without levers of its own a policy is the first preset: today's
            self.note(NoticeKind::Invalid, Key::Preset(policy), value, PRESETS[0].key);
        }
        Some(())
    }

    /// Numbers within their range; where they were not, a notice.
    fn bounded(&mut self, key: Key, given: &str, row: &[f64], (min, max): (f64, f64), whole: bool) -> Vec<f64> {
        let inside = |&x: &f64| {
            let x = x.clamp(min, max);
            if whole { x.round() } else { x }
        };
        let used: Vec<f64> = row.iter().map(inside).collect();
        if used.iter().zip(row).any(|(u, x)| u != x) {
            self.note(NoticeKind::Clamped { min, max }, key, given, number::write_row(&used));
        }
        used
    }

    fn whole(&mut self, key: Key, given: &str, n: u64, (min, max): (u64, u64)) -> u64 {
        let used = n.clamp(min, max);
        if used != n {
            self.note(NoticeKind::Clamped { min: min as f64, max: max as f64 }, key, given, used.to_string());
        }
        used
    }

    fn lever(&mut self, key: Key, id: LeverId, value: &str) -> Option<f64> {
        let (x, spec) = (number::read(value)?, id.spec());
        self.bounded(key, value, &[x], (spec.min, spec.max), id.is_whole()).first().copied()
    }

    fn fact(&mut self, key: Key, index: usize, value: &str) -> Option<()> {
        let f = FIELDS.get(index)?;
        let count = (f.get)(&self.document.draft.company).len();
        let row = number::read_row(value, count)?;
        let row = self.bounded(key, value, &row, (f.min, f.max), f.whole);
        (f.get_mut)(&mut self.document.draft.company).copy_from_slice(&row);
        Some(())
    }

    fn assumption(&mut self, key: Key, value: &str) -> Option<()> {
        let Key::Assumption(id) = key else { return None };
        let row = number::read_row(value, 1).or_else(|| number::read_row(value, 3))?;
        if let [low, mode, high] = row[..]
            && !(low <= mode && mode <= high)
        {
            self.note(NoticeKind::Conflict(ViolationKind::Order), key, value, "");
            return Some(());
        }
        // the range keeps the order of the three
        let row = self.bounded(key, value, &row, override_range(id), false);
        let known = match row[..] {
            [low, mode, high] => Override::Range { low, mode, high },
            [x] => Override::Known(x),
            _ => return None,
        };
        self.document.draft.assumptions.insert(id, known);
        Some(())
    }

    fn goal(&mut self, value: &str) -> Option<()> {
        let (name, bound) = value.split_once('~').unwrap_or((value, if MONEY.contains(&value) { "0" } else { "" }));
        let name = Goal::NAMES[GOALS.iter().position(|g| *g == name)?];
        let (min, max, _) = Goal::from_name(name, 0.0)?.range();
        let bound = number::read(bound)?;
        let inside = bound.clamp(min, max);
        if inside != bound {
            let used = format!("{}~{}", value.split('~').next().unwrap_or_default(), number::write(inside));
            self.note(NoticeKind::Clamped { min, max }, Key::Goal, value, used);
        }
        self.document.draft.goal = Goal::from_name(name, inside)?;
        Some(())
    }

    fn select(&mut self, value: Option<&String>) {
        let Some(value) = value else { return };
        // where a view brings the policies, it knows how many there are
        let count = match self.document.draft.policies.len() {
            0 if !self.document.view.is_empty() => MOST_POLICIES,
            count => count.max(1),
        };
        match policy_of(value).filter(|p| *p < count) {
            Some(policy) => self.document.selected = policy,
            None => self.note(NoticeKind::Invalid, Key::Selected, value, policy_name(0)),
        }
    }
}
