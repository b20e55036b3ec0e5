//! A forecast as work.

use super::words::refusal;
use crate::features::analyses::finding::Finding;
use crate::features::analyses::question::Question;
use crate::features::analyses::rounds::AnalysisPlan;
use crate::words::{Words, first_violations};
use aftercast_compute::messages::levers_to_list;
use aftercast_compute::tasks::{Task, ahead};
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::Answer;
use aftercast_engine::check;
use aftercast_i18n::Locale;
use aftercast_scenario::{Draft, Futures, Levers, Scenario};
use aftercast_validation::forecast::{assemble, starting};

/// A forecast as work: one order, done by a worker with the futures whose season starts with it.
pub struct Ahead {
    futures: Futures,
    draft: Draft,
    scenario: Scenario,
    policy: Option<(String, Levers<f64>)>,
    date: String,
    answer: Option<Answer>,
}

impl Ahead {
    /// The forecast of the policy looked at, from the month after the day set.
    ///
    /// # Errors
    /// Not a day, or a document that cannot run from there, in words.
    pub fn of(q: &Question, locale: Locale) -> Result<AnalysisPlan, String> {
        let words = Words(locale);
        let date = q.settings.date.clone();
        let draft = starting(&q.document, &date).map_err(|e| refusal(&e, words))?;
        let scenario = check(&draft).map_err(|violations| first_violations(&violations, words))?;
        let policy = q.settings.policy.and_then(|k| scenario.policies().get(k)).map(|p| (p.name.clone(), p.levers));
        Ok(Box::new(Self { futures: scenario.futures(), draft, scenario, policy, date, answer: None }))
    }
}

impl Rounds for Ahead {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        usize::from(self.answer.is_none())
    }

    fn order(&self, _: usize) -> Order {
        Order::Task(Task::Ahead { policy: self.policy.as_ref().map(|(_, l)| levers_to_list(l)) }, Vec::new())
    }

    fn take(&mut self, mut answers: Vec<Answer>) {
        self.answer = answers.pop();
    }

    fn report(&self) -> Finding {
        let figures = self.answer.as_ref().and_then(|answer| ahead(&answer.values));
        let name = self.policy.as_ref().map(|(name, _)| name.as_str());
        let forecast = figures.and_then(|f| assemble(&self.draft, &self.scenario, name, &self.date, f).ok());
        forecast.map_or_else(|| Finding::Several(Vec::new()), |f| Finding::Forecast(Box::new(f)))
    }
}
