//! Scenario links: what is written reads back to the same bits, damage is noticed, and anything opens.

use std::collections::BTreeMap;

use aftercast_engine::check;
use aftercast_engine::run::batch::EventMode;
use aftercast_i18n::Locale;
use aftercast_link::{LinkDocument, NoticeKind, Round, decode, encode};
use aftercast_scenario::{AssumptionId, Draft, Goal, LeverId, Override, PolicyDraft};

/// Equal to the bits, which `==` on numbers does not tell (0 and -0).
pub(crate) fn same(a: &LinkDocument, b: &LinkDocument) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

fn comparison() -> LinkDocument {
    let mut document =
        LinkDocument { language: Some(Locale::Chinese), result: Some(0.641_601_562_5), ..Default::default() };
    let a = [
        (LeverId::CustomersPerAgent, 3000.0),
        (LeverId::AiShare, 0.6),
        (LeverId::RefundDays, 2.5),
        (LeverId::SafetyMultiple, 3.0),
    ];
    let b =
        [(LeverId::AiShare, 0.85), (LeverId::AiAccuracy, 0.9), (LeverId::Copilot, 1.0), (LeverId::ReturnLadder, 0.4)];
    document.draft.policies = vec![
        PolicyDraft { name: "More people".to_owned(), levers: a.into() },
        PolicyDraft { name: "人机协同".to_owned(), levers: b.into() },
    ];
    document.draft.settings.draws = 20_000;
    document
}

#[test]
fn a_typical_comparison_is_short() {
    let link = encode(&comparison());
    assert!(link.fragment.len() <= 250, "{} characters: {}", link.fragment.len(), link.fragment);
    assert!(link.fragment.starts_with("v=1&p=base.1&name=More+people&cpa=3000&ai=.6&"), "{}", link.fragment);
    assert!(!link.over_budget);
    let read = decode(&link.fragment);
    assert_eq!(read.notices, []);
    assert!(same(&read.document, &comparison()));
}

#[test]
fn large_documents_say_so() {
    let mut document = comparison();
    document.draft.policies = vec![document.draft.policies[1].clone(); 6];
    for (i, policy) in document.draft.policies.iter_mut().enumerate() {
        policy.levers.extend(
            LeverId::ALL.map(|id| (id, id.nearest(id.spec().min + (id.spec().max - id.spec().min) * 0.123 * i as f64))),
        );
    }
    let link = encode(&document);
    assert!(link.over_budget && link.fragment.len() > 900);
    assert!(same(&decode(&link.fragment).document, &document));
}

#[test]
fn the_documented_example_opens() {
    let read = decode("#v=1&p=base.1&cpa=3000&ai=.6&b.ai=.85&g=npv&n=20000&s=42&e=1.0.0&l=zh&k=7f3a");
    assert_eq!(read.notices.iter().map(|n| n.kind).collect::<Vec<_>>(), [NoticeKind::Checksum]);
    assert_eq!(read.understood, 10);
    let draft = &read.document.draft;
    assert_eq!(draft.policies[0].levers, [(LeverId::CustomersPerAgent, 3000.0), (LeverId::AiShare, 0.6)].into());
    assert_eq!(draft.policies[1].levers, [(LeverId::AiShare, 0.85)].into());
    assert_eq!((draft.settings.draws, draft.settings.seed, draft.goal), (20_000, 42, Goal::NpvAbove(0.0)));
    assert_eq!((read.document.engine.as_str(), read.document.language), ("1.0.0", Some(Locale::Chinese)));
}

#[test]
fn nothing_is_the_standard_document() {
    for empty in ["", "#", "  ", "\n#\n"] {
        let read = decode(empty);
        assert!(same(&read.document, &LinkDocument::default()));
        assert_eq!((read.notices.len(), read.understood), (0, 0));
    }
}

#[test]
fn policies_without_levers_and_strange_names_survive() {
    let policy = |name: &str| PolicyDraft { name: name.to_owned(), levers: BTreeMap::new() };
    let moved = PolicyDraft { name: String::new(), levers: [(LeverId::Copilot, -0.0)].into() };
    for policies in [
        vec![],
        vec![policy("")],
        vec![policy("A")],
        vec![policy(""), policy("")],
        vec![moved.clone(), policy("")],
        vec![policy(""), moved.clone(), policy(""), policy("")],
        vec![
            policy("a&b=c#d%e+f~g"),
            policy("🙂 émoji\n\"quoted\" <b>"),
            policy("%26"),
            policy("&amp;"),
            policy(" "),
            policy("末尾。"),
        ],
        vec![moved; 64],
    ] {
        let document = LinkDocument {
            draft: Draft { name: "Ünïted & Söns #1".to_owned(), policies, ..Draft::default() },
            ..Default::default()
        };
        let link = encode(&document).fragment;
        assert!(link.is_ascii());
        let read = decode(&link);
        assert_eq!(read.notices, [], "{link}");
        assert!(same(&read.document, &document), "{link}");
    }
}

#[test]
fn a_guess_travels_with_its_question() {
    let guess = LinkDocument {
        view: "lesson.vip.1".to_owned(),
        round: Round {
            guess: Some(62.5),
            by: "王芳 & Ann".to_owned(),
            team: "红队".to_owned(),
            phone: "k3f9".to_owned(),
            ..Round::default()
        },
        ..LinkDocument::default()
    };
    let link = encode(&guess).fragment;
    assert!(link.contains("&guess=62.5&by=") && !link.contains("ask="), "{link}");
    let read = decode(&format!("王芳 11-28 14:03:22\nhttps://x.org/#{link}，谢谢"));
    assert!(read.notices.is_empty() && same(&read.document, &guess) && read.document.round.asks(), "{read:?}");
    let asking = LinkDocument { round: Round { ask: true, ..Round::default() }, ..LinkDocument::default() };
    assert_eq!(decode(&encode(&asking).fragment).document, asking);
    // what is no guess is said, and opens all the same
    let wrong = decode("v=1&p=base.1&cpa=6000&ask=2&guess=140&ph=UP&by=Ann");
    let keys: Vec<&str> =
        wrong.notices.iter().filter(|n| n.kind == NoticeKind::Invalid).map(|n| n.key.as_str()).collect();
    assert_eq!(keys, ["ask", "guess", "ph"]);
    assert_eq!((wrong.document.round.guess, wrong.document.round.by.as_str()), (None, "Ann"));
}

#[test]
fn a_preset_shortens_and_loses_nothing() {
    let value = aftercast_presets::Preset::from_key("value.1").unwrap();
    let mut document = comparison();
    document.draft.policies[1].levers = value.lever_map();
    assert!(encode(&document).fragment.contains("&b.p=value.1&b.name="));
    // one moved, one added, one left at today's value
    let levers = &mut document.draft.policies[1].levers;
    levers.insert(LeverId::AiShare, 0.5);
    levers.insert(LeverId::Community, 0.3);
    levers.remove(&LeverId::QualityLoop);
    let link = encode(&document).fragment;
    assert!(
        link.contains("b.p=value.1")
            && link.contains("b.ai=.5")
            && link.contains("b.loop=today")
            && link.contains("b.comm=.3"),
        "{link}"
    );
    let read = decode(&link);
    assert_eq!(read.notices, []);
    assert!(same(&read.document, &document));
}

#[test]
fn what_travels_wraps_and_the_link_still_opens() {
    let document = comparison();
    let link = encode(&document).fragment;
    let url = format!("https://example.org/aftercast/#{link}");
    let escaped = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02x}")).collect() };
    let reserved = url
        .replace('%', "%25")
        .replace('&', "%26")
        .replace('=', "%3D")
        .replace('#', "%23")
        .replace(':', "%3a")
        .replace('/', "%2F");
    let twice = reserved.replace('%', "%25");
    let wrapped: String =
        url.as_bytes().chunks(40).map(|c| format!("{}\r\n", std::str::from_utf8(c).unwrap())).collect();
    for text in [
        link.clone(),
        format!("#{link}"),
        url.clone(),
        format!("  <{url}>\n"),
        format!("(see {url})."),
        format!("{url}。"),
        format!("{url}这个链接 看看"),
        format!("look: {url} what do you think?"),
        format!("“{url}”"),
        format!("{url}&from=singlemessage&isappinstalled=0"),
        format!("{url}?utm_source=mail&utm_medium=x"),
        format!("https://example.org/?from=timeline#{link}&share_token=abc&fbclid=IwAR0&gclid=1"),
        format!("{url}:~:text=net%20gain"),
        url.replace('&', "&amp;"),
        link.replace("%E4", "%e4").replace("%BA", "%ba"),
        link.replace('+', "%20"),
        link.replace("%E4%BA%BA%E6%9C%BA%E5%8D%8F%E5%90%8C", "人机协同"),
        format!("https://example.org/?{link}"),
        escaped(&link),
        escaped(&url),
        reserved,
        twice,
        wrapped,
    ] {
        let read = decode(&text);
        assert_eq!(read.notices, [], "{text}");
        assert!(same(&read.document, &document), "{text}");
    }
}

#[test]
fn each_fault_is_named_and_the_rest_is_used() {
    let kinds = |text: &str| -> Vec<(String, NoticeKind, String)> {
        let read = decode(text);
        assert!(check(&read.document.draft).is_ok(), "{text}");
        read.notices.into_iter().skip(1).map(|n| (n.key, n.kind, n.used)).collect()
    };
    let one = |text: &str, key: &str, kind: NoticeKind, used: &str| {
        assert_eq!(kinds(text), [(key.to_owned(), kind, used.to_owned())], "{text}");
    };
    one("v=1&cpa=100", "cpa", NoticeKind::Clamped { min: 1500.0, max: 10000.0 }, "1500");
    one("v=1&c.ai=-.2", "c.ai", NoticeKind::Clamped { min: 0.0, max: 1.0 }, "0");
    one("v=1&to.ai=2", "to.ai", NoticeKind::Clamped { min: 0.0, max: 1.0 }, "1");
    one("v=1&co.h=12.4", "co.h", NoticeKind::Clamped { min: 1.0, max: 120.0 }, "12");
    one("v=1&n=3", "n", NoticeKind::Clamped { min: 16.0, max: 1e6 }, "16");
    one("v=1&g=csi~172", "g", NoticeKind::Clamped { min: 0.0, max: 100.0 }, "csi~100");
    one("v=1&as.cause=.2~.5~3", "as.cause", NoticeKind::Clamped { min: 0.0, max: 1.0 }, ".2~.5~1");
    one("v=1&as.cause=.6~.5~.9", "as.cause", NoticeKind::Conflict(aftercast_scenario::ViolationKind::Order), "");
    for text in ["v=1&cpa=NaN", "v=1&cpa=1e999", "v=1&cpa=", "v=1&cpa=3000~4000"] {
        one(text, "cpa", NoticeKind::Invalid, "");
    }
    one("v=1&as.cause=.2~.5", "as.cause", NoticeKind::Invalid, "");
    one("v=1&co.season=1~2", "co.season", NoticeKind::Invalid, "");
    one("v=1&g=csi", "g", NoticeKind::Invalid, "");
    one("v=1&g=wealth~1", "g", NoticeKind::Invalid, "");
    one("v=1&m=magic", "m", NoticeKind::Invalid, "");
    one("v=1&b.p=magic.1", "b.p", NoticeKind::Invalid, "base.1");
    one("v=1&sel=c", "sel", NoticeKind::Invalid, "a");
    one("v=1&l=fr", "l", NoticeKind::Invalid, "");
    one("v=1&view=a/b", "view", NoticeKind::Invalid, "");
    one("v=2&cpa=3000", "v", NoticeKind::Newer, "1");
    one("v=1&zzz=1", "zzz", NoticeKind::Unknown, "");
    one("v=1&cpa=3000&cpa=4000", "cpa", NoticeKind::Duplicate, "4000");
    let added = decode(&format!("{}&cpa=4000", encode(&comparison()).fragment));
    assert_eq!(
        added.notices.iter().map(|n| (n.key.as_str(), n.kind)).collect::<Vec<_>>(),
        [("cpa", NoticeKind::Added)]
    );
    assert_eq!(added.document.draft.policies[0].levers[&LeverId::CustomersPerAgent], 4000.0);
}

#[test]
fn what_cannot_stand_together_goes_back_step_by_step() {
    let back = |text: &str| -> Vec<String> {
        let read = decode(text);
        assert!(check(&read.document.draft).is_ok(), "{text}");
        let conflict = |kind: NoticeKind| matches!(kind, NoticeKind::Conflict(_));
        read.notices.into_iter().filter(|n| conflict(n.kind)).map(|n| n.key).collect()
    };
    assert_eq!(back("v=1&co.tsh=.5~.5~.5"), ["co.tsh"]);
    assert_eq!(back("v=1&co.mixq=.5"), ["co.mixq"]);
    assert_eq!(back("v=1&co.sacq=0~.6~.2~.2"), ["co.sacq"]);
    assert_eq!(back("v=1&co.first=.1"), ["co.first"]);
    assert_eq!(back("v=1&as.nightl=.9"), ["as.nightl"]);
    assert_eq!(back("v=1&co.csi=98&co.pcsi=60~60~-60"), ["co.csi", "co.pcsi"]);
    // what engine 1 could not compute: a belief that leaves no incidents is out of range by itself, and a wage that
    // drives every agent away leaves a desk without agents
    assert_eq!(back("v=1&to.loop=1&as.loop=1"), [""; 0]);
    let full = decode("v=1&to.loop=1&as.loop=1");
    assert!(full.notices.iter().any(|n| n.key == "as.loop"), "{:?}", full.notices);
    assert_eq!(full.document.draft.assumptions[&AssumptionId::QualityLoopReduction], Override::Known(0.95));
    assert_eq!(back("v=1&to.wage=15000&wage=5000&as.attrel=4.8&as.attr=1"), [""; 0]);
    // what fits stays
    let read = decode("v=1&co.tsh=.5~.5~.5&co.n=2e6&cpa=3000");
    assert_eq!(read.document.draft.company.customers, 2e6);
    assert_eq!(read.document.draft.policies[0].levers[&LeverId::CustomersPerAgent], 3000.0);
}

#[test]
fn what_stands_in_a_name_is_never_taken_for_a_key() {
    let mut document = comparison();
    document.draft.policies[0].name = "&cpa=9000&n=16#v=1&p=value.1".to_owned();
    let link = encode(&document).fragment;
    assert!(same(&decode(&link).document, &document));
    // damaged, too
    let (cut, _) = link.rsplit_once("&k=").unwrap();
    let read = decode(cut);
    assert_eq!(read.notices.iter().map(|n| n.kind).collect::<Vec<_>>(), [NoticeKind::Truncated]);
    assert!(same(&read.document, &document));
}

#[test]
fn no_control_character_of_a_link_is_repeated() {
    let read = decode("v=1&cpa=%1b%5B31m5&%1b%5d0=%07&m=%0a&p=%9b");
    assert_eq!(read.notices.len(), 5);
    assert!(read.notices.iter().all(|n| !n.to_string().contains(char::is_control)), "{:?}", read.notices);
}

#[test]
fn nothing_readable_says_so() {
    for text in ["hello", "https://example.org/", "1234", "💥", "a=b"] {
        let read = decode(text);
        assert_eq!((read.understood, read.notices.len()), (0, 1), "{text}");
        assert!(same(&read.document, &LinkDocument::default()));
    }
}

#[test]
fn every_single_loss_and_change_is_noticed() {
    let document = comparison();
    let link: Vec<char> = encode(&document).fragment.chars().collect();
    let noticed = |damaged: &[char], at: usize| {
        let damaged: String = damaged.iter().collect();
        let read = decode(&damaged);
        assert!(!read.notices.is_empty() || same(&read.document, &document), "{at}: {damaged}");
    };
    for at in 0..link.len() {
        let mut damaged = link.clone();
        damaged.remove(at);
        noticed(&damaged, at);
        for put in "0k.&=%+~# ;Z".chars().filter(|c| *c != link[at]) {
            damaged = link.clone();
            damaged[at] = put;
            noticed(&damaged, at);
        }
        if at > 0 {
            damaged = link.clone();
            damaged.swap(at - 1, at);
            noticed(&damaged, at);
        }
    }
}

#[test]
fn a_prefix_is_a_letter_or_a_plain_number_of_a_policy() {
    let kind = |key: &str| {
        let read = decode(&format!("v=1&p=base.1&cpa=3000&{key}=4000"));
        let kinds: Vec<NoticeKind> =
            read.notices.iter().filter(|n| n.kind != NoticeKind::Truncated).map(|n| n.kind).collect();
        (kinds, read.document.draft.policies.len())
    };
    // signs, leading zeros and mixtures are no numbers of a policy, though a reader of numbers may take them
    for key in
        ["01.cpa", "0.cpa", "3x.cpa", "%2B3.cpa", "070.cpa", "%2B70.cpa", "7-0.cpa", "A.cpa", "%C3%A4.cpa", "-1.cpa"]
    {
        assert_eq!(kind(key), (vec![NoticeKind::Unknown], 1), "{key}");
    }
    for key in ["65.cpa", "70.cpa", "99999999999999999999999999.cpa"] {
        assert_eq!(kind(key), (vec![NoticeKind::Beyond], 1), "{key}");
    }
    assert_eq!(kind("b.cpa"), (vec![], 2));
    assert_eq!(kind("3.cpa").1, 3);
    assert_eq!(kind("64.cpa").1, 64);
}

#[test]
fn what_chat_programs_append_is_no_fault_of_the_link() {
    let link = encode(&comparison()).fragment;
    for tail in ["utm_source=newsletter", "fbclid=IwAR0", "gclid=1", "from=singlemessage"] {
        let read = decode(&format!("{link}&{tail}"));
        assert_eq!(read.notices, [], "{tail}");
        assert!(same(&read.document, &comparison()), "{tail}");
    }
    // what has no meaning is told, whatever policy it claims to be of
    for tail in ["ut=newsletter", "tm_source=x", "70.nothing=1", "b.nothing=1"] {
        let read = decode(&format!("v=1&p=base.1&{tail}"));
        assert!(read.notices.iter().any(|n| n.kind == NoticeKind::Unknown), "{tail}: {:?}", read.notices);
    }
}

/// What a link without its checksum opens to, and the kinds of its notices besides that.
fn read(fragment: &str) -> (LinkDocument, Vec<NoticeKind>) {
    let read = decode(fragment);
    let kinds = read.notices.into_iter().map(|notice| notice.kind);
    (read.document, kinds.filter(|kind| !matches!(kind, NoticeKind::Truncated)).collect())
}

fn kinds(fragment: &str) -> Vec<NoticeKind> {
    read(fragment).1
}

#[test]
fn a_version_below_the_first_is_no_newer_one() {
    assert!(matches!(kinds("v=0&p=base.1")[..], [NoticeKind::Invalid]), "{:?}", kinds("v=0&p=base.1"));
    assert!(matches!(kinds("v=2&p=base.1")[..], [NoticeKind::Newer]));
}

#[test]
fn both_modes_of_events_are_read() {
    assert_eq!(kinds("v=1&p=base.1&ev=sampled"), []);
    let (expected, kinds_of) = read("v=1&p=base.1&ev=expected");
    assert_eq!((kinds_of.len(), expected.draft.settings.events), (0, EventMode::Expected));
    assert!(matches!(kinds("v=1&p=base.1&ev=perhaps")[..], [NoticeKind::Invalid]));
}

#[test]
fn either_side_of_a_range_out_of_order_is_a_conflict() {
    assert_eq!(kinds("v=1&p=base.1&as.cause=.1~.2~.3"), []);
    for row in [".2~.1~.3", ".1~.3~.2"] {
        let (document, kinds) = read(&format!("v=1&p=base.1&as.cause={row}"));
        assert!(matches!(kinds[..], [NoticeKind::Conflict(_)]), "{row}: {kinds:?}");
        assert!(document.draft.assumptions.is_empty(), "{row}");
    }
}

#[test]
fn the_selected_policy_is_one_that_there_is() {
    let two = "v=1&p=base.1&ai=.6&b.ai=.7";
    assert_eq!(decode(&format!("{two}&sel=b")).document.selected, 1);
    let (beyond, kinds) = read(&format!("{two}&sel=c"));
    assert_eq!((beyond.selected, kinds.len()), (0, 1), "there is no third policy");
    // a lesson knows how many policies it has
    let (lesson, kinds) = read("v=1&view=lesson.staffing.1&sel=c");
    assert_eq!((lesson.selected, kinds.len()), (2, 0));
    assert_eq!(decode("v=1&sel=c").document.selected, 0);
}

#[test]
fn a_link_says_only_what_is_to_be_said() {
    let fragment = |policies: &[PolicyDraft]| {
        let draft = Draft { policies: policies.to_vec(), ..Draft::default() };
        encode(&LinkDocument { draft, ..LinkDocument::default() }).fragment
    };
    assert!(!fragment(&[]).contains("sel="), "the first policy is selected anyway");
    let silent = PolicyDraft::default();
    let moved = PolicyDraft { levers: [(LeverId::AiShare, 0.6)].into(), ..PolicyDraft::default() };
    let preset = aftercast_presets::Preset::from_key("value.1").unwrap();
    let preset = PolicyDraft { levers: preset.lever_map(), ..PolicyDraft::default() };
    // a name is written where there is one, or where nothing else says that there is a last policy
    for (policies, names) in [
        (vec![silent.clone(), moved.clone()], 0),
        (vec![moved.clone(), preset.clone()], 0),
        (vec![preset.clone(), moved.clone(), moved.clone()], 0),
        (vec![silent.clone(), silent.clone(), moved.clone()], 0),
        (vec![moved, silent], 1),
    ] {
        let written = fragment(&policies);
        assert_eq!(written.matches("name=").count(), names, "{written}");
        assert_eq!(decode(&written).document.draft.policies.len(), policies.len(), "{written}");
    }
}

#[test]
fn a_link_is_over_budget_from_the_first_character_on() {
    let of_length = |name: usize| {
        let draft = Draft { name: "n".repeat(name), ..Draft::default() };
        encode(&LinkDocument { draft, ..LinkDocument::default() })
    };
    let rest = of_length(1).fragment.len() - 1;
    let fits = of_length(aftercast_link::COMFORTABLE_LENGTH - rest);
    assert_eq!((fits.fragment.len(), fits.over_budget), (aftercast_link::COMFORTABLE_LENGTH, false));
    assert!(of_length(aftercast_link::COMFORTABLE_LENGTH - rest + 1).over_budget);
}
