use super::*;
use aftercast_engine::analysis::tornado::Tornado;
use aftercast_engine::analysis::{Analysis, Target, evaluate};
use aftercast_engine::check;
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::outcome::Outcome;
use aftercast_scenario::{Draft, PolicyDraft};

use crate::worker::Worker;

fn tornado() -> Tornado {
    let mut draft = Draft::default();
    draft.settings.draws = 64;
    draft.policies.push(PolicyDraft::default());
    let scenario = check(&draft).unwrap();
    let target = Target::new(Outcome::Csi, Some(scenario.policies()[0].levers), Some(None)).unwrap();
    Tornado::new(scenario.futures(), target, 16)
}

#[test]
fn jobs_come_back_as_they_left() {
    let mut analysis = tornado();
    for index in 0..analysis.round() {
        let job = analysis.job(index);
        let (message, numbers) = JobMessage::new(&job);
        let text = serde_json::to_string(&message).unwrap();
        let read: JobMessage = serde_json::from_str(&text).unwrap();
        assert_eq!(read.job(&numbers), Some(job.clone()));
        if !numbers.is_empty() {
            assert_eq!(read.job(&numbers[1..]), None, "a list of another length is of another version");
        }
    }
}

#[test]
fn outputs_are_those_of_the_engine_and_old_tickets_are_dropped() {
    let mut analysis = tornado();
    let mut worker = <Worker>::default();
    let count = analysis.round();
    let futures = Box::new(FuturesMessage::from(analysis.futures()));
    assert_eq!(worker.handle(&ToWorker::Enter { ticket: 3, futures }, &[]), None);
    let mut engine = Engine::new(analysis.futures().clone());
    for index in [0, count / 2, count - 1] {
        let job = analysis.job(index);
        let (order, numbers) = OrderMessage::new(Order::Job(job.clone()));
        let compute = |ticket| ToWorker::Compute { ticket, index: index as u32, order: order.clone() };
        let (reply, values) = worker.handle(&compute(3), &numbers).unwrap();
        assert_eq!(reply.ticket(), 3);
        assert_eq!(reply.into_output(values), Ok((index as u32, evaluate(&mut engine, &job).unwrap())));
        assert_eq!(worker.handle(&compute(2), &numbers), None);
    }
}
