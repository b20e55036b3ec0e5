//! Taking off what mail, chat programs and editors wrap around a link.

use super::keys::{self, Lookup, Rename};
use super::text::{CHECKSUM_LENGTH, Checksum, decode, decode_part};

/// Longest text that is looked at, bytes; a document with 64 full policies takes a quarter of it.
const LONGEST: usize = 200_000;
/// Punctuation that sentences and chat programs leave at the end of a link.
const TRAILING: &[char] = &[
    '.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '*', '_', '’', '”', '»', '。', '，', '、', '；', '：',
    '！', '？', '）', '】', '》', '」', '…',
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
}

/// Opens a link in the reading whose checksum matches, else in the first of which anything is understood.
pub fn open(text: &str, ladder: &[Rename]) -> Opened {
    let text = text.get(..floor(text, LONGEST)).unwrap_or_default();
    let text = text.replace("&amp;", "&").replace("&#38;", "&").replace("&#x26;", "&");
    let mut best: Option<Opened> = None;
    let joined: String = text.split_whitespace().collect();
    let lines: String = text.trim().lines().map(str::trim_end).collect();
    let first = text.split_whitespace().find(|w| w.contains("v=") || w.contains("v%3D") || w.contains("v%3d"));
    for reading in [joined.as_str(), &lines, first.unwrap_or_default()] {
        let mut reading = reading.to_owned();
        // whole links are escaped again when they travel inside another address
        for _ in 0..3 {
            let opened = take_apart(fragment(&reading), ladder);
            if opened.seal == Seal::Whole {
                return opened;
            }
            let known = |key: &str| matches!(keys::look_up(key, ladder), Lookup::Known(_) | Lookup::Retired(_));
            let understood = opened.pairs.iter().filter(|(key, _)| known(key)).count();
            // without a checksum the first reading that says anything: a second look at its escapes
            // would take what stands in a name for keys
            if understood > 0 && best.is_none() {
                best = Some(opened);
            }
            let decoded = decode(&reading);
            if decoded == reading {
                break;
            }
            reading = decoded;
        }
    }
    best.unwrap_or_else(|| take_apart(fragment(&joined), ladder))
}

/// The largest place up to `most` at which the text can be cut.
fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or_default()
}

/// The fragment of an address; a text without one is taken for the fragment itself.
fn fragment(text: &str) -> &str {
    let behind = |mark: &str| text.find(mark).map(|at| &text[at + 1..]);
    let found = behind("#v=").or_else(|| behind("?v=")).or_else(|| behind("#"));
    let found = found.unwrap_or(if text.contains("://") { "" } else { text });
    let found = found.split_once(":~:").map_or(found, |(own, _)| own);
    let opening = |c: char| matches!(c, '#' | '/' | '?' | '!' | '&' | '<' | '(' | '[' | '"' | '\'');
    found.trim_start_matches(opening).trim_end_matches(TRAILING)
}

fn take_apart(fragment: &str, ladder: &[Rename]) -> Opened {
    let mut opened = Opened { pairs: Vec::new(), sealed: 0, seal: Seal::Missing };
    let mut checksum = Checksum::new();
    for part in fragment.split('&').filter(|p| !p.is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let (key, value) = (decode_part(key), decode_part(value));
        if keys::look_up(&key, ladder) == Lookup::Appended {
            continue;
        }
        if key == "k" {
            if opened.seal != Seal::Whole {
                let matches = seal_of(&value).is_some_and(|k| k == checksum.text());
                opened.seal = if matches { Seal::Whole } else { Seal::Broken };
                opened.sealed = if matches { opened.pairs.len() } else { 0 };
            }
            continue;
        }
        checksum.add(&key, &value);
        opened.pairs.push((key, value));
    }
    opened
}

/// The checksum in a value behind which a sentence may go on without a blank.
fn seal_of(value: &str) -> Option<&str> {
    let rest = value.get(CHECKSUM_LENGTH..)?;
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    value.get(..CHECKSUM_LENGTH).filter(|_| !goes_on)
}
