//! Charts as plain data: a chart is a pure function from numbers and ready-made words to a [`Scene`], a list of marks in
//! CSS pixels. A scene goes to a canvas, to SVG or to a test; hover and keyboard read a [`HitMap`], never the picture.
//!
//! The way through: [`scale`] and [`mod@format`] turn numbers into places and words, [`label_layout`] keeps marks apart, [`frame`] holds
//! what all charts share, one file a chart builds the marks, [`render`](mod@render) and [`svg`] draw them.

pub mod bars;
mod chart_builder;
pub mod curves;
pub mod dots;
pub mod exceedance;
pub mod fan;
mod fine_grid;
pub mod frame;
pub mod heat;
pub mod histogram;
pub mod intervals;
pub mod label_layout;
pub mod lines;
pub mod render;
pub mod scale;
pub mod scatter;
pub mod scene;
pub mod spark;
pub mod split;
pub mod surface;
pub mod svg;
pub mod text;
pub mod theme;
pub mod waterfall;

#[cfg(feature = "canvas")]
pub mod canvas;

#[cfg(test)]
mod tests;

pub use aftercast_i18n::Locale;
pub use aftercast_i18n::numbers as format;
pub use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
pub use fine_grid::FineGrid;
pub use frame::{Area, Axis, Chart, Frame, Grid, HitMap};
pub use render::render;
pub use scale::{Linear, StableRange};
pub use scene::{Mark, Point, Role, Scene};
pub use svg::to_svg;
pub use theme::{Colour, Slot, Theme};
