//! Charts of what was found.

use crate::report::Table;
use crate::settings::Which;
use aftercast_i18n::Text;
use aftercast_plot::{Axis, Chart, DisplayUnit, Frame, Locale, NumberStyle, Slot, Theme};
use aftercast_wording::words::Words;

/// A framed chart with its table and explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartFrame<C> {
    /// Heading.
    pub title: String,
    /// Unit and what a mark is.
    pub subtitle: String,
    /// The chart; none while nothing is known.
    pub chart: Option<C>,
    /// The same as a table.
    pub table: Table,
    /// What it says and how it is computed.
    pub explain: Vec<String>,
    /// One sentence for screen readers.
    pub summary: String,
    /// What hover and keyboard read off: one line a stop (or a point) of the chart's hit map.
    pub readouts: Vec<String>,
}

/// A framed chart and the height that it wants, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartView {
    /// Height of the picture.
    pub height: f64,
    /// Title, picture, table, words.
    pub frame: ChartFrame<Chart>,
}

/// What a picture is made with: language, colours, width in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct RenderContext {
    /// Language.
    pub locale: Locale,
    /// Colours.
    pub theme: Theme,
    /// Width, CSS pixels; 0 while the page is not laid out.
    pub width: f64,
    /// Which of the points that can be chosen is to be marked.
    pub marked: Option<usize>,
}

impl RenderContext {
    /// Words of the language.
    pub fn words(self) -> Words {
        Words(self.locale)
    }

    /// A text.
    pub fn text(self, text: Text) -> String {
        self.words().to(text)
    }

    /// How a number is written.
    pub fn style(self, unit: DisplayUnit) -> NumberStyle {
        NumberStyle::new(self.locale, unit)
    }

    /// An axis whose title ends with the unit of its numbers; what has none names what it counts.
    pub fn axis(self, title: String, number: NumberStyle) -> Axis {
        let unit = match number.unit {
            DisplayUnit::Plain => return Axis { title, number, range: None },
            DisplayUnit::Cny => Text::AxisCny,
            DisplayUnit::Percent => Text::AxisPercent,
            DisplayUnit::Points => Text::AxisPoints,
            DisplayUnit::Minutes => Text::AxisMinutes,
        };
        let title = self.words().with(Text::AxisWithUnit, &[("title", &title), ("unit", &self.text(unit))]);
        Axis { title, number, range: None }
    }

    /// A frame of this width with a picture said in one sentence.
    pub fn frame(self, height: f64, description: &str) -> Frame {
        Frame {
            filled: false,
            description: description.to_owned(),
            empty: description.to_owned(),
            ..Frame::new(self.width, height, self.theme, self.locale)
        }
    }
}

/// The colour of a policy.
pub fn slot(which: Which) -> Slot {
    which.map_or(Slot::Today, |k| Slot::Policy(k as u8))
}

/// A frame with its picture, for everything else to be filled in.
pub fn chart_frame(
    look: RenderContext,
    title: String,
    subtitle: String,
    chart: impl FnOnce() -> Chart,
) -> ChartFrame<Chart> {
    ChartFrame {
        title,
        subtitle,
        // a page that is not laid out yet has no width
        chart: (look.width > 0.0).then(chart),
        table: Table::default(),
        explain: Vec::new(),
        summary: String::new(),
        readouts: Vec::new(),
    }
}
