//! What was not as written in a link.

use core::fmt;

use aftercast_scenario::ViolationKind;
use aftercast_scenario::check::MOST_POLICIES;

/// Longest text repeated to the reader, characters.
const LONGEST_ECHO: usize = 60;

/// What kind of thing was not as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoticeKind {
    /// Outside its range; the nearest value inside was used.
    Clamped {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// Not readable as what it should be.
    Invalid,
    /// The registries have no such key.
    Unknown,
    /// Of a policy behind the last that a document may have; left out.
    Beyond,
    /// The key was retired.
    Retired,
    /// The key came twice; the last one was used.
    Duplicate,
    /// Could not stand with the rest of the document.
    Conflict(ViolationKind),
    /// The link has no checksum: its end was lost, or it was written by hand.
    Truncated,
    /// The checksum does not match: characters were lost or changed.
    Checksum,
    /// Something was added behind the checksum, and used.
    Added,
    /// Written in a newer grammar.
    Newer,
}

/// One thing that was not as written, and what was used instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The key as written; empty where the whole link is meant.
    pub key: String,
    /// The kind.
    pub kind: NoticeKind,
    /// What was given, shortened.
    pub given: String,
    /// What is used instead, as a link would write it; empty for nothing or the preset's own.
    pub used: String,
}

impl Notice {
    /// A notice.
    pub fn new(kind: NoticeKind, key: impl Into<String>, given: &str, used: impl Into<String>) -> Self {
        // a link comes from outside: no control character of it reaches a terminal
        let plain =
            |text: &str| -> String { text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect() };
        let short = |text: String| match text.char_indices().nth(LONGEST_ECHO) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        let [key, given, used] = [&key.into(), given, &used.into()].map(|text| short(plain(text)));
        Self { key, kind, given, used }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, kind, given, used } = self;
        let instead = if used.is_empty() { "the preset's own value" } else { used };
        match kind {
            NoticeKind::Clamped { min, max } => write!(f, "{key}={given}: allowed {min} to {max}; used {used}"),
            NoticeKind::Invalid => write!(f, "{key}={given}: cannot be read; used {instead}"),
            NoticeKind::Beyond => {
                write!(f, "{key}={given}: a document has at most {MOST_POLICIES} policies; left out")
            }
            NoticeKind::Unknown => write!(f, "{key}={given}: unknown; left out"),
            NoticeKind::Retired if used.is_empty() => write!(f, "{key}={given}: no longer exists; left out"),
            NoticeKind::Retired => write!(f, "{key}={given}: is now {used}"),
            NoticeKind::Duplicate => write!(f, "{key}={given}: given twice; used the last, {used}"),
            NoticeKind::Conflict(_) => write!(f, "{key}={given}: does not fit the rest; used {instead}"),
            NoticeKind::Truncated => f.write_str("the end of the link is missing (no checksum); used what is there"),
            NoticeKind::Checksum => {
                f.write_str("the link was changed on its way (checksum differs); used what can be read")
            }
            NoticeKind::Added => write!(f, "{key}={given}: added behind the end of the link; used"),
            NoticeKind::Newer => write!(f, "{key}={given}: a newer kind of link; used what can be read"),
        }
    }
}
