//! What is wrong with an input: where, what was given, what is allowed, what to do.

use core::fmt;

use crate::allowed::Allowed;

/// The kind of a violation, for translation and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViolationKind {
    /// Not a number, or infinite.
    NotFinite,
    /// Outside the allowed range.
    OutOfRange,
    /// Not a whole number where one is needed.
    NotWhole,
    /// Low, mode and high are not in order.
    Order,
    /// Shares do not sum to 1.
    Sum,
    /// A name that does not exist.
    UnknownKey,
    /// The same name twice.
    Duplicate,
    /// Text where a number is needed, or the like.
    WrongType,
    /// Waits or scores that cannot be together.
    Impossible,
    /// Too many policies, draws and the like.
    TooMany,
    /// A text that breaks the syntax of JSON, at a line and a column from 1.
    Syntax {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// A text that is no JSON at all, such as a table.
    OtherText,
}

/// One violation.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Path, such as `company.stage.months[2]`.
    pub field: String,
    /// What was given.
    pub value: String,
    /// What is allowed.
    pub allowed: Allowed,
    /// What to do.
    pub hint: String,
    /// Its kind.
    pub kind: ViolationKind,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ViolationKind::Syntax { line, column } = self.kind {
            return write!(f, "line {line}, column {column}: found {}; {}", self.value, self.hint);
        }
        let unknown = if self.kind == ViolationKind::UnknownKey { " is not known" } else { "" };
        write!(f, "{} = {}{unknown}: allowed {}", self.field, self.value, self.allowed)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "; {}", self.hint) }
    }
}

impl core::error::Error for Violation {}

/// All violations of an input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// Adds one.
    pub fn push(
        &mut self,
        kind: ViolationKind,
        field: impl Into<String>,
        value: impl fmt::Display,
        allowed: impl Into<Allowed>,
        hint: impl Into<String>,
    ) {
        self.0.push(Violation {
            field: field.into(),
            value: value.to_string(),
            allowed: allowed.into(),
            hint: hint.into(),
            kind,
        });
    }

    /// Checks a number against a range; a number that is none is refused, not compared.
    pub fn range(&mut self, field: &str, value: f64, (min, max): (f64, f64), unit: &'static str, hint: &str) -> bool {
        let allowed = Allowed::Range { low: min, high: max, unit };
        // 1e300 as a power of ten, not as three hundred digits
        let shown = if value.abs() < 1e15 { format!("{value}") } else { format!("{value:e}") };
        if !value.is_finite() {
            self.push(ViolationKind::NotFinite, field, shown, allowed, hint);
        } else if !(value >= min && value <= max) {
            self.push(ViolationKind::OutOfRange, field, shown, allowed, hint);
        } else {
            return true;
        }
        false
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, v) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{v}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Violations {}
