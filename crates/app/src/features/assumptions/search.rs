//! Search in lists: whole words first, then beginnings of words, then what stands inside words.

/// A query held against a list of texts.
#[derive(Clone, Debug)]
pub struct Search {
    /// Each word of the query with how it has to occur.
    words: Vec<(String, Occurs)>,
}

/// How a word of a query occurs in a text, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Occurs {
    Inside,
    Begins,
    Whole,
}

/// Fewest letters of a word that also finds longer ones; below, "AI" would find "aim" beside AI.
const LONG: usize = 4;

impl Search {
    /// Holds each word of a query to the best way in which any of the texts has it. Case does not matter.
    pub fn new<'a>(query: &str, texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let words = query.to_lowercase();
        let best = |word: &str| texts.clone().filter_map(|text| occurs(word, &text.to_lowercase())).max();
        let words = words.split_whitespace().map(|word| {
            let best = best(word).unwrap_or(Occurs::Inside);
            let long = best == Occurs::Whole && word.chars().count() >= LONG;
            (word.to_owned(), if long { Occurs::Begins } else { best })
        });
        Self { words: words.collect() }
    }

    /// Whether a text has every word of the query.
    pub fn finds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words.iter().all(|(word, least)| occurs(word, &text).is_some_and(|found| found >= *least))
    }
}

/// The best way in which a text has a word. Scripts without blanks between words have it whole wherever it stands.
fn occurs(word: &str, text: &str) -> Option<Occurs> {
    let letter = |c: char| c.is_ascii_alphanumeric();
    let (first, last) = (word.starts_with(letter), word.ends_with(letter));
    let found = text.match_indices(word).map(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + word.len()..]);
        let begins = !first || !before.ends_with(letter);
        // a plural is the same word
        let plural = behind.strip_prefix('s').is_some_and(|rest| !rest.starts_with(letter)) && word.len() > 1;
        let ends = !last || !behind.starts_with(letter) || plural;
        match (begins, ends) {
            (true, true) => Occurs::Whole,
            (true, false) => Occurs::Begins,
            (false, _) => Occurs::Inside,
        }
    });
    found.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(query: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let search = Search::new(query, texts.iter().copied());
        texts.iter().copied().filter(|text| search.finds(text)).collect()
    }

    #[test]
    fn whole_words_go_before_beginnings_and_those_before_the_inside() {
        let texts = ["Share met by AI", "ai_accuracy", "aim of training", "maintained gain", "智能客服（AI）", "AIs"];
        assert_eq!(found("AI", &texts), ["Share met by AI", "ai_accuracy", "智能客服（AI）", "AIs"]);
        assert_eq!(found("mai", &texts), ["maintained gain"]);
        assert_eq!(found("tain", &texts), ["maintained gain"], "inside a word where nothing better is there");
        assert_eq!(found("客服", &texts), ["智能客服（AI）"]);
        assert_eq!(found("ai 智能", &texts), ["智能客服（AI）"]);
        assert_eq!(found("", &texts).len(), texts.len());
        assert!(found("nothing", &texts).is_empty());
        let longer = ["contact rate", "contacts a month", "contacting", "first-contact", "recontact"];
        assert_eq!(found("contact", &longer), longer[..4], "a longer word also finds those that begin with it");
        assert_eq!(found("contac", &longer), longer[..4], "the same while it is typed");
        assert_eq!(found("VIP", &["vip_spend", "vipers"]), ["vip_spend"]);
    }
}
