//! Links in pasted texts: where each begins and ends, whatever stands around it.

use aftercast_link::{LinkDocument, NoticeKind, decode, encode, find, pack};
use aftercast_scenario::{Draft, LeverId, PolicyDraft};

const HOST: &str = "https://example.org/aftercast/#";

/// A whole link, long enough to be broken over many lines.
fn whole() -> String {
    let levers = [(LeverId::CustomersPerAgent, 3000.0), (LeverId::AiShare, 0.6), (LeverId::RefundDays, 2.5)];
    let policies = vec![PolicyDraft { name: "More people by night".to_owned(), levers: levers.into() }];
    let draft = Draft { name: "Peak season".to_owned(), policies, ..Draft::default() };
    encode(&LinkDocument { draft, ..LinkDocument::default() }).fragment
}

fn found(text: &str) -> Vec<&str> {
    find(text).into_iter().map(|range| &text[range]).collect()
}

/// Exactly these links stand in the text.
fn assert_found(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected, "{text:?}");
}

#[test]
fn what_surrounds_an_address_is_none_of_it() {
    let address = format!("{HOST}{}", whole());
    for (before, after) in [
        ("Ann: ", " is mine"),
        ("(", ")"),
        ("<", ">"),
        ("\"", "\", she said"),
        ("请看", "，谢谢"),
        ("[plan](", ") and more"),
        ("| ", " |"),
        ("plan;", "; next"),
        ("a,", "."),
        ("link:", "!"),
    ] {
        assert_found(&format!("{before}{address}{after}"), &[&address]);
    }
    assert_found(&format!("one {address}\ntwo {address} three"), &[&address, &address]);
}

#[test]
fn a_wrapper_is_part_of_the_address() {
    let inner: String = format!("{HOST}{}", whole())
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    for wrapped in [format!("https://safe.example/?url={inner}"), inner.clone(), inner.to_lowercase()] {
        let text = format!("see {wrapped} now");
        let [start] = find(&text).iter().map(|r| r.start).collect::<Vec<_>>()[..] else { panic!("{text}") };
        assert_eq!(start, 4, "{text}");
    }
}

#[test]
fn a_page_named_before_is_no_beginning() {
    assert_found("https://other.example is nice\nsee #v=1&ai=.6", &["#v=1&ai=.6"]);
    assert_found("https://other.example\nis nice: #v=1&ai=.6", &["#v=1&ai=.6"]);
    // no address is longer than this
    let far = format!("https://other.example/{}/#v=1&ai=.6", "x".repeat(700));
    assert!(found(&far)[0].len() < 700);
}

#[test]
fn a_fragment_written_by_hand_is_found_once() {
    assert_found("try #ai=.6&cpa=3000 please", &["#ai=.6&cpa=3000"]);
    assert_found("#ai=.6", &["#ai=.6"]);
    assert_found("a #hashtag and = apart", &[]);
    assert_found("once: #v=1&ai=.6 twice: #ai=.7", &["#v=1&ai=.6", "#ai=.7"]);
    assert_found("#note #ai=.7", &["#ai=.7"]);
}

#[test]
fn a_link_broken_over_lines_is_one() {
    let link = whole();
    let address = format!("{HOST}{link}");
    for (mark, name) in [("\n", "lines"), ("\r\n", "lines of a mail"), ("\n> ", "quoted"), ("\n  ", "indented")] {
        for pieces in [2, 3, 7] {
            let length = address.len().div_ceil(pieces);
            let broken: Vec<&str> = address.as_bytes().chunks(length).map(|c| str::from_utf8(c).unwrap()).collect();
            let broken = broken.join(mark);
            let text = format!("Ann writes:\n{broken}\nBest, Ann");
            let ranges = find(&text);
            assert_eq!(ranges.len(), 1, "{name}, {pieces}: {text}");
            let part = &text[ranges[0].clone()];
            assert_eq!(part, broken, "{name}, {pieces}");
            assert_eq!(decode(part).notices, [], "{name}, {pieces}");
        }
    }
}

#[test]
fn no_link_is_broken_over_more_than_forty_lines() {
    let link = whole();
    // an empty line ends a link, so every piece has characters
    for (pieces, is_whole) in [(40, true), (41, false)] {
        let (head, tail) = link.split_at(link.len() - (pieces - 1));
        let broken = std::iter::once(head.to_owned()).chain(tail.chars().map(String::from)).collect::<Vec<_>>();
        assert_eq!(broken.len(), pieces);
        let text = format!("#{}\n", broken.join("\n"));
        assert_eq!(found(&text)[0].len() == text.len() - 1, is_whole, "{pieces}: {text}");
    }
}

#[test]
fn an_empty_line_ends_a_link() {
    let link = whole();
    let (one, other) = link.split_at(link.len() / 2);
    for gap in ["\n\n", "\n>\n", "\n> \n", "\n  > \n", "\n \n"] {
        let text = format!("#{one}{gap}{other}");
        assert!(!found(&text).contains(&text.as_str()), "{text:?}");
        assert_eq!(found(&text)[0], format!("#{one}").trim_end(), "{text:?}");
    }
}

#[test]
fn of_two_damaged_links_each_is_its_own() {
    assert_found("#v=1&ai=.6&k=damage #v=1&cpa=3000", &["#v=1&ai=.6&k=damage", "#v=1&cpa=3000"]);
    let sealed = format!("#{}", whole());
    // the checksum of the second line is not that of the first
    let text = format!("#v=1&ai=.6&k=damage\n{sealed}");
    assert_found(&text, &["#v=1&ai=.6&k=damage", &sealed]);
    let text = format!("https://a.example/#v=1&ai=.6&k=damage\nhttps://b.example/{sealed}");
    let second = format!("https://b.example/{sealed}");
    assert_found(&text, &["https://a.example/#v=1&ai=.6&k=damage", &second]);
}

#[test]
fn notices_say_what_became_of_a_key() {
    let said = |fragment: &str| decode(fragment).notices.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(said("v=1&ai=maybe").contains("used the preset's own value"), "{}", said("v=1&ai=maybe"));
    assert!(said("v=1&view=lesson.staffing.1&sel=zz").contains("used a"), "{}", said("v=1&sel=zz"));
    assert!(said("v=1&ai=7").contains("allowed 0 to 1; used 1"), "{}", said("v=1&ai=7"));
}

#[test]
fn a_packed_link_of_today_opens_for_ever() {
    // published: the dictionary, the raw deflate and the letters of these never change
    let packed = "z=AIMYQMJAAZZIUR6IENBKSEGAAAA";
    let fragment = "v=1&p=base.1&cpa=3000&name=%E4%BA%BA%E6%9C%BA&k=aaaaaa";
    let now = pack(fragment).unwrap();
    assert!(now.starts_with("z=A") && now.len() < fragment.len() + 20, "{now}");
    for link in [packed, &now] {
        assert_eq!(format!("{:?}", decode(link).document), format!("{:?}", decode(fragment).document));
    }
    // three bytes a sign instead of nine
    let signs = "%E4%BA%BA%E6%9C%BA%E5%8D%8F%E5%90%8C%E5%AE%A2%E6%9C%8D%E9%85%8D%E6%AF%94";
    let (long, short) = (pack(&format!("v=1&d={signs}")).unwrap(), pack("v=1&d=").unwrap());
    assert!(long.len() - short.len() <= 8 * 3 * 8 / 5 + 16, "{} {}", long.len(), short.len());
    // what only looks packed is not opened
    for other in ["z=B234567234567", "z=A2345", "z=A2 345672345"] {
        assert_eq!(decode(other).understood, 0, "{other}");
    }
}

/// The same document, without a notice.
fn assert_opens(text: &str, fragment: &str) {
    let (read, expected) = (decode(text), decode(fragment));
    assert_eq!(read.notices, [], "{text:?}");
    assert_eq!(format!("{:?}", read.document), format!("{:?}", expected.document), "{text:?}");
}

fn levers(text: &str) -> Vec<(LeverId, f64)> {
    let document = decode(text).document;
    document.draft.policies.first().map(|p| p.levers.iter().map(|(k, v)| (*k, *v)).collect()).unwrap_or_default()
}

#[test]
fn a_version_in_a_sentence_is_no_link() {
    let link = whole();
    assert_opens(&format!("v=1 of the plan: {link}"), &link);
    // sixteen beginnings are tried
    let before = |count: usize| "v=1 ".repeat(count);
    assert_opens(&format!("{}{link}", before(15)), &link);
    assert_ne!(decode(&format!("{}{link}", before(16))).notices, []);
    // a key that ends in v begins nothing
    assert_eq!(levers("rev=3 #ai=.6&cpa=3000"), [(LeverId::CustomersPerAgent, 3000.0), (LeverId::AiShare, 0.6)]);
}

#[test]
fn a_link_in_the_name_of_another_belongs_to_the_other() {
    let draft = Draft { name: format!("{HOST}{}", whole()), ..Draft::default() };
    let outer = encode(&LinkDocument { draft, ..LinkDocument::default() }).fragment;
    assert_opens(&format!("{HOST}{outer}"), &outer);
    assert!(decode(&outer).document.draft.name.ends_with(&whole()));
    assert_eq!(levers(&outer), []);
}

#[test]
fn pairs_written_by_hand_are_read_from_their_beginning() {
    let both = [(LeverId::CustomersPerAgent, 3000.0), (LeverId::AiShare, 0.6)];
    for text in [
        "ai=.6&cpa=3000",
        "  ai=.6&cpa=3000",
        "(ai=.6&cpa=3000",
        "https://example.org/app?ai=.6&cpa=3000",
        "https://example.org/app#ai=.6&cpa=3000",
        "ai=.6&v=1&cpa=3000",
        "#ai=.6&v=1&cpa=3000",
        "see ai=.6&v=1&cpa=3000",
        "请看，ai=.6&v=1&cpa=3000",
        "see (ai=.6&v=1&cpa=3000",
    ] {
        assert_eq!(levers(text), both, "{text}");
    }
}

#[test]
fn what_was_added_behind_a_link_ends_with_its_word() {
    let link = whole();
    for after in ["&ai=.7 and so on", "&ai=.7#top", "&ai=.7，好", "&ai=.7.", "&ai=.7&unknown=1 x"] {
        let read = decode(&format!("{link}{after}"));
        let added: Vec<_> = read.notices.iter().filter(|n| n.kind == NoticeKind::Added).collect();
        assert_eq!(added.len(), 1, "{after}: {:?}", read.notices);
        assert_eq!((added[0].key.as_str(), added[0].given.as_str()), ("ai", ".7"), "{after}");
    }
    assert_opens(&format!("{link} &ai=.7"), &link);
}

#[test]
fn blanks_and_line_breaks_mean_what_the_checksum_says() {
    let link = whole();
    assert!(link.contains("+people+"), "{link}");
    // a chat shows blanks of names as blanks and breaks the line at one of them
    assert_opens(&link.replace('+', " ").replacen("by night", "by\nnight", 1), &link);
    assert_opens(&link.replace('+', "\n"), &link);
    // within a word the line was broken without a blank
    assert_opens(&link.replace('+', " ").replacen("people", "peo\n  ple", 1), &link);
    // an editor has put blanks where none belong
    let spread: Vec<String> = link.replace('+', "%20").split('&').map(str::to_owned).collect();
    assert_opens(&spread.join(" & "), &link);
}
