//! Alerts: blue to watch, yellow to prepare, red to act, on what a run or a stress leaves behind.
//!
//! Claim: a threshold that was agreed on before is worth more than a discussion afterwards.
//! Equation: the level is the highest of blue, yellow, red that the measure has reached, in the direction from blue to red.
//! Symbols: each measure in its own unit. Validity: blue, yellow and red strictly in order from bad to worst, as the measure has it.
//! Source: evidence 9.5-stress asks for the three levels and names no numbers: those of the data file are assumptions.

use aftercast_scenario::{ViolationKind, Violations};

/// What an alert looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Longest mean first response of a month, minutes.
    LongestWait,
    /// Lowest mean satisfaction of a month, points.
    LowestCsi,
    /// Months from the start of a stress until mean satisfaction is back near its calm path; infinite where it is not.
    Recovery,
    /// Profit lost to the stress over the horizon, PV, as a share of the calm profit.
    Loss,
    /// Share of futures in which the policy ends below today's.
    ChanceOfLoss,
}

impl Measure {
    /// All measures.
    pub const ALL: [Measure; 5] =
        [Measure::LongestWait, Measure::LowestCsi, Measure::Recovery, Measure::Loss, Measure::ChanceOfLoss];

    /// The name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::LongestWait => "longest_wait",
            Measure::LowestCsi => "lowest_csi",
            Measure::Recovery => "recovery",
            Measure::Loss => "loss",
            Measure::ChanceOfLoss => "chance_of_loss",
        }
    }

    /// What a threshold can be, and its unit.
    pub const fn range(self) -> ((f64, f64), &'static str) {
        match self {
            Measure::LongestWait => ((0.0, f64::INFINITY), "minutes"),
            Measure::LowestCsi => ((0.0, 100.0), "points"),
            Measure::Recovery => ((0.0, f64::INFINITY), "months"),
            Measure::Loss => ((0.0, 1.0), "as a share of the calm profit: 0.05 is 5 %"),
            Measure::ChanceOfLoss => ((0.0, 1.0), "as a share of futures: 0.25 is 25 of 100"),
        }
    }

    /// Whether more of it is worse.
    pub const fn more_is_worse(self) -> bool {
        !matches!(self, Measure::LowestCsi)
    }

    /// The measure of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }
}

/// How urgent it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Below every threshold.
    Calm,
    /// Watch.
    Blue,
    /// Prepare.
    Yellow,
    /// Act.
    Red,
}

impl Level {
    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Calm => "calm",
            Level::Blue => "blue",
            Level::Yellow => "yellow",
            Level::Red => "red",
        }
    }
}

/// Three thresholds on a measure, in its unit; whether more or less is worse is told by their order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alert {
    /// What it looks at.
    pub measure: Measure,
    /// From here on: watch.
    pub blue: f64,
    /// From here on: prepare.
    pub yellow: f64,
    /// From here on: act.
    pub red: f64,
}

include!(concat!(env!("OUT_DIR"), "/alerts.rs"));

impl Alert {
    /// An alert with thresholds as typed.
    ///
    /// # Errors
    /// Thresholds that are not numbers, out of the range of the measure, or not strictly in its order from bad to worst.
    pub fn new(measure: Measure, blue: f64, yellow: f64, red: f64) -> Result<Self, Violations> {
        let mut v = Violations::default();
        let field = format!("alert.{}", measure.name());
        for x in [blue, yellow, red].into_iter().filter(|x| !x.is_finite()) {
            v.push(ViolationKind::NotFinite, &field, x, "a number", "blue, yellow and red thresholds");
        }
        let ((low, high), unit) = measure.range();
        for x in [blue, yellow, red].into_iter().filter(|x| x.is_finite() && !(low..=high).contains(x)) {
            let allowed =
                if high.is_finite() { format!("{low} to {high} {unit}") } else { format!("{low} or more, {unit}") };
            v.push(ViolationKind::OutOfRange, &field, x, allowed, "blue, yellow and red thresholds in this unit");
        }
        let worse = |a: f64, b: f64| if measure.more_is_worse() { a < b } else { a > b };
        if v.is_empty() && !(worse(blue, yellow) && worse(yellow, red)) {
            let given = format!("{blue}, {yellow}, {red}");
            let (allowed, hint) = if measure.more_is_worse() {
                ("blue, yellow, red in order: blue < yellow < red", "more is worse here, and red is the worst")
            } else {
                ("blue, yellow, red in order: blue > yellow > red", "less is worse here, and red is the worst")
            };
            v.push(ViolationKind::Order, &field, given, allowed, hint);
        }
        if v.is_empty() { Ok(Self { measure, blue, yellow, red }) } else { Err(v) }
    }

    /// The level of a value; a value that is not a number alarms, because it does not say that all is well.
    pub fn level(&self, value: f64) -> Level {
        let reached = |threshold: f64| if self.red > self.blue { !(value < threshold) } else { !(value > threshold) };
        if reached(self.red) {
            Level::Red
        } else if reached(self.yellow) {
            Level::Yellow
        } else if reached(self.blue) {
            Level::Blue
        } else {
            Level::Calm
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_either_way() {
        let wait = Alert::new(Measure::LongestWait, 15.0, 25.0, 40.0).unwrap();
        let levels = [14.9, 15.0, 25.0, 40.0, f64::INFINITY, f64::NAN].map(|x| wait.level(x));
        assert_eq!(levels, [Level::Calm, Level::Blue, Level::Yellow, Level::Red, Level::Red, Level::Red]);
        let csi = Alert::new(Measure::LowestCsi, 66.0, 63.0, 60.0).unwrap();
        let levels = [66.1, 66.0, 62.9, 60.0, f64::NAN].map(|x| csi.level(x));
        assert_eq!(levels, [Level::Calm, Level::Blue, Level::Yellow, Level::Red, Level::Red]);
    }

    #[test]
    fn thresholds_out_of_order_are_refused() {
        assert!(Alert::new(Measure::Loss, 0.1, 0.05, 0.2).is_err());
        assert!(Alert::new(Measure::Loss, 0.1, 0.1, 0.2).is_err());
        assert!(Alert::new(Measure::Loss, 0.1, f64::NAN, 0.2).is_err());
        // the other way round an alert would be up all the time
        assert!(Alert::new(Measure::LongestWait, 20.0, 10.0, 5.0).is_err());
        assert!(Alert::new(Measure::LowestCsi, 60.0, 63.0, 66.0).is_err());
        // percent for a share would never be reached
        let percent = Alert::new(Measure::ChanceOfLoss, 20.0, 30.0, 40.0).unwrap_err();
        assert!(percent.to_string().contains("0 to 1 as a share of futures"), "{percent}");
        assert!(Alert::new(Measure::LongestWait, -1.0, 10.0, 20.0).is_err());
        assert!(Alert::new(Measure::LowestCsi, 110.0, 63.0, 60.0).is_err());
        // every measure has thresholds, and they are sound
        for measure in Measure::ALL {
            let a = ALERTS.iter().find(|a| a.measure == measure).unwrap();
            assert_eq!(Alert::new(measure, a.blue, a.yellow, a.red), Ok(*a));
            assert_eq!(Measure::from_name(measure.name()), Some(measure));
        }
    }
}
