//! One way to read a link, however mail, chat programs, editors and hosts mangled it.
//!
//! A text is read as it stands, then with one mangling undone, then with two, and so on. The checksum decides which reading
//! is the link as it was written: a reading whose checksum matches is taken at once.

use std::collections::{BTreeSet, VecDeque};

use super::keys::{self, Lookup, Rename};
use super::packed;
use super::text::{CHECKSUM_LENGTH, Checksum, decode_part};
use super::undo;

/// Longest text that is looked at, bytes; a document with 64 full policies takes a quarter of it.
const LONGEST: usize = 200_000;
/// Most readings of a text.
const MOST_READINGS: usize = 256;
/// Most bytes read in all readings together: a text that holds no link must not hold up a page.
const MOST_BYTES: usize = 4_000_000;
/// Most readings that are handed on where no checksum matches; fewer of a long text.
const MOST_DAMAGED: usize = 64;
const LONG: usize = 20_000;
/// Most places of a text at which a link is looked for.
const MOST_STARTS: usize = 16;
/// Punctuation that sentences and chat programs leave at the end of a link.
const TRAILING: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '*', '_', '`', '#', '’', '”', '»', '。', '，', '、',
    '；', '：', '！', '？', '）', '】', '》', '」', '…',
];
/// What ends a link without a checksum in a text without blanks.
const ENDING: &[char] = &[
    '<', '>', '"', '`', '，', '。', '、', '；', '：', '！', '？', '（', '）', '【', '】', '《', '》', '「', '」', '“',
    '”',
];

/// What the checksum says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// Everything before it is as written.
    Whole,
    /// Something before it, or itself, was changed.
    Broken,
    /// There is none.
    Missing,
}

/// A fragment taken apart.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Decoded pairs, without the checksum and without what others append.
    pub pairs: Vec<(String, String)>,
    /// How many of the pairs stand before a matching checksum.
    pub sealed: usize,
    /// The checksum.
    pub seal: Seal,
    /// Where a whole link ends in the text, bytes; `None` where a mangling was undone before, so that places differ.
    pub end: Option<usize>,
}

/// What a text holds.
#[derive(Clone, Debug)]
pub enum Found {
    /// A link as it was written.
    Whole(Opened),
    /// Readings without a matching checksum, those nearest to the text first. There is at least one.
    Damaged(Vec<Opened>),
}

/// Opens a link in the first reading whose checksum matches.
pub fn open(text: &str, ladder: &[Rename]) -> Found {
    let text = text.get(..floor(text, LONGEST)).unwrap_or_default();
    let mut seen = BTreeSet::from([text.to_owned()]);
    // a reading, whether it is the text itself, and whether a wrapper was taken off, whose own pairs follow the link
    let mut queue = VecDeque::from([(text.to_owned(), false)]);
    let (mut damaged, mut bytes) = (Vec::new(), 0);
    let most_damaged = if text.len() > LONG { MOST_DAMAGED / 8 } else { MOST_DAMAGED };
    while let Some((reading, unwrapped)) = queue.pop_front() {
        bytes += reading.len();
        let own = reading.len() == text.len() && reading == text;
        for start in starts(&reading) {
            let rest = reading.get(start..).unwrap_or_default();
            let mut opened = take_apart(rest, unwrapped, ladder);
            if opened.seal == Seal::Whole {
                opened.end = opened.end.map(|end| start + end).filter(|_| own);
                return Found::Whole(opened);
            }
            if damaged.len() < most_damaged {
                let ends = |c: char| c.is_whitespace() || c == '#' || ENDING.contains(&c);
                let word = rest.split(ends).next().unwrap_or_default();
                if word.len() < rest.len() {
                    damaged.push(take_apart(word, unwrapped, ladder));
                }
                damaged.push(opened);
                // written by hand, other pairs may stand before the version
                let run = beginning_of_run(&reading, start);
                if run < start {
                    let word = reading[run..].split(ends).next().unwrap_or_default();
                    damaged.push(take_apart(word, unwrapped, ladder));
                }
            }
        }
        if bytes > MOST_BYTES {
            break;
        }
        let plain = is_plain(&reading, ladder);
        for (undo, makes_pairs) in undo::ALL {
            // what stands in a name is never taken for keys: escapes of a link that reads as one stay what they are
            if (makes_pairs && plain) || seen.len() >= MOST_READINGS {
                continue;
            }
            if let Some(other) = undo(&reading).filter(|other| other.len() <= LONGEST)
                && seen.insert(other.clone())
            {
                queue.push_back((other, unwrapped || makes_pairs));
            }
        }
    }
    Found::Damaged(damaged)
}

/// The largest place up to `most` at which the text can be cut.
fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or_default()
}

/// Where a link may begin: at `v=` and a digit or at `z=`, one in a word; else where a fragment begins.
fn starts(text: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for at in marks(text) {
        // a link in the name of another belongs to the other
        let same_word =
            |&before: &usize| text.get(before..at).is_some_and(|between| !between.contains(char::is_whitespace));
        if !found.last().is_some_and(same_word) && found.len() < MOST_STARTS {
            found.push(at);
        }
    }
    if found.is_empty() {
        // written by hand, without a version
        let hash = text.find('#').map(|at| at + 1);
        let query = || text.find("://").and_then(|at| text.get(at..)?.find('?').map(|more| at + more + 1));
        let own = if text.contains("://") { text.len() } else { 0 };
        let start = hash.or_else(query).unwrap_or(own);
        let opening =
            |c: char| c.is_whitespace() || matches!(c, '#' | '/' | '?' | '!' | '&' | '<' | '(' | '[' | '"' | '\'');
        let rest = text.get(start..).unwrap_or_default();
        found.push(start + rest.len() - rest.trim_start_matches(opening).len());
    }
    found
}

/// Where the pairs begin among which the one at a position stands.
pub fn beginning_of_run(text: &str, position: usize) -> usize {
    let before = &text[..position];
    if !before.ends_with('&') {
        return position;
    }
    let outside =
        |c: char| c.is_whitespace() || matches!(c, '#' | '?' | '/' | '<' | '(' | '[' | '"') || ENDING.contains(&c);
    before.rfind(outside).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))
}

/// Places of `v=` and a digit and of `z=` that begin a pair.
pub fn marks(text: &str) -> Vec<usize> {
    let digit = |at: usize| text.as_bytes().get(at + 2).is_some_and(u8::is_ascii_digit);
    let version = text.match_indices("v=").map(|(at, _)| at).filter(|&at| digit(at));
    let packed = text.match_indices("z=").map(|(at, _)| at).filter(|&at| packed::begins(&text[at + 2..]));
    let mut found: Vec<usize> = version.chain(packed).filter(|&at| begins_a_pair(&text[..at])).collect();
    found.sort_unstable();
    found
}

/// Whether a key may begin behind this text.
pub fn begins_a_pair(before: &str) -> bool {
    let escaped = || {
        let ends = |mark: &str| before.len().checked_sub(mark.len()).and_then(|at| before.get(at..)) == Some(mark);
        ["%23", "%3f", "%3F", "%26", "%2523", "%253f", "%253F", "%2526"].into_iter().any(ends)
    };
    match before.chars().next_back() {
        None => true,
        Some(c) => !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '=' | '%')) || escaped(),
    }
}

/// Whether a text reads as a link as it stands: a version, and another key that is known.
fn is_plain(text: &str, ladder: &[Rename]) -> bool {
    marks(text).into_iter().any(|at| {
        let opened = take_apart(&text[at..], false, ladder);
        let version = opened.pairs.first().is_some_and(|(_, v)| v.bytes().all(|b| b.is_ascii_digit()));
        version && opened.pairs.iter().skip(1).any(|(key, _)| matches!(keys::look_up(key, ladder), Lookup::Known(_)))
    })
}

/// Takes a fragment apart; what follows a matching checksum is another text, unless pairs follow it. In a reading out of a
/// wrapper they are the wrapper's.
fn take_apart(fragment: &str, unwrapped: bool, ladder: &[Rename]) -> Opened {
    if let Some((inner, end)) = packed::of(fragment) {
        let mut opened = take_apart(&inner, true, ladder);
        opened.end = Some(end);
        return opened;
    }
    let fragment = fragment.trim_end().trim_end_matches(TRAILING);
    let fragment = fragment.split_once("#:~:").map_or(fragment, |(own, _)| own);
    let mut opened = Opened { pairs: Vec::new(), sealed: 0, seal: Seal::Missing, end: None };
    let mut checksum = Checksum::new();
    let mut at = 0;
    for part in fragment.split('&') {
        let position = at;
        at += part.len() + 1;
        if part.is_empty() {
            continue;
        }
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let (key, value) = (decode_part(key), decode_part(value));
        if keys::look_up(&key, ladder) == Lookup::Appended {
            continue;
        }
        if key == "k" {
            let sealed = seal_of(&value).is_some_and(|k| k == checksum.text());
            if sealed {
                opened.seal = Seal::Whole;
                opened.sealed = opened.pairs.len();
                // the end of the link, unless the value was escaped
                let length = if part.ends_with(&value) { "k=".len() + CHECKSUM_LENGTH } else { part.len() };
                opened.end = Some(position + length);
                if !unwrapped && value.len() == CHECKSUM_LENGTH {
                    opened.pairs.extend(behind(fragment.get(at..).unwrap_or_default(), ladder));
                }
                break;
            }
            opened.seal = Seal::Broken;
            continue;
        }
        checksum.add(&key, &value);
        opened.pairs.push((key, value));
    }
    opened
}

/// Pairs behind the checksum: some program or person added them. Only those with a key of ours matter.
fn behind(text: &str, ladder: &[Rename]) -> Vec<(String, String)> {
    let text = text.split(|c: char| c.is_whitespace() || c == '#' || ENDING.contains(&c)).next().unwrap_or_default();
    let pairs = text.trim_end_matches(TRAILING).split('&').filter_map(|part| part.split_once('='));
    let pairs = pairs.map(|(key, value)| (decode_part(key), decode_part(value)));
    pairs.filter(|(key, _)| matches!(keys::look_up(key, ladder), Lookup::Known(_) | Lookup::Retired(_))).collect()
}

/// The checksum at the beginning of a value: a link ends with it, whatever follows.
fn seal_of(value: &str) -> Option<&str> {
    value.get(..CHECKSUM_LENGTH)
}
