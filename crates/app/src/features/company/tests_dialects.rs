//! Figures as people write them: typed, brought in tables, kept while they are not in force.

use super::view::ImportedView;
use super::*;
use crate::App;
use crate::event::{Effect, Event as AppEvent};
use crate::features::assumptions::Event as Assumptions;
use crate::features::assumptions::Part;
use crate::features::pending_input::Event as PendingInput;
use crate::tests::{CAUSE, PLAIN, fact, named, open, row, send, typed};
use crate::words::Words;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::{Company, Distribution};

fn bring(app: &mut App, text: &str) -> ImportedView {
    let read = app.company().read_text("own.csv".to_owned(), text);
    send(app, Event::Imported(read));
    app.company().facts().imported.unwrap()
}

#[test]
fn a_table_is_read_in_every_dialect() {
    let want = |app: &App| {
        let c = &app.session().document().company;
        [c.average_order_value, c.orders_per_customer_year, c.contribution_margin, c.incident_rate]
    };
    for text in [
        "field;value\ncompany.average_order_value;286,50\ncompany.orders_per_customer_year;9,5\ncompany.contribution_margin;0,5\ncompany.incident_rate;0,087\n",
        "\u{feff}sep=;\r\nField;Value;Name\r\n\r\ncompany.average_order_value;286,50;x\r\n;;\r\ncompany.orders_per_customer_year;9,5;\r\ncompany.contribution_margin;50%;\r\ncompany.incident_rate;8,7 %;\r\n",
        "field,value\n\"Average order value\",\"¥286,50\"\nOrders per customer,\"9,5\"\nContribution Margin,50%\nincident-rate,8.7%\n",
        "字段\t数值\n客单价\t286.50 元\n人均年订单数\t9.5\n贡献毛利率\t50%\n售后问题率\t８.７％\n",
        "Average order value|286.5\nCOMPANY.ORDERS_PER_CUSTOMER_YEAR|9.5\ncontribution_margin|.5\nincident_rate|0.087",
        "Our firm 2026\n\nName,Value (own)\nAverage order value,286.50\nOrders per customer,9.5\nContribution margin,0.5\nIncident rate,0.087\n",
    ] {
        let mut app = open(PLAIN);
        let view = bring(&mut app, text);
        assert!(view.faults.is_empty(), "{text}: {:?}", view.faults);
        assert_eq!(want(&app), [286.5, 9.5, 0.5, 0.087], "{text}");
        let changes: Vec<_> = view.changes.iter().map(|c| (c.was.as_str(), c.now.as_str())).collect();
        assert_eq!(changes, [("460", "286.5"), ("18%", "50%")], "those that differ");
        app.update(AppEvent::Undo);
        assert_eq!(app.session().document().company, Company::default());
    }
}

#[test]
fn a_table_that_could_mean_something_else_is_refused() {
    for (text, said) in [
        ("field,value\ncompany.average_order_value,286,50\n", "286 and as 286.50"),
        ("company.average_order_value,286,50\n", "286 and as 286.50"),
        ("field,value,name\ncompany.average_order_value,286,50\n", "286 and as 286.50"),
        ("field;value\ncompany.customers;250.000\n", "250000 and as 250.000"),
        ("field;value\ncompany.incident_rate;0.087\ncompany.customers;250,000\n", "250000 and as 250,000"),
        ("field,value\ncompany.average_order_value,\"1,23,4\"\n", "not a number"),
        ("field,value\ncompany.average_order_value,$240\n", "“$”"),
        ("field,value\ncompany.average_order_value,\n", "is empty"),
        ("field,value\ncompany.average_ordr_value,240\n", "Did you mean company.average_order_value?"),
        ("name,amount of it\na,1\n", "needed are field, value; found: “name”, “amount of it”"),
        ("field,value\ncompany.csi,\"70\n", "never closed"),
        ("{\"company\": {\"csi\": 70,}}", "Line 1, column 24"),
    ] {
        let mut app = open(PLAIN);
        let view = bring(&mut app, text);
        let first = view.faults.first().cloned().unwrap_or_default();
        assert!(first.contains(said) || first.replace('.', ",").contains(said), "{text:?}: {:?}", view.faults);
        assert!(view.changes.is_empty() && app.session().document().company == Company::default());
    }
    // with a decimal comma in the file, a point groups
    let mut app = open(PLAIN);
    bring(&mut app, "field;value\ncompany.customers;250.000\ncompany.incident_rate;0,087\n");
    assert_eq!(
        (app.session().document().company.customers, app.session().document().company.incident_rate),
        (250_000.0, 0.087)
    );
}

#[test]
fn every_figure_is_found_by_what_the_page_calls_it() {
    for locale in [Locale::English, Locale::Chinese] {
        let mut app = open(PLAIN);
        app.update(AppEvent::LocaleChosen(locale));
        let mut missing = Vec::new();
        for fact in Fact::all() {
            let (label, part) = super::labels::labels(fact, Words(locale));
            let name = if part.is_empty() { label } else { format!("{label} · {part}") };
            let text = format!("field,value\n\"{name}\",{}\n", fact.value(&Default::default()).unwrap_or(0.5));
            if !bring(&mut app, &text).faults.is_empty() {
                missing.push(name);
            }
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn numbers_are_typed_in_every_dialect_and_a_bare_one_is_asked() {
    let mut app = open(PLAIN);
    for (path, typed, shown) in [
        ("company.average_order_value", "1 312,50", "1,312.5"),
        ("company.average_order_value", "1.312,50", "1,312.5"),
        ("company.orders_per_customer_year", "6,2", "6.2"),
        ("company.first_response_minutes", "8。2 分钟", "8.2"),
        ("company.customers", "180k", "180,000"),
        ("company.customers", "1.2 million", "1,200,000"),
        ("company.contribution_margin", "0,45", "45%"),
        ("company.incident_rate", "９％", "9%"),
        ("company.discount_rate", "8,5", "8.5%"),
    ] {
        send(&mut app, Event::Typed(named(path), typed.to_owned()));
        assert_eq!(fact(&app, path).boxes[0].text, shown, "{typed}");
        assert_eq!(fact(&app, path).errors, [""; 0], "{typed}");
    }
    for (path, typed, said) in [
        ("company.incident_rate", "1", "1% or 100%"),
        ("company.customers", "12,0000", "120000 and as 12.0000"),
        ("company.average_order_value", "240 USD", "usd"),
        ("company.first_response_minutes", "6 h", "“h”"),
        ("company.average_order_value", "1,23,45", "not a number"),
    ] {
        assert!(!send(&mut app, Event::Typed(named(path), typed.to_owned())));
        let row = fact(&app, path);
        assert!(row.errors[0].contains(said) && row.boxes[0].text == typed, "{typed}: {:?}", row.errors);
        send(&mut app, Event::TypedDiscarded);
    }
    assert!(fact(&app, "company.incident_rate").hint.unwrap().contains("1% or 100%"));
    assert_eq!(fact(&app, "company.customers").hint, None);
    send(&mut app, Assumptions::KnownSwitched(CAUSE, true));
    assert!(!typed(&mut app, CAUSE, Part::Mode, "1"));
    assert!(row(&app, CAUSE).error.unwrap().contains("1% or 100%"));
    assert!(typed(&mut app, CAUSE, Part::Mode, "100%"));
    assert_eq!(row(&app, CAUSE).now, Distribution::Known { value: 1.0 });
    assert!(row(&app, CAUSE).hint.is_some());
}

#[test]
fn what_is_not_in_force_is_kept_with_its_document_until_it_is_given_up() {
    let mut kept = std::collections::BTreeMap::new();
    let mut stored = Vec::new();
    let mut note = |effects: Vec<Effect>| {
        for effect in effects {
            match effect {
                Effect::KeepTyped { document, text } => drop(kept.insert(document, text)),
                Effect::Store(crate::event::StorageEffect::Keep(document)) => stored.push(document),
                _ => {}
            }
        }
    };
    let mut app = open(PLAIN);
    assert_eq!(app.pending_input().waiting(), None);
    note(app.update(AppEvent::from(Event::Typed(named("company.average_order_value"), "1e9".to_owned()))));
    note(app.update(AppEvent::from(Event::Typed(named("company.customers"), "many".to_owned()))));
    note(app.update(AppEvent::from(Assumptions::Typed(CAUSE, Part::High, "150%".to_owned()))));
    assert!(app.pending_input().waiting().unwrap().contains('3'), "{:?}", app.pending_input().waiting());
    let found = |kept: &std::collections::BTreeMap<String, String>| kept.clone().into_iter().collect::<Vec<_>>();
    // a reload: the document and what was typed into it
    let reload = |kept: &std::collections::BTreeMap<String, String>, stored: &[crate::features::documents::Stored]| {
        let mut app = App::new();
        let last = stored.last().unwrap().clone();
        let found_documents = crate::features::documents::Event::Found {
            stored: vec![last.clone()],
            last: Some(last.id.clone()),
            stamp: "2".to_owned(),
        };
        app.update(AppEvent::Documents(found_documents));
        app.update(AppEvent::from(PendingInput::Found(found(kept))));
        let fragment = last.fragment;
        app.update(AppEvent::Opened { fragment, locale: Locale::English, theme: Theme::Light });
        app
    };
    let (first_kept, first_stored) = (kept.clone(), stored.clone());
    let mut next = reload(&first_kept, &first_stored);
    assert!(next.pending_input().waiting().unwrap().contains('3'));
    assert_eq!(fact(&next, "company.average_order_value").boxes[0].text, "1,000,000,000");
    assert!(!fact(&next, "company.average_order_value").errors.is_empty());
    assert_eq!(fact(&next, "company.customers").boxes[0].text, "many");
    assert_eq!(row(&next, CAUSE).boxes[2].text, "150%");
    // another document knows nothing of it, and coming back brings it back
    next.update(AppEvent::Documents(crate::features::documents::Event::New));
    assert_eq!(next.pending_input().waiting(), None);
    assert_eq!(fact(&next, "company.customers").errors, [""; 0]);
    let id = first_stored.last().unwrap().id.clone();
    next.update(AppEvent::Documents(crate::features::documents::Event::Open(id.clone())));
    assert!(next.pending_input().waiting().unwrap().contains('3'));
    // given up, it is forgotten
    next.update(AppEvent::from(Event::TypedDiscarded));
    let effects = next.update(AppEvent::from(Assumptions::TypedDiscarded));
    assert!(effects.iter().any(|e| matches!(e, Effect::KeepTyped { text, .. } if text.is_empty())), "{effects:?}");
    assert_eq!(next.pending_input().waiting(), None);
}

#[test]
fn waits_that_cannot_be_meant_are_said_at_the_box_and_not_refused() {
    let words = Words(Locale::English);
    let cautions = |app: &App| {
        let input = app.company().calibration_input().unwrap();
        input.cautions(&input.calibrate().unwrap(), words)
    };
    let mut app = open(PLAIN);
    assert_eq!(cautions(&app), [], "the survey's own firm");
    assert!(send(&mut app, Event::Typed(named("company.first_response_minutes"), "30".to_owned())));
    let said = cautions(&app);
    assert!(
        said.iter().any(|(path, said)| *path == "company.night_response_minutes" && said.contains("30")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|(path, said)| *path == "company.first_response_minutes" && said.contains('%')),
        "{said:?}"
    );
    assert!(app.company().facts().waiting.is_none(), "in force all the same");
}

#[test]
fn rows_that_are_known_can_be_taken_without_those_that_are_not() {
    let mut app = open(PLAIN);
    let text =
        "field,value\ncompany.csi,70\ncompany.weather,12\ncompany.first_response_minutes,8.2\nactive customer,5\n";
    let view = bring(&mut app, text);
    assert_eq!(app.session().document().company, Company::default(), "nothing is taken by itself");
    assert_eq!(view.faults.len(), 2, "{:?}", view.faults);
    assert!(view.faults[0].contains("Row 3") && view.faults[0].contains("company.weather"), "{:?}", view.faults);
    assert!(view.faults[1].contains("Did you mean"), "{:?}", view.faults);
    assert!(view.known.as_ref().is_some_and(|said| said.contains("other 2 figures")), "{:?}", view.known);
    assert_eq!((view.changes.len(), view.undo), (1, false), "what would change is shown");
    send(&mut app, Event::ImportKnownTaken);
    assert_eq!(app.session().document().company.csi, 70.0);
    let view = app.company().facts().imported.unwrap();
    assert!(view.undo && view.faults.is_empty() && view.known.is_none(), "{view:?}");
    assert_eq!(view.said, "Read from own.csv. Figures: 2; new: 1.");
    app.update(AppEvent::Undo);
    assert_eq!(app.session().document().company, Company::default());
    // what could be meant otherwise is not offered
    let view = bring(&mut app, "field,value\ncompany.csi,70\ncompany.csi,71\n");
    assert!(view.known.is_none() && view.changes.is_empty());
}

#[test]
fn figures_out_of_range_are_told_with_the_other_faults() {
    let mut app = open(PLAIN);
    let view = bring(&mut app, "field,value\ncompany.csi,171\ncompany.customers,many\n");
    assert_eq!(view.faults.len(), 2, "{:?}", view.faults);
    assert!(view.faults[0].contains("171") && view.faults[0].contains("from 5 to 98"), "{:?}", view.faults);
}

#[test]
fn heads_that_are_others_name_the_columns_that_are_needed() {
    let mut app = open(PLAIN);
    let view = bring(&mut app, "name,amount\nx,1\ny,2\n");
    assert_eq!(view.faults[0], "The columns needed are field, value; found: “name”, “amount”.");
}

#[test]
fn the_nearest_name_is_a_name_of_the_page() {
    let mut app = open(PLAIN);
    let view = bring(&mut app, "字段,值\n活跃客户,5\n");
    assert!(!view.faults[0].contains("· ?") && !view.faults[0].contains("· ？"), "{:?}", view.faults);
}

#[test]
fn files_with_former_names_are_read() {
    let mut app = open(PLAIN);
    let view = bring(&mut app, "字段,值\n活跃用户数,900000\n模拟期限,48\n账面赔付,7000000\n");
    assert!(view.faults.is_empty(), "{:?}", view.faults);
    let company = &app.session().document().company;
    assert_eq!((company.customers, company.horizon_months), (900_000.0, 48.0));
    assert_eq!(company.stated_costs.compensation, Some(7e6));
}
