//! A class that guesses: phones asked by a short link, their answers out of a chat, the reveal with everybody's guess, the podium.

use super::Event as Teach;
use super::predict::{Event as Guessing, TypedGuess};
use crate::event::{Effect, Event};
use crate::features::policies::Event as Policies;
use crate::tests::{Page, settled};
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::LeverId;

const ADDRESS: &str = "https://a-rather-long-name.example.org/teaching/aftercast/";

fn predict(page: &mut Page, event: Guessing) {
    page.send(Event::Lessons(Teach::Predict(event)));
}

/// The page of the teacher in a lesson, guessing under way.
fn leading(lesson: usize) -> Page {
    let mut page = settled();
    page.send(Event::Lessons(Teach::LessonStarted(lesson)));
    predict(&mut page, Guessing::Switched(true));
    page.compute();
    page
}

fn asking(page: &Page) -> String {
    page.app.lessons().class_link(ADDRESS).link
}

/// A phone that was asked by a link, in a language, and the link it answers with.
fn phone(link: &str, locale: Locale) -> Page {
    let mut page = Page::open("");
    page.app = crate::App::new();
    let fragment = link.split_once('#').unwrap().1.to_owned();
    page.send(Event::Opened { fragment, locale, theme: Theme::Light });
    page.compute();
    page
}

fn guess_typed(page: &mut Page, name: &str, team: &str, typed: &str, mark: &str) -> String {
    let guess = TypedGuess { name: name.into(), team: team.into(), typed: typed.into(), phone: mark.into() };
    predict(page, Guessing::GuessTyped(guess));
    let (_, fragment) = page.app.lessons().prediction().unwrap().own_guess.unwrap();
    format!("{ADDRESS}#{fragment}")
}

#[test]
fn a_phone_guesses_before_it_sees_anything() {
    let teacher = leading(0);
    let link = asking(&teacher);
    assert!(link.len() < ADDRESS.len() + 90 && !link.contains("&l=") && !link.contains("&r="), "{link}");
    for locale in [Locale::English, Locale::Chinese] {
        let mut page = phone(&link, locale);
        assert_eq!((page.app.session().locale(), page.app.session().hidden()), (locale, true));
        assert!(page.app.session().banners().is_empty(), "{:?}", page.app.session().banners());
        let view = page.app.lessons().prediction().unwrap();
        assert!(view.asked && view.own_guess.is_none() && view.moved[0].contains("6,000"), "{view:?}");
        // what is asked stays as it is
        page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
        assert_eq!(page.app.session().document().policies[0].levers[&LeverId::CustomersPerAgent], 6000.0);
        assert!(!page.app.session().fragment().contains("&r="));
        predict(&mut page, Guessing::GuessTyped(TypedGuess { typed: "viele".to_owned(), ..TypedGuess::default() }));
        assert!(page.app.lessons().prediction().unwrap().refused.is_some());
        let sent = guess_typed(&mut page, "Ann", "Red", "35 %", "k3f9");
        assert!(sent.contains("&guess=35&by=Ann&team=Red&ph=k3f9&k=") && !sent.contains("name="), "{sent}");
        assert!(page.app.session().hidden(), "the class reveals");
        predict(&mut page, Guessing::Revealed(true));
        assert!(!page.app.session().hidden() && page.app.session().fragment().contains("&r="));
        assert!(!page.app.session().fragment().contains("ask="));
        let view = page.app.lessons().prediction().unwrap();
        assert_eq!(view.rows.len(), 1);
        // the levers of the lesson move now, and the next round asks again
        page.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3000.0));
        assert_eq!(page.app.session().document().policies[0].levers[&LeverId::CustomersPerAgent], 3000.0);
    }
}

#[test]
fn each_lesson_has_a_link_for_a_class_that_fits_a_code() {
    let mut page = settled();
    page.send(Event::LocaleChosen(Locale::Chinese));
    let rows = page.app.lessons().list(ADDRESS);
    assert_eq!(rows.len(), 5);
    for row in rows {
        let code = row.class.code.unwrap();
        assert!(!code.dense && code.text == row.class.link && !row.class.link.contains('%'), "{}", row.class.link);
        let page = phone(&row.class.link, Locale::English);
        let view = page.app.lessons().prediction().unwrap();
        assert!(page.app.session().hidden() && view.ready && !view.moved.is_empty(), "{view:?}");
        assert_eq!(
            page.app.lessons().lesson().map(|card| card.title),
            Some(page.app.session().document().name.clone())
        );
    }
}

#[test]
fn who_opens_the_guess_of_another_is_asked_too() {
    let link = asking(&leading(0));
    let sent = guess_typed(&mut phone(&link, Locale::English), "Ann", "", "35", "a");
    let page = phone(&sent, Locale::Chinese);
    assert!(page.app.session().hidden() && page.app.session().locale() == Locale::Chinese);
    assert!(page.app.lessons().prediction().unwrap().own_guess.is_none());
}

#[test]
fn a_reload_of_a_phone_keeps_its_guess_and_shows_nothing() {
    let link = asking(&leading(0));
    let mut page = phone(&link, Locale::English);
    guess_typed(&mut page, "Ann", "", "35", "a");
    let effects = page.app.update(Event::Lessons(Teach::Predict(Guessing::ByDots(false))));
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::RememberInTab { key: "prediction", value } => Some(value),
        _ => None,
    });
    let mut again = Page::open("");
    again.app = crate::App::new();
    predict(&mut again, Guessing::Found(kept.unwrap()));
    let fragment = page.app.session().fragment();
    again.send(Event::Opened { fragment, locale: Locale::English, theme: Theme::Light });
    assert!(again.app.session().hidden());
    assert_eq!(again.app.lessons().prediction().unwrap().own_guess, page.app.lessons().prediction().unwrap().own_guess);
    // the question of another link starts without a guess
    let other = asking(&leading(1));
    again.send(Event::FragmentChanged(other.split_once('#').unwrap().1.to_owned()));
    assert!(again.app.session().hidden() && again.app.lessons().prediction().unwrap().own_guess.is_none());
}

/// A chat as it is: names and times of a program, a guess twice, two of one name, noise, other figures, another lesson.
#[test]
fn a_chat_is_read_as_it_is_and_nothing_is_dropped() {
    let mut teacher = leading(0);
    let link = asking(&teacher);
    let guess = |locale, name: &str, team: &str, typed: &str, mark: &str| {
        guess_typed(&mut phone(&link, locale), name, team, typed, mark)
    };
    let mut moved = phone(&link, Locale::English);
    predict(&mut moved, Guessing::Revealed(true));
    moved.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 3500.0));
    let changed = guess_typed(&mut moved, "Eve", "", "70", "e");
    let other = guess_typed(&mut phone(&asking(&leading(4)), Locale::English), "Flo", "", "20", "f");
    let chat = format!(
        "[14:07] Teacher: {link}\n[14:08] Ann: {}\n王芳 11-28 14:08:22\n老师，这是我的：\n{}\n谢谢\n\
         [14:09] Ann: {}\n[14:09] Bo Li: great!\n[14:10] Bo Li: {}\nAnn (of table 3): {}\nEve: {changed}\nFlo: {other}\n\
         see https://x.org/nothing\n",
        guess(Locale::English, "", "", "60", "a"),
        guess(Locale::Chinese, "王芳", "红队", "5", "w"),
        guess(Locale::English, "", "", "40", "a"),
        guess(Locale::Chinese, "", "Red", "10", "b"),
        guess(Locale::English, "Ann", "Red", "90", "z"),
    );
    predict(&mut teacher, Guessing::Pasted(chat.clone()));
    let view = teacher.app.lessons().prediction().unwrap();
    assert_eq!((view.count.as_str(), view.rows.len(), view.people.len()), ("6 guesses", 0, 0));
    let told = view.told.join("\n");
    for part in [
        "Ann guessed more than once",
        "Ann stands for more than one phone",
        "Eve's guess is kept but not scored",
        "3,500",
        "Flo's guess is kept but not scored: it is for the lesson Crisis insurance, version 1",
        "https://x.org/nothing",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("60") && !told.contains("40"), "no number before the reveal: {told}");
    // the chat grows and is pasted again
    predict(&mut teacher, Guessing::Pasted(format!("{chat}Gus: {}", guess(Locale::English, "", "", "3", "g"))));
    assert_eq!(teacher.app.lessons().prediction().unwrap().count, "7 guesses");
    predict(&mut teacher, Guessing::Revealed(true));
    let view = teacher.app.lessons().prediction().unwrap();
    let rows: Vec<(&str, &str, &str)> =
        view.rows.iter().map(|r| (r.name.as_str(), r.guess.as_str(), r.points.as_str())).collect();
    let expected = [
        ("Gus", "3 of 100", "100"),
        ("王芳", "5 of 100", "100"),
        ("Bo Li", "10 of 100", "99"),
        ("Ann", "40 of 100", "86"),
        ("Ann (2)", "90 of 100", "23"),
        ("Flo", "20 of 100", ""),
        ("Eve", "70 of 100", ""),
    ];
    assert_eq!(rows[..5], expected[..5]);
    assert!(rows[5..].contains(&expected[5]) && rows[5..].contains(&expected[6]), "{rows:?}");
    assert_eq!(view.people.iter().map(|p| p.rank).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    let teams: Vec<&str> = view.teams.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(teams, ["红队", "Red"]);
    assert!(view.told.join("\n").contains("Ann guessed more than once: 60, then 40, which counts."), "{:?}", view.told);
}

#[test]
fn points_go_on_over_the_rounds_of_a_lesson() {
    let mut teacher = leading(0);
    let mut ann = phone(&asking(&teacher), Locale::English);
    let first = guess_typed(&mut ann, "Ann", "", "30", "a");
    predict(&mut teacher, Guessing::Pasted(first.clone()));
    predict(&mut teacher, Guessing::Next);
    assert_eq!(teacher.app.lessons().prediction().unwrap().count, "1 guess", "a round is counted once it is revealed");
    predict(&mut teacher, Guessing::Revealed(true));
    // levers move after a reveal: what was revealed stays, and counts
    let revealed = teacher.app.lessons().prediction().unwrap();
    teacher.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 5500.0));
    teacher.send(Policies::LeverReleased(LeverId::CustomersPerAgent));
    teacher.compute();
    let moved = teacher.app.lessons().prediction().unwrap();
    assert_eq!(
        (&moved.rows, &moved.people, &moved.gap, moved.at),
        (&revealed.rows, &revealed.people, &revealed.gap, revealed.at)
    );
    predict(&mut teacher, Guessing::Next);
    teacher.compute();
    let view = teacher.app.lessons().prediction().unwrap();
    assert!(teacher.app.session().hidden() && view.moved[0].contains("4,000"), "{:?}", view.moved);
    // the phone goes on by itself, without another link
    predict(&mut ann, Guessing::Revealed(true));
    ann.send(Policies::LeverMoved(LeverId::CustomersPerAgent, 4500.0));
    ann.compute();
    predict(&mut ann, Guessing::Next);
    ann.compute();
    assert!(ann.app.session().hidden() && ann.app.session().fragment().contains("&ask=1"));
    assert_eq!(ann.app.lessons().prediction().unwrap().moved, view.moved);
    let second = guess_typed(&mut ann, "Ann", "", "80", "a");
    // the whole chat again: the first round is counted already
    predict(
        &mut teacher,
        Guessing::Pasted(format!("Ann: {first}\nAnn: {second}\nBo: {}", second.replace("ph=a", "ph=b"))),
    );
    let view = teacher.app.lessons().prediction().unwrap();
    assert_eq!(view.count, "2 guesses");
    assert!(
        view.told.contains(&"Guesses of earlier rounds that are counted already: 1.".to_owned()),
        "{:?}",
        view.told
    );
    predict(&mut teacher, Guessing::Revealed(true));
    let view = teacher.app.lessons().prediction().unwrap();
    let people: Vec<(usize, &str, f64, usize)> =
        view.people.iter().map(|p| (p.rank, p.name.as_str(), p.points.round(), p.count)).collect();
    assert_eq!((view.rounds, &people[..]), (2, &[(1, "Ann", 192.0, 2), (2, "Ann (2)", 100.0, 1)][..]));
}

#[test]
fn the_page_of_a_class_keeps_its_guesses_whatever_is_opened_on_it() {
    let mut teacher = leading(0);
    let link = asking(&teacher);
    predict(&mut teacher, Guessing::Pasted(guess_typed(&mut phone(&link, Locale::English), "Ann", "", "30", "a")));
    teacher.send(Event::FragmentChanged(link.split_once('#').unwrap().1.to_owned()));
    let view = teacher.app.lessons().prediction().unwrap();
    assert!(!view.asked && view.count == "1 guess" && teacher.app.session().hidden());
}

#[test]
fn the_first_word_of_a_name_is_a_team_where_the_teacher_says_so() {
    let mut teacher = leading(0);
    for name in ["Red Ann", "Red Bo", "蓝队 王芳", "Cy"] {
        predict(&mut teacher, Guessing::Guessed(name.to_owned(), "10".to_owned()));
    }
    predict(&mut teacher, Guessing::Revealed(true));
    assert!(teacher.app.lessons().prediction().unwrap().teams.is_empty());
    predict(&mut teacher, Guessing::TeamsByWord(true));
    let teams: Vec<String> = teacher.app.lessons().prediction().unwrap().teams.into_iter().map(|t| t.name).collect();
    assert_eq!(teams, ["Red", "蓝队"]);
}
