//! What a person changes in the document: levers, policies, the goal.

use super::goal::GoalInput;
use super::{Event, Model};
use crate::MOST_POLICIES;
use crate::session::Effect;
use crate::session::{self, Refused, Session};
use crate::typed::{self, NumberError};
use crate::view::PolicyIndex;
use crate::words::lever_value;
use aftercast_i18n::Text;
use aftercast_scenario::{LeverId, PolicyDraft};

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::LeverMoved(id, value) => self.lever_moved(cx, id, value),
            Event::LeverReleased(_) => {
                cx.held = None;
                vec![Effect::WriteFragment(cx.write())]
            }
            Event::LeverTyped(id, text) => self.lever_typed(cx, id, &text),
            Event::LeverReset(id) => self.lever_reset(cx, id),
            Event::PolicySelected(index) => {
                if index >= cx.document.policies.len() {
                    return Vec::new();
                }
                self.touched.clear();
                cx.select(index);
                cx.track_results();
                cx.changes.results = true;
                cx.changes.idle = true;
                vec![Effect::WriteFragment(cx.write())]
            }
            Event::PolicyAdded => policy_added(cx),
            Event::PolicyCopied(index) => policy_copied(cx, index),
            Event::PolicyMoved(index, by) => policy_moved(cx, index, by),
            Event::PolicyRenamed(index, name) => policy_renamed(cx, index, &name),
            Event::PolicyRemoved(index) => policy_removed(cx, index),
            Event::PresetChosen(index) => self.preset_chosen(cx, index),
            Event::AllLeversShown(all) => {
                self.all_levers = all;
                self.touched.clear();
                Vec::new()
            }
            Event::Sorted(column) => {
                self.sorted_by(column);
                Vec::new()
            }
            Event::GoalChanged(input) => self.goal_changed(cx, &input),
        }
    }

    /// What was typed and refused belongs to what is no longer on the page.
    pub(crate) fn forget_refused(&mut self) {
        self.refused.clear();
        self.touched.clear();
        self.goal_refused = None;
    }

    fn lever_reset(&mut self, cx: &mut Session, id: LeverId) -> Vec<Effect> {
        if cx.locked(id).is_some() {
            return Vec::new();
        }
        self.refused.remove(&id);
        self.touched.insert(id);
        let policy = cx.selected;
        cx.change(|d| {
            if let Some(p) = d.policies.get_mut(policy) {
                p.levers.remove(&id);
            }
        })
    }

    fn lever_moved(&mut self, cx: &mut Session, id: LeverId, value: f64) -> Vec<Effect> {
        let spec = id.spec();
        if !(value >= spec.min && value <= spec.max) || cx.locked(id).is_some() {
            return Vec::new();
        }
        self.refused.remove(&id);
        self.touched.insert(id);
        // a touch that moves nothing is no change, and takes nothing away that could come again
        if cx.held != Some(id) && value == cx.lever(cx.selected, id) {
            return Vec::new();
        }
        if cx.held != Some(id) {
            cx.keep_state();
            cx.held = Some(id);
        }
        set_lever(cx, id, value);
        cx.rerun()
    }

    fn lever_typed(&mut self, cx: &mut Session, id: LeverId, text: &str) -> Vec<Effect> {
        if cx.locked(id).is_some() {
            return Vec::new();
        }
        let spec = id.spec();
        match typed::read(text, &typed::of_lever(spec)) {
            Ok(value) => {
                self.refused.remove(&id);
                self.touched.insert(id);
                if value == cx.lever(cx.selected, id) {
                    return Vec::new();
                }
                cx.keep_state();
                cx.held = None;
                set_lever(cx, id, value);
                cx.rerun()
            }
            Err(why) => {
                let [low, high, example] = [spec.min, spec.max, cx.lever(cx.selected, id)].map(|x| lever_value(id, x));
                let reason = typed::refusal(&why, text, cx.words()).unwrap_or_else(|| match why {
                    NumberError::OutOfRange(_) => {
                        let holes = [("low", low.as_str()), ("high", &high), ("typed", &typed::as_written(text))];
                        cx.words().with(Text::TypedOutOfRange, &holes)
                    }
                    _ => typed::not_a_number(text, (&low, &high), &example, cx.words()),
                });
                self.refused.insert(id, Refused { text: text.to_owned(), reason });
                Vec::new()
            }
        }
    }

    fn preset_chosen(&mut self, cx: &mut Session, index: usize) -> Vec<Effect> {
        if cx.presets_locked().is_some() {
            return Vec::new();
        }
        let Some(preset) = session::preset(index, cx.locale) else { return Vec::new() };
        let policy = cx.selected;
        self.refused.clear();
        cx.change(|d| {
            if let Some(p) = d.policies.get_mut(policy) {
                *p = preset;
            }
        })
    }

    fn goal_changed(&mut self, cx: &mut Session, input: &GoalInput) -> Vec<Effect> {
        match typed::read(&input.bound, &input.kind.reading()) {
            Ok(bound) => {
                self.goal_refused = None;
                let goal = input.kind.goal(bound);
                if goal == cx.document.goal {
                    return Vec::new();
                }
                cx.change(|d| d.goal = goal)
            }
            Err(why) => {
                let (low, high) = input.kind.bounds();
                let unit = cx.words().to(input.kind.unit());
                let holes = [("typed", input.bound.trim()), ("low", &low), ("high", &high), ("unit", &unit)];
                let reason = typed::refusal(&why, &input.bound, cx.words())
                    .unwrap_or_else(|| cx.words().with(Text::GoalOutOfRange, &holes));
                self.goal_refused = Some(Refused { text: input.bound.clone(), reason });
                Vec::new()
            }
        }
    }
}

fn policy_renamed(cx: &mut Session, index: PolicyIndex, name: &str) -> Vec<Effect> {
    let name: String = aftercast_i18n::names::shown(name).chars().take(60).collect();
    if name.is_empty() {
        return Vec::new();
    }
    cx.change(|d| {
        if let Some(p) = d.policies.get_mut(index) {
            p.name = name;
        }
    })
}

fn set_lever(cx: &mut Session, id: LeverId, value: f64) {
    let unmoved = id.start_from(cx.today(id));
    if let Some(policy) = cx.document.policies.get_mut(cx.selected) {
        if value == unmoved {
            policy.levers.remove(&id);
        } else {
            policy.levers.insert(id, value);
        }
    }
}

fn policy_added(cx: &mut Session) -> Vec<Effect> {
    if cx.document.policies.len() >= MOST_POLICIES {
        return Vec::new();
    }
    let name = fresh_name(cx, &cx.words().to(Text::PolicyFirst));
    // selected first: the address that the change writes has it in hand
    cx.select(cx.document.policies.len());
    cx.change(|d| d.policies.push(PolicyDraft { name, ..PolicyDraft::default() }))
}

fn policy_copied(cx: &mut Session, index: PolicyIndex) -> Vec<Effect> {
    let Some(original) = cx.document.policies.get(index).cloned() else { return Vec::new() };
    if cx.document.policies.len() >= MOST_POLICIES {
        return Vec::new();
    }
    let name = fresh_name(cx, &original.name);
    cx.select(index + 1);
    cx.change(|d| d.policies.insert(index + 1, PolicyDraft { name, ..original }))
}

fn policy_moved(cx: &mut Session, index: PolicyIndex, by: isize) -> Vec<Effect> {
    let target = index.saturating_add_signed(by);
    if index >= cx.document.policies.len() || target >= cx.document.policies.len() || target == index {
        return Vec::new();
    }
    let selected = match cx.selected {
        own if own == index => target,
        own if index < own && own <= target => own - 1,
        own if target <= own && own < index => own + 1,
        own => own,
    };
    cx.selected_moves_to(selected);
    cx.change(|d| {
        let policy = d.policies.remove(index);
        d.policies.insert(target, policy);
    })
}

fn policy_removed(cx: &mut Session, index: PolicyIndex) -> Vec<Effect> {
    // the page compares: the last policy stays
    if cx.document.policies.len() < 2 || index >= cx.document.policies.len() {
        return Vec::new();
    }
    if cx.selected == index {
        let last = cx.document.policies.len() - 2;
        cx.another_selected(index.min(last));
    } else if cx.selected > index {
        cx.selected_moves_to(cx.selected - 1);
    }
    cx.change(|d| drop(d.policies.remove(index)))
}

fn fresh_name(cx: &Session, base: &str) -> String {
    let taken = |name: &str| cx.document.policies.iter().any(|p| p.name == name);
    // a number that was put there to tell copies apart counts on; one that belongs to the name, such as 3,000, stays
    let counted = base.rsplit_once(' ').filter(|(_, k)| k.len() < 3 && k.bytes().all(|c| c.is_ascii_digit()));
    let stem = counted.map_or(base, |(stem, _)| stem);
    (2..)
        .map(|k| format!("{stem} {k}"))
        .chain([base.to_owned()])
        .find(|name| !taken(name))
        .filter(|_| taken(base))
        .unwrap_or_else(|| base.to_owned())
}
