//! What changed between two states of a document: field by field, with what it was and what it is.

use super::{FieldChange, View};
use crate::session::figures::letter;
use crate::words::{lever_value, trimmed};
use aftercast_analyses::sections::convergence::points;
use aftercast_i18n::names::shown;
use aftercast_i18n::{Text, assumption_label, lever_label};
use aftercast_scenario::correlations::declared;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{AssumptionId, Distribution, Draft, EventMode, LeverId, Override, PolicyDraft};

/// Sentences of one change: a file may bring all facts of a firm.
const MOST_LINES: usize = 12;
/// Characters of a text in a sentence.
const MOST_CHARACTERS: usize = 60;
/// What stands for nothing.
const NOTHING: &str = "–";

/// A change of a field, with a sentence of its own where "field: from → to" would read badly.
struct Told {
    change: FieldChange,
    sentence: Option<String>,
}

impl From<FieldChange> for Told {
    fn from(change: FieldChange) -> Self {
        Self { change, sentence: None }
    }
}

impl View<'_> {
    /// What a change did, field by field, and the same in sentences.
    pub(crate) fn described(&self, before: &Draft, after: &Draft) -> (Vec<FieldChange>, Vec<String>) {
        let policies = self.policies_described(&before.policies, &after.policies, after);
        let settings = self.document_described(before, after).into_iter().chain(self.settings_described(before, after));
        let inputs = self.assumptions_described(before, after).into_iter().chain(self.firm_described(before, after));
        let told: Vec<Told> = policies.into_iter().chain(settings.chain(inputs).map(Told::from)).collect();
        let words = self.session.words();
        let mut lines: Vec<String> = told.iter().map(|told| self.sentence(told)).collect();
        if lines.len() > MOST_LINES {
            let left = (lines.len() - MOST_LINES).to_string();
            lines.truncate(MOST_LINES);
            lines.push(words.with(Text::ShareChangedMore, &[("count", &left)]));
        }
        (told.into_iter().map(|told| told.change).collect(), lines)
    }

    fn sentence(&self, told: &Told) -> String {
        let short = |text: &str| match text.char_indices().nth(MOST_CHARACTERS) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        };
        let FieldChange { field, from, to } = &told.change;
        let holes = [("lever", field.as_str()), ("from", &short(from)), ("to", &short(to))];
        told.sentence.clone().unwrap_or_else(|| self.session.words().with(Text::DiffLine, &holes))
    }

    /// Name, goal, how the report is read, comment, charts, currency.
    fn document_described(&self, before: &Draft, after: &Draft) -> Vec<FieldChange> {
        let words = self.session.words();
        let goal = |draft: &Draft| self.session.goal_of(&draft.goal, draft.company.horizon());
        let charts = |draft: &Draft| {
            let names = draft.charts.both().map(|chart| self.read.charts().chart_name(chart));
            names.join(Text::SeparatorItems.to(self.session.locale))
        };
        let face_value = |draft: &Draft| words.to(if draft.face_value { Text::HistoryOn } else { Text::HistoryOff });
        let currency = |draft: &Draft| draft.currency.to_string();
        let texts = [
            (Text::ShareDocumentName, shown(&before.name), shown(&after.name)),
            (Text::UiGoal, goal(before), goal(after)),
            (Text::UiFaceValueShort, face_value(before), face_value(after)),
            (Text::HistoryComment, before.comment.clone(), after.comment.clone()),
            (Text::HistoryCharts, charts(before), charts(after)),
            (Text::Currency, currency(before), currency(after)),
        ];
        texts.into_iter().filter_map(|(field, from, to)| change(words.to(field), from, to)).collect()
    }

    /// How draws are made.
    fn settings_described(&self, before: &Draft, after: &Draft) -> Vec<FieldChange> {
        let words = self.session.words();
        let (old, new) = (&before.settings, &after.settings);
        let number = |x: u64| trimmed(x as f64, 0);
        let events = |mode: EventMode| {
            words.to(if mode == EventMode::Sampled { Text::HistoryEventsDrawn } else { Text::HistoryEventsExpected })
        };
        let texts = [
            (Text::ShareHeadDraws, number(old.draws), number(new.draws)),
            (Text::ShareHeadSeed, old.seed.to_string(), new.seed.to_string()),
            (Text::BookSampler, words.to(points(old.sampler)), words.to(points(new.sampler))),
            (Text::AssumptionsRisk, events(old.events), events(new.events)),
        ];
        texts.into_iter().filter_map(|(field, from, to)| change(words.to(field), from, to)).collect()
    }

    /// Assumptions and correlations of one's own.
    fn assumptions_described(&self, before: &Draft, after: &Draft) -> Vec<FieldChange> {
        let words = self.session.words();
        let label = |id: AssumptionId| words.to(assumption_label(id));
        let of = |draft: &Draft, id: AssumptionId| match draft.assumptions.get(&id) {
            Some(&Override::Known(value)) => Distribution::Known { value },
            Some(&Override::Range { low, mode, high }) => Distribution::Pert { low, mode, high },
            None => id.spec().distribution,
        };
        let assumptions = AssumptionId::ALL.into_iter().filter_map(|id| {
            let (old, new) = (of(before, id), of(after, id));
            (old != new).then(|| FieldChange {
                field: label(id),
                from: self.read.assumptions().distribution_words(id, old),
                to: self.read.assumptions().distribution_words(id, new),
            })
        });
        let pairs = before
            .correlations
            .keys()
            .chain(after.correlations.keys().filter(|p| !before.correlations.contains_key(p)));
        let correlations = pairs.filter_map(|&pair| {
            let rho = |draft: &Draft| draft.correlations.get(&pair).copied().unwrap_or_else(|| declared(pair));
            let both = format!("{} · {}", label(pair.0), label(pair.1));
            let field = words.pair(&words.to(Text::CorrelationsAxis), &both);
            change(field, trimmed(rho(before), 3), trimmed(rho(after), 3))
        });
        assumptions.chain(correlations).collect()
    }

    /// Every fact of the firm and every lever of today.
    fn firm_described(&self, before: &Draft, after: &Draft) -> Vec<FieldChange> {
        let words = self.session.words();
        let label = |path: &str| {
            let key = format!("fact_{}", path.replace('.', "_"));
            Text::of_figure(&key).map_or_else(|| path.to_owned(), |text| words.to(text))
        };
        let written = |x: f64, in_percent: bool| match in_percent {
            true => format!("{}%", trimmed(100.0 * x, 4)),
            false => trimmed(x, 4),
        };
        let fields = FIELDS.iter().flat_map(|field| {
            let (old, new) = ((field.get)(&before.company), (field.get)(&after.company));
            let several = new.len() > 1;
            let changed = old.iter().copied().zip(new.iter().copied()).enumerate().filter(|(_, (a, b))| a != b);
            changed
                .map(|(k, (a, b))| {
                    let name = label(field.path);
                    let field_name = if several { format!("{name} {}", k + 1) } else { name };
                    FieldChange {
                        field: field_name,
                        from: written(a, field.in_percent()),
                        to: written(b, field.in_percent()),
                    }
                })
                .collect::<Vec<_>>()
        });
        let optional = OPTIONAL.iter().filter_map(|field| {
            let (a, b) = ((field.get)(&before.company), (field.get)(&after.company));
            let told = |x: Option<f64>| x.map_or(NOTHING.to_owned(), |x| written(x, field.kind.in_percent()));
            (a != b).then(|| FieldChange { field: label(field.path), from: told(a), to: told(b) })
        });
        let today = LeverId::ALL.into_iter().filter_map(|id| {
            let of = |draft: &Draft| draft.today_value(id);
            let (a, b) = (of(before), of(after));
            (a != b).then(|| {
                let lever = words.to(lever_label(id));
                let field = words.with(Text::ShareChangedTodays, &[("lever", &lever)]);
                FieldChange { field, from: lever_value(id, a), to: lever_value(id, b) }
            })
        });
        fields.chain(optional).chain(today).collect()
    }

    fn policies_described(&self, before: &[PolicyDraft], after: &[PolicyDraft], draft: &Draft) -> Vec<Told> {
        let words = self.session.words();
        if before.len() != after.len() {
            let one = |text: Text, name: &str, from: &str, to: &str| Told {
                change: FieldChange { field: words.to(Text::UiPolicies), from: from.to_owned(), to: to.to_owned() },
                sentence: Some(words.with(text, &[("policy", name)])),
            };
            let lost = before.iter().filter(|p| !after.contains(p)).map(|p| shown(&p.name));
            let come = after.iter().filter(|p| !before.contains(p)).map(|p| shown(&p.name));
            let lost = lost.map(|name| one(Text::ShareChangedRemoved, &name, &name, NOTHING));
            return lost.chain(come.map(|name| one(Text::ShareChangedAdded, &name, NOTHING, &name))).collect();
        }
        if before != after && before.iter().all(|p| after.contains(p)) {
            let order = |all: &[PolicyDraft]| {
                let names: Vec<String> = all.iter().map(|p| shown(&p.name)).collect();
                names.join(Text::SeparatorItems.to(self.session.locale))
            };
            let change = FieldChange { field: words.to(Text::HistoryOrder), from: order(before), to: order(after) };
            return vec![Told { change, sentence: Some(words.to(Text::ShareChangedOrder)) }];
        }
        let mut told = Vec::new();
        for (index, (old, new)) in before.iter().zip(after).enumerate() {
            let (from, to) = (shown(&old.name), shown(&new.name));
            if from != to {
                let sentence = words.with(Text::ShareChangedRenamed, &[("from", from.as_str()), ("to", &to)]);
                let field = words.with(Text::UiPolicyName, &[("letter", &letter(index))]);
                told.push(Told { change: FieldChange { field, from, to }, sentence: Some(sentence) });
            }
            told.extend(self.levers_described(old, new, draft).into_iter().map(Told::from));
        }
        told
    }

    fn levers_described(&self, old: &PolicyDraft, new: &PolicyDraft, draft: &Draft) -> Vec<FieldChange> {
        let unmoved = |id: LeverId| id.start_from(draft.today_value(id));
        let value = |p: &PolicyDraft, id| p.levers.get(&id).copied().unwrap_or_else(|| unmoved(id));
        let (policy, words) = (shown(&new.name), self.session.words());
        let moved = LeverId::ALL.into_iter().filter(|&id| old.levers.get(&id) != new.levers.get(&id));
        moved
            .map(|id| {
                let lever = words.to(lever_label(id));
                let field = words.with(Text::HistoryOfPolicy, &[("policy", &policy), ("lever", &lever)]);
                FieldChange { field, from: lever_value(id, value(old, id)), to: lever_value(id, value(new, id)) }
            })
            .collect()
    }
}

/// A change of a field; none where both are the same. An empty text is told as nothing.
fn change(field: String, from: String, to: String) -> Option<FieldChange> {
    let told = |text: String| if text.is_empty() { NOTHING.to_owned() } else { text };
    (from != to).then(|| FieldChange { field, from: told(from), to: told(to) })
}
