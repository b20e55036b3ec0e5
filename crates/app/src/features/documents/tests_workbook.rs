//! The workbook: its numbers are those of the session, and its inputs come back as they were.

use crate::event::Event;
use crate::features::assumptions;
use crate::features::company::{self, Event as Company};
use crate::features::lessons::predict::Event as Guessing;
use crate::tests::{settled, settled_in_full};
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_plot::Locale;
use aftercast_scenario::{AssumptionId, LeverId};
use aftercast_sheets::{Book, Cell, Format, Worksheet, read, write};
use aftercast_tables::table::{self, Table};

const ADDRESS: &str = "https://example.org/?engine=scalar#old";
const DAY: (u16, u8, u8) = (2026, 11, 29);

/// The row whose first cells are these.
fn row<'a>(worksheet: &'a Worksheet, head: &[&str]) -> &'a [Cell] {
    let is = |row: &&Vec<Cell>| head.iter().zip(row.iter()).all(|(text, cell)| *cell == Cell::from(*text));
    worksheet.rows.iter().find(is).unwrap_or_else(|| panic!("no row {head:?}"))
}

fn number(cell: &Cell) -> f64 {
    let Cell::Number(value, _) = cell else { panic!("no number: {cell:?}") };
    *value
}

fn book(page: &crate::tests::Page) -> Book {
    page.app.documents().workbook(ADDRESS, DAY).unwrap().content
}

#[test]
fn the_numbers_are_those_of_the_session() {
    let page = settled_in_full();
    let made = page.app.documents().workbook(ADDRESS, DAY).unwrap();
    assert_eq!(made.name, "aftercast-workbook");
    let [inputs, policies, months, assumptions] = made.content.worksheets.as_slice() else { panic!("four sheets") };
    assert_eq!(
        [inputs, policies, months, assumptions].map(|s| s.name.as_str()),
        ["Inputs", "Policies", "Months", "Assumptions"]
    );

    let session = page.app.session();
    assert_eq!(inputs.heads[..6], ["Field", "Value", "Unit", "Name", "A My policy", "B Hybrid AI"]);
    assert_eq!(number(&row(inputs, &["company.customers"])[1]), session.document().company.customers);
    let wage = row(inputs, &["today.agent_wage"]);
    assert_eq!(wage.len(), 6, "every policy beside today");
    assert_eq!(number(&wage[1]), session.today(LeverId::AgentWage));
    assert_eq!(number(&wage[5]), session.lever(1, LeverId::AgentWage));
    assert_eq!(wage[1], Cell::Number(session.today(LeverId::AgentWage), Format::Money));
    assert_eq!(row(inputs, &["about.date"])[1], Cell::Day(2026, 11, 29));
    let Cell::Text(link) = &row(inputs, &["about.link"])[1] else { panic!("a link") };
    assert!(link.starts_with("https://example.org/#v="), "{link}");
    assert_eq!(number(&row(inputs, &["about.seed"])[1]), session.document().settings.seed as f64);
    for id in LeverId::ALL {
        let ends = format!(".{}", id.name());
        let found = |row: &&Vec<Cell>| matches!(&row[0], Cell::Text(path) if path.ends_with(&ends) && row.len() == 6);
        assert_eq!(inputs.rows.iter().filter(found).count(), 1, "{}", id.name());
    }

    let results = session.results(1).unwrap();
    let gain = row(policies, &["B Hybrid AI", "total_gain"]);
    let mean = results.outcome(Outcome::TotalGain).iter().sum::<f64>() / results.draws() as f64;
    assert_eq!(number(&gain[5]).to_bits(), mean.to_bits());
    assert!(number(&gain[6]) < number(&gain[4]) && number(&gain[4]) < number(&gain[7]));
    assert!(number(&gain[8]) > 0.0 && number(&gain[9]) > 0.0 && number(&gain[10]) > 0.0 && number(&gain[11]) > 0.0);
    assert_eq!(number(&gain[12]), results.draws() as f64);
    assert!(number(&row(policies, &["B Hybrid AI", "goal"])[8]) <= 1.0);
    row(policies, &["Today", "csi"]);
    assert!(!policies.rows.iter().any(|row| row[0] == Cell::from("Today") && row[1] == Cell::from("total_gain")));

    let horizon = session.document().company.horizon();
    let own = months.rows.iter().filter(|row| row[0] == Cell::from("B Hybrid AI")).collect::<Vec<_>>();
    assert_eq!(own.len(), horizon);
    let gains = results.bands(Series::CumulatedGain, &[0.5]).remove(0);
    assert_eq!(number(own[horizon - 1].last().unwrap()).to_bits(), gains[horizon - 1].to_bits());
    assert_eq!(number(&own[0][1]), 1.0);

    assert_eq!(assumptions.rows.len(), AssumptionId::ALL.len());
    assert!(
        assumptions.rows.iter().all(|row| row.len() == 10 && !matches!(&row[7], Cell::Text(kind) if kind.is_empty()))
    );
}

#[test]
fn written_and_read_again_every_number_has_its_bits() {
    let page = settled();
    let book = book(&page);
    let tables = read(&write(&book).unwrap()).unwrap();
    let mut numbers = 0;
    for (worksheet, table) in book.worksheets.iter().zip(&tables) {
        assert_eq!(table.worksheet.as_deref(), Some(worksheet.name.as_str()));
        assert_eq!(table.rows[0].cells.iter().map(|cell| cell.to_string()).collect::<Vec<_>>(), worksheet.heads);
        for (line, row) in (2..).zip(&worksheet.rows) {
            let read = table.rows.iter().find(|row| row.line == line);
            for (column, cell) in row.iter().enumerate() {
                let Cell::Number(value, _) = cell else { continue };
                let found = read.and_then(|row| row.cells.get(column));
                if !value.is_finite() {
                    assert!(found.is_none_or(|cell| cell.is_empty()));
                    continue;
                }
                let Some(table::Cell::Number(text)) = found else { panic!("{} {line} {column}", worksheet.name) };
                let digits = text.replace('%', "e-2");
                assert_eq!(digits.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text}");
                numbers += 1;
            }
        }
    }
    assert!(numbers > 1000, "{numbers}");
}

#[test]
fn what_was_exported_can_be_brought_back() {
    let mut page = settled();
    let own = "field,value\ncustomers,182500\ncontribution_margin,0.2875\ntoday.agent_wage,9100.5\ncurrency,€ EUR\n";
    let brought = page.app.company().read_text("a.csv".to_owned(), own);
    page.send(Company::Imported(brought));
    page.compute();
    for locale in [Locale::English, Locale::Chinese] {
        page.send(Event::LocaleChosen(locale));
        let book = book(&page);
        assert!(book.worksheets.iter().all(|worksheet| worksheet.name.chars().count() <= 31));
        let worksheets = read(&write(&book).unwrap()).unwrap();
        let mut other = settled();
        let read = other.app.company().read_worksheets("own.xlsx".to_owned(), worksheets);
        other.send(Company::Imported(read));
        let (own, brought) = (page.app.session().document(), other.app.session().document());
        let told = other.app.company().facts().imported.unwrap();
        assert_eq!(told.faults, Vec::<String>::new());
        assert!(told.said.contains(&format!("own.xlsx · {}", book.worksheets[0].name)), "{}", told.said);
        assert_eq!((&own.company, &own.currency), (&brought.company, &brought.currency));
        assert_eq!(own.today, brought.today);
    }
}

#[test]
fn what_is_to_be_guessed_is_not_in_it() {
    let mut page = settled();
    let full = book(&page).worksheets[1].rows.len();
    page.send(crate::features::lessons::Event::Predict(Guessing::Switched(true)));
    assert!(page.app.session().hidden());
    let hidden = book(&page);
    assert!(hidden.worksheets[1].rows.len() < full);
    assert!(hidden.worksheets[1..3].iter().flat_map(|s| &s.rows).all(|row| row[0] == Cell::from("Today")));
}

/// A worksheet of text and numbers.
fn worksheet(name: &str, rows: &[(&str, table::Cell)]) -> Table {
    let text = |text: &str| table::Cell::Text(text.to_owned());
    let head = table::Row::new(1, vec![text("field"), text("value")]);
    let row =
        |(k, (field, value)): (usize, &(&str, table::Cell))| table::Row::new(k + 2, vec![text(field), value.clone()]);
    let rows = head.into_iter().chain(rows.iter().enumerate().filter_map(row)).collect();
    Table { separator: '\t', rows, worksheet: Some(name.to_owned()) }
}

fn imported(worksheets: Vec<Table>) -> (crate::tests::Page, company::ImportedView) {
    let mut page = settled();
    let read = page.app.company().read_worksheets("client.xlsx".to_owned(), worksheets);
    page.send(Company::Imported(read));
    let told = page.app.company().facts().imported.unwrap();
    (page, told)
}

#[test]
fn cells_of_a_workbook_are_held_to_what_holds_for_tables() {
    let number = |text: &str| table::Cell::Number(text.to_owned());
    let text = |text: &str| table::Cell::Text(text.to_owned());
    // 1.234 is a number whatever the texts beside it say of marks
    let (page, told) = imported(vec![worksheet(
        "Facts",
        &[("customers", text("12.000,5")), ("orders_per_customer_year", number("1.234"))],
    )]);
    assert_eq!(told.faults, Vec::<String>::new());
    let company = &page.app.session().document().company;
    assert_eq!((company.customers, company.orders_per_customer_year), (12_000.5, 1.234));
    let (page, _) = imported(vec![worksheet(
        "Facts",
        &[("contribution_margin", number("28.75%")), ("first_response_minutes", number("8.2 min"))],
    )]);
    let company = &page.app.session().document().company;
    assert_eq!((company.contribution_margin, company.first_response_minutes), (0.2875, 8.2));

    for (field, cell, said) in [
        ("average_order_value", number("$312.5"), "“$” is not its unit"),
        ("average_order_value", text("31.250.00"), "not a number"),
        ("customers", number("35%"), "“%” is not its unit"),
        ("custmers", number("5"), "Did you mean"),
        ("customers", text("2026-08-02"), "not a number"),
        ("customers", table::Cell::Error("#DIV/0!".to_owned()), "Facts!B2 holds the error #DIV/0!"),
        ("customers", table::Cell::Uncomputed("=B9*2".to_owned()), "Facts!B2 is a formula (=B9*2)"),
    ] {
        let (page, told) = imported(vec![worksheet("Facts", &[(field, cell)])]);
        assert!(told.faults.iter().any(|fault| fault.contains(said)), "{said}: {:?}", told.faults);
        assert_eq!(page.app.session().document().company, aftercast_scenario::Company::default());
    }
}

#[test]
fn of_several_worksheets_the_one_that_is_meant() {
    let number = |text: &str| table::Cell::Number(text.to_owned());
    let notes = || {
        let cell = |text: &str| table::Cell::Text(text.to_owned());
        let rows = table::Row::new(1, vec![cell("Prepared in September"), cell("x")]).into_iter().collect();
        Table { separator: '\t', rows, worksheet: Some("Notes".to_owned()) }
    };
    let facts = |name: &str| worksheet(name, &[("customers", number("182500"))]);
    let (page, told) = imported(vec![notes(), facts("Facts")]);
    assert!(told.said.contains("client.xlsx · Facts"), "{}", told.said);
    assert_eq!(page.app.session().document().company.customers, 182_500.0);
    let (_, told) = imported(vec![notes(), facts("2025"), facts("2026")]);
    assert_eq!(told.faults, ["Several sheets could be meant: “2025”, “2026”. Leave one of them in the file."]);
    let other = Table { worksheet: Some("Other".to_owned()), ..notes() };
    let (_, told) = imported(vec![notes(), other]);
    assert_eq!(told.faults, ["No sheet has the columns field, value. The sheets are “Notes”, “Other”."]);
    let (_, told) = imported(vec![Table { rows: Vec::new(), ..notes() }]);
    assert_eq!(told.faults.len(), 1);
}

#[test]
fn assumptions_say_what_the_firm_changed() {
    let mut page = settled();
    let id = AssumptionId::ALL[0];
    page.send(assumptions::Event::KnownSwitched(id, true));
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    let worksheet = &book(&page).worksheets[3];
    let changed = row(worksheet, &[id.name()]);
    assert_eq!(changed[9], Cell::from("yes"));
    assert_eq!((worksheet.heads.len(), changed.len()), (11, 11), "a column of what is trusted fully");
}
