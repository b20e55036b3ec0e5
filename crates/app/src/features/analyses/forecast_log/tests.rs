//! From a forecast to its score, as the page goes.

use super::*;
use crate::features::analyses::tests::{done, of};
use crate::features::analyses::{Analyses, Effect, Event, Field};
use aftercast_analyses::found;
use aftercast_analyses::sections::forecast_log::{self, Made};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_import::FileRefused;
use aftercast_plot::{Locale, Theme};
use aftercast_tables::table::{Cell, Row, Table};
use aftercast_validation::forecast::{forecast, starting};

const DAY: &str = "2026-11-30";

/// The section, with 64 draws of two policies, on a day.
fn opened(locale: Locale) -> Analyses {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    let mut analyses = Analyses::new();
    analyses.update(of(draft, locale, Theme::Light));
    analyses.update(Event::Today(DAY.to_owned()));
    analyses.update(Event::Opened(&forecast_log::SECTION));
    analyses
}

/// Makes the forecast; gives what is remembered of it.
fn make(analyses: &mut Analyses) -> String {
    let effects = analyses.update(Event::Started);
    let Some(Effect::Run { run, plan }) = effects.into_iter().next() else { panic!("{:?}", analyses.head()) };
    let finding = done(plan);
    assert!(matches!(found(&*finding), Some(Made(Some(_)))));
    let effects = analyses.update(Event::Found { run, finding });
    let [Effect::Remember(text)] = effects.as_slice() else { panic!() };
    text.clone()
}

fn saved(analyses: &mut Analyses, event: Event) -> File {
    let effects = analyses.update(event);
    let Some(Effect::Save(file)) = effects.into_iter().next() else { panic!() };
    file
}

#[test]
fn the_file_is_that_of_the_command_line() {
    let mut analyses = opened(Locale::English);
    make(&mut analyses);
    assert_eq!(analyses.head().line, Text::RecordUnsaved.en());
    let file = saved(&mut analyses, Event::ForecastSaved);
    assert_eq!((file.name.as_str(), file.ending), ("aftercast-forecast-2026-11-30", "json"));
    assert_eq!(analyses.head().line, Text::RecordKept.en());
    let draft = starting(&analyses.document, DAY).unwrap();
    let scenario = check(&draft).unwrap();
    let policy = &scenario.policies()[analyses.settings.policy.unwrap()];
    let theirs = forecast(&draft, &scenario, Some((&policy.name, &policy.levers)), DAY).unwrap();
    assert_eq!(file.text, serde_json::to_string_pretty(&theirs).unwrap() + "\n");
    assert!(
        analyses.head().findings.iter().any(|line| line.contains(&theirs.digest)),
        "{:?}",
        analyses.head().findings
    );
}

#[test]
fn what_happened_is_typed_scored_kept_and_brought_back() {
    for locale in [Locale::English, Locale::Chinese] {
        let mut analyses = opened(locale);
        make(&mut analyses);
        assert_eq!(analyses.frames().len(), FIGURES.len());
        let bands: Vec<_> =
            analyses.forecast_log.forecast().unwrap().content.figures.iter().map(|f| f.bands.clone()).collect();
        for t in 0..3 {
            for (k, bands) in bands.iter().enumerate() {
                // the median comes true, but for waits of a week
                let typed = match k {
                    0 => "10080".to_owned(),
                    3 => format!("{}%", 100.0 * bands[t][1]),
                    _ => bands[t][1].to_string(),
                };
                assert_eq!(analyses.update(Event::Set(Field::Happened(t, k), typed)).len(), 1);
            }
        }
        assert_eq!(analyses.frames().len(), 1 + FIGURES.len());
        let scores = analyses.forecast_log.dated().unwrap().scores();
        assert_eq!(scores.len(), FIGURES.len());
        let verdicts: Vec<_> = scores.iter().map(aftercast_validation::forecast::Score::as_good_as_right).collect();
        assert_eq!(verdicts, [Some(false), Some(true), Some(true), Some(true), Some(true)]);
        assert!(analyses.head().findings.last().unwrap().contains('4'), "{:?}", analyses.head().findings);
        for name in analyses.frames() {
            let frame = analyses.frame(name, 700.0).unwrap().frame;
            assert!(frame.table.rows.iter().all(|row| row.len() == frame.table.columns.len()), "{name}");
            assert_eq!(frame.chart.unwrap().hits.points.len(), frame.readouts.len(), "{name}");
            assert!(frame.explain.iter().chain([&frame.title, &frame.summary]).all(|text| !text.is_empty()));
        }
        // another visit, with what was remembered; another machine, with the files
        let csv = saved(&mut analyses, Event::HappenedSaved);
        let json = saved(&mut analyses, Event::ForecastSaved);
        let mut next = opened(locale);
        next.update(Event::Remembered(analyses.forecast_log.memory()));
        assert_eq!(next.forecast_log.dated().unwrap().scores(), scores);
        let mut other = opened(locale);
        other.update(Event::Brought(json.text));
        other.update(Event::Brought(csv.text));
        assert_eq!(other.forecast_log_view().unwrap().trouble, None);
        assert_eq!(other.forecast_log.dated().unwrap().scores(), scores);
    }
}

#[test]
fn two_tabs_have_one_log() {
    let (mut first, mut second) = (opened(Locale::English), opened(Locale::English));
    let kept = make(&mut first);
    second.update(Event::Remembered(kept.clone()));
    let remembered = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Remember(text)] => text.clone(),
        _ => panic!("what is typed is remembered"),
    };
    let elsewhere =
        |before: &str, now: &str| Event::RememberedElsewhere { before: before.to_owned(), now: now.to_owned() };
    let typed = remembered(first.update(Event::Set(Field::Happened(0, 1), "61.5".to_owned())));
    second.update(elsewhere(&kept, &typed));
    let both = remembered(second.update(Event::Set(Field::Happened(1, 1), "62.5".to_owned())));
    first.update(elsewhere(&typed, &both));
    for tab in [&first, &second] {
        let months = &tab.forecast_log.forecast().unwrap().content.months;
        let value = |t: usize| tab.forecast_log.in_month(&months[t]).and_then(|m| m.values[1]);
        assert_eq!([value(0), value(1)], [Some(61.5), Some(62.5)], "what one tab writes does not replace the other's");
    }
    // what was changed by hand is none
    first.update(elsewhere(&both, "{\"forecast\":1}"));
    assert!(first.forecast_log.forecast().is_some());
    // what the storage did not take is here alone, and stays
    let alone = remembered(first.update(Event::Set(Field::Happened(2, 1), "63.5".to_owned())));
    first.update(elsewhere(&both, &typed));
    assert_eq!(first.forecast_log.memory(), alone);
}

#[test]
fn what_happened_comes_from_a_workbook_too() {
    let mut analyses = opened(Locale::English);
    make(&mut analyses);
    let month = analyses.forecast_log.forecast().unwrap().content.months[0].clone();
    let worksheet = |satisfaction: Cell| {
        let head = ["Month", "Satisfaction"].map(|text| Cell::Text(text.to_owned())).to_vec();
        let rows = [head, vec![Cell::Text(format!("{month}-01")), satisfaction]];
        let rows = (1..).zip(rows).filter_map(|(line, cells)| Row::new(line, cells)).collect();
        vec![Table { separator: '\t', rows, worksheet: Some("Actuals".to_owned()) }]
    };
    let value = |analyses: &Analyses| analyses.forecast_log.in_month(&month).map(|m| m.values[1]);
    assert_eq!(analyses.update(Event::WorksheetsBrought(worksheet(Cell::Number("61.25".to_owned())))).len(), 1);
    assert_eq!(value(&analyses), Some(Some(61.25)));
    // one that cannot be read says where, and changes nothing
    assert!(analyses.update(Event::WorksheetsBrought(worksheet(Cell::Error("#N/A".to_owned())))).is_empty());
    assert!(analyses.forecast_log_view().unwrap().trouble.unwrap().contains("Actuals!B2"));
    assert_eq!(value(&analyses), Some(Some(61.25)));
}

#[test]
fn what_cannot_be_taken_is_told_and_nothing_is_lost() {
    let mut analyses = opened(Locale::English);
    make(&mut analyses);
    analyses.update(Event::Set(Field::Happened(0, 1), "61.5".to_owned()));
    // a file adds to what was typed
    let month = analyses.forecast_log.forecast().unwrap().content.months[1].clone();
    analyses.update(Event::Brought(format!("month,cost\n{month},5000000\n")));
    let values = |analyses: &Analyses, t: usize| {
        let content = &analyses.forecast_log.forecast().unwrap().content;
        analyses.forecast_log.in_month(&content.months[t]).map(|m| m.values)
    };
    assert_eq!(values(&analyses, 0), Some([None, Some(61.5), None, None, None]));
    assert_eq!(values(&analyses, 1), Some([None, None, None, None, Some(5e6)]));
    let before = analyses.forecast_log.memory();
    for (field, typed, said) in [
        (Field::Happened(0, 1), "610", "from 0 to 100"),
        (Field::Happened(1, 3), "850%", "from 0% to 100%"),
        (Field::Happened(2, 4), "-3", "from 0 on"),
        (Field::Happened(2, 2), "many", "from 0 on"),
    ] {
        assert!(matches!(analyses.update(Event::Set(field, typed.to_owned())).as_slice(), [Effect::Remember(_)]));
        let view = analyses.forecast_log_view().unwrap();
        let refused: Vec<_> = view.months.iter().flat_map(|(_, boxes)| boxes).filter(|b| b.error.is_some()).collect();
        let one = refused.iter().find(|one| one.field == field).unwrap();
        assert!(one.chosen == typed && one.error.as_ref().unwrap().contains(said), "{refused:?}");
    }
    // all of it is there at the next visit, and goes where the box is corrected
    let mut next = opened(Locale::English);
    next.update(Event::Remembered(analyses.forecast_log.memory()));
    let refused = |analyses: &Analyses| {
        let months = analyses.forecast_log_view().unwrap().months;
        months
            .into_iter()
            .flat_map(|(_, boxes)| boxes)
            .filter(|b| b.error.is_some())
            .map(|b| b.chosen)
            .collect::<Vec<_>>()
    };
    assert_eq!(refused(&next), ["610", "850%", "many", "-3"]);
    for (field, typed) in [
        (Field::Happened(0, 1), "61,5"),
        (Field::Happened(1, 3), ""),
        (Field::Happened(2, 4), ""),
        (Field::Happened(2, 2), ""),
    ] {
        analyses.update(Event::Set(field, typed.to_owned()));
    }
    assert_eq!(refused(&analyses), [""; 0]);
    assert_eq!(analyses.forecast_log.memory(), before, "a decimal comma is no other number");
    // a bare 1 in a box of percent
    analyses.update(Event::Set(Field::Happened(1, 3), "1".to_owned()));
    let asked = analyses.forecast_log_view().unwrap().months[1].1[3].error.clone().unwrap();
    assert!(asked.contains("1% or 100%"), "{asked}");
    analyses.update(Event::Set(Field::Happened(1, 3), String::new()));
    let changed = saved(&mut analyses, Event::ForecastSaved).text.replacen("2026-11-30", "2026-11-29", 1);
    for (text, said) in [
        (changed.as_str(), "changed after it was made"),
        ("{}", "no forecast of Aftercast"),
        ("month,csi\n2026-12,abc\n", "Row 2: csi is “abc”, which is not a number"),
        ("month,repurchase\n2026-12,85\n", "repurchase is “85”; it has to be from 0 to 1"),
        ("month,mood\n", "“mood” is not known here"),
        ("name,amount\n", "needed are month, first_response"),
        ("month,csi\n1999-01,60\n", "belongs to the forecast"),
    ] {
        assert!(analyses.update(Event::Brought(text.to_owned())).is_empty());
        let trouble = analyses.forecast_log_view().unwrap().trouble.unwrap();
        assert!(trouble.contains(said), "{trouble}");
    }
    analyses.update(Event::Unreadable("year.csv".to_owned(), FileRefused::TooLarge));
    let trouble = analyses.forecast_log_view().unwrap().trouble.unwrap();
    assert!(trouble.contains("year.csv") && trouble.contains("1 MB"), "{trouble}");
    assert_eq!(analyses.forecast_log.memory().replace("\"saved\":true", "\"saved\":false"), before);
    // an emptied box is an unknown month again
    analyses.update(Event::Set(Field::Happened(0, 1), String::new()));
    analyses.update(Event::Set(Field::Happened(1, 4), String::new()));
    assert_eq!(analyses.forecast_log.dated().unwrap().scores(), []);
}

#[test]
fn a_forecast_answers_its_day_and_is_not_stale() {
    let mut analyses = opened(Locale::English);
    make(&mut analyses);
    let mut other = crate::plain_document(Locale::English);
    other.settings.draws = 128;
    analyses.update(of(other, Locale::English, Theme::Dark));
    assert!(!analyses.is_stale());
    analyses.update(Event::Set(Field::Date, "2026-02-30".to_owned()));
    assert!(analyses.controls().iter().any(|c| c.field == Field::Date && c.error.is_some()));
    assert_eq!(analyses.settings.date, DAY);
}
