//! The sheets of the lessons as pages to print: written from the data, with no number that the lesson does not give or claim.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use aftercast_link::{LinkDocument, Round, encode};
use aftercast_presets::lessons::{LESSONS, Lesson, document, shorten};
use aftercast_scenario::LeverId;
use toml::{Table, Value};

const LESSONS_DATA: &str = include_str!("../../data/lessons.toml");
const SHEETS: &str = include_str!("../../data/sheets.toml");
const GLOSSARY: &str = include_str!("../../data/glossary.csv");
const LANGUAGES: [&str; 2] = ["en", "zh"];

/// Words of the sheets in English and Chinese.
mod words {
    pub const TITLE: [&str; 2] = ["Lessons to print", "课程讲义"];
    pub const FACILITATOR: [&str; 2] = ["Facilitator's sheet", "讲师讲义"];
    pub const PARTICIPANT: [&str; 2] = ["Participant's sheet", "学员讲义"];
    pub const PRINT: [&str; 2] = ["Print", "打印"];
    pub const ALL: [&str; 2] = ["All sheets", "全部讲义"];
    pub const STORY: [&str; 2] = ["Story", "背景"];
    pub const TASK: [&str; 2] = ["Task", "任务"];
    pub const QUESTION: [&str; 2] = ["Question", "思考"];
    pub const TIMING: [&str; 2] = ["Timing and script", "时间与流程"];
    pub const DEBRIEF: [&str; 2] = ["Questions for the debrief", "讨论问题"];
    pub const MISTAKES: [&str; 2] = ["What people get wrong", "常见误解"];
    pub const NOTE: [&str; 2] = ["The answer, with its numbers", "答案与数字"];
    pub const LEVERS: [&str; 2] = ["Unlocked levers", "可调举措"];
    pub const ROUND: [&str; 2] = ["Round", "第"];
    pub const JOIN: [&str; 2] = ["Open on your phone and guess first:", "用手机打开，先猜一猜："];
    pub const GUESS: [&str; 2] = ["My guess: ______ of 100", "我的猜测：100 种中 ______ 种"];
    pub const RESULT: [&str; 2] = ["Result: ______ of 100", "结果：100 种中 ______ 种"];
    pub const ASKS: [&str; 2] =
        ["In how many of 100 simulated futures does this pay?", "在 100 种模拟未来中，有多少种有收益？"];
    pub const OPENING: [&str; 2] = [
        "Read out the story. Choose Teach, Run with a class: the wall shows question and code. Everybody opens it on the own phone; it asks for the guess and shows no result.",
        "朗读背景。选择“教学”中的“带全班开始”，投影显示题目和二维码。学员用手机打开，先提交猜测，不显示结果。",
    ];
    pub const TALK: [&str; 2] = [
        "Everybody submits. Scan the code on each phone, or have the links sent to the chat and paste the chat into the box. Only the number of guesses is shown. Reveal, name the podium, then ask:",
        "学员提交后，扫描各人手机上的二维码，或请学员把链接发到群里，再将聊天记录粘贴到输入框；只显示份数。揭晓并公布排名，然后提问：",
    ];
    pub const WORK: [&str; 2] = [
        "In pairs, on the phones: only the levers of the lesson move.",
        "两人一组，在手机上操作：只有本课的举措可以调整。",
    ];
    pub const CLOSE: [&str; 2] = [
        "Ask the question of the lesson, then those below. The answer is on the next lines.",
        "先问本课的思考题，再问下列问题。答案见后。",
    ];
    pub const NO_ANSWERS: [&str; 2] = ["Notes", "记录"];
}

fn rows(text: &str, key: &str) -> Vec<Value> {
    text.parse::<Table>().unwrap()[key].as_array().unwrap().clone()
}

fn told(value: &Value, language: usize) -> &str {
    value[LANGUAGES[language]].as_str().unwrap()
}

fn term(id: LeverId, language: usize) -> String {
    let row = GLOSSARY.lines().find(|l| l.split(',').next() == Some(id.name())).unwrap();
    row.split(',').nth(language + 1).unwrap().to_owned()
}

/// A value of a lever as the sheets write it.
fn value(id: LeverId, x: f64, language: usize) -> String {
    let grouped = |x: f64| {
        let digits = format!("{x:.0}");
        if digits.len() > 3 {
            format!("{},{}", &digits[..digits.len() - 3], &digits[digits.len() - 3..])
        } else {
            digits
        }
    };
    let spec = id.spec();
    match (spec.max <= 1.0, id) {
        (true, _) => format!("{:.0}%", 100.0 * x),
        (false, LeverId::SafetyMultiple | LeverId::GoodsMultiple) => {
            [format!("× {x}"), format!("{x} 倍")][language].clone()
        }
        (false, LeverId::VipSpend) => [format!("{} CNY", grouped(x)), format!("{} 元", grouped(x))][language].clone(),
        _ => grouped(x),
    }
}

fn moved(levers: &[(LeverId, f64)], language: usize) -> String {
    let one = |&(id, x): &(LeverId, f64)| format!("{} {}", term(id, language), value(id, x, language));
    levers.iter().map(one).collect::<Vec<_>>().join(["; ", "；"][language])
}

/// The result of a round as the lesson claims it, of 100.
fn claimed(row: &Value, levers: &[(LeverId, f64)]) -> i64 {
    let number = |v: &Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64)).unwrap();
    let is_it = |claim: &&Value| {
        let own = claim["levers"].as_table().unwrap();
        claim["measure"].as_str() == Some("met")
            && claim.get("face_value").is_none()
            && own.len() == levers.len()
            && levers.iter().all(|(id, x)| own.get(id.name()).is_some_and(|v| number(v) == *x))
    };
    let claim = row["claims"].as_array().unwrap().iter().find(is_it);
    claim.unwrap_or_else(|| panic!("{}: no claim of a round", row["id"]))["value"].as_integer().unwrap()
}

/// What the phones of a class open: as the page writes it.
fn class_fragment(lesson: &Lesson) -> String {
    let mut draft = document(lesson, aftercast_i18n::Locale::English);
    draft.policies[0].levers = lesson.rounds[0].iter().copied().collect();
    shorten(&mut draft, lesson);
    let round = Round { ask: true, ..Round::default() };
    encode(&LinkDocument { draft, view: lesson.key.to_owned(), round, ..LinkDocument::default() }).fragment
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) {
    writeln!(out, "<h3>{title}</h3>\n<ul>").unwrap();
    items.for_each(|item| writeln!(out, "<li>{}</li>", escaped(&item)).unwrap());
    out.push_str("</ul>\n");
}

fn link(out: &mut String, lesson: &Lesson, language: usize) {
    let fragment = escaped(&class_fragment(lesson));
    writeln!(
        out,
        "<figure class=\"join\" data-code=\"{}\"><figcaption>{} <a data-link href=\"./#{fragment}\">#{fragment}</a></figcaption></figure>",
        lesson.id,
        words::JOIN[language]
    )
    .unwrap();
}

fn round_named(index: usize, language: usize) -> String {
    match language {
        0 => format!("{} {}", words::ROUND[0], index + 1),
        _ => format!("{} {} 轮", words::ROUND[1], index + 1),
    }
}

fn facilitator(out: &mut String, lesson: &Lesson, row: &Value, sheet: &Value, language: usize) {
    let minutes = |key: &str| sheet["minutes"][key].as_integer().unwrap();
    let rounds = lesson.rounds.len() as i64;
    let total = minutes("open") + rounds * minutes("round") + minutes("task") + minutes("debrief");
    let minutes_told = |n: i64| [format!("{n} min"), format!("{n} 分钟")][language].clone();
    writeln!(out, "<section class=\"sheet\" id=\"{}-facilitator\">", lesson.id).unwrap();
    writeln!(out, "<p class=\"kind\">{} · {}</p>", words::FACILITATOR[language], minutes_told(total)).unwrap();
    writeln!(out, "<h2>{}</h2>", escaped(lesson.title()[language])).unwrap();
    link(out, lesson, language);
    writeln!(out, "<h3>{}</h3>\n<p>{}</p>", words::STORY[language], escaped(lesson.story()[language])).unwrap();
    let levers: Vec<String> = lesson.levers.iter().map(|&id| term(id, language)).collect();
    writeln!(
        out,
        "<p class=\"hint\">{}{}{}</p>",
        words::LEVERS[language],
        [": ", "："][language],
        levers.join([", ", "、"][language])
    )
    .unwrap();
    writeln!(out, "<h3>{}</h3>\n<table>", words::TIMING[language]).unwrap();
    let mut step = |minutes: i64, text: String| {
        writeln!(out, "<tr><th scope=\"row\">{}</th><td>{text}</td></tr>", minutes_told(minutes)).unwrap();
    };
    step(minutes("open"), escaped(words::OPENING[language]));
    for (index, (levers, says)) in lesson.rounds.iter().zip(sheet["rounds"].as_array().unwrap()).enumerate() {
        let result = claimed(row, levers);
        let result = [format!("{result} of 100"), format!("100 种中 {result} 种")][language].clone();
        let talk = if index == 0 { format!("{} ", words::TALK[language]) } else { String::new() };
        step(
            minutes("round"),
            format!(
                "<b>{}</b> {} → <b>{result}</b><br>{}{}",
                round_named(index, language),
                escaped(&moved(levers, language)),
                escaped(&talk),
                escaped(told(says, language))
            ),
        );
    }
    step(
        minutes("task"),
        format!("<b>{}</b> {} {}", words::TASK[language], words::WORK[language], escaped(lesson.task()[language])),
    );
    step(
        minutes("debrief"),
        format!(
            "<b>{}</b> {} <i>{}</i>",
            words::QUESTION[language],
            words::CLOSE[language],
            escaped(lesson.question()[language])
        ),
    );
    out.push_str("</table>\n");
    let texts = |key: &str| {
        sheet[key].as_array().unwrap().iter().map(|text| told(text, language).to_owned()).collect::<Vec<_>>()
    };
    list(out, words::DEBRIEF[language], texts("debrief").into_iter());
    list(out, words::MISTAKES[language], texts("mistakes").into_iter());
    writeln!(out, "<h3>{}</h3>\n<p>{}</p>\n</section>", words::NOTE[language], escaped(told(&row["note"], language)))
        .unwrap();
}

fn participant(out: &mut String, lesson: &Lesson, language: usize) {
    writeln!(out, "<section class=\"sheet\" id=\"{}-participant\">", lesson.id).unwrap();
    writeln!(out, "<p class=\"kind\">{}</p>", words::PARTICIPANT[language]).unwrap();
    writeln!(out, "<h2>{}</h2>", escaped(lesson.title()[language])).unwrap();
    link(out, lesson, language);
    writeln!(out, "<h3>{}</h3>\n<p>{}</p>", words::STORY[language], escaped(lesson.story()[language])).unwrap();
    writeln!(out, "<h3>{}</h3>\n<table>", words::ASKS[language]).unwrap();
    for (index, levers) in lesson.rounds.iter().enumerate() {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            round_named(index, language),
            escaped(&moved(levers, language)),
            words::GUESS[language],
            words::RESULT[language]
        )
        .unwrap();
    }
    out.push_str("</table>\n");
    for (title, text) in [(words::TASK, lesson.task()), (words::QUESTION, lesson.question())] {
        writeln!(
            out,
            "<h3>{}</h3>\n<p>{}</p>\n<div class=\"rule\"></div><div class=\"rule\"></div>",
            title[language],
            escaped(text[language])
        )
        .unwrap();
    }
    writeln!(out, "<h3>{}</h3>\n<div class=\"rule\"></div><div class=\"rule\"></div><div class=\"rule\"></div><div class=\"rule\"></div>\n</section>", words::NO_ANSWERS[language]).unwrap();
}

/// The page of a language as it has to be.
fn page(language: usize) -> String {
    let tag = ["en", "zh-CN"][language];
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'\">\n\
         <title>{0} · Aftercast</title>\n<link rel=\"icon\" href=\"favicon.svg\">\n<link rel=\"stylesheet\" href=\"lessons.css\">\n<script type=\"module\" src=\"lessons.js\"></script>\n</head>\n<body>\n\
         <header>\n<h1>{0}</h1>\n<nav>\n<a href=\"./\">Aftercast</a> <a href=\"lessons-en.html\" lang=\"en\" data-other>English</a> <a href=\"lessons-zh.html\" lang=\"zh-CN\" data-other>中文</a> <a href=\"#\">{1}</a> <button type=\"button\" id=\"print\">{2}</button>\n</nav>\n<ul>\n",
        words::TITLE[language],
        words::ALL[language],
        words::PRINT[language]
    );
    for lesson in Lesson::latest() {
        writeln!(
            out,
            "<li>{title}{colon}<a href=\"#{id}-facilitator\">{a}</a> · <a href=\"#{id}-participant\">{b}</a></li>",
            title = escaped(lesson.title()[language]),
            colon = [": ", "："][language],
            id = lesson.id,
            a = words::FACILITATOR[language],
            b = words::PARTICIPANT[language]
        )
        .unwrap();
    }
    out.push_str("</ul>\n</header>\n<main>\n");
    let (rows, sheets) = (rows(LESSONS_DATA, "lesson"), rows(SHEETS, "sheet"));
    for (row, lesson) in rows.iter().zip(&LESSONS).filter(|(_, l)| Lesson::latest().any(|m| m.key == l.key)) {
        let sheet = sheets.iter().find(|sheet| sheet["lesson"].as_str() == Some(lesson.id)).expect("a sheet");
        writeln!(out, "<article id=\"{}\">", lesson.id).unwrap();
        facilitator(&mut out, lesson, row, sheet, language);
        participant(&mut out, lesson, language);
        out.push_str("</article>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Written anew by `AFTERCAST_WRITE=1 cargo test --test integration the_sheets`.
#[test]
fn the_sheets_say_what_the_data_say() {
    for (language, name) in LANGUAGES.iter().enumerate() {
        let path = format!("{}/public/lessons-{name}.html", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("AFTERCAST_WRITE").is_some() {
            std::fs::write(&path, page(language)).unwrap();
        }
        assert!(std::fs::read_to_string(&path).unwrap() == page(language), "{path} is not what the data say");
    }
}

/// The numbers of a text, without their grouping.
fn numbers(text: &str) -> BTreeSet<String> {
    let text: Vec<char> = text.chars().collect();
    let digit = |k: usize| text.get(k).is_some_and(char::is_ascii_digit);
    let (mut found, mut own) = (BTreeSet::new(), String::new());
    for (k, &c) in text.iter().enumerate() {
        match c {
            '0'..='9' => own.push(c),
            ',' if !own.is_empty() && digit(k + 1) && digit(k + 2) && digit(k + 3) && !digit(k + 4) => {}
            '.' if !own.is_empty() && digit(k + 1) => own.push(c),
            _ if !own.is_empty() => {
                found.insert(std::mem::take(&mut own));
            }
            _ => {}
        }
    }
    found.extend(Some(own).filter(|own| !own.is_empty()));
    found
}

#[test]
fn no_sheet_names_a_number_that_its_lesson_does_not_have() {
    assert_eq!(numbers("1,234 of 5, 6.5 (7)"), ["1234", "5", "6.5", "7"].map(str::to_owned).into());
    let rows = rows(LESSONS_DATA, "lesson");
    for sheet in self::rows(SHEETS, "sheet") {
        let row = rows.iter().find(|row| row["id"] == sheet["lesson"]).unwrap();
        assert_eq!(sheet["rounds"].as_array().unwrap().len(), row["rounds"].as_array().unwrap().len(), "{}", row["id"]);
        for language in 0..2 {
            let claims = row["claims"].as_array().unwrap().iter().map(|claim| told(claim, language).to_owned());
            let given = ["story", "task", "question"].map(|key| told(&row[key], language).to_owned());
            let known: BTreeSet<String> = claims.chain(given).flat_map(|text| numbers(&text)).collect();
            for key in ["rounds", "debrief", "mistakes"] {
                for text in sheet[key].as_array().unwrap() {
                    let text = told(text, language);
                    let unknown: Vec<String> = numbers(text).difference(&known).cloned().collect();
                    assert!(unknown.is_empty(), "{}: {unknown:?} in {text}", row["id"]);
                }
            }
        }
    }
}

#[test]
fn each_lesson_has_its_sheet_in_both_languages() {
    let sheets = rows(SHEETS, "sheet");
    for lesson in Lesson::latest() {
        let sheet = sheets.iter().find(|sheet| sheet["lesson"].as_str() == Some(lesson.id)).expect("a sheet");
        for key in ["debrief", "mistakes"] {
            assert!(sheet[key].as_array().unwrap().len() >= 3, "{}: {key}", lesson.id);
        }
        for (language, text) in (0..2).flat_map(|l| sheet["mistakes"].as_array().unwrap().iter().map(move |t| (l, t))) {
            let chinese = told(text, language).chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert_eq!(chinese, language == 1, "{text}");
        }
        for levers in lesson.rounds {
            assert!(levers.iter().all(|(id, _)| lesson.levers.contains(id)), "{}", lesson.key);
        }
    }
}
