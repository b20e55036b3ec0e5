//! JSON as it was written: doubled keys and numbers beyond all bounds are kept, so that they can be named.
//!
//! The usual tree of values keeps the last of two equal keys and refuses a file for one `1e999`.

use core::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// Deepest nesting; a scenario has four levels.
const DEEPEST: usize = 32;

/// A JSON value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number, as written.
    Number(String),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object, in the order of the file, doubled keys included.
    Object(Vec<(String, Tree)>),
}

/// The pairs of an object, none lost.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Pairs<'de>, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

impl Tree {
    /// Reads a text.
    ///
    /// # Errors
    /// Where the text is not JSON, or nested deeper than any scenario.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        Self::part(serde_json::from_str(text)?, 0)
    }

    fn part(raw: &RawValue, depth: usize) -> serde_json::Result<Self> {
        if depth > DEEPEST {
            return Err(serde::de::Error::custom(format!("nested deeper than {DEEPEST} levels")));
        }
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let pairs = serde_json::from_str::<Pairs<'_>>(text)?.0;
                let read = |(key, raw)| Ok((key, Self::part(raw, depth + 1)?));
                Self::Object(pairs.into_iter().map(read).collect::<serde_json::Result<_>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(items.into_iter().map(|raw| Self::part(raw, depth + 1)).collect::<serde_json::Result<_>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b't') => Self::Truth(true),
            Some(b'f') => Self::Truth(false),
            Some(b'n') => Self::Null,
            _ => Self::Number(text.to_owned()),
        })
    }

    /// The number; infinite where it is beyond all bounds.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(text) = self { text.parse().ok() } else { None }
    }

    /// The whole number; `1024.0` and `1e3` are whole too.
    pub fn as_u64(&self) -> Option<u64> {
        let Self::Number(text) = self else { return None };
        let by_value = || self.as_f64().filter(|x| *x >= 0.0 && x % 1.0 == 0.0 && *x < 1e18).map(|x| x as u64);
        text.parse().ok().or_else(by_value)
    }

    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Tree]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The pairs of an object.
    pub fn as_object(&self) -> Option<&[(String, Tree)]> {
        if let Self::Object(pairs) = self { Some(pairs) } else { None }
    }
}

/// Parts of a list or an object that are written out, before the others are an ellipsis.
const WRITTEN: usize = 3;

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Truth(truth) => write!(f, "{truth}"),
            Self::Number(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(items) => write_parts(f, ('[', ']'), items, |f, item| match item {
                Self::List(_) => f.write_str("[…]"),
                Self::Object(_) => f.write_str("{…}"),
                single => write!(f, "{single}"),
            }),
            Self::Object(pairs) => write_parts(f, ('{', '}'), pairs, |f, (key, _)| write!(f, "{key:?}: …")),
        }
    }
}

/// The first parts between brackets, and an ellipsis for the rest.
fn write_parts<T>(
    f: &mut fmt::Formatter<'_>,
    (open, close): (char, char),
    parts: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    write!(f, "{open}")?;
    for (index, part) in parts.iter().take(WRITTEN).enumerate() {
        f.write_str(if index > 0 { ", " } else { "" })?;
        write(f, part)?;
    }
    write!(f, "{}{close}", if parts.len() > WRITTEN { ", …" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_keys_and_large_numbers_are_kept() {
        let tree = Tree::read("{\"a\": 1e999, \"a\": [true, null, \"\\u4e2d\", {}], \"b\": -0.5e1}").unwrap();
        let pairs = tree.as_object().unwrap();
        assert_eq!(pairs.len(), 3);
        assert_eq!(pairs[0].1.as_f64(), Some(f64::INFINITY));
        let list = [Tree::Truth(true), Tree::Null, Tree::Text("中".to_owned()), Tree::Object(Vec::new())];
        assert_eq!(pairs[1].1.as_list(), Some(&list[..]));
        assert_eq!(pairs[2].1.as_f64(), Some(-5.0));
        let written: Vec<String> = pairs.iter().map(|(_, part)| part.to_string()).collect();
        assert_eq!(written, ["1e999", "[true, null, \"中\", …]", "-0.5e1"], "what is wrong is named in no language");
        assert_eq!(tree.to_string(), "{\"a\": …, \"a\": …, \"b\": …}");
        assert_eq!(Tree::List(vec![list[3].clone(), Tree::List(Vec::new())]).to_string(), "[{…}, […]]");
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for text in ["", "{", "{\"a\": NaN}", "[1,]", "{\"a\": 1} x", "{\"a\": 01}", "{'a': 1}"] {
            let e = Tree::read(text).unwrap_err();
            assert!(e.line() > 0 || text.is_empty(), "{text}: {e}");
        }
        assert!(Tree::read(&"[".repeat(100_000)).is_err());
        assert!(Tree::read(&format!("{}{}", "[".repeat(60), "]".repeat(60))).is_err());
    }

    #[test]
    fn whole_numbers_keep_every_digit() {
        let whole = |text: &str| Tree::read(text).unwrap().as_u64();
        assert_eq!(whole("9007199254740993"), Some(9_007_199_254_740_993));
        assert_eq!(whole("1e3"), Some(1000));
        assert_eq!(["-1", "1.5", "1e999", "\"1\"", "null"].map(whole), [None; 5]);
    }
}
