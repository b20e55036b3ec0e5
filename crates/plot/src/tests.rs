//! What holds for every chart, whatever the data, the words and the size of the frame.

use super::dots::{DOTS, Dots};
use super::exceedance::{Curve, Exceedance, Threshold};
use super::fan::{Band, Fan, Series};
use super::heat::{Cell, Heat};
use super::histogram::{Histogram, Landmark};
use super::scene::Bounds;
use super::spark::{Spark, Trace};
use super::split::{Row, Split};
use super::waterfall::{Bar, Waterfall};
use super::*;
use proptest::prelude::*;

fn frame(width: f64, height: f64) -> Frame {
    Frame {
        note: "2,000 draws, Monte Carlo error ±¥0.6M".to_owned(),
        empty: "Nothing to show yet".to_owned(),
        ..Frame::new(width, height, Theme::Light, Locale::English)
    }
}

fn axis(title: &str) -> Axis {
    Axis { title: title.to_owned(), number: NumberStyle::new(Locale::English, DisplayUnit::Cny), range: None }
}

fn fan(frame: Frame, medians: Vec<Vec<f64>>, label: &str, fanned: bool) -> Fan {
    let series = medians.into_iter().enumerate().map(|(k, median)| {
        let band = |width: f64| Band {
            low: median.iter().enumerate().map(|(m, v)| v - width * m as f64).collect(),
            high: median.iter().enumerate().map(|(m, v)| v + width * m as f64).collect(),
        };
        Series {
            slot: Slot::Policy(k as u8),
            label: label.to_owned(),
            short: "A".to_owned(),
            bands: vec![band(3.0), band(2.0), band(1.0)],
            paths: vec![median.iter().map(|v| v + 0.5).collect()],
            median,
            end: None,
            fanned,
        }
    });
    Fan {
        frame,
        series: series.collect(),
        y: axis("million CNY, discounted"),
        x_title: "month".to_owned(),
        first_month: 1,
        with_zero: true,
        zero_label: "today".to_owned(),
        band_names: ["95 % of futures", "80 %", "half"].map(str::to_owned).to_vec(),
        end_title: String::new(),
    }
}

#[test]
fn labels_at_the_end_keep_clear_of_what_the_ends_add() {
    for (count, height) in [(3, 200.0), (6, 170.0), (6, 320.0)] {
        let medians = (0..count).map(|k| vec![0.0, 5.0 + 0.1 * k as f64]).collect();
        let mut fan = fan(frame(580.0, height), medians, "A +¥6.4M", false);
        fan.end_title = "+ customers kept".to_owned();
        fan.series.iter_mut().for_each(|s| s.end = s.median.last().copied());
        let marks = fan.chart().scene.marks;
        let of = |role: Role| marks.iter().filter(move |mark| mark.role == role).filter_map(Mark::bounds);
        let title = of(Role::Title).rfind(|b| b.right > 570.0 && b.top < 60.0);
        for label in of(Role::Label) {
            let meets = |t: &Bounds| {
                label.top < t.bottom - 2.0 && t.top < label.bottom && label.left < t.right && t.left < label.right
            };
            assert!(!title.as_ref().is_some_and(meets), "{count} {height}: {label:?} {title:?}");
        }
    }
}

#[test]
fn the_words_of_the_dots_fit_the_narrowest_place() {
    // the place of the dots at 1280 x 800, and on a phone of 360 px
    for (width, locale) in [(306.0, Locale::English), (306.0, Locale::Chinese)] {
        for text in [aftercast_i18n::Text::FuturesAxis, aftercast_i18n::Text::DifferenceAxis] {
            let wide = text::width(text.to(locale), 12.0, text::Weight::Regular);
            assert!(wide <= width, "{} {wide}", text.to(locale));
        }
    }
}

fn dots(frame: Frame, values: Vec<f64>, label: &str) -> Dots {
    Dots {
        frame,
        values,
        below: Slot::Policy(0),
        above: Slot::Policy(1),
        below_label: label.to_owned(),
        above_label: "B better 6 of 100".to_owned(),
        x: axis("net gain of B over A, CNY; each dot is 2 of 100 futures"),
    }
}

fn exceedance(frame: Frame, values: Vec<Vec<f64>>, label: &str, threshold: Option<f64>) -> Exceedance {
    let curves = values.into_iter().enumerate().map(|(k, values)| Curve {
        slot: Slot::Policy(k as u8),
        label: label.to_owned(),
        short: "A".to_owned(),
        values,
    });
    Exceedance {
        frame,
        curves: curves.collect(),
        x: axis("net gain, CNY"),
        y_title: "share of futures at least so large".to_owned(),
        threshold: threshold.map(|value| Threshold { value, label: label.to_owned() }),
    }
}

fn histogram(frame: Frame, values: Vec<f64>, label: &str) -> Histogram {
    let landmarks = values.iter().take(3).map(|value| Landmark { value: *value, label: label.to_owned() }).collect();
    Histogram { frame, values, bars: None, slot: None, landmarks, x: axis("share of contacts") }
}

fn split(frame: Frame, parts: Vec<f64>, label: &str) -> Split {
    let row = |slot| Row { slot, label: label.to_owned(), total: "¥12M".to_owned(), parts: parts.clone() };
    let rows = vec![row(Slot::Today), row(Slot::Policy(0))];
    let names = (0..parts.len()).map(|_| label.to_owned()).collect();
    Split { frame, rows, parts: names, title: "service cost, million CNY a year".to_owned() }
}

fn waterfall(frame: Frame, steps: Vec<f64>, label: &str) -> Waterfall {
    let mut level = 0.0;
    let bars = steps.iter().enumerate().map(|(k, step)| {
        let from = level;
        level += step;
        let slot = (k == 0).then_some(Slot::Policy(0));
        Bar { slot, label: label.to_owned(), value: "+12.3M".to_owned(), from, to: level }
    });
    let bars = bars.collect();
    let keys = ["adds", "takes"].map(str::to_owned);
    Waterfall { frame, title: "net gain over today, CNY".to_owned(), keys, bars }
}

fn heat(frame: Frame, columns: usize, values: Vec<f64>, label: &str) -> Heat {
    let values = &values[..values.len() / columns * columns];
    Heat {
        frame,
        title: "satisfaction, points".to_owned(),
        groups: vec![(label.to_owned(), columns)],
        columns: vec![label.to_owned(); columns],
        rows: vec![label.to_owned(); values.len() / columns],
        cells: values.iter().map(|&value| Cell { value, text: "+1.2".to_owned() }).collect(),
        keys: ["less", "more"].map(str::to_owned),
    }
}

fn spark(frame: Frame, values: Vec<f64>) -> Spark {
    let traces = vec![Trace { slot: Slot::Policy(0), values: values.clone() }, Trace { slot: Slot::Today, values }];
    Spark { frame, traces, range: None, position: Some(0.4), zero_line: true, end_dots: true }
}

/// Every mark lies in the frame, but for half a stroke.
fn within_the_frame(scene: &Scene) -> Result<(), String> {
    for mark in &scene.marks {
        let Some(Bounds { left, top, right, bottom }) = mark.bounds() else { continue };
        let slack = 3.5;
        let fits = left >= -slack && top >= -slack && right <= scene.width + slack && bottom <= scene.height + slack;
        if !fits {
            return Err(format!("{mark:?} leaves the sheet of {} by {}", scene.width, scene.height));
        }
    }
    Ok(())
}

/// No text lies over another.
fn texts_apart(scene: &Scene) -> Result<(), String> {
    let texts: Vec<_> = scene.marks.iter().filter(|mark| mark.text().is_some()).collect();
    for (k, a) in texts.iter().enumerate() {
        for b in &texts[..k] {
            if let (Some(x), Some(y)) = (a.bounds(), b.bounds())
                && x.overlaps(&y)
            {
                return Err(format!("{:?} lies over {:?}: {x:?} {y:?}", a.text(), b.text()));
            }
        }
    }
    Ok(())
}

fn sound(chart: &Chart) -> Result<(), TestCaseError> {
    prop_assert!(chart.scene.marks.iter().all(|mark| mark.text() != Some("Nothing to show yet")), "there was room");
    within_the_frame(&chart.scene).map_err(TestCaseError::fail)?;
    texts_apart(&chart.scene).map_err(TestCaseError::fail)?;
    let svg = to_svg(&chart.scene);
    // of the tags: a label may well say "inf"
    let mut tags = svg.split('<').filter_map(|part| part.split('>').next());
    prop_assert!(tags.all(|tag| !tag.contains("NaN") && !tag.contains("inf")));
    Ok(())
}

fn sizes() -> impl Strategy<Value = (f64, f64)> {
    (320.0..1_200.0f64, 150.0..600.0f64)
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof!["[A-F] [a-z ]{0,30}", "[更快更公平的政策]{1,14}", Just("A +¥18M".to_owned())]
}

fn some_values() -> impl Strategy<Value = Vec<f64>> {
    let scale = prop_oneof![Just(1.0), Just(1e-3), Just(1e7)];
    (prop::collection::vec(-1.0..1.5f64, 2..200), scale, -1.0..1.0f64)
        .prop_map(|(values, scale, shift)| values.into_iter().map(|v| (v + shift) * scale).collect())
}

/// Whatever arithmetic may leave behind.
fn odd_values() -> impl Strategy<Value = Vec<f64>> {
    let odd = prop_oneof![
        prop::num::f64::ANY,
        Just(0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE),
        -10.0..10.0f64,
    ];
    prop::collection::vec(odd, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn fans_stay_in_the_frame(
        (width, height) in sizes(), text in label(), fanned in any::<bool>(), months in 2usize..61,
        steps in prop::collection::vec(-2e6..3e6f64, 1..7),
    ) {
        let medians = steps.iter().map(|step| (0..months).map(|m| step * m as f64).collect()).collect();
        sound(&fan(frame(width, height), medians, &text, fanned).chart())?;
    }

    #[test]
    fn dots_stay_in_the_frame((width, height) in sizes(), values in some_values(), text in label()) {
        let chart = dots(frame(width, height), values, &text).chart();
        sound(&chart)?;
        let circles: Vec<_> = chart.scene.of(Role::Dot).filter_map(Mark::bounds).collect();
        prop_assert_eq!(circles.len(), DOTS);
        prop_assert_eq!(chart.hits.points.len(), DOTS);
        for (k, a) in chart.hits.points.iter().enumerate() {
            for b in &chart.hits.points[..k] {
                let apart = ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).sqrt();
                prop_assert!(apart >= circles[k].right - circles[k].left, "dots overlap");
            }
        }
    }

    #[test]
    fn exceedance_stays_in_the_frame(
        (width, height) in sizes(), values in prop::collection::vec(some_values(), 1..5), text in label(),
        threshold in prop::option::of(-1.0..1.0f64),
    ) {
        sound(&exceedance(frame(width, height), values, &text, threshold).chart())?;
    }

    #[test]
    fn histograms_stay_in_the_frame((width, height) in sizes(), values in some_values(), text in label()) {
        sound(&histogram(frame(width, height), values, &text).chart())?;
    }

    #[test]
    fn splits_stay_in_the_frame(
        (width, height) in (320.0..1_200.0f64, 180.0..600.0f64), parts in prop::collection::vec(1.0..1e6f64, 1..9), text in label(),
    ) {
        sound(&split(frame(width, height), parts, &text).chart())?;
    }

    #[test]
    fn waterfalls_stay_in_the_frame(
        (width, height) in (320.0..1_200.0f64, 330.0..600.0f64), steps in prop::collection::vec(-1e6..1e6f64, 2..12), text in label(),
    ) {
        let chart = waterfall(frame(width, height), steps.clone(), &text).chart();
        sound(&chart)?;
        prop_assert_eq!(chart.scene.of(Role::Bar).count(), steps.len());
        prop_assert_eq!(chart.hits.mark_at(1.0, chart.hits.points[1].y, 0.0), Some(1));
    }

    #[test]
    fn heat_maps_stay_in_the_frame(
        (width, height) in (320.0..1_200.0f64, 400.0..600.0f64), columns in 1..4usize, values in prop::collection::vec(-1e6..1e6f64, 12..37), text in label(),
    ) {
        let chart = heat(frame(width, height), columns, values.clone(), &text).chart();
        if values.len() / columns <= 12 {
            sound(&chart)?;
            prop_assert_eq!(chart.hits.points.len(), values.len() / columns * columns);
        }
        within_the_frame(&chart.scene).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn sparks_stay_in_the_frame(width in 40.0..300.0f64, height in 12.0..60.0f64, values in some_values()) {
        sound(&spark(frame(width, height), values).chart())?;
    }

    #[test]
    fn odd_data_never_panic((width, height) in (0.0..400.0f64, 0.0..300.0f64), values in odd_values()) {
        let builder = || frame(width, height);
        let charts = [
            fan(builder(), vec![values.clone(), values.clone()], "A", true).chart(),
            fan(builder(), vec![values.clone()], "A", false).chart(),
            dots(builder(), values.clone(), "A").chart(),
            exceedance(builder(), vec![values.clone()], "A", values.first().copied()).chart(),
            histogram(builder(), values.clone(), "A").chart(),
            split(builder(), values.clone(), "A").chart(),
            waterfall(builder(), values.clone(), "A").chart(),
            heat(builder(), 3, values.clone(), "A").chart(),
            spark(builder(), values).chart(),
        ];
        for chart in charts {
            let svg = to_svg(&chart.scene);
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"));
        }
    }
}

#[test]
fn too_few_data_are_explained() {
    for values in [vec![], vec![1.0], vec![f64::NAN; 5]] {
        let builder = || frame(400.0, 240.0);
        let charts = [
            fan(builder(), vec![values.clone()], "A", true).chart(),
            dots(builder(), values.clone(), "A").chart(),
            exceedance(builder(), vec![values.clone()], "A", Some(0.0)).chart(),
            histogram(builder(), values.clone(), "A").chart(),
        ];
        for chart in charts {
            let said: Vec<_> = chart.scene.marks.iter().filter_map(Mark::text).collect();
            assert_eq!(said, ["Nothing to show yet"], "{values:?}");
            assert_eq!(chart.hits.readout(200.0), None);
        }
    }
    assert!(spark(frame(100.0, 26.0), vec![]).chart().scene.of(Role::Line).next().is_none());
}

#[test]
fn a_fan_reads_back_its_months() {
    let medians = vec![(0..36).map(f64::from).collect()];
    let chart = fan(frame(520.0, 280.0), medians, "A +18M", true).chart();
    let hits = &chart.hits;
    assert_eq!(hits.stops.len(), 36);
    for month in [0, 7, 35] {
        assert_eq!(hits.readout(hits.stop(month).unwrap() + 0.3), Some(month));
    }
    assert_eq!(hits.readout(519.0), None, "over the labels there is no month");
    let ticks: Vec<_> = chart.scene.of(Role::Tick).filter_map(Mark::text).collect();
    assert!(ticks.ends_with(&["33", "36"]) || ticks.ends_with(&["30", "36"]), "{ticks:?}");
    assert_eq!(chart.scene.of(Role::Band).count(), 3);
    assert_eq!(chart.scene.of(Role::Legend).filter_map(Mark::text).count(), 3);
}

#[test]
fn fans_that_would_cover_each_other_become_bars() {
    let medians = vec![(0..36).map(f64::from).collect(), (0..36).map(|m| f64::from(m) * 0.5).collect()];
    let chart = fan(frame(520.0, 280.0), medians, "A", false).chart();
    let right = chart.hits.area.right;
    assert_eq!(chart.scene.of(Role::Band).count(), 6);
    assert!(chart.scene.of(Role::Band).all(|band| band.bounds().unwrap().left >= right));
    assert_eq!(chart.scene.of(Role::Legend).count(), 0);
}

#[test]
fn equal_lines_get_labels_apart() {
    // as tall as there is room for, and as little as six policies leave at 1280 x 800
    for height in [260.0, 180.0] {
        let medians = vec![vec![0.0, 1.0]; 6];
        let chart = fan(frame(520.0, height), medians, "label", true).chart();
        let labels = |wanted: &str| chart.scene.of(Role::Label).filter_map(Mark::text).filter(|t| *t == wanted).count();
        assert_eq!((labels("label"), labels("today")), (6, 1), "{height}");
        texts_apart(&chart.scene).unwrap();
    }
}

#[test]
fn dots_take_the_colour_of_their_side() {
    let values = (0..1_000).map(|k| f64::from(k) - 939.5).collect();
    let chart = dots(frame(480.0, 250.0), values, "A better 94 of 100").chart();
    let blue = Theme::Light.colour(Slot::Policy(0));
    assert_eq!(chart.scene.of(Role::Dot).filter(|dot| dot.colour == blue).count(), 47);
    let zero = chart.hits.x.px(0.0);
    for (k, point) in chart.hits.points.iter().enumerate() {
        assert_eq!(point.x < zero, k < 47);
        assert_eq!(chart.hits.mark_at(point.x + 1.0, point.y, 6.0), Some(k));
    }
}

#[test]
fn equal_policies_give_fifty_grey_dots_on_the_line() {
    let chart = dots(frame(480.0, 250.0), vec![0.0; 100], "A better 0 of 100").chart();
    let grey = Theme::Light.colour(Slot::Today);
    assert_eq!(chart.scene.of(Role::Dot).filter(|dot| dot.colour == grey).count(), DOTS);
    within_the_frame(&chart.scene).unwrap();
}

#[test]
fn padding_moves_every_mark() {
    let chart = fan(frame(520.0, 280.0), vec![vec![0.0, 1.0]], "A", true).chart();
    let padded = chart.scene.clone().padded(16.0, 40.0, 16.0, 24.0);
    assert_eq!((padded.width, padded.height), (552.0, 344.0));
    for (before, after) in chart.scene.marks.iter().zip(&padded.marks) {
        let (before, after) = (before.bounds().unwrap(), after.bounds().unwrap());
        assert!((after.left - before.left - 16.0).abs() < 1e-9 && (after.bottom - before.bottom - 40.0).abs() < 1e-9);
    }
}

#[test]
fn a_threshold_marks_its_crossing() {
    let values = (0..101).map(f64::from).collect();
    let chart = exceedance(frame(480.0, 250.0), vec![values], "A", Some(75.0)).chart();
    let dot = chart.scene.of(Role::Dot).last().and_then(Mark::bounds).unwrap();
    let middle = (0.5 * (dot.left + dot.right), 0.5 * (dot.top + dot.bottom));
    assert!((chart.hits.x.value(middle.0) - 75.0).abs() < 0.01);
    assert!((chart.hits.y.value(middle.1) - 26.0 / 101.0).abs() < 0.01);
}
