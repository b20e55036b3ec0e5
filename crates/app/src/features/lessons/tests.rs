//! The workshop, driven as a page drives it.

use super::Event as Teach;
use super::predict::Event as Guessing;
use super::present::Event as Presenting;
use crate::event::{Effect, Event};
use crate::features::policies::{Column, Event as Policies};
use crate::tests::{Page, settled, staffed, staffed_in_full};
use aftercast_link::{LinkDocument, encode};
use aftercast_plot::Locale;
use aftercast_presets::lessons::LESSONS;
use aftercast_scenario::LeverId;

fn teach(page: &mut Page, event: Teach) {
    page.send(Event::Lessons(event));
}

#[test]
fn a_lesson_locks_all_levers_but_its_own() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::AiShare, 0.5));
    let before = page.app.session().document().clone();
    teach(&mut page, Teach::LessonStarted(0));
    assert_eq!(page.app.session().document().name, "The staffing cliff");
    let started = page.app.session().document().clone();
    page.send(Policies::LeverMoved(LeverId::AiShare, 0.6));
    page.send(Policies::LeverTyped(LeverId::AiShare, "60%".to_owned()));
    page.send(Policies::PresetChosen(8));
    assert_eq!(*page.app.session().document(), started, "locked");
    let rows = || page.app.policies().levers().into_iter().flat_map(|g| g.rows);
    assert!(rows().all(|row| row.locked.is_some() != (row.id == LeverId::CustomersPerAgent)));
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 4000.0));
    page.send(Policies::LeverReset(LeverId::CustomersPerAgent));
    assert_eq!(*page.app.session().document(), started);
    // its own document is kept beside the one from before, which comes back
    teach(&mut page, Teach::LessonLeft);
    assert_eq!(*page.app.session().document(), before);
    assert!(
        page.app.lessons().lesson().is_none()
            && page.app.policies().levers().iter().flat_map(|g| &g.rows).all(|r| r.locked.is_none())
    );
    let names: Vec<String> = page.app.documents().list().rows.into_iter().map(|row| row.called).collect();
    assert!(names.contains(&"The staffing cliff".to_owned()), "{names:?}");
}

#[test]
fn a_reload_inside_a_lesson_keeps_the_way_back() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::AiShare, 0.5));
    let before = page.app.session().document().clone();
    let kept = |app: &mut crate::App, event: Teach| {
        let effects = app.update(Event::Lessons(event));
        let mut kept = effects.into_iter().filter_map(|effect| match effect {
            Effect::RememberInTab { key: "before_lesson", value } => Some(value),
            _ => None,
        });
        kept.next_back().expect("the tab keeps it")
    };
    kept(&mut page.app, Teach::LessonStarted(0));
    let text = kept(&mut page.app, Teach::LessonStarted(1));
    let link = page.app.session().fragment();
    let reloaded = |link: &str| {
        let mut app = crate::App::new();
        app.update(Event::Lessons(Teach::BeforeFound(text.clone())));
        app.update(Event::Opened { fragment: link.to_owned(), locale: Locale::English, theme: Default::default() });
        app
    };
    let mut again = reloaded(&link);
    assert!(again.lessons().lesson().is_some());
    assert_eq!(kept(&mut again, Teach::LessonLeft), "", "once");
    assert_eq!(*again.session().document(), before);
    // a link to another lesson, followed in the same tab, is not left for it
    let other = LinkDocument { view: "lesson.vip.1".to_owned(), ..LinkDocument::default() };
    let mut followed = reloaded(&encode(&other).fragment);
    followed.update(Event::Lessons(Teach::LessonLeft));
    assert_eq!(followed.session().document().policies[0].levers[&LeverId::VipSpend], 5000.0);
}

#[test]
fn levers_of_a_lesson_are_shown_even_where_they_are_no_headline_levers() {
    let mut page = settled();
    for (index, lesson) in LESSONS.iter().enumerate() {
        teach(&mut page, Teach::LessonStarted(index));
        let shown: Vec<LeverId> =
            page.app.policies().levers().into_iter().flat_map(|g| g.rows).map(|row| row.id).collect();
        assert!(lesson.levers.iter().all(|id| shown.contains(id)), "{}", lesson.key);
        assert_eq!(page.app.lessons().lesson().map(|card| card.title).as_deref(), Some(lesson.title()[0]));
    }
    // one lesson after another: the document from before the first comes back
    teach(&mut page, Teach::LessonLeft);
    assert_eq!(page.app.session().document().policies.len(), 2);
    assert_eq!(page.app.session().document().name, "");
}

#[test]
fn a_link_opens_a_lesson_with_what_was_done_in_it() {
    let mut page = settled();
    teach(&mut page, Teach::LessonStarted(1));
    page.send(Policies::LeverMoved(LeverId::Copilot, 1.0));
    let link = page.app.session().fragment();
    assert!(link.contains("view=lesson.ai.1"), "{link}");
    let other = Page::open(&link);
    assert_eq!(other.app.session().document(), page.app.session().document());
    assert!(other.app.lessons().lesson().is_some() && other.app.session().banners().is_empty());
    // the lesson alone, as the handbook gives it
    let alone = LinkDocument { view: "lesson.vip.1".to_owned(), engine: String::new(), ..LinkDocument::default() };
    let mut page = Page::open(&encode(&alone).fragment);
    assert!(page.app.session().banners().is_empty(), "{:?}", page.app.session().banners());
    assert_eq!(page.app.session().document().policies[0].levers[&LeverId::VipSpend], 5000.0);
    teach(&mut page, Teach::LessonLeft);
    assert_eq!(
        page.app.session().document().policies[0].levers[&LeverId::VipSpend],
        5000.0,
        "there is nothing to go back to"
    );
    assert!(!page.app.session().fragment().contains("view="));
}

#[test]
fn a_link_to_a_lesson_is_short_and_speaks_the_language_of_its_reader() {
    let address = "https://a-rather-long-name.example.org/teaching/aftercast/";
    for locale in [Locale::English, Locale::Chinese] {
        for (k, lesson) in LESSONS.iter().enumerate() {
            let mut page = settled();
            page.send(Event::LocaleChosen(locale));
            teach(&mut page, Teach::LessonStarted(k));
            page.compute();
            let share = page.app.documents().share(address);
            assert!(share.link.len() < address.len() + 80 && share.link.contains(lesson.key), "{}", share.link);
            let code = share.code.unwrap();
            assert!(!code.dense && code.text == share.link, "{}: {code:?}", lesson.key);
            // read in the other language, moved there, and sent back
            let other = if locale == Locale::English { Locale::Chinese } else { Locale::English };
            let fragment = share.link.split_once('#').unwrap().1.to_owned();
            let mut reader = crate::App::new();
            reader.update(Event::Opened { fragment, locale: other, theme: Default::default() });
            assert_eq!(
                (reader.session().locale(), reader.session().banners().len()),
                (other, 0),
                "{:?}",
                reader.session().banners()
            );
            assert_eq!(reader.session().document().name, lesson.title()[usize::from(other == Locale::Chinese)]);
            reader.update(Policies::LeverMoved(lesson.levers[0], lesson.levers[0].spec().max));
            let sent = reader.documents().share(address);
            assert!(sent.code.is_some_and(|code| !code.dense) && !sent.link.contains("&l="), "{}", sent.link);
            let mut again = Page::open(sent.link.split_once('#').unwrap().1);
            again.send(Event::LocaleChosen(other));
            assert_eq!(again.app.session().document(), reader.session().document());
        }
    }
}

#[test]
fn an_older_link_to_a_lesson_does_not_force_its_language() {
    let mut page = settled();
    page.send(Event::LocaleChosen(Locale::Chinese));
    teach(&mut page, Teach::LessonStarted(1));
    let document = LinkDocument {
        draft: page.app.session().document().clone(),
        view: "lesson.ai.1".to_owned(),
        ..LinkDocument::default()
    };
    let link = encode(&LinkDocument { language: Some(Locale::Chinese), ..document }).fragment;
    assert!(link.contains("&l=zh"));
    let reader = Page::open(&link);
    assert_eq!(reader.app.session().locale(), Locale::English);
    assert_eq!(reader.app.session().document().policies[1].name, "AI first, fewer agents");
    // a document of one's own still comes in its sender's language
    let own = LinkDocument { language: Some(Locale::Chinese), ..LinkDocument::default() };
    assert_eq!(Page::open(&encode(&own).fragment).app.session().locale(), Locale::Chinese);
}

#[test]
fn what_a_link_to_a_lesson_adds_stays() {
    let reader = Page::open("v=1&p=base.1&co.n=2e6&as.cause=.4&n=2000&sel=b&view=lesson.ai.1");
    let document = reader.app.session().document();
    assert_eq!((document.company.customers, document.assumptions.len(), document.settings.draws), (2e6, 1, 2000));
    assert_eq!((document.policies.len(), reader.app.session().selected()), (2, 1));
}

#[test]
fn a_multiple_below_one_has_two_figures_as_the_note_tells_it() {
    let mut page = settled();
    teach(&mut page, Teach::LessonStarted(3));
    page.compute();
    let told = |page: &Page| Some(page.app.policies().table().rows[1].cell(Column::Multiple).value.clone());
    assert_eq!(told(&page).as_deref(), Some("1 : 0.35"));
    page.send(Event::FaceValueSwitched(true));
    page.compute();
    assert_eq!(told(&page).as_deref(), Some("1 : 0.32"));
}

#[test]
fn a_lesson_follows_the_language() {
    let mut page = settled();
    teach(&mut page, Teach::LessonStarted(2));
    page.send(Event::LocaleChosen(Locale::Chinese));
    assert_eq!(page.app.session().document().policies[0].name, "安全问题高赔偿");
    let card = page.app.lessons().lesson().unwrap();
    assert!(card.levers.contains('、'), "{card:?}");
    page.send(Event::LocaleChosen(Locale::English));
    assert_eq!(page.app.session().document().name, "Compensation that pays for itself");
}

fn predict(page: &mut Page, event: super::predict::Event) {
    teach(page, Teach::Predict(event));
}

#[test]
fn what_is_to_be_guessed_is_nowhere_to_be_read() {
    let mut page = staffed();
    let figure = page.app.policies().headline().plain;
    let row = page.app.policies().table().rows[1].cells.clone();
    predict(&mut page, Guessing::Switched(true));
    let headline = page.app.policies().headline();
    assert_eq!(
        headline.plain,
        "In ? of 100 simulated futures, My policy gains more than it costs, customers kept included, over 36 months."
    );
    assert!(headline.uncertainties.is_empty() && page.app.policies().trust().is_none(), "{headline:?}");
    assert!(
        page.app
            .policies()
            .table()
            .rows
            .iter()
            .skip(1)
            .flat_map(|row| &row.cells)
            .all(|cell| ["?", "? of 100"].contains(&cell.value.as_str()) && cell.note.is_empty())
    );
    assert!(!page.app.session().fragment().contains("&r="), "{}", page.app.session().fragment());
    let view = page.app.lessons().prediction().unwrap();
    assert!(view.ready && view.at.is_none() && view.gap.is_empty() && view.columns.iter().all(|c| c.model == 0));
    predict(&mut page, Guessing::Revealed(true));
    assert_eq!(
        (page.app.policies().headline().plain, page.app.policies().table().rows[1].cells.clone()),
        (figure, row)
    );
    assert!(page.app.session().fragment().contains("&r="));
}

#[test]
fn numbers_are_ranked_by_their_score_and_the_gap_is_told() {
    let mut page = staffed_in_full();
    predict(&mut page, Guessing::Switched(true));
    for (name, typed) in [("Ann", "80"), ("Bo", "60 of 100"), ("Cy", "40%"), ("Ann", "70"), ("", "101"), ("", "soon")] {
        predict(&mut page, Guessing::Guessed(name.to_owned(), typed.to_owned()));
    }
    let view = page.app.lessons().prediction().unwrap();
    assert_eq!((view.count.as_str(), view.rows.len()), ("3 guesses", 0), "who still guesses sees no guess");
    assert_eq!(view.told, ["Ann guessed more than once; the last guess counts."]);
    assert!(view.refused.is_some_and(|(typed, why)| typed == "soon" && why.contains("0 to 100")));
    predict(&mut page, Guessing::Revealed(true));
    let view = page.app.lessons().prediction().unwrap();
    let gaps: Vec<(&str, &str)> = view.rows.iter().map(|row| (row.name.as_str(), row.gap.as_str())).collect();
    assert_eq!(gaps, [("Bo", "7 too high"), ("Cy", "13 too low"), ("Ann", "17 too high")]);
    assert_eq!(view.rows[0].score, "0.255", "0.526·0.16 + 0.474·0.36");
    assert!(view.gap[0].contains("53 of 100") && view.gap[1].contains("Bo"), "{:?}", view.gap);
    assert_eq!(view.told, ["Ann guessed more than once: 80, then 70, which counts."]);
    assert_eq!(view.rows[0].points, "99", "100 less the square of .07");
    predict(&mut page, Guessing::Again);
    assert!(page.app.session().hidden() && page.app.lessons().prediction().unwrap().rows.is_empty());
}

#[test]
fn twenty_dots_make_a_guess() {
    let mut page = staffed();
    predict(&mut page, Guessing::Switched(true));
    predict(&mut page, Guessing::ByDots(true));
    for _ in 0..12 {
        predict(&mut page, Guessing::Dot(11, true));
    }
    predict(&mut page, Guessing::Guessed("Dee".to_owned(), String::new()));
    assert!(page.app.lessons().prediction().unwrap().refused.unwrap().1.contains("12 are placed"));
    for _ in 0..9 {
        predict(&mut page, Guessing::Dot(8, true));
    }
    let view = page.app.lessons().prediction().unwrap();
    assert_eq!((view.columns[8].dots, view.columns[11].dots), (8, 12), "no more than 20");
    predict(&mut page, Guessing::Dot(8, false));
    predict(&mut page, Guessing::Dot(9, true));
    predict(&mut page, Guessing::Guessed("Dee".to_owned(), String::new()));
    predict(&mut page, Guessing::Revealed(true));
    let view = page.app.lessons().prediction().unwrap();
    assert!(view.rows[0].guess.starts_with("12 of 20 dots above zero"), "{:?}", view.rows);
    assert_eq!(view.columns.iter().map(|c| u32::from(c.model)).sum::<u32>(), 20);
    let above: u32 = view.columns[10..].iter().map(|c| u32::from(c.model)).sum();
    assert!((10..=11).contains(&above), "53 of 100 futures pay: {above} of 20 dots");
    assert_eq!(view.columns[8].dots, 7, "the guess beside the model");
    assert!(view.rows[0].score.starts_with('¥') && view.gap.len() == 3, "{view:?}");
}

#[test]
fn a_reload_neither_shows_the_result_nor_loses_the_guesses() {
    let mut page = staffed_in_full();
    let kept = |page: &mut Page, event: Guessing| {
        let effects = page.app.update(Event::Lessons(Teach::Predict(event)));
        let kept = effects.into_iter().find_map(|effect| match effect {
            Effect::RememberInTab { key: "prediction", value } => Some(value),
            _ => None,
        });
        kept.expect("the tab keeps it")
    };
    kept(&mut page, Guessing::Switched(true));
    kept(&mut page, Guessing::Guessed("Ann".to_owned(), "60".to_owned()));
    kept(&mut page, Guessing::ByDots(true));
    let text = kept(&mut page, Guessing::Dot(11, true));
    let mut reloaded = staffed_in_full();
    predict(&mut reloaded, Guessing::Found(text.clone()));
    assert!(reloaded.app.session().hidden());
    assert_eq!(reloaded.app.lessons().prediction(), page.app.lessons().prediction());
    for event in [Guessing::ByDots(false), Guessing::Revealed(true)] {
        let text = kept(&mut page, event);
        predict(&mut reloaded, Guessing::Found(text));
    }
    assert_eq!(reloaded.app.lessons().prediction(), page.app.lessons().prediction());
    assert_eq!(reloaded.app.lessons().prediction().unwrap().rows[0].gap, "7 too high");
    // what no version of ours wrote hides nothing
    let ended = kept(&mut page, Guessing::Switched(false));
    let wrong =
        [ended, text.replace("0.6", "1.6"), text.replacen("[0,", "[9,", 1).replacen(",0,", ",99,", 1), "{}".to_owned()];
    for text in wrong {
        predict(&mut reloaded, Guessing::Found(text.clone()));
        assert!(!reloaded.app.session().hidden() && reloaded.app.lessons().prediction().is_none(), "{text}");
    }
}

#[test]
fn without_a_moved_lever_there_is_nothing_to_guess() {
    let mut page = settled();
    predict(&mut page, Guessing::Switched(true));
    assert!(!page.app.lessons().prediction().unwrap().ready);
    predict(&mut page, Guessing::Switched(false));
    assert!(page.app.lessons().prediction().is_none() && !page.app.session().hidden());
}

fn present(page: &mut Page, event: super::present::Event) -> Vec<Effect> {
    page.app.update(Event::Lessons(Teach::Present(event)))
}

#[test]
fn steps_are_saved_led_through_and_kept() {
    let mut page = staffed();
    present(&mut page, Presenting::Switched(true));
    assert!(page.app.lessons().presenting());
    present(&mut page, Presenting::Chart(2));
    let kept = present(&mut page, Presenting::Saved("More agents".to_owned()));
    page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 6000.0));
    present(&mut page, Presenting::Chart(0));
    let kept_both = present(&mut page, Presenting::Saved(String::new()));
    let [Effect::Remember { key: "steps", value }] = &kept_both[..] else { panic!("{kept_both:?}") };
    assert_ne!(kept, kept_both);
    let view = page.app.lessons().presenter();
    assert_eq!(view.steps, ["More agents", "A My policy"], "without a title: the policy");
    assert_eq!(view.caption, "Step 2 of 2: A My policy");
    present(&mut page, Presenting::Moved(-1));
    assert_eq!(page.app.session().document().policies[0].levers[&LeverId::CustomersPerAgent], 3000.0);
    assert_eq!((page.app.lessons().presenter().chart, page.app.lessons().presenter().at), (2, Some(0)));
    present(&mut page, Presenting::Moved(-1));
    assert_eq!(page.app.lessons().presenter().at, Some(0), "there is none before");
    present(&mut page, Presenting::Moved(1));
    assert_eq!(page.app.session().document().policies[0].levers[&LeverId::CustomersPerAgent], 6000.0);
    // another visit
    let mut page = settled();
    present(&mut page, Presenting::Found(value.clone()));
    page.send(Event::LocaleChosen(Locale::Chinese));
    present(&mut page, Presenting::Moved(1));
    assert_eq!(page.app.session().document().policies[0].levers[&LeverId::CustomersPerAgent], 3000.0);
    assert_eq!(page.app.session().locale(), Locale::Chinese, "the language is the reader's");
    assert!(page.app.session().banners().is_empty());
    present(&mut page, Presenting::Removed(0));
    assert_eq!((page.app.lessons().presenter().steps.len(), page.app.lessons().presenter().at), (1, None));
    present(&mut page, Presenting::Found("damaged".to_owned()));
    assert!(page.app.lessons().presenter().steps.is_empty());
}

#[test]
fn two_tabs_have_one_list_of_steps() {
    let (mut first, mut second) = (staffed(), staffed());
    let kept = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Remember { key: "steps", value }] => value.clone(),
        other => panic!("{other:?}"),
    };
    let elsewhere =
        |before: &str, now: &str| Presenting::ChangedElsewhere { before: before.to_owned(), now: now.to_owned() };
    let one = kept(present(&mut first, Presenting::Saved("One".to_owned())));
    present(&mut second, elsewhere("", &one));
    present(&mut second, Presenting::Moved(1));
    second.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 6000.0));
    let both = kept(present(&mut second, Presenting::Saved("Two".to_owned())));
    present(&mut first, elsewhere(&one, &both));
    let view = first.app.lessons().presenter();
    assert_eq!((view.steps.as_slice(), view.at), (["One".to_owned(), "Two".to_owned()].as_slice(), Some(0)));
    // what is removed elsewhere leaves the other step shown
    present(&mut first, Presenting::Moved(1));
    let left = kept(present(&mut second, Presenting::Removed(0)));
    present(&mut first, elsewhere(&both, &left));
    let view = first.app.lessons().presenter();
    assert_eq!((view.steps.as_slice(), view.at), (["Two".to_owned()].as_slice(), Some(0)));
    // what the storage did not take is here alone, and stays
    present(&mut first, Presenting::Saved("Three".to_owned()));
    present(&mut first, elsewhere(&left, &one));
    assert_eq!(first.app.lessons().presenter().steps, ["Two", "Three"]);
}

#[test]
fn pinned_levers_stay_and_are_each_another() {
    let mut page = settled();
    page.send(Policies::LeverMoved(LeverId::Copilot, 1.0));
    present(&mut page, Presenting::Switched(true));
    let pinned = page.app.lessons().presenter().pinned;
    assert_eq!(pinned, [LeverId::Copilot, LeverId::CustomersPerAgent, LeverId::AiShare]);
    present(&mut page, Presenting::Pinned(0, LeverId::AiShare));
    present(&mut page, Presenting::Pinned(1, LeverId::VipSpend));
    assert_eq!(page.app.lessons().presenter().pinned, [LeverId::AiShare, LeverId::VipSpend, LeverId::Copilot]);
    let shown: Vec<LeverId> = page.app.policies().levers().into_iter().flat_map(|g| g.rows).map(|row| row.id).collect();
    assert!(shown.contains(&LeverId::VipSpend));
    page.send(Policies::LeverMoved(LeverId::NightStaffShare, 0.2));
    assert_eq!(page.app.lessons().presenter().pinned[0], LeverId::AiShare, "a pin stays while levers move");
}
