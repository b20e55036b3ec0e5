//! The firm's facts driven by events.

use super::*;
use crate::App;
use crate::event::Event as AppEvent;
use crate::tests::{PLAIN, fact, named, open, send};
use aftercast_i18n::Text;
use aftercast_import::FileRefused;
use aftercast_plot::Locale;
use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{Company, LeverId};

/// Brings a file; whether a run began.
fn bring(app: &mut App, name: &str, text: &str) -> bool {
    let read = app.company().read_text(name.to_owned(), text);
    send(app, Event::Imported(read))
}

#[test]
fn every_fact_has_its_texts_and_stands_in_a_group() {
    let app = open(PLAIN);
    let view = app.company().facts();
    let rows: Vec<FactRow> = view.groups.into_iter().flat_map(|g| g.rows).collect();
    for field in FIELDS {
        let found = rows.iter().find(|row| row.path == format!("company.{}", field.path)).unwrap();
        assert!(!found.label.is_empty() && !found.unit.is_empty() && !found.help.is_empty(), "{}", field.path);
        let key = field.path.replace('.', "_");
        for prefix in ["fact", "fact_unit", "fact_help"] {
            assert!(Text::of_figure(&format!("{prefix}_{key}")).is_some(), "{prefix}_{key}");
        }
        assert!(found.boxes.len() == 1 || found.boxes.iter().all(|b| !b.label.is_empty()), "{}", field.path);
    }
    let boxes: usize = rows.iter().map(|row| row.boxes.len()).sum();
    assert_eq!(boxes, Fact::all().count(), "each fact once");
}

#[test]
fn own_text_of_every_box_is_taken_as_it_stands() {
    let mut app = open(PLAIN);
    for fact in Fact::all() {
        let rows = app.company().facts().groups.into_iter().flat_map(|g| g.rows);
        let text = rows.flat_map(|row| row.boxes).find(|b| b.fact == fact).unwrap().text;
        send(&mut app, Event::Typed(fact, text.clone()));
        assert_eq!(app.session().document().company, Company::default(), "{}: {text}", fact.path());
        assert_eq!(app.company().facts().waiting, None, "{}: {text}", fact.path());
    }
}

#[test]
fn facts_that_do_not_fit_wait_at_their_fields() {
    let mut app = open(PLAIN);
    assert!(send(&mut app, Event::Typed(named("company.csi"), "72".to_owned())));
    assert_eq!(app.session().document().company.csi, 72.0);
    assert!(!send(&mut app, Event::Typed(named("company.csi"), "120".to_owned())));
    assert!(!send(&mut app, Event::Typed(named("company.tier.share[0]"), "50%".to_owned())));
    assert!(!send(&mut app, Event::Typed(named("company.customers"), "many".to_owned())));
    assert_eq!(app.session().document().company.csi, 72.0, "the running picture stays");
    assert!(app.company().facts().waiting.is_some());
    assert_eq!(fact(&app, "company.csi").errors, ["Satisfaction today: 120 is outside 5 to 98."]);
    assert!(fact(&app, "company.tier.share").errors[0].contains("add up to 100%"));
    assert!(fact(&app, "company.customers").errors[0].contains("many"));
    assert!(app.session().banners().is_empty(), "said where it is wrong");
    send(&mut app, Event::TypedDiscarded);
    assert_eq!(fact(&app, "company.csi").boxes[0].text, "72");
    // two shares that fit only together
    assert!(!send(&mut app, Event::Typed(named("company.incident_mix.quality"), "40%".to_owned())));
    assert!(app.company().facts().waiting.is_some());
    assert!(send(&mut app, Event::Typed(named("company.incident_mix.other"), "12.9%".to_owned())));
    assert_eq!(app.session().document().company.incident_mix.quality, 0.4);
    app.update(AppEvent::Undo);
    assert_eq!(app.session().document().company.incident_mix.quality, 0.386, "one step");
}

#[test]
fn figures_that_contradict_each_other_are_named() {
    let mut app = open(PLAIN);
    assert!(!send(&mut app, Event::Typed(named("company.first_response_minutes"), "1".to_owned())));
    let errors = fact(&app, "company.first_response_minutes").errors;
    assert!(errors[0].contains("first response at night"), "{errors:?}");
}

#[test]
fn a_box_is_told_about_what_stands_in_it_alone() {
    let mut app = open(PLAIN);
    let wait = named("company.first_response_minutes");
    send(&mut app, Event::Typed(wait, "-3".to_owned()));
    let errors = fact(&app, "company.first_response_minutes").errors;
    assert!(!errors.is_empty() && errors.iter().all(|said| said.contains("−3") && !said.contains('-')), "{errors:?}");
    send(&mut app, Event::Typed(wait, "8:30".to_owned()));
    let errors = fact(&app, "company.first_response_minutes").errors;
    assert!(errors.len() == 1 && errors[0].contains("8:30"), "{errors:?}");
    send(&mut app, Event::Typed(wait, "1".to_owned()));
    let errors = fact(&app, "company.first_response_minutes").errors;
    assert!(errors.len() == 1 && errors[0].contains("> 4.07 minutes"), "{errors:?}");
    send(&mut app, Event::Typed(wait, String::new()));
    let errors = fact(&app, "company.first_response_minutes").errors;
    assert!(errors.len() == 1 && errors[0].contains("is empty") && errors[0].contains("such as 8.2"), "{errors:?}");
}

#[test]
fn todays_policy_and_repurchase() {
    let mut app = open(PLAIN);
    assert!(send(&mut app, Event::Typed(named("today.customers_per_agent"), "4000".to_owned())));
    assert_eq!(app.session().document().today.get(&LeverId::CustomersPerAgent), Some(&4000.0));
    assert!(send(&mut app, Event::Typed(named("company.repurchase"), "53".to_owned())));
    assert_eq!(app.session().document().company.repurchase, Some(0.53));
    assert!(send(&mut app, Event::Typed(named("company.repurchase"), " ".to_owned())));
    assert_eq!(app.session().document().company.repurchase, None);
    assert!(send(&mut app, Event::Reset));
    assert!(app.session().document().today.is_empty());
    assert!(!app.company().facts().changed);
}

#[test]
fn the_survey_company_looks_like_the_survey() {
    let app = open(PLAIN);
    let made = app.company().calibration_input().unwrap().calibrate().unwrap();
    // evidence 3.4-staffing, 8.1-structure, 8.2-lifetime
    assert!((made.cost_share - 0.018).abs() < 0.003, "{made:?}");
    assert!((made.split.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    for (share, survey) in made.split.iter().zip([0.42, 0.31, 0.18, 0.09]) {
        assert!((share - survey).abs() < 0.05, "{made:?}");
    }
    assert!(made.utilisation[1] > 2.0, "night contacts more than twice the capacity: {made:?}");
    assert!(made.abandonment[1] > 0.5 && made.abandonment[0] < 0.2, "{made:?}");
    let rows = made.rows(crate::words::Words(Locale::English));
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().all(|row| !row.far), "{rows:?}");
}

#[test]
fn a_wrong_figure_is_seen() {
    let mut app = open(PLAIN);
    // the orders of a month instead of a year
    assert!(send(&mut app, Event::Typed(named("company.orders_per_customer_year"), "0.8".to_owned())));
    let rows =
        app.company().calibration_input().unwrap().calibrate().unwrap().rows(crate::words::Words(Locale::English));
    assert!(rows[0].far, "{:?}", rows[0]);
}

#[test]
fn a_file_comes_back_as_it_went() {
    let mut app = open(PLAIN);
    for (path, text) in [("company.csi", "71.3"), ("today.ai_share", "30%"), ("company.season[10]", "1.8")] {
        assert!(send(&mut app, Event::Typed(named(path), text.to_owned())), "{path}");
    }
    for download in [app.company().facts_csv(), app.company().facts_json()] {
        let mut other = open(PLAIN);
        assert!(bring(&mut other, &download.name, &download.text));
        assert_eq!(other.session().document().company, app.session().document().company, "{}", download.name);
        assert_eq!(other.session().document().today, app.session().document().today, "{}", download.name);
        let imported = other.company().facts().imported.unwrap();
        assert!(imported.said.contains(&download.name) && imported.faults.is_empty() && imported.undo);
        let changes: Vec<_> =
            imported.changes.iter().map(|c| (c.name.as_str(), c.was.as_str(), c.now.as_str())).collect();
        assert_eq!(changes.len(), 3, "{changes:?}");
        assert_eq!(changes[0], ("Satisfaction today", "68.5", "71.3"));
        assert_eq!((changes[1].0, changes[1].2), ("Season · Nov", "1.8"));
        assert_eq!((changes[2].1, changes[2].2), ("28%", "30%"));
        other.update(AppEvent::Undo);
        assert!(!other.company().facts().imported.unwrap().undo, "taken back once");
        assert_eq!(other.session().document().company, Company::default(), "one step");
    }
}

#[test]
fn a_file_with_faults_changes_nothing_and_names_them_all() {
    let mut app = open(PLAIN);
    let text = "field;value\ncompany.csi;\"72,5x\"\ncompany.cis;70\ncompany.customers;2000000\ncompany.customers;1\n";
    assert!(!bring(&mut app, "own.csv", text));
    assert_eq!(app.session().document().company, Company::default());
    let faults = app.company().facts().imported.unwrap().faults;
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults[0].contains("Row 2") && faults[1].contains("company.cis") && faults[2].contains("twice"));
    for text in ["", "a,b\nc", "{", "{\"company\": {\"csi\": \"high\"}}", "\u{0}\u{1}"] {
        assert!(!bring(&mut app, "x", text));
        assert!(!app.company().facts().imported.unwrap().faults.is_empty(), "{text:?}");
    }
    // too large, or no text at all
    assert!(!send(&mut app, Event::ImportUnreadable("year.csv".to_owned(), FileRefused::TooLarge)));
    let ImportedView { said, faults, .. } = app.company().facts().imported.unwrap();
    assert!(said.contains("year.csv") && faults[0].contains("1 MB"), "{said} {faults:?}");
    assert_eq!(app.session().document().company, Company::default());
    // readable, but not possible: it waits at its field
    let text = "company.csi,120\n".to_owned();
    assert!(!bring(&mut app, "own.csv", &text));
    assert!(fact(&app, "company.csi").errors[0].contains("120"));
}

#[test]
fn shares_of_a_file_are_in_its_own_unit() {
    let mut app = open(PLAIN);
    let text = "company.profile.share[0],1\ncompany.incident_rate,9%\n".to_owned();
    bring(&mut app, "own.csv", &text);
    assert_eq!(fact(&app, "company.profile.share").boxes[0].text, "100%", "1 is the whole");
    assert_eq!(fact(&app, "company.incident_rate").boxes[0].text, "9%");
}

#[test]
fn the_check_list_shows_the_model_against_the_books_before_and_after() {
    let mut app = open(PLAIN);
    let rows = |app: &crate::App| {
        app.company().calibration_input().unwrap().calibrate().unwrap().book_rows(crate::words::Words(Locale::English))
    };
    let before = rows(&app);
    assert_eq!(before.len(), 4);
    assert!(before.iter().all(|row| row.stated == "not stated" && row.factor == "× 1" && row.before == row.after));
    send(&mut app, Event::Typed(named("company.stated_costs.labour"), "50m".to_owned()));
    let after = rows(&app);
    assert_eq!((after[0].before.as_str(), after[0].after.as_str()), (before[0].before.as_str(), "¥50.0M"));
    assert_eq!(after[0].stated, "¥50.0M");
    assert_eq!(after[1..], before[1..], "what the books leave out stays the model's");
}

#[test]
fn the_currency_of_the_firm_stands_at_every_figure_and_nothing_is_converted() {
    use crate::features::policies::Column;
    let mut page = crate::tests::settled();
    page.send(crate::features::policies::Event::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    let gain = |page: &crate::tests::Page| page.app.policies().table().rows[1].cell(Column::Gain).value.clone();
    let before = (gain(&page), page.app.session().fragment());
    assert!(before.0.contains('¥') && !before.1.contains("cur="));
    page.send(Event::CurrencyTyped("€".to_owned(), "EUR".to_owned()));
    page.compute();
    assert_eq!(gain(&page), before.0.replace('¥', "€"), "the same figure");
    assert!(page.app.policies().headline().plain.contains('€'));
    let chart = page.app.charts().fan(600.0, 300.0).chart.unwrap();
    assert!(chart.y.title.starts_with("EUR"), "{}", chart.y.title);
    let link = page.app.session().fragment();
    let other = crate::tests::Page::open(&link);
    assert_eq!(other.app.session().document().currency, page.app.session().document().currency);
    let file = page.app.documents().scenario_file().content;
    assert_eq!(aftercast_scenario::json::read(&file).0.currency.symbol(), "€");
    // sums of the report stay in its own, and nothing in another is held against them
    let words = crate::words::Words(Locale::English);
    let checks = page.app.company().calibration_input().unwrap().calibrate().unwrap().rows(words);
    let contact = checks.iter().find(|row| row.report.contains("12")).unwrap();
    assert!(contact.report.starts_with('¥') && contact.value.starts_with('€') && !contact.far, "{contact:?}");
    // what cannot stand before a sum is refused with what to do, and the currency stays
    for wrong in ["5", "€uro", "-", "%", "", "\u{202e}€"] {
        page.send(Event::CurrencyTyped(wrong.to_owned(), "EUR".to_owned()));
        let boxes = page.app.company().currency();
        assert!(boxes.error.is_some_and(|said| said.contains("one to three characters")), "{wrong:?}");
        assert_eq!((boxes.symbol.as_str(), page.app.session().document().currency.symbol()), (wrong, "€"));
    }
    page.send(AppEvent::Undo);
    page.compute();
    assert_eq!((gain(&page), page.app.company().currency().error), (before.0, None));
}

#[test]
fn a_sum_is_typed_in_the_currency_of_the_firm_and_in_no_other() {
    let mut page = crate::tests::Page::open(PLAIN);
    page.send(Event::CurrencyTyped("€".to_owned(), "EUR".to_owned()));
    let order = Fact::all().find(|fact| fact.path() == "company.average_order_value").unwrap();
    let mut typed = |text: &str| {
        page.send(Event::Typed(order, text.to_owned()));
        page.app.session().document().company.average_order_value
    };
    assert_eq!(["€241", "242 EUR", "243 euros", "244"].map(&mut typed), [241.0, 242.0, 243.0, 244.0]);
    for other in ["¥250", "250元", "$250", "250 CNY"] {
        assert_eq!(typed(other), 244.0, "{other}: refused, not converted");
    }
    // and told in it
    let wage = aftercast_wording::words::lever_value(LeverId::AgentWage, 8500.0);
    assert_eq!(wage, "€8,500");
}

#[test]
fn a_scenario_with_usual_figures_holds_a_firm() {
    let mut app = App::new();
    assert!(!bring(&mut app, "usual.json", r#"{ "company": { "csi": 68.5 } }"#));
    let told = |app: &App| app.company().facts().imported.map(|imported| imported.faults);
    assert_eq!(told(&app), Some(Vec::new()), "the example firm's figures are figures, too");
    bring(&mut app, "nothing.json", r#"{ "policies": [] }"#);
    assert_eq!(told(&app).map(|faults| faults.len()), Some(1), "that it holds none");
}

#[test]
fn a_file_with_figures_and_a_currency_is_one_step_back() {
    let mut page = crate::tests::Page::open(PLAIN);
    let before = page.app.session().document().clone();
    let file = "field,value\ncompany.csi,71\ncurrency,€ EUR\n";
    let read = page.app.company().read_text("firm.csv".to_owned(), file);
    page.send(Event::Imported(read));
    assert_eq!(
        (page.app.session().document().company.csi, page.app.session().document().currency.symbol()),
        (71.0, "€")
    );
    page.send(AppEvent::Undo);
    assert_eq!(*page.app.session().document(), before);
    assert_eq!(page.app.session().history(), (false, true));
}

#[test]
fn a_file_of_the_figures_carries_the_currency_and_a_wrong_one_changes_nothing() {
    let mut page = crate::tests::settled();
    page.send(Event::CurrencyTyped("kr".to_owned(), "Danish krone".to_owned()));
    let file = page.app.company().facts_csv().text;
    assert!(file.contains("currency,kr Danish krone,"), "{file}");
    let json = page.app.company().facts_json().text;
    for text in [file.clone(), json] {
        let mut other = crate::tests::settled();
        let read = other.app.company().read_text("figures".to_owned(), &text);
        other.send(Event::Imported(read));
        assert_eq!(other.app.session().document().currency, page.app.session().document().currency);
    }
    let mut other = crate::tests::settled();
    let wrong = file.replace("kr Danish krone", "5 kroner");
    let read = other.app.company().read_text("figures.csv".to_owned(), &wrong);
    other.send(Event::Imported(read));
    assert_eq!(other.app.session().document().currency, aftercast_scenario::Currency::default());
    let said = other.app.company().facts().imported.unwrap();
    assert!(said.faults.iter().any(|line| line.contains("“5”")), "{said:?}");
    // two rows of it are told
    let twice = format!("{file}currency,€ EUR,,,\r\n");
    let read = other.app.company().read_text("figures.csv".to_owned(), &twice);
    other.send(Event::Imported(read));
    assert_eq!(other.app.session().document().currency, aftercast_scenario::Currency::default());
}
