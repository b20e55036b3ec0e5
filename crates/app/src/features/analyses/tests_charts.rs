//! What every chart of the analyses owes its reader: units on its axes, and no policy's colour on what is no policy.

use super::tests::{compute, of};
use super::*;
use aftercast_analyses::sections::{break_even, sweep, tornado};
use aftercast_plot::scene::Role;

/// The titles of the axes of the first picture of a section, and the colours of its bars.
fn drawn(analyses: &mut Analyses, section: &'static Section) -> (String, Vec<aftercast_plot::Colour>) {
    analyses.update(Event::Opened(section));
    compute(analyses);
    let scene = analyses.frame(analyses.frames()[0], 900.0).unwrap().frame.chart.unwrap().scene;
    let titles = scene.marks.iter().filter(|mark| mark.role == Role::Title).filter_map(|mark| mark.text());
    let bars = scene.marks.iter().filter(|mark| mark.role == Role::Bar).map(|mark| mark.colour);
    (titles.collect::<Vec<_>>().join(" "), bars.collect())
}

#[test]
fn axes_carry_units_and_two_ends_are_shades_of_one_ink() {
    for (locale, theme, units) in [
        (Locale::English, Theme::Light, [", CNY", ", customers"]),
        (Locale::Chinese, Theme::Dark, ["，元", "，名客户"]),
    ] {
        let mut analyses = Analyses::new();
        let mut draft = crate::plain_document(locale);
        draft.settings.draws = 64;
        analyses.update(of(draft, locale, theme));
        analyses.update(Event::Set(Field::BarDraws, "16".to_owned()));
        let (titles, bars) = drawn(&mut analyses, &tornado::SECTION);
        assert!(titles.contains(units[0]), "{titles}");
        let palette = theme.palette();
        assert!(palette.ends.iter().all(|ink| bars.contains(ink)), "both ends are drawn");
        assert!(palette.policies.iter().all(|colour| !bars.contains(colour)), "no bar is a policy");
        let (titles, _) = drawn(&mut analyses, &sweep::SECTION);
        assert!(units.iter().all(|unit| titles.contains(unit)), "{titles}");
        let (titles, _) = drawn(&mut analyses, &break_even::SECTION);
        assert!(titles.contains(units[0]), "{titles}");
    }
}
