//! What only the inside can show: the ladder of retired keys, numbers, escapes.

use super::decode::decode_with;
use super::keys::{APPENDED, Key, Lookup, Rename, Scope, Step, climb, look_up, policy_of, prefix, written};
use super::*;
use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{AssumptionId, LeverId, Override};

const LADDER: &[Rename] = &[
    Rename { since: "1.1.0", scope: Scope::Lever, old: "agents", new: Some("staff") },
    Rename { since: "1.1.0", scope: Scope::Assumption, old: "belief", new: Some("cause") },
    Rename { since: "1.2.0", scope: Scope::Lever, old: "fax", new: None },
    Rename { since: "1.3.0", scope: Scope::Lever, old: "staff", new: Some("cpa") },
    Rename { since: "1.3.0", scope: Scope::Company, old: "people", new: Some("n") },
    Rename { since: "1.4.0", scope: Scope::Preset, old: "robots.1", new: Some("hybrid.1") },
    Rename { since: "1.4.0", scope: Scope::Preset, old: "fax.1", new: None },
];

fn retired(read: &Decoded) -> Vec<(&str, &str)> {
    let of_kind = read.notices.iter().filter(|n| n.kind == NoticeKind::Retired);
    of_kind.map(|n| (n.key.as_str(), n.used.as_str())).collect()
}

#[test]
fn retired_keys_climb_the_ladder_with_a_notice() {
    let read =
        decode_with("v=1&b.agents=3000&to.staff=4000&as.belief=.4&co.people=2e6&fax=1&c.p=robots.1&d.p=fax.1", LADDER);
    assert_eq!(
        retired(&read),
        [
            ("b.agents", "b.cpa"),
            ("to.staff", "to.cpa"),
            ("as.belief", "as.cause"),
            ("co.people", "co.n"),
            ("fax", ""),
            ("c.p", "hybrid.1"),
            ("d.p", "")
        ]
    );
    let draft = &read.document.draft;
    assert_eq!(draft.policies[1].levers, [(LeverId::CustomersPerAgent, 3000.0)].into());
    assert_eq!(draft.policies[2].levers[&LeverId::AiShare], 0.7);
    assert!(draft.policies[3].levers.is_empty());
    assert_eq!(draft.today[&LeverId::CustomersPerAgent], 4000.0);
    assert_eq!(draft.assumptions[&AssumptionId::CausalShare], Override::Known(0.4));
    assert_eq!(draft.company.customers, 2e6);
    // and without that ladder they are unknown
    assert!(retired(&decode("v=1&b.agents=3000&fax=1")).is_empty());
}

#[test]
fn the_ladder_is_climbed_from_its_oldest_step() {
    assert_eq!(climb(LADDER, Scope::Lever, "agents"), Step::Renamed("cpa"));
    assert_eq!(climb(LADDER, Scope::Lever, "fax"), Step::Gone);
    assert_eq!(climb(LADDER, Scope::Company, "agents"), Step::Same);
    assert_eq!(climb(&[], Scope::Lever, "agents"), Step::Same);
}

#[test]
fn every_key_is_found_by_what_is_written() {
    let policies = (0..64)
        .flat_map(|p| [Key::Preset(p), Key::Name(p)].into_iter().chain(LeverId::ALL.map(|id| Key::Lever(p, id))));
    let all = policies
        .chain((0..FIELDS.len()).map(Key::Company))
        .chain(AssumptionId::ALL.map(Key::Assumption))
        .chain(LeverId::ALL.map(Key::Today))
        .chain([Key::Version, Key::Goal, Key::Draws, Key::Seed, Key::Sampler, Key::Events])
        .chain([
            Key::FaceValue,
            Key::Selected,
            Key::View,
            Key::Document,
            Key::Comment,
            Key::Charts,
            Key::Currency,
            Key::Result,
            Key::Engine,
            Key::Language,
            Key::Ask,
            Key::Guess,
            Key::By,
            Key::Team,
            Key::Phone,
        ]);
    let mut seen = std::collections::BTreeSet::new();
    for key in all {
        let text = written(key);
        assert_eq!(look_up(&text, &[]), Lookup::Known(key), "{text}");
        assert!(seen.insert(text), "{key:?} is written like another");
    }
    assert!(APPENDED.iter().all(|k| look_up(k, &[]) == Lookup::Appended));
    for beyond in ["65.cpa", "65.p", "100.name", "99999999999999999999.ai"] {
        assert_eq!(look_up(beyond, &[]), Lookup::Beyond, "{beyond}");
    }
    for stranger in
        ["", "65.zzz", "0.cpa", "01.cpa", "B.cpa", "co.", "as.", "to.p", "to.name", "cpa.b", "b.c.cpa", "k2"]
    {
        assert_eq!(look_up(stranger, &[]), Lookup::Unknown, "{stranger}");
    }
}

#[test]
fn policies_have_letters_then_numbers() {
    assert_eq!([0, 1, 25, 26, 63].map(prefix), ["", "b.", "z.", "27.", "64."]);
    assert_eq!(["a", "b", "z", "2", "27", "64"].map(policy_of), [0, 1, 25, 1, 26, 63].map(Some));
    assert_eq!(["", "65", "aa", "-1", "B", "é"].map(policy_of), [None; 6]);
}

#[test]
fn numbers_are_short_and_keep_their_bits() {
    for (x, text) in [
        (0.6, ".6"),
        (-0.5, "-.5"),
        (0.0, "0"),
        (-0.0, "-0"),
        (3000.0, "3000"),
        (20_000.0, "20000"),
        (1e6, "1e6"),
        (128_000.0, "128000"),
        (0.0015, ".0015"),
        (0.1 + 0.2, ".30000000000000004"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e308"),
    ] {
        assert_eq!(number::write(x), text);
        assert_eq!(number::read(text).map(f64::to_bits), Some(x.to_bits()), "{text}");
    }
    for text in [
        "", "nan", "inf", "-inf", "infinity", "1e999", "1,5", "1e-999", "-2e-400", "0x10", "1_000", "٣", "e", ".",
        "- 1",
    ] {
        assert_eq!(number::read(text), None, "{text}");
    }
    assert_eq!(number::read_whole("2e4"), Some(20_000));
    assert_eq!(number::read_whole("9007199254740993"), Some(9_007_199_254_740_993));
    assert_eq!(["1.5", "-1", "1e999", ""].map(number::read_whole), [None; 4]);
    assert_eq!(number::read_whole("9007199254740993.0"), None, "another number would be read");
    assert_eq!(number::read("0e-999"), Some(0.0));
}

#[test]
fn escapes_read_in_either_case_and_leave_lone_percent_signs() {
    assert_eq!(text::encode("a b&c=d#e%f+g/混"), "a+b%26c%3Dd%23e%25f%2Bg%2F%E6%B7%B7");
    assert_eq!(text::decode_part("a+b%26c%3dd%23e%25f%2Bg%2f%e6%b7%b7"), "a b&c=d#e%f+g/混");
    assert_eq!(text::decode("100%"), "100%");
    assert_eq!(text::decode("%zz%4"), "%zz%4");
    assert_eq!(text::decode("%ff"), "\u{fffd}");
}

#[test]
fn a_retired_key_says_what_it_is_now_or_that_it_is_gone() {
    let read = decode_with("v=1&agents=3000&fax=1", LADDER);
    let said: Vec<String> =
        read.notices.iter().filter(|n| n.kind == NoticeKind::Retired).map(ToString::to_string).collect();
    assert!(said.iter().any(|s| s.ends_with("is now cpa")), "{said:?}");
    assert!(said.iter().any(|s| s.ends_with("no longer exists; left out")), "{said:?}");
}

#[test]
fn only_what_begins_like_a_packed_fragment_is_one() {
    let packed = pack("v=1&ai=.6").unwrap();
    assert_eq!(super::packed::of(&packed), Some(("v=1&ai=.6".to_owned(), packed.len())));
    // another dictionary, too few letters
    for other in ["z=B234567234567", "z=A2345", "z=", "ai=.6"] {
        assert_eq!(super::packed::of(other), None, "{other}");
    }
}
