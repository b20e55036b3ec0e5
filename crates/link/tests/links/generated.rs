//! Whatever documents and texts there are: what is written reads back to the same bits, damage is noticed, and anything opens.

use std::collections::BTreeMap;

use crate::documents::same;
use aftercast_engine::check;
use aftercast_engine::run::batch::EventMode;
use aftercast_i18n::Locale;
use aftercast_link::keys::{ASSUMPTION_KEYS, COMPANY_KEYS, LEVER_KEYS};
use aftercast_link::{LinkDocument, Round, decode, encode};
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::check::override_range;
use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{AssumptionId, Draft, Goal, LeverId, Override, PolicyDraft};
use proptest::prelude::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(1.0), Just(0.5), 0.0..1.0f64, (0u32..1000).prop_map(|n| f64::from(n) / 1000.0)]
}

fn levers(most: usize) -> impl Strategy<Value = BTreeMap<LeverId, f64>> {
    prop::collection::btree_map(prop::sample::select(LeverId::ALL.to_vec()), number(), 0..most).prop_map(|m| {
        m.into_iter().map(|(id, x)| (id, id.nearest(id.spec().min + x * (id.spec().max - id.spec().min)))).collect()
    })
}

fn assumptions() -> impl Strategy<Value = BTreeMap<AssumptionId, Override>> {
    let one = prop_oneof![number().prop_map(|x| vec![x]), [number(), number(), number()].prop_map(|x| x.to_vec())];
    prop::collection::btree_map(prop::sample::select(AssumptionId::ALL.to_vec()), one, 0..5).prop_map(|m| {
        let drawn = |(id, mut row): (AssumptionId, Vec<f64>)| {
            row.sort_by(f64::total_cmp);
            let (low, high) = override_range(id);
            let row: Vec<f64> = row.into_iter().map(|x| (low + x * (high - low)).min(high)).collect();
            (
                id,
                if let [low, mode, high] = row[..] {
                    Override::Range { low, mode, high }
                } else {
                    Override::Known(row[0])
                },
            )
        };
        m.into_iter().map(drawn).collect()
    })
}

prop_compose! {
    fn settings()(draws in 16u64..=1_000_000, seed in 0u64..=1 << 53, sampler in prop::sample::select(Sampler::ALL.to_vec()),
        expected in any::<bool>(), name in 0usize..4, bound in number()) -> (aftercast_scenario::RunSettings, Goal) {
        let events = if expected { EventMode::Expected } else { EventMode::Sampled };
        let goal = Goal::from_name(Goal::NAMES[name], 0.0).unwrap();
        let (min, max, _) = goal.range();
        (aftercast_scenario::RunSettings { draws, seed, sampler, events }, Goal::from_name(Goal::NAMES[name], min + bound * (max - min)).unwrap())
    }
}

prop_compose! {
    fn draft()(name in ".{0,20}", names in prop::collection::vec(".{0,12}", 0..7), mut rows in prop::collection::vec(levers(6), 7),
        today in levers(4), known in assumptions(), run in settings(),
        facts in prop::collection::vec((0..FIELDS.len(), 0.9..1.1f64), 0..4), own in prop::option::of(0.3..0.7f64),
        face_value in any::<bool>()) -> Draft {
        let mut draft = Draft { name, today, assumptions: known, settings: run.0, goal: run.1, ..Draft::default() };
        draft.policies = names.into_iter().map(|name| PolicyDraft { name, levers: rows.pop().unwrap_or_default() }).collect();
        draft.company.repurchase = own;
        for (i, factor) in facts {
            let f = &FIELDS[i];
            if !f.whole && !f.sums_to_one && !f.path.starts_with("incident_mix") {
                (f.get_mut)(&mut draft.company).iter_mut().for_each(|x| *x = (*x * factor).clamp(f.min, f.max));
            }
        }
        // what does not fit together is taken out, so that what is left runs
        if check(&draft).is_err() { draft.assumptions.clear(); }
        if check(&draft).is_err() { draft.today.clear(); }
        if check(&draft).is_err() { draft.company = Default::default(); }
        draft.face_value = face_value;
        if check(&draft).is_err() { draft.face_value = false; }
        draft
    }
}

prop_compose! {
    fn round()(ask in any::<bool>(), guess in prop::option::of(0.0..=100.0f64), by in ".{0,12}", team in ".{0,6}", phone in "[a-z0-9]{0,8}") -> Round {
        Round { ask, guess, by, team, phone }
    }
}

prop_compose! {
    fn document()(draft in draft(), select in 0usize..6, view in "[a-z0-9._-]{0,12}", language in 0..3, result in prop::option::of(-1e9..1e9f64),
        engine in "([0-9]\\.[0-9]{1,2}\\.[0-9])?", round in round()) -> LinkDocument {
        let language = [None, Some(Locale::English), Some(Locale::Chinese)][language as usize];
        let selected = if draft.policies.is_empty() { 0 } else { select % draft.policies.len() };
        LinkDocument { draft, selected, view, language, result, engine, round }
    }
}

/// Characters of links and of whatever befalls them.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        prop::sample::select("0123456789abcdefghijklmnopqrstuvwxyzAEFZ.=&%+~-_#?/ \n;'".chars().collect::<Vec<_>>()),
        any::<char>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_runnable_document_reads_back_to_the_same_bits(document in document()) {
        prop_assert!(check(&document.draft).is_ok());
        let link = encode(&document).fragment;
        let read = decode(&link);
        prop_assert_eq!(&read.notices, &[], "{}", link);
        prop_assert!(same(&read.document, &document), "{}\n{:?}\n{:?}", link, read.document, document);
        // writing again gives the same address
        prop_assert_eq!(encode(&read.document).fragment, link);
    }

    #[test]
    fn any_text_opens_to_something_that_runs(text in "\\PC{0,120}") {
        let read = decode(&text);
        prop_assert!(check(&read.document.draft).is_ok());
    }

    #[test]
    fn any_mixture_of_keys_opens_to_something_that_runs(pairs in prop::collection::vec((0usize..300, "[-0-9.~e]{0,9}|today|[a-z]{1,6}\\.1|\\PC{0,6}"), 0..20)) {
        let keys: Vec<String> = LEVER_KEYS.iter().flat_map(|k| [k.to_string(), format!("b.{k}"), format!("to.{k}")])
            .chain(ASSUMPTION_KEYS.iter().map(|k| format!("as.{k}"))).chain(COMPANY_KEYS.iter().map(|(_, k)| format!("co.{k}")))
            .chain(["p", "b.p", "name", "64.name", "g", "n", "s", "m", "ev", "fv", "sel", "view", "doc", "r", "e", "l", "k", "v"].map(str::to_owned)).collect();
        let text: Vec<String> = pairs.iter().map(|(i, value)| format!("{}={value}", keys[i % keys.len()])).collect();
        let read = decode(&text.join("&"));
        prop_assert!(check(&read.document.draft).is_ok());
    }

    #[test]
    fn a_lost_or_changed_character_is_noticed(document in document(), position in any::<prop::sample::Index>(), put in prop::option::of(character())) {
        let link = encode(&document).fragment;
        let mut characters: Vec<char> = link.chars().collect();
        let at = position.index(characters.len());
        match put {
            None => { characters.remove(at); }
            Some(c) => characters[at] = c,
        }
        let damaged: String = characters.into_iter().collect();
        let read = decode(&damaged);
        prop_assert!(check(&read.document.draft).is_ok());
        // a change that leaves the content (a blank for "+", another case of an escape) is none
        prop_assert!(!read.notices.is_empty() || same(&read.document, &document), "{}\n{}", link, damaged);
    }

    #[test]
    fn a_lost_tail_is_noticed(document in document(), position in any::<prop::sample::Index>()) {
        let link = encode(&document).fragment;
        let read = decode(&link[..position.index(link.len() - 1) + 1]);
        prop_assert!(!read.notices.is_empty());
    }
}
