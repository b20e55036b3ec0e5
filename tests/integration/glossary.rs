//! One word, one thing: no text of the page and no row of the data says a term otherwise than `data/glossary.csv` has it. Words that stood
//! for a term once, or easily do, are in `data/stray.csv`.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const STRAY: &str = include_str!("../../data/stray.csv");
const GLOSSARY: &str = include_str!("../../data/glossary.csv");

/// A text with its language and where it stands.
struct Said {
    language: &'static str,
    location: String,
    text: String,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).filter(|line| !line.is_empty()).map(|line| line.split(',').collect())
}

/// Every `en` and `zh` of a value.
fn walk(location: &str, value: &Value, said: &mut Vec<Said>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                let language = ["en", "zh"].into_iter().find(|language| language == key);
                match (language, value.as_str()) {
                    (Some(language), Some(text)) => {
                        said.push(Said { language, location: location.to_owned(), text: text.to_owned() });
                    }
                    _ => walk(&format!("{location}.{key}"), value, said),
                }
            }
        }
        Value::Array(all) => all.iter().enumerate().for_each(|(k, v)| walk(&format!("{location}.{k}"), v, said)),
        _ => {}
    }
}

fn files() -> Vec<PathBuf> {
    let data = Path::new(ROOT).join("data");
    let inside = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let folders = [data.clone(), data.join("texts"), data.join("texts/late")];
    folders.into_iter().flat_map(inside).filter(|path| path.extension().is_some_and(|e| e == "toml")).collect()
}

/// All that is said to a reader.
fn said() -> Vec<Said> {
    let mut said = Vec::new();
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let table: Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        if name == "evidence.zh.toml" {
            let texts = table.iter().filter_map(|(key, value)| Some((key, value.as_str()?)));
            said.extend(texts.map(|(key, text)| Said { language: "zh", location: key.clone(), text: text.to_owned() }));
        } else {
            walk(&name, &Value::Table(table), &mut said);
        }
    }
    for row in rows(GLOSSARY) {
        for (language, text) in [("en", row[1]), ("zh", row[2])] {
            said.push(Said { language, location: format!("glossary.{}", row[0]), text: text.to_owned() });
        }
    }
    said
}

#[test]
fn every_text_says_the_terms_of_the_glossary() {
    let said = said();
    assert!(said.len() > 3000, "the texts were read: {}", said.len());
    let mut found = Vec::new();
    for text in &said {
        let small = text.text.to_lowercase();
        for row in rows(STRAY) {
            let [language, stray, term] = row[..] else {
                panic!("data/stray.csv: {row:?}: expected language,stray,term")
            };
            if language == text.language && small.contains(stray) {
                found.push(format!("{}: “{stray}” is “{term}” here: {}", text.location, text.text));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_term_is_a_stray_word_and_every_row_is_read() {
    for row in rows(STRAY) {
        let [language, stray, term] = row[..] else { panic!("{row:?}") };
        assert!(matches!(language, "en" | "zh") && !stray.is_empty() && !term.is_empty(), "{row:?}");
        assert_eq!(stray, stray.to_lowercase(), "texts are compared in small letters");
        assert!(!term.to_lowercase().contains(stray), "{row:?}: its own term would fail");
    }
    // the comparison can fail
    assert!(rows(STRAY).any(|row| row[0] == "zh" && "每名客服服务用户数".contains(row[1])));
}
