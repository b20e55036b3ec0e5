//! From a forecast to its score, as the page goes.

use super::*;
use crate::features::analyses::tests::{done, of};
use crate::features::analyses::{Effect, Event, Field, Study};
use aftercast_analyses::found;
use aftercast_analyses::sections::record::{self, Made};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_import::FileRefused;
use aftercast_plot::{Locale, Theme};
use aftercast_tables::table::{Cell, Row, Table};
use aftercast_validation::forecast::{forecast, starting};

const DAY: &str = "2026-11-30";

/// The section, with 64 draws of two policies, on a day.
fn opened(locale: Locale) -> Study {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    let mut study = Study::new();
    study.update(of(draft, locale, Theme::Light));
    study.update(Event::Today(DAY.to_owned()));
    study.update(Event::Opened(&record::SECTION));
    study
}

/// Makes the forecast; gives what is remembered of it.
fn make(study: &mut Study) -> String {
    let effects = study.update(Event::Started);
    let Some(Effect::Run { run, plan }) = effects.into_iter().next() else { panic!("{:?}", study.head()) };
    let finding = done(plan);
    assert!(matches!(found(&*finding), Some(Made(Some(_)))));
    let effects = study.update(Event::Found { run, finding });
    let [Effect::Remember(text)] = effects.as_slice() else { panic!() };
    text.clone()
}

fn saved(study: &mut Study, event: Event) -> File {
    let effects = study.update(event);
    let Some(Effect::Save(file)) = effects.into_iter().next() else { panic!() };
    file
}

#[test]
fn the_file_is_that_of_the_command_line() {
    let mut study = opened(Locale::English);
    make(&mut study);
    assert_eq!(study.head().line, Text::RecordUnsaved.en());
    let file = saved(&mut study, Event::ForecastSaved);
    assert_eq!((file.name.as_str(), file.ending), ("aftercast-forecast-2026-11-30", "json"));
    assert_eq!(study.head().line, Text::RecordKept.en());
    let draft = starting(&study.document, DAY).unwrap();
    let scenario = check(&draft).unwrap();
    let policy = &scenario.policies()[study.settings.policy.unwrap()];
    let theirs = forecast(&draft, &scenario, Some((&policy.name, &policy.levers)), DAY).unwrap();
    assert_eq!(file.text, serde_json::to_string_pretty(&theirs).unwrap() + "\n");
    assert!(study.head().findings.iter().any(|line| line.contains(&theirs.digest)), "{:?}", study.head().findings);
}

#[test]
fn what_happened_is_typed_scored_kept_and_brought_back() {
    for locale in [Locale::English, Locale::Chinese] {
        let mut study = opened(locale);
        make(&mut study);
        assert_eq!(study.frames().len(), FIGURES.len());
        let bands: Vec<_> = study.record.forecast().unwrap().content.figures.iter().map(|f| f.bands.clone()).collect();
        for t in 0..3 {
            for (k, bands) in bands.iter().enumerate() {
                // the median comes true, but for waits of a week
                let typed = match k {
                    0 => "10080".to_owned(),
                    3 => format!("{}%", 100.0 * bands[t][1]),
                    _ => bands[t][1].to_string(),
                };
                assert_eq!(study.update(Event::Set(Field::Happened(t, k), typed)).len(), 1);
            }
        }
        assert_eq!(study.frames().len(), 1 + FIGURES.len());
        let scores = study.record.dated().unwrap().scores();
        assert_eq!(scores.len(), FIGURES.len());
        let verdicts: Vec<_> = scores.iter().map(aftercast_validation::forecast::Score::as_good_as_right).collect();
        assert_eq!(verdicts, [Some(false), Some(true), Some(true), Some(true), Some(true)]);
        assert!(study.head().findings.last().unwrap().contains('4'), "{:?}", study.head().findings);
        for name in study.frames() {
            let frame = study.frame(name, 700.0).unwrap().frame;
            assert!(frame.table.rows.iter().all(|row| row.len() == frame.table.columns.len()), "{name}");
            assert_eq!(frame.chart.unwrap().hits.points.len(), frame.readouts.len(), "{name}");
            assert!(frame.explain.iter().chain([&frame.title, &frame.summary]).all(|text| !text.is_empty()));
        }
        // another visit, with what was remembered; another machine, with the files
        let csv = saved(&mut study, Event::HappenedSaved);
        let json = saved(&mut study, Event::ForecastSaved);
        let mut next = opened(locale);
        next.update(Event::Remembered(study.record.memory()));
        assert_eq!(next.record.dated().unwrap().scores(), scores);
        let mut other = opened(locale);
        other.update(Event::Brought(json.text));
        other.update(Event::Brought(csv.text));
        assert_eq!(other.record_view().unwrap().trouble, None);
        assert_eq!(other.record.dated().unwrap().scores(), scores);
    }
}

#[test]
fn what_happened_comes_from_a_workbook_too() {
    let mut study = opened(Locale::English);
    make(&mut study);
    let month = study.record.forecast().unwrap().content.months[0].clone();
    let sheet = |satisfaction: Cell| {
        let head = ["Month", "Satisfaction"].map(|text| Cell::Text(text.to_owned())).to_vec();
        let rows = [head, vec![Cell::Text(format!("{month}-01")), satisfaction]];
        let rows = (1..).zip(rows).filter_map(|(line, cells)| Row::new(line, cells)).collect();
        vec![Table { separator: '\t', rows, sheet: Some("Actuals".to_owned()) }]
    };
    let value = |study: &Study| study.record.in_month(&month).map(|m| m.values[1]);
    assert_eq!(study.update(Event::SheetsBrought(sheet(Cell::Number("61.25".to_owned())))).len(), 1);
    assert_eq!(value(&study), Some(Some(61.25)));
    // one that cannot be read says where, and changes nothing
    assert!(study.update(Event::SheetsBrought(sheet(Cell::Error("#N/A".to_owned())))).is_empty());
    assert!(study.record_view().unwrap().trouble.unwrap().contains("Actuals!B2"));
    assert_eq!(value(&study), Some(Some(61.25)));
}

#[test]
fn what_cannot_be_taken_is_told_and_nothing_is_lost() {
    let mut study = opened(Locale::English);
    make(&mut study);
    study.update(Event::Set(Field::Happened(0, 1), "61.5".to_owned()));
    // a file adds to what was typed
    let month = study.record.forecast().unwrap().content.months[1].clone();
    study.update(Event::Brought(format!("month,cost\n{month},5000000\n")));
    let values = |study: &Study, t: usize| {
        let content = &study.record.forecast().unwrap().content;
        study.record.in_month(&content.months[t]).map(|m| m.values)
    };
    assert_eq!(values(&study, 0), Some([None, Some(61.5), None, None, None]));
    assert_eq!(values(&study, 1), Some([None, None, None, None, Some(5e6)]));
    let before = study.record.memory();
    for (field, typed, said) in [
        (Field::Happened(0, 1), "610", "from 0 to 100"),
        (Field::Happened(1, 3), "850%", "from 0% to 100%"),
        (Field::Happened(2, 4), "-3", "from 0 on"),
        (Field::Happened(2, 2), "many", "from 0 on"),
    ] {
        assert!(matches!(study.update(Event::Set(field, typed.to_owned())).as_slice(), [Effect::Remember(_)]));
        let view = study.record_view().unwrap();
        let refused: Vec<_> = view.months.iter().flat_map(|(_, boxes)| boxes).filter(|b| b.error.is_some()).collect();
        let one = refused.iter().find(|one| one.field == field).unwrap();
        assert!(one.chosen == typed && one.error.as_ref().unwrap().contains(said), "{refused:?}");
    }
    // all of it is there at the next visit, and goes where the box is corrected
    let mut next = opened(Locale::English);
    next.update(Event::Remembered(study.record.memory()));
    let refused = |study: &Study| {
        let months = study.record_view().unwrap().months;
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
        study.update(Event::Set(field, typed.to_owned()));
    }
    assert_eq!(refused(&study), [""; 0]);
    assert_eq!(study.record.memory(), before, "a decimal comma is no other number");
    // a bare 1 in a box of percent
    study.update(Event::Set(Field::Happened(1, 3), "1".to_owned()));
    let asked = study.record_view().unwrap().months[1].1[3].error.clone().unwrap();
    assert!(asked.contains("1% or 100%"), "{asked}");
    study.update(Event::Set(Field::Happened(1, 3), String::new()));
    let changed = saved(&mut study, Event::ForecastSaved).text.replacen("2026-11-30", "2026-11-29", 1);
    for (text, said) in [
        (changed.as_str(), "changed after it was made"),
        ("{}", "no forecast of Aftercast"),
        ("month,csi\n2026-12,abc\n", "Row 2: csi is “abc”, which is not a number"),
        ("month,repurchase\n2026-12,85\n", "repurchase is “85”; it has to be from 0 to 1"),
        ("month,mood\n", "“mood” is not known here"),
        ("name,amount\n", "needed are month, first_response"),
        ("month,csi\n1999-01,60\n", "belongs to the forecast"),
    ] {
        assert!(study.update(Event::Brought(text.to_owned())).is_empty());
        let trouble = study.record_view().unwrap().trouble.unwrap();
        assert!(trouble.contains(said), "{trouble}");
    }
    study.update(Event::Unreadable("year.csv".to_owned(), FileRefused::TooLarge));
    let trouble = study.record_view().unwrap().trouble.unwrap();
    assert!(trouble.contains("year.csv") && trouble.contains("1 MB"), "{trouble}");
    assert_eq!(study.record.memory().replace("\"saved\":true", "\"saved\":false"), before);
    // an emptied box is an unknown month again
    study.update(Event::Set(Field::Happened(0, 1), String::new()));
    study.update(Event::Set(Field::Happened(1, 4), String::new()));
    assert_eq!(study.record.dated().unwrap().scores(), []);
}

#[test]
fn a_forecast_answers_its_day_and_is_not_stale() {
    let mut study = opened(Locale::English);
    make(&mut study);
    let mut other = crate::plain_document(Locale::English);
    other.settings.draws = 128;
    study.update(of(other, Locale::English, Theme::Dark));
    assert!(!study.is_stale());
    study.update(Event::Set(Field::Date, "2026-02-30".to_owned()));
    assert!(study.controls().iter().any(|c| c.field == Field::Date && c.error.is_some()));
    assert_eq!(study.settings.date, DAY);
}
