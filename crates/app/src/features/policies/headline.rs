//! The sentence over everything, with its goal and its range.

use super::View;
use super::levers::Doubts;
use super::{Headline, HeadlinePart};
use crate::session::figures::{letter, median, quantile};
use crate::view::PolicyIndex;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::{Text, is_set_apart};
use aftercast_plot::DisplayUnit;
use aftercast_scenario::Goal;

/// From this share of futures on, a policy pays; below [`POOR`] it does not; between them it is a bet.
const SAFE: f64 = 0.8;
/// See [`SAFE`].
const POOR: f64 = 0.2;
/// What two lines of the claim hold on the narrowest page with two columns, in widths of a Chinese character.
const LONG: f64 = 64.0;
/// No name takes more of a claim than this: the rest of it is cut.
const LONGEST_NAME: f64 = 16.0;

/// The holes of a claim.
struct Claim {
    policy: PolicyIndex,
    goal: String,
    figure: String,
    gain: String,
    worst: String,
    count: String,
}

impl Claim {
    fn of(view: &View<'_>, policy: PolicyIndex) -> Self {
        let session = view.session;
        let results = session.results(policy);
        let gain = results.map(|r| median(r.outcome(Outcome::TotalGain)));
        let low = results.map(|r| quantile(r.outcome(Outcome::TotalGain), 0.05));
        let counts = session.words().to(Text::ClaimCounts);
        let count = view.rivals();
        Self {
            policy,
            goal: String::new(),
            figure: results.map(|r| session.futures_in_sentence(session.met(r))).unwrap_or_default(),
            gain: gain.map(|e| session.signed_to_two(DisplayUnit::Cny, e)).unwrap_or_default(),
            // the sentence says "lose"
            worst: low
                .map(|e| session.to_two(DisplayUnit::Cny, Estimate { value: e.value.abs(), ..e }))
                .unwrap_or_default(),
            count: counts.split(',').nth(count.saturating_sub(2)).map_or_else(|| count.to_string(), str::to_owned),
        }
    }
}

impl View<'_> {
    /// The sentence over everything.
    pub fn headline(&self) -> Headline {
        let status = self.run_status();
        let parts = self.sentence();
        let plain = parts.iter().map(words_of).collect();
        let verified = self.session.verified();
        Headline {
            sub: self.sub_sentence(),
            gained: self.gained(),
            other: self.other_pieces(),
            uncertainties: self.uncertainties(),
            draws: if verified {
                format!("✓ {} · {}", self.session.words().to(Text::Verified), status.text)
            } else {
                status.text
            },
            verified,
            progress: if status.wanted == 0 { 0.0 } else { status.done as f64 / status.wanted as f64 },
            stale: self.session.stale(self.session.selected),
            plain,
            is_long: parts.iter().map(width).sum::<f64>() > LONG,
            parts,
        }
    }

    /// The claim: a finding with its sign, its size and its odds. It is of the best policy that differs from today.
    fn sentence(&self) -> Vec<HeadlinePart> {
        let Some(of) = self.claimed() else {
            let (wrong, locked) = (self.session.checked.is_err(), self.session.presets_locked().is_some());
            let text = if wrong {
                Text::HeadlineInvalid
            } else if locked {
                Text::TeachStill
            } else {
                Text::ClaimStill
            };
            return self.filled(text, &Claim::of(self, self.session.selected));
        };
        let mut claim = Claim::of(self, of);
        if self.session.hidden() {
            claim.figure = self.session.words().to(Text::PredictFigure);
            claim.goal = self.session.goal_words();
            return self.filled(Text::Headline, &claim);
        }
        let Some(results) = self.session.results(of) else { return self.filled(Text::HeadlineWait, &claim) };
        let text = self.finding(&mut claim, results);
        self.filled(text, &claim)
    }

    /// Which finding it is, with the words of its holes.
    fn finding(&self, claim: &mut Claim, results: &PolicyResults) -> Text {
        let words = self.session.words();
        let rivals = self.rivals();
        if self.session.document.goal != Goal::TotalGainAbove(0.0) {
            claim.goal = self.session.goal_words();
            let met = self.session.met(results).value;
            let is_rare = met < POOR;
            return match rivals {
                0 | 1 => Text::ClaimGoal,
                // of those that never reach it none is nearer: the one that gains most is spoken of
                _ if met == 0.0 => Text::ClaimGoalNone,
                // the best of those that seldom reach it is not called good
                _ if is_rare => Text::ClaimGoalRare,
                2 => Text::ClaimGoalBetter,
                _ => Text::ClaimGoalBest,
            };
        }
        let pays = self.session.met(results);
        let gain = median(results.outcome(Outcome::TotalGain)).value;
        let (text, goal) = match rivals {
            2.. if gain > 0.0 => (if rivals == 2 { Text::ClaimBetter } else { Text::ClaimBest }, Text::ClaimGoalPays),
            2.. => (if rivals == 2 { Text::ClaimNeither } else { Text::ClaimNone }, Text::ClaimGoalBeats),
            _ if pays.value >= SAFE => (Text::ClaimPays, Text::ClaimGoalPays),
            _ if pays.value >= POOR => (Text::ClaimBet, Text::ClaimGoalPays),
            _ => (Text::ClaimLoses, Text::ClaimGoalNot),
        };
        if text == Text::ClaimPays {
            let lost = Estimate { value: 1.0 - pays.value, ..pays };
            claim.figure = self.session.futures_in_sentence(lost);
        }
        claim.goal = words.to(goal);
        text
    }

    /// A template with its holes as parts of the sentence.
    fn filled(&self, text: Text, claim: &Claim) -> Vec<HeadlinePart> {
        let mut parts = Vec::new();
        let mut rest = text.to(self.session.locale);
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(HeadlinePart::Words(before.to_owned()));
            }
            let (hole, tail) = after.split_once('}').unwrap_or((after, ""));
            parts.push(match hole {
                "figure" => HeadlinePart::Figure(claim.figure.clone()),
                "gain" => HeadlinePart::Amount(claim.gain.clone()),
                "worst" => HeadlinePart::Amount(claim.worst.clone()),
                "count" => HeadlinePart::Words(claim.count.clone()),
                "policy" => HeadlinePart::Policy(claim.policy, self.session.name_of(claim.policy)),
                "goal" => HeadlinePart::Goal(claim.goal.clone()),
                _ => HeadlinePart::Explained {
                    words: self.session.words().to(Text::Futures),
                    explanation: self.session.words().to(Text::ExplainFutures),
                },
            });
            rest = tail;
        }
        if !rest.is_empty() {
            parts.push(HeadlinePart::Words(rest.to_owned()));
        }
        self.set_apart(parts)
    }

    /// The same with a space wherever Chinese meets other letters at the edge of a piece.
    fn set_apart(&self, parts: Vec<HeadlinePart>) -> Vec<HeadlinePart> {
        let mut spaced: Vec<HeadlinePart> = Vec::with_capacity(parts.len());
        for part in parts {
            let before = spaced.last().map(words_of).unwrap_or_default();
            if is_set_apart(&before, &words_of(&part), self.session.locale) {
                spaced.push(HeadlinePart::Words(" ".to_owned()));
            }
            spaced.push(part);
        }
        spaced
    }

    fn sub_sentence(&self) -> String {
        if self.session.hidden() {
            return self.session.words().to(Text::PredictHiddenLine);
        }
        let Some(of) = self.claimed() else { return String::new() };
        let Some(gain) = self.gain_in_parts(of) else { return String::new() };
        let mut said = vec![gain];
        said.extend(self.trusted());
        said.extend(self.remarks(of));
        said.extend(self.other_sentence(of));
        self.session.words().sentences(&said)
    }

    /// The total gain in its two parts.
    fn gain_in_parts(&self, policy: PolicyIndex) -> Option<String> {
        let results = self.session.results(policy)?;
        let [whole, within, later] = self.session.gain_in_parts(results);
        let months = self.session.months_simulated();
        let holes = [("mean", whole.as_str()), ("npv", &within), ("terminal", &later), ("months", &months)];
        Some(self.session.words().with(Text::SubGain, &holes))
    }

    /// What stands under the claim: as many words for any policy, so that the claim keeps its height.
    fn gained(&self) -> Vec<HeadlinePart> {
        if self.session.hidden() {
            return vec![HeadlinePart::Words(self.session.words().to(Text::PredictHiddenLine))];
        }
        let Some((of, said)) = self.claimed().and_then(|of| Some((of, self.gain_in_parts(of)?))) else {
            return Vec::new();
        };
        let trusted = self.trusted().map(|words| {
            let explanation = self.session.words().to(Text::UiFaceValueHint);
            [HeadlinePart::Words(" ".to_owned()), HeadlinePart::Caution { words, explanation }]
        });
        let said = std::iter::once(HeadlinePart::Words(said)).chain(trusted.into_iter().flatten());
        said.chain(self.cautions(of)).collect()
    }

    /// That the report is taken at face value: it stands wherever the claim does.
    fn trusted(&self) -> Option<String> {
        self.session.face_value().then(|| self.session.words().to(Text::ShareFaceValueLine))
    }

    /// The doubts about a policy in a few words, which open to the whole.
    fn cautions(&self, policy: PolicyIndex) -> Vec<HeadlinePart> {
        let Doubts { evidence, service, satisfaction_falls } = self.doubts(policy);
        let words = self.session.words();
        let caution = |(text, said): (Text, Vec<String>)| HeadlinePart::Caution {
            words: words.to(text),
            explanation: self.session.words().sentences(&said),
        };
        let both = [
            (Text::CautionEvidence, evidence),
            (if satisfaction_falls { Text::CautionService } else { Text::CautionAbandoned }, service),
        ];
        let each = both.into_iter().filter(|(_, said)| !said.is_empty()).map(caution);
        each.flat_map(|part| [HeadlinePart::Words(" ".to_owned()), part]).collect()
    }

    /// The policies that differ from today.
    fn moving(&self) -> impl Iterator<Item = PolicyIndex> {
        let policies = &self.session.document.policies;
        (0..policies.len()).filter(|&k| !policies[k].levers.is_empty())
    }

    /// The policy that the claim is of: the one that meets the goal best; while nothing is known, the one in hand.
    pub fn claimed(&self) -> Option<PolicyIndex> {
        let selected = self.moving().find(|&k| k == self.session.selected).or_else(|| self.moving().next())?;
        if self.session.hidden() {
            return Some(selected);
        }
        let score = |k: PolicyIndex| {
            let results = self.session.results(k)?;
            let gain = median(results.outcome(Outcome::TotalGain)).value;
            let goal = &self.session.document.goal;
            let met = if *goal == Goal::TotalGainAbove(0.0) { 0.0 } else { self.session.met(results).value };
            Some((met, gain))
        };
        let known = self.moving().filter_map(|k| Some((k, score(k)?)));
        // of equals the first
        let best = known.reduce(|best, next| if next.1 > best.1 { next } else { best });
        Some(best.map_or(selected, |(k, _)| k))
    }

    /// The policy in hand, where the claim is of another one.
    fn other(&self, claimed: PolicyIndex) -> Option<(PolicyIndex, Text, Claim)> {
        let other = self.moving().find(|&k| k == self.session.selected && k != claimed)?;
        self.session.results(other)?;
        let plain = self.session.document.goal == Goal::TotalGainAbove(0.0);
        let text = if plain { Text::SubOther } else { Text::SubOtherGoal };
        Some((other, text, Claim { goal: self.session.goal_words(), ..Claim::of(self, other) }))
    }

    /// What it does.
    fn other_sentence(&self, claimed: PolicyIndex) -> Option<String> {
        let (other, text, claim) = self.other(claimed)?;
        let said = self.filled(text, &claim).iter().map(words_of).collect();
        // a figure outside the evidence is never told without saying so, whatever its sign
        let said: Vec<String> = std::iter::once(said).chain(self.remarks(other)).collect();
        Some(self.session.words().sentences(&said))
    }

    /// The same under the claim.
    fn other_pieces(&self) -> Vec<HeadlinePart> {
        if self.session.hidden() {
            return Vec::new();
        }
        let Some((other, text, claim)) = self.claimed().and_then(|of| self.other(of)) else { return Vec::new() };
        let piece = |part| match part {
            // it opens from the claim alone
            HeadlinePart::Goal(words) => HeadlinePart::Words(words),
            part => part,
        };
        self.filled(text, &claim).into_iter().map(piece).chain(self.cautions(other)).collect()
    }

    /// How many policies differ from today and from each other: of two that are the same, none is the better one.
    fn rivals(&self) -> usize {
        let policies = &self.session.document.policies;
        let is_first = |k: &PolicyIndex| policies[..*k].iter().all(|other| other.levers != policies[*k].levers);
        self.moving().filter(is_first).count()
    }

    /// A policy's letter alone: names may be long.
    pub fn letter(&self, policy: PolicyIndex) -> String {
        letter(policy)
    }
}

fn words_of(part: &HeadlinePart) -> String {
    match part {
        HeadlinePart::Words(w) | HeadlinePart::Figure(w) | HeadlinePart::Amount(w) | HeadlinePart::Goal(w) => w.clone(),
        HeadlinePart::Policy(k, name) if name.is_empty() => letter(*k),
        HeadlinePart::Policy(_, name) => name.clone(),
        HeadlinePart::Explained { words, .. } | HeadlinePart::Caution { words, .. } => words.clone(),
    }
}

/// How wide words of a claim are, in widths of a Chinese character.
fn width(part: &HeadlinePart) -> f64 {
    let each = |c: char| if c < '\u{2e80}' { 0.56 } else { 1.0 };
    let all = words_of(part).chars().map(each).sum::<f64>();
    if matches!(part, HeadlinePart::Policy(..)) { all.min(LONGEST_NAME) } else { all }
}
