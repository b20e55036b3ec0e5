//! A forecast is dated, whole and unchangeable; its score is proper and honest about one history.

use aftercast_engine::check;
use aftercast_engine::run::central::central;
use aftercast_import::actual::read_actual;
use aftercast_scenario::{Draft, EventMode};
use aftercast_validation::forecast::{
    ActualMonth, FIGURES, Forecast, ForecastError, digest, forecast, month_after, score, weighted_interval_score,
};

fn draft() -> Draft {
    let mut draft = Draft::default();
    draft.company.horizon_months = 12.0;
    draft.company.start_month = 12.0;
    draft.settings.draws = 256;
    draft
}

fn made(draft: &Draft) -> Forecast {
    forecast(draft, &check(draft).unwrap(), None, "2026-11-30").unwrap()
}

/// What happens if a band's position (0 low, 1 median, 2 high) comes true in the first months, moved by a factor.
fn happened(f: &Forecast, months: usize, position: usize, factor: f64) -> Vec<ActualMonth> {
    (0..months)
        .map(|t| ActualMonth {
            month: f.content.months[t].clone(),
            values: std::array::from_fn(|i| Some(f.content.figures[i].bands[t][position] * factor)),
        })
        .collect()
}

#[test]
fn days_and_months() {
    assert_eq!(month_after("2026-11-30"), Ok((2026, 12)));
    assert_eq!(month_after("2026-12-01"), Ok((2027, 1)));
    assert_eq!(month_after("2028-02-29"), Ok((2028, 3)));
    for wrong in
        ["2027-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "26-11-30", "2026-11-3", "today", "2026-11-30x"]
    {
        assert!(matches!(month_after(wrong), Err(ForecastError::Date(_))), "{wrong}");
    }
}

#[test]
fn a_forecast_is_whole_and_says_what_it_was_made_of() {
    let f = made(&draft());
    assert_eq!(f.content.months.first().map(String::as_str), Some("2026-12"));
    assert_eq!(f.content.months.last().map(String::as_str), Some("2027-11"));
    assert_eq!(f.content.figures.iter().map(|x| x.figure.as_str()).collect::<Vec<_>>(), FIGURES);
    for x in &f.content.figures {
        assert!(x.bands.iter().all(|[l, m, u]| l <= m && m <= u && u > l), "{}", x.figure);
        assert!(x.covered_at_least.iter().enumerate().all(|(t, n)| *n <= t + 1));
    }
    // read back from its file it is the same to the last bit, and so is its digest
    let again: Forecast = serde_json::from_str(&serde_json::to_string_pretty(&f).unwrap()).unwrap();
    assert_eq!(again, f);
    assert_eq!(digest(&again.content), f.digest);
    assert_eq!(f.digest.len(), 64);
    assert_eq!(made(&draft()), f);
}

#[test]
fn with_everything_known_the_bands_are_the_central_run() {
    let mut d = draft();
    let scenario = check(&d).unwrap();
    let a = scenario.central();
    for id in aftercast_scenario::AssumptionId::ALL {
        d.assumptions.insert(id, aftercast_scenario::Override::Known(*a.get(id)));
    }
    d.settings.events = EventMode::Expected;
    d.settings.draws = 16;
    let f = made(&d);
    let run = central(scenario.company(), scenario.today(), &a, scenario.today()).unwrap();
    for (t, m) in run.baseline.months.iter().enumerate() {
        for (x, theirs) in f.content.figures.iter().zip([m.waits.mean, m.csi, m.contacts, m.repurchase, m.cost]) {
            let [low, middle, high] = x.bands[t];
            // the Monte Carlo queue is interpolated within 0.01 minute
            assert!((middle - theirs).abs() <= 1e-2f64.max(2e-3 * theirs.abs()), "{} {t}: {middle} {theirs}", x.figure);
            assert!(high - low <= 1e-9 * theirs.abs(), "{}", x.figure);
        }
    }
}

#[test]
fn a_changed_forecast_is_refused() {
    let mut f = made(&draft());
    let actual = happened(&f, 3, 1, 1.0);
    assert!(score(&f, &actual).is_ok());
    f.content.figures[1].bands[0][2] += 5.0;
    assert_eq!(score(&f, &actual), Err(ForecastError::Changed));
}

#[test]
fn a_forecast_starts_in_the_month_after_its_day() {
    let d = draft();
    let found = forecast(&d, &check(&d).unwrap(), None, "2026-03-15");
    assert_eq!(found, Err(ForecastError::StartMonth { wanted: 4, found: 12 }));
}

#[test]
fn good_and_bad_histories_are_told_apart() {
    let f = made(&draft());
    for s in score(&f, &happened(&f, 12, 1, 1.0)).unwrap() {
        assert_eq!((s.covered, s.known), (s.first_months, s.first_months), "{s:?}");
        assert_eq!(s.as_good_as_right(), Some(true), "{s:?}");
        assert!(s.bias.abs() < 1e-9 && [3, 6, 12].contains(&s.first_months));
    }
    for s in score(&f, &happened(&f, 12, 2, 1.5)).unwrap() {
        assert_eq!(s.covered, 0, "{s:?}");
        assert_eq!(s.as_good_as_right(), Some(false), "{s:?}");
    }
    // months missing: scored, not judged
    let mut some = happened(&f, 6, 1, 1.0);
    some.remove(2);
    for s in score(&f, &some).unwrap() {
        assert!(s.as_good_as_right().is_none() && s.known + 1 == s.first_months, "{s:?}");
    }
    assert_eq!(score(&f, &[]), Err(ForecastError::Nothing));
}

#[test]
fn the_score_is_proper() {
    // of all bands, the true quantiles have the best mean score: uniform on (0, 1), true band 0.05, 0.5, 0.95
    let mean = |band: [f64; 3]| {
        (0..10_000).map(|i| weighted_interval_score(&band, (f64::from(i) + 0.5) / 1e4)).sum::<f64>() / 1e4
    };
    let truth = mean([0.05, 0.5, 0.95]);
    for other in [[0.0, 0.5, 1.0], [0.1, 0.5, 0.9], [0.05, 0.4, 0.95], [0.2, 0.6, 0.99], [0.05, 0.5, 0.8]] {
        assert!(truth < mean(other), "{other:?}");
    }
}

#[test]
fn what_happened_is_read_or_refused_with_its_line() {
    let read = read_actual("\u{feff}month,csi,cost\n2026-12,68.1,\n2027-01,,6500000\n\n").unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].values, [None, Some(68.1), None, None, None]);
    assert_eq!(read[1].values[4], Some(6_500_000.0));
    for (text, line) in [
        ("", 1),
        ("csi\n1", 1),
        ("month,wait\n", 1),
        ("month,csi,csi\n", 1),
        ("month,csi\n2026-12,68\n2026-12,69", 3),
        ("month,csi\n2026-12,much", 2),
        ("month,csi\n2026-12,NaN", 2),
        ("month,csi\nDecember,68", 2),
    ] {
        assert!(read_actual(text).is_err_and(|faults| faults[0].line() == line), "{text:?}");
    }
}
