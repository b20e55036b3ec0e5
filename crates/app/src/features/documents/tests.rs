//! Documents, files, history and exports, driven as a page drives them.

use super::*;
use crate::event::{Effect, Event as AppEvent, StorageEffect};
use crate::features::policies::Event as Policies;
use crate::{App, MOST_POLICIES};
use aftercast_analyses::DrawsRead;
use aftercast_analyses::sections::{frontier, spider};
use aftercast_plot::{Locale, Theme, to_svg};
use aftercast_scenario::LeverId;

/// A browser's storage and address.
#[derive(Default)]
pub(super) struct Browser {
    pub(super) stored: Vec<Stored>,
    pub(super) last: Option<String>,
    pub(super) address: String,
    tabs: u32,
}

impl Browser {
    pub(super) fn open(&mut self, fragment: &str) -> App {
        self.tabs += 1;
        let mut app = App::new();
        let found =
            Event::Found { stored: self.stored.clone(), last: self.last.clone(), stamp: format!("t{}", self.tabs) };
        self.send(&mut app, AppEvent::Documents(found));
        let (fragment, locale, theme) = (fragment.to_owned(), Locale::English, Theme::Light);
        self.send(&mut app, AppEvent::Opened { fragment, locale, theme });
        app
    }

    pub(super) fn send(&mut self, app: &mut App, event: impl Into<AppEvent>) {
        for effect in app.update(event) {
            match effect {
                Effect::Store(StorageEffect::Keep(document)) => {
                    self.last = Some(document.id.clone());
                    self.stored.retain(|s| s.id != document.id);
                    self.stored.push(document);
                }
                Effect::Store(StorageEffect::Forget(id)) => self.stored.retain(|s| s.id != id),
                Effect::WriteFragment(fragment) => self.address = fragment,
                Effect::Run(_)
                | Effect::NextDocument
                | Effect::NextPlace
                | Effect::Remember { .. }
                | Effect::RememberInTab { .. }
                | Effect::KeepTyped { .. } => {}
            }
        }
    }

    pub(super) fn staff(&mut self, app: &mut App, customers: f64) {
        self.send(app, Policies::LeverMoved(LeverId::CustomersPerAgent, customers));
        self.send(app, Policies::LeverReleased(LeverId::CustomersPerAgent));
    }
}

fn staffing(app: &App) -> Option<f64> {
    app.session().document().policies[0].levers.get(&LeverId::CustomersPerAgent).copied()
}

#[test]
fn a_document_is_kept_once_it_was_changed_and_comes_back() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    assert!(browser.stored.is_empty(), "a look is not a document");
    browser.staff(&mut app, 3000.0);
    assert_eq!(browser.stored.len(), 1);
    // the address is empty again, or still there: the same document either way
    for address in [String::new(), browser.address.clone()] {
        let again = browser.open(&address);
        assert_eq!(again.session().document(), app.session().document());
        assert_eq!(browser.stored.len(), 1, "a reload makes no second one");
        assert!(again.documents().list().rows[0].current);
        assert!(again.session().banners().is_empty(), "a document of the reader's own reproduces no other result");
    }
}

#[test]
fn a_link_does_not_overwrite_what_is_kept() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    let kept = browser.stored.clone();
    let mut other = App::new();
    other.update(Policies::LeverTyped(LeverId::CustomersPerAgent, "4000".to_owned()));
    let link = other.session().fragment();
    browser.send(&mut app, AppEvent::FragmentChanged(link.clone()));
    assert_eq!(staffing(&app), Some(4000.0));
    assert_eq!(browser.stored, kept);
    browser.staff(&mut app, 4500.0);
    assert_eq!(browser.stored.len(), 2, "changed, it is a document of its own");
    let app = browser.open(&link);
    assert_eq!(staffing(&app), Some(4000.0));
}

#[test]
fn documents_are_copied_renamed_deleted_and_brought_back() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    let first = app.documents().list().rows[0].id.clone();
    browser.send(&mut app, AppEvent::Documents(Event::Rename(first.clone(), "  Quarter plan ".to_owned())));
    browser.send(&mut app, AppEvent::Documents(Event::Duplicate(first.clone())));
    browser.staff(&mut app, 2500.0);
    let rows = app.documents().list().rows;
    assert_eq!(rows.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Quarter plan (copy)", "Quarter plan"]);
    assert!(rows[0].current && !rows[1].current);
    // undo belongs to the copy alone
    browser.send(&mut app, AppEvent::Undo);
    browser.send(&mut app, AppEvent::Undo);
    assert_eq!(staffing(&app), Some(3000.0));
    browser.send(&mut app, AppEvent::Documents(Event::Rename(first.clone(), "Other".to_owned())));
    browser.send(&mut app, AppEvent::Documents(Event::Open(first.clone())));
    assert_eq!((app.session().document().name.as_str(), staffing(&app)), ("Other", Some(3000.0)));
    browser.send(&mut app, AppEvent::Documents(Event::Delete(first.clone())));
    assert_eq!(browser.stored.len(), 1);
    assert_eq!(app.session().document().name, "Quarter plan (copy)", "another one comes up");
    assert_eq!(app.documents().list().deleted.as_deref(), Some("Other"));
    browser.send(&mut app, AppEvent::Documents(Event::Restore));
    assert_eq!((app.session().document().name.as_str(), browser.stored.len()), ("Other", 2));
    browser.send(&mut app, AppEvent::Documents(Event::New));
    assert_eq!(app.session().document().name, "");
    assert_eq!(browser.stored.len(), 2, "a new one is kept once it is changed");
}

#[test]
fn where_nothing_is_kept_documents_live_with_the_page() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    app.update(AppEvent::Documents(Event::NotKept));
    app.update(AppEvent::Documents(Event::NotKept));
    assert_eq!(app.session().banners().len(), 1, "said once");
    app.update(AppEvent::Documents(Event::New));
    app.update(Policies::LeverTyped(LeverId::CustomersPerAgent, "4000".to_owned()));
    // the empty storage does not wipe them out
    app.update(AppEvent::Documents(Event::Found { stored: Vec::new(), last: None, stamp: "x".to_owned() }));
    let documents = app.documents().list();
    assert_eq!((documents.rows.len(), documents.refused), (2, true));
    app.update(AppEvent::Documents(Event::Open(documents.rows[1].id.clone())));
    assert_eq!(staffing(&app), Some(3000.0));
}

#[test]
fn another_page_around_it_keeps_nothing() {
    let mut browser = Browser::default();
    let mut app = App::new();
    browser.send(&mut app, AppEvent::Documents(Event::Embedded));
    browser.send(&mut app, AppEvent::Opened { fragment: String::new(), locale: Locale::English, theme: Theme::Light });
    browser.staff(&mut app, 3000.0);
    assert!(browser.stored.is_empty());
}

#[test]
fn a_scenario_file_comes_back_as_it_went() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    let file = app.documents().scenario_file();
    assert_eq!(file.name, "aftercast-scenario");
    let before = app.session().document().clone();
    browser.staff(&mut app, 4000.0);
    browser.send(&mut app, AppEvent::Documents(Event::FileRead(file.content)));
    assert_eq!(*app.session().document(), before);
    assert_eq!(browser.stored.len(), 2, "the file is a document beside the one before");
}

#[test]
fn a_bad_file_changes_nothing_and_says_everything() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    let before = app.session().document().clone();
    let many: Vec<String> = (0..=MOST_POLICIES).map(|k| format!("{{\"name\":\"p{k}\",\"levers\":{{}}}}")).collect();
    let bad = format!("{{\"policies\":[{}],\"draws\":\"many\",\"colour\":1}}", many.join(","));
    for (text, count) in [(bad.as_str(), 3), ("no json", 1), ("{\"policy\":{\"customers_per_agent\":1}}", 1)] {
        browser.send(&mut app, AppEvent::Documents(Event::FileRead(text.to_owned())));
        let banner = app.session().banners().remove(0);
        assert!(banner.alert && banner.lines.len() == count, "{text}: {:?}", banner.lines);
        assert_eq!(*app.session().document(), before);
    }
    assert_eq!(browser.stored.len(), 1);
}

#[test]
fn history_says_what_changed_and_leads_there() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    browser.send(&mut app, Policies::PolicyRenamed(0, "Staff".to_owned()));
    browser.send(&mut app, Policies::PolicyAdded);
    browser.send(&mut app, Policies::PolicyMoved(0, 1));
    browser.send(&mut app, crate::features::charts::Event::ChartChosen(0, 2));
    browser.send(&mut app, crate::features::company::Event::CurrencyTyped("€".to_owned(), "EUR".to_owned()));
    let lines: Vec<String> = app.documents().changes().into_iter().map(|row| row.lines.join("; ")).collect();
    let expected = [
        "Currency: ¥ CNY → € EUR",
        "Charts on top: Gain over today, month by month, D: 100 futures → Chance of earning at least …, D: 100 futures",
        "Policies reordered",
        "Added My policy",
        "Renamed Staff the peaks to Staff",
        "Staff the peaks, Customers per agent: 5,000 → 3,000",
        "As opened",
    ];
    assert_eq!(lines, expected);
    assert_eq!(app.documents().changes().iter().map(|row| row.steps).collect::<Vec<_>>(), [0, -1, -2, -3, -4, -5, -6]);
    browser.send(&mut app, AppEvent::Documents(Event::Travel(-5)));
    assert_eq!(app.session().document().policies[0].name, "Staff the peaks");
    assert_eq!(app.documents().changes().iter().map(|row| row.steps).collect::<Vec<_>>(), [5, 4, 3, 2, 1, 0, -1]);
    browser.send(&mut app, AppEvent::Documents(Event::Travel(5)));
    assert_eq!(app.session().document().policies.len(), 4);
}

#[test]
fn what_is_shared_opens_to_the_same_document() {
    let mut browser = Browser::default();
    let mut app = browser.open("");
    browser.staff(&mut app, 3000.0);
    let view = app.documents().share("https://example.org/tool/#old");
    assert!(view.link.starts_with("https://example.org/tool/#v=1"), "{}", view.link);
    let again = browser.open(view.link.split_once('#').unwrap().1);
    assert_eq!(again.session().document(), app.session().document());
    assert!(view.summary.contains("A Staff the peaks: Customers per agent: 5,000 → 3,000"), "{}", view.summary);
    assert!(view.summary.contains("seed 42") && view.summary.ends_with(&view.link), "{}", view.summary);
    assert!(view.embed.contains("embed=1#v=1"));
}

#[test]
fn a_link_carries_nothing_of_the_visit() {
    let app = App::new();
    for address in [
        "https://x.org/a/",
        "https://x.org/a/?engine=scalar&from=x",
        "https://x.org/a/?embed=1#v=1",
        "https://x.org/a/#x?y",
    ] {
        let view = app.documents().share(address);
        assert!(view.link.starts_with("https://x.org/a/#v=1"), "{}", view.link);
        assert!(view.embed.contains("src=\"https://x.org/a/?embed=1#v=1") && view.summary.ends_with(&view.link));
        assert_eq!(view.code.unwrap().text, view.link);
    }
}

#[test]
fn a_long_document_has_a_code_that_opens_to_it() {
    let mut app = App::new();
    app.update(AppEvent::LocaleChosen(Locale::Chinese));
    for k in 0..4 {
        app.update(Policies::PolicyAdded);
        app.update(Policies::LeverTyped(LeverId::CustomersPerAgent, format!("{}", 3000 + 111 * k)));
        app.update(Policies::LeverTyped(LeverId::AiShare, format!("{}%", 31 + k)));
        app.update(Policies::PolicyRenamed(k + 2, format!("方案{k}：更多客服与更少人工智能")));
    }
    let view = app.documents().share("https://example.org/aftercast/");
    let code = view.code.unwrap();
    assert!(
        view.link.len() > 700 && code.text.contains("#z=") && code.text.len() < view.link.len(),
        "{}",
        view.link.len()
    );
    let mut reader = App::new();
    let (fragment, locale, theme) = (code.text.split_once('#').unwrap().1.to_owned(), Locale::English, Theme::Light);
    reader.update(AppEvent::Opened { fragment, locale, theme });
    assert_eq!((reader.session().document(), reader.session().banners().len()), (app.session().document(), 0));
    assert_eq!(reader.session().fragment(), app.session().fragment(), "written plainly again");
}

#[test]
fn names_that_deceive_are_shown_plainly_and_said() {
    let mut browser = Browser::default();
    let mut draft = App::new().session().document().clone();
    draft.policies[0].name = "Plan \u{202e}01\u{202c}\u{200b}".to_owned();
    draft.policies[1].name = "=HYPERLINK(\"x\")".to_owned();
    let link =
        aftercast_link::encode(&aftercast_link::LinkDocument { draft: draft.clone(), ..Default::default() }).fragment;
    let app = browser.open(&link);
    assert_eq!(app.policies().table().rows[1].name, "Plan 01");
    assert_eq!(app.session().document(), &draft, "the document keeps its names");
    let banners = app.session().banners();
    assert!(banners.len() == 1 && !banners[0].alert && banners[0].lines[0].contains("Plan 01"), "{banners:?}");
    let hidden = |text: &str| text.contains(['\u{202e}', '\u{200b}']);
    assert!(!app.documents().share("https://x.org/").summary.contains('\u{202e}'));
    let mut page = crate::tests::Page::open(&link);
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    for which in [
        ExportedChart::Fan,
        ExportedChart::Difference,
        ExportedChart::Exceedance,
        ExportedChart::Costs,
        ExportedChart::Bridge,
        ExportedChart::Segments,
    ] {
        let table = page.app.documents().table(ExportedTable::Of(which), "2026-11-30", "").unwrap().content;
        let cells = || table.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split(','));
        assert!(!hidden(&table) && !cells().any(|cell| cell.trim_matches('"').starts_with(['=', '@'])), "{table}");
    }
    // what is typed is taken without them
    page.send(Policies::PolicyRenamed(0, "to\u{200b}day\u{202e}".to_owned()));
    assert_eq!(page.app.session().document().policies[0].name, "today");
    assert!(
        page.app.policies().table().rows[1].letter == "A" && page.app.policies().table().rows[0].letter.is_empty(),
        "its letter tells it from today's"
    );
}

#[test]
fn a_picture_carries_where_it_comes_from() {
    let mut page = crate::tests::settled_in_full();
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    assert!(App::new().documents().picture(ExportedChart::Fan, "", Theme::Light).is_none(), "nothing is computed yet");
    let address = "https://example.org/some/long/place/for/a/tool/index.html";
    // while the draws of a change are on their way, the results shown are not those of the link
    let exports = |page: &crate::tests::Page| {
        let of = page.app.documents();
        let picture = of.picture(ExportedChart::Fan, address, Theme::Light).is_some();
        [
            picture,
            of.table(ExportedTable::Months, "2026-11-30", address).is_some(),
            of.workbook(address, (2026, 11, 30)).is_some(),
        ]
    };
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 2900.0));
    assert_eq!(exports(&page), [false; 3]);
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
    page.compute();
    assert_eq!(exports(&page), [true; 3]);
    for which in [
        ExportedChart::Fan,
        ExportedChart::Difference,
        ExportedChart::Exceedance,
        ExportedChart::Costs,
        ExportedChart::Bridge,
    ] {
        let scene = page.app.documents().picture(which, address, Theme::Light).unwrap().content;
        for mark in &scene.marks {
            let bounds = mark.bounds().unwrap();
            let inside = bounds.left >= 0.0 && bounds.right <= scene.width && bounds.bottom <= scene.height;
            assert!(inside && bounds.top >= 0.0, "{mark:?}");
        }
        let texts: String = scene.marks.iter().filter_map(|mark| mark.text()).collect();
        assert!(texts.contains(&page.app.documents().link(address)), "no character of the link is lost");
        for part in ["5,000 → 3,000", "seed 42", "1,024 draws", aftercast_engine::VERSION] {
            assert!(texts.contains(part), "{part} in {texts}");
        }
        assert!(to_svg(&scene).contains("<text"));
    }
    for which in [
        ExportedTable::Months,
        ExportedTable::Of(ExportedChart::Fan),
        ExportedTable::Of(ExportedChart::Difference),
        ExportedTable::Of(ExportedChart::Exceedance),
        ExportedTable::Of(ExportedChart::Costs),
        ExportedTable::Of(ExportedChart::Bridge),
        ExportedTable::Of(ExportedChart::Segments),
        ExportedTable::Policies,
    ] {
        let table = page.app.documents().table(which, "2026-11-30", address).unwrap().content;
        let (head, rows) = table.split_once("\r\n\r\n").unwrap();
        for line in [
            "\u{feff}Aftercast,2",
            "Engine,",
            "Document,",
            "Firm,",
            "1,000,000 customers",
            "Policies,",
            "A ",
            "Date,2026-11-30",
            "Seed,42",
            "Draws,1024",
            "Unit,",
            "CNY",
            "Link,",
        ] {
            assert!(head.contains(line), "{line}: {head}");
        }
        let cells = rows.lines().skip(1).flat_map(|line| line.split(','));
        assert!(
            cells.clone().any(|cell| cell.len() > 9 && cell.parse::<f64>().is_ok()),
            "{which:?}: every digit: {rows}"
        );
        assert!(
            // what an outcome is called may name the currency
            !rows.replace("per ¥1", "").contains(['¥', '−']) && !cells.clone().any(|cell| cell.ends_with(['K', 'M'])),
            "{which:?}: {rows}"
        );
        if matches!(which, ExportedTable::Months | ExportedTable::Of(ExportedChart::Fan)) {
            assert!(rows.lines().count() == 37 && rows.lines().nth(1).unwrap().starts_with("1,"), "{rows}");
        }
    }
}

#[test]
fn back_from_a_new_document_brings_the_levers_of_the_one_before_and_no_others() {
    let mut browser = Browser::default();
    let mut app = browser.open(crate::tests::PLAIN);
    browser.staff(&mut app, 3000.0);
    let (before, id) = (app.session().document().clone(), app.session().document_id());
    let fragment = app.session().fragment();
    browser.send(&mut app, AppEvent::Documents(Event::New));
    browser.staff(&mut app, 4000.0);
    browser.send(&mut app, AppEvent::Returned(fragment, id));
    assert_eq!(app.session().document(), &before);
}

#[test]
fn what_an_analysis_found_is_taken_away_whole_and_says_what_it_is_of() {
    let mut page = crate::tests::settled();
    page.send(AppEvent::PlaceShown("analyse.ranking".to_owned()));
    let view = page.app.documents();
    let found = serde_json::json!({ "policies": [{ "policy": "A", "mean": 0.1 + 0.2 }] });
    let address = "https://x.org/a/";
    let file = view.analysis_numbers(("ranking", DrawsRead::ALL), &found, "2026-11-30", address);
    for line in
        ["Date,2026-11-30", "Seed,", "Draws,", "Engine,", "policies\r\npolicy,mean\r\nA,0.30000000000000004\r\n"]
    {
        assert!(file.content.contains(line), "{line}: {}", file.content);
    }
    assert!(file.content.contains("view=analyse.ranking"), "{}", file.content);
    assert!(file.name.starts_with("aftercast") && file.name.ends_with("-ranking"), "{}", file.name);
    // what an analysis does not read of the document is not told as if it did
    let settings = page.app.session().document().settings;
    let (draws, seed) = (format!("Draws,{}\r\n", settings.draws), format!("Seed,{}\r\n", settings.seed));
    assert!(file.content.contains(&draws) && file.content.contains(&seed), "{}", file.content);
    let own = view.analysis_numbers(("frontier", frontier::SECTION.draws), &found, "2026-11-30", address);
    assert!(!own.content.contains(&draws) && own.content.contains(&seed), "{}", own.content);
    let none = view.analysis_numbers(("spider", spider::SECTION.draws), &found, "2026-11-30", address);
    assert!(!none.content.contains(&draws) && !none.content.contains(&seed), "{}", none.content);
}
