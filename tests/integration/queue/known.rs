//! Published answers: Erlang A itself, and Erlang C and B as its limits of endless and of no patience.

use crate::sampling::statistics::{known_answers, number};
use aftercast_engine::model::queue::erlang_a;

fn close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours / theirs - 1.0).abs() <= tolerance, "{what}: {ours} not {theirs}");
}

#[test]
fn every_published_queue() {
    let mut kinds = [0; 3];
    for entry in known_answers("queue") {
        let (n, tolerance) = (number(&entry, "agents"), number(&entry, "tolerance"));
        let name = entry["name"].as_str().unwrap();
        if entry.contains_key("blocking") {
            // Erlang B: no patience, so a contact that would wait is lost
            let q = erlang_a(n, number(&entry, "load") / n, 1e-11);
            close(name, q.p_abandon, number(&entry, "blocking"), tolerance);
            kinds[0] += 1;
            continue;
        }
        let (arrivals, handling) = (number(&entry, "arrivals_per_minute"), number(&entry, "handling_minutes"));
        let rho = arrivals * handling / n;
        if entry.contains_key("patience_minutes") {
            let patience = number(&entry, "patience_minutes");
            let q = erlang_a(n, rho, patience / handling);
            close(name, q.p_wait, number(&entry, "p_wait"), tolerance);
            close(name, q.p_abandon, number(&entry, "p_abandon"), 4e-5);
            close(name, q.p_abandon * patience, number(&entry, "mean_wait_minutes"), tolerance);
            close(name, q.occupancy, number(&entry, "occupancy"), tolerance);
            kinds[1] += 1;
        } else {
            // Erlang C: unlimited patience
            let q = erlang_a(n, rho, 1e11);
            close(name, q.p_wait, number(&entry, "p_wait"), tolerance);
            close(name, q.occupancy, number(&entry, "occupancy"), tolerance);
            let within_20_s = 1.0 - q.p_wait * (-(n - rho * n) / handling * 20.0 / 60.0).exp();
            close(name, within_20_s, number(&entry, "service_level_20s"), tolerance);
            kinds[2] += 1;
        }
    }
    assert_eq!(kinds, [1, 1, 1]);
}
