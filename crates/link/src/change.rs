//! What differs between two documents as links have it: small enough to keep a history, and enough to lead from either to the other.

use super::text::{self, Checksum, decode_part};
use super::{LinkDocument, encode};
use aftercast_scenario::Draft;

/// What stands where a pair is not written; no escaped value has this character.
const ABSENT: &str = "*";
/// Between the two values of a pair.
const BETWEEN: char = '>';

/// A pair that differs; values are escaped, none where the pair is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    key: String,
    before: Option<String>,
    after: Option<String>,
}

/// What differs between two documents.
///
/// ```
/// use aftercast_link::Change;
/// use aftercast_scenario::Draft;
/// let before = Draft::default();
/// let after = Draft { name: "Two > one & 5%".to_owned(), ..Draft::default() };
/// let change = Change::between(&before, &after);
/// assert_eq!((change.undone(&after), change.done(&before)), (before, after));
/// assert_eq!(Change::read(&change.text()), Some(change));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change(Vec<Pair>);

impl Change {
    /// Of two documents.
    pub fn between(before: &Draft, after: &Draft) -> Self {
        let (old, new) = (fragment(before), fragment(after));
        let value = |all: &str, key: &str| pairs(all).find(|(k, _)| *k == key).map(|(_, value)| value.to_owned());
        let changed = pairs(&old).filter_map(|(key, before)| {
            let after = value(&new, key);
            let differs = after.as_deref() != Some(before);
            differs.then(|| Pair { key: key.to_owned(), before: Some(before.to_owned()), after })
        });
        let come = pairs(&new).filter(|(key, _)| value(&old, key).is_none());
        let come = come.map(|(key, after)| Pair { key: key.to_owned(), before: None, after: Some(after.to_owned()) });
        Self(changed.chain(come).collect())
    }

    /// The document before, from the one after.
    pub fn undone(&self, after: &Draft) -> Draft {
        self.applied(after, |pair| &pair.before)
    }

    /// The document after, from the one before.
    pub fn done(&self, before: &Draft) -> Draft {
        self.applied(before, |pair| &pair.after)
    }

    fn applied(&self, document: &Draft, value: impl Fn(&Pair) -> &Option<String>) -> Draft {
        let all = fragment(document);
        let kept = pairs(&all).filter(|(key, _)| self.0.iter().all(|pair| pair.key != *key));
        let put = self.0.iter().filter_map(|pair| Some((pair.key.as_str(), value(pair).as_deref()?)));
        let (mut out, mut checksum) = (String::new(), Checksum::new());
        for (key, value) in kept.chain(put) {
            checksum.add(key, &decode_part(value));
            out.push_str(&[key, "=", value, "&"].concat());
        }
        super::decode(&[&out, "k=", &checksum.text()].concat()).document.draft
    }

    /// In one line without blanks.
    pub fn text(&self) -> String {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| ABSENT.to_owned());
        let pair = |pair: &Pair| [&pair.key, "=", &side(&pair.before), ">", &side(&pair.after)].concat();
        self.0.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    /// Reads what [`Self::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let side = |value: &str| (value != ABSENT).then(|| value.to_owned());
        let pair = |text: &str| {
            let (key, values) = text.split_once('=')?;
            let (before, after) = values.split_once(BETWEEN)?;
            Some(Pair { key: key.to_owned(), before: side(before), after: side(after) })
        };
        text.split('&').filter(|pair| !pair.is_empty()).map(pair).collect::<Option<Vec<_>>>().map(Self)
    }
}

/// A text without blanks and line ends, as values of links are.
pub fn escaped(text: &str) -> String {
    text::encode(text)
}

/// Reads what [`escaped`] wrote.
pub fn unescaped(text: &str) -> String {
    decode_part(text)
}

fn fragment(document: &Draft) -> String {
    encode(&LinkDocument { draft: document.clone(), ..LinkDocument::default() }).fragment
}

/// The pairs of a fragment without its checksum.
fn pairs(fragment: &str) -> impl Iterator<Item = (&str, &str)> {
    fragment.split('&').filter_map(|pair| pair.split_once('=')).filter(|(key, _)| *key != "k")
}
