//! Which charts stand on top of a document's page; they change no number.

use super::json::short;
use super::tree::Tree;
use super::violation::{ViolationKind, Violations};

/// A chart of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chart {
    /// The gain over today by month, as a fan.
    Fan,
    /// A hundred futures of the policy in hand against today or another policy, as dots.
    Futures,
    /// The chance of earning at least so much.
    Exceedance,
    /// The cost by line.
    Costs,
    /// The change since the document was opened, in its parts.
    Change,
    /// The way from one total gain to another, as a waterfall.
    Bridge,
    /// The change in every segment.
    Segments,
    /// The months as a table.
    Months,
    /// The service cost by month.
    Spend,
    /// The first response by month.
    Waiting,
    /// The satisfaction by month.
    Satisfaction,
    /// The repurchase by month.
    Repurchase,
    /// The customers by month.
    Customers,
}

impl Chart {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 13] = [
        Self::Fan,
        Self::Futures,
        Self::Exceedance,
        Self::Costs,
        Self::Change,
        Self::Bridge,
        Self::Segments,
        Self::Months,
        Self::Spend,
        Self::Waiting,
        Self::Satisfaction,
        Self::Repurchase,
        Self::Customers,
    ];
    /// Their names in files and links, in the order of [`Chart::ALL`].
    pub const NAMES: [&str; 13] = [
        "fan",
        "futures",
        "exceedance",
        "costs",
        "change",
        "bridge",
        "segments",
        "months",
        "spend",
        "waiting",
        "satisfaction",
        "repurchase",
        "customers",
    ];

    /// Its name in files and links.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The chart of a name; nothing for a name that is none.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chart| chart.name() == name)
    }
}

/// The two charts on top of the page, from left to right; never the same twice.
///
/// ```
/// use aftercast_scenario::{Chart, Charts};
/// let charts = Charts::default().with(0, Chart::Futures);
/// assert_eq!(charts.both(), [Chart::Futures, Chart::Fan], "the two change places");
/// assert_eq!(Charts::from_names(["fan", "fan"]), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charts([Chart; 2]);

impl Default for Charts {
    fn default() -> Self {
        Self([Chart::Fan, Chart::Futures])
    }
}

impl Charts {
    /// The two.
    #[must_use]
    pub const fn both(self) -> [Chart; 2] {
        self.0
    }

    /// Another chart at a position, 0 or 1; one that stands at the other position changes positions with it.
    #[must_use]
    pub fn with(self, position: usize, chart: Chart) -> Self {
        let [first, second] = self.0;
        let other = if position == 0 { second } else { first };
        let here = if position == 0 { first } else { second };
        let other = if other == chart { here } else { other };
        Self(if position == 0 { [chart, other] } else { [other, chart] })
    }

    /// The charts of two names; nothing where a name is none, or where both are the same.
    #[must_use]
    pub fn from_names(names: [&str; 2]) -> Option<Self> {
        let [first, second] = names.map(Chart::from_name);
        let both = [first?, second?];
        (both[0] != both[1]).then_some(Self(both))
    }

    /// The charts of a file; nothing where it names others.
    pub(crate) fn read(value: &Tree, v: &mut Violations) -> Option<Self> {
        let names: Option<Vec<&str>> = value.as_list().and_then(|list| list.iter().map(Tree::as_str).collect());
        let read = names.and_then(|names| Self::from_names(names.try_into().ok()?));
        if read.is_none() {
            let allowed = format!("two of {}", Chart::NAMES.join(", "));
            v.push(ViolationKind::WrongType, "charts", short(value), allowed, "name the two charts on top of the page");
        }
        read
    }

    /// Their names.
    #[must_use]
    pub const fn names(self) -> [&'static str; 2] {
        [self.0[0].name(), self.0[1].name()]
    }
}
