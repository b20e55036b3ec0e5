//! `aftercast analyse`: a section of the analyses, as a terminal and programs read it. What a section computes, says and writes is in
//! `aftercast_analyses`; here a question is made of the arguments.

mod rows;

use std::path::PathBuf;

use aftercast_analyses::sections::compare::Other;
use aftercast_analyses::seek::{By, Seek, Wanted, facts};
use aftercast_analyses::{DrawsRead, Field, Finding, Question, SECTIONS, Section, Settings, Which, section, sections};
use aftercast_engine::analysis::{Analysis, DecisionVariable};
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::Locale;
use aftercast_i18n::currency;
use aftercast_i18n::names::beside_today;
use aftercast_scenario::json::nearest;
use aftercast_scenario::{AssumptionId, Draft, EventMode, LEVERS, LeverId, Scenario};
use aftercast_wording::words::Words;
use clap::builder::PossibleValue;
use serde_json::{Value, json};

use crate::args::AnalyseOptions;
use crate::compute::{compute, threads_of};
use crate::output::{Target, beside, print, put_json};
use crate::{Failure, load};

/// Points of a sweep, of a line and of a side of a grid.
const POINTS: (usize, usize) = (9, 11);
/// The analysis that is no section: it answers with a table of its own.
const ROWS: &str = "rows";

/// Names of the analyses and what each answers: the sections, and [`ROWS`].
fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = (ROWS, "Outcomes at given values of the assumptions, for programs that choose their own futures.");
    SECTIONS.iter().map(|section| (section.id, section.intro.en())).chain([rows])
}

/// The names as values of an option; a forecast is made by a command of its own, so it is not offered here.
pub fn offered() -> impl Iterator<Item = PossibleValue> {
    names().map(|(name, help)| PossibleValue::new(name).help(help).hide(name == sections::forecast_log::SECTION.id))
}

/// Analyses, prints, writes.
pub fn run(options: &AnalyseOptions) -> Result<(), Failure> {
    let section = section(&options.what);
    belongs(options)?;
    let question = question(options, section)?;
    let inputs = [Some(&options.scenario), options.with.as_ref(), options.values.as_ref()].into_iter().flatten();
    let target = beside(inputs.map(PathBuf::as_path), options.json.as_deref())?;
    let (printed, found) = match section {
        Some(section) => {
            let finding = answer(section, &question, options.threads)?;
            let found = target.as_ref().map(|_| finding.json(&question));
            (finding.terminal(&question), found)
        }
        None => {
            let rows = rows::answer(&question, options.values.as_deref(), threads_of(options.threads))?;
            (rows.table, Some(rows.json))
        }
    };
    put_json(target.as_ref(), || {
        let settings = &question.settings;
        let mut report = json!({
            "analysis": options.what,
            "name": question.scenario.name(),
            "engine_version": aftercast_engine::VERSION,
            "outcome": settings.outcome.name(),
            "policy": question.label(settings.policy),
            "against": settings.against.map(|which| question.label(which)),
            "seed": question.scenario.settings().seed,
            "sampler": question.scenario.settings().sampler.name(),
        });
        if let (Some(report), Some(Value::Object(found))) = (report.as_object_mut(), found) {
            report.extend(found);
        }
        report
    })?;
    print(&printed)
}

/// Computes a section on threads.
///
/// # Errors
/// Why there is nothing to compute, and what could not be computed.
fn answer(section: &Section, question: &Question, threads: Option<usize>) -> Result<Finding, Failure> {
    let plan = (section.plan)(question).map_err(|why| Failure::Input(why.said(Words(Locale::English))))?;
    compute(plan, threads_of(threads))
}

/// Computes a section, writes it where it is wanted as JSON, prints it.
///
/// # Errors
/// Why there is nothing to compute, what could not be computed, what could not be written.
pub fn tell(
    section: &Section,
    question: &Question,
    threads: Option<usize>,
    json: Option<&Target>,
) -> Result<(), Failure> {
    let finding = answer(section, question, threads)?;
    put_json(json, || finding.json(question))?;
    print(&finding.terminal(question))
}

/// Computes an analysis of the engine on threads.
fn analyse<A: Analysis + 'static>(analysis: A, threads: usize) -> Result<A::Report, Failure>
where
    A::Report: 'static,
{
    compute(Box::new(aftercast_compute::rounds::AnalysisRounds::new(analysis, 1, |report| report)), threads)
}

/// Refuses an option that the analysis would pass over, and numbers that none can take.
fn belongs(options: &AnalyseOptions) -> Result<(), Failure> {
    if options.what == sections::forecast_log::SECTION.id {
        return Err(Failure::Input(
            "--what record: a forecast needs its day and a file to be kept in; make it with `aftercast forecast \
             SCENARIO --date YYYY-MM-DD --out FILE.json`, and score it with `aftercast score`"
                .to_owned(),
        ));
    }
    // an option, whether it is given, and the analyses that read it
    let own: [(&str, bool, &[&str]); 8] = [
        ("--assumption", options.assumption.is_some(), &["scatter"]),
        ("--reach", options.reach.is_some(), &["goal-seek"]),
        ("--by", options.by.is_some(), &["goal-seek"]),
        ("--with", options.with.is_some(), &["compare"]),
        ("--lever", !options.lever.is_empty(), &["sweep", "break-even"]),
        ("--points", options.points.is_some(), &["sweep"]),
        ("--chance", options.chance.is_some(), &["goal-seek", "break-even"]),
        ("--values", options.values.is_some(), &[ROWS]),
    ];
    for (option, _, of) in own.iter().filter(|(_, is_given, _)| *is_given) {
        if !of.contains(&options.what.as_str()) {
            let (what, of) = (&options.what, of.join(" or --what "));
            return Err(Failure::Input(format!(
                "{option}: belongs to --what {of}; {what} does not read it, leave it out"
            )));
        }
    }
    reads(options)?;
    if let Some(points) = options.points.filter(|n| !(2..=1001).contains(n)) {
        return Err(Failure::Input(format!("--points {points}: allowed 2 to 1001; a sweep has two ends at least")));
    }
    if options.points.is_some_and(|n| n > 101) && options.lever.len() == 2 {
        return Err(Failure::Input("--points: allowed 2 to 101 a side of a grid".to_owned()));
    }
    if let [_, _, third, ..] = options.lever.as_slice()
        && options.what == "sweep"
    {
        return Err(Failure::Input(format!(
            "--lever {third}: a sweep moves one lever, a grid two; leave the third out"
        )));
    }
    if let [one, other] = options.lever.as_slice()
        && one == other
    {
        return Err(Failure::Input(format!("--lever {one}: given twice; a grid has two levers")));
    }
    if let Some(reach) = options.reach.filter(|x| !x.is_finite()) {
        return Err(Failure::Input(format!("--reach {reach}: give a number, such as 70 or 5e6")));
    }
    if options.reach.is_some() && options.chance.is_some() {
        return Err(Failure::Input("--reach and --chance: both say what goal seek wants; give one of them".to_owned()));
    }
    Ok(())
}

/// Refuses a policy or an outcome that the section does not ask for: its report would name it as if it had been looked at.
fn reads(options: &AnalyseOptions) -> Result<(), Failure> {
    let of = |field: Field| {
        let reading = SECTIONS.iter().filter(move |section| section.fields.contains(&field));
        reading.map(|section| section.id).filter(|id| *id != sections::forecast_log::SECTION.id).collect::<Vec<_>>()
    };
    let of_outcomes: Vec<&str> = of(Field::Outcome).into_iter().chain(["goal-seek", "information", ROWS]).collect();
    let is_other = options.outcome != Outcome::TotalGain.name();
    // break-even against another policy looks at any outcome, against the goal at that of the goal
    let is_against = options.what == "break-even" && options.against.is_some();
    let given = [
        ("--outcome", is_other && !is_against, of_outcomes),
        ("--policy", options.policy.is_some(), of(Field::Policy)),
        ("--against", options.against.is_some(), of(Field::Against)),
    ];
    for (option, _, of) in given.iter().filter(|(_, is_given, _)| *is_given) {
        if !of.contains(&options.what.as_str()) {
            let (what, of) = (&options.what, of.join(", "));
            let also = if (*option, what.as_str()) == ("--outcome", "break-even") { " but with --against" } else { "" };
            return Err(Failure::Input(format!(
                "{option}: {what} does not read it{also}, leave it out; it is read by {of}"
            )));
        }
    }
    let is = |what: &str| options.what == what;
    let unread = [
        (
            "--chance",
            is("break-even") && options.against.is_some() && options.chance.is_some(),
            "with --against the mean is compared",
        ),
        (
            "--outcome",
            is("goal-seek") && options.chance.is_some() && is_other,
            "with --chance the share of futures that meet the goal is sought",
        ),
    ];
    if let Some((option, _, why)) = unread.iter().find(|(_, is_given, _)| *is_given) {
        return Err(Failure::Input(format!("{option}: {why}, so it is not read; leave it out")));
    }
    // rows are futures of their own
    let rows = DrawsRead { number: false, events: false, ..DrawsRead::ALL };
    let section = section(&options.what);
    let draws = section.map_or(rows, |section| section.draws);
    let counts_rows = section.is_some_and(|section| section.fields.contains(&Field::Rows));
    let given = [
        ("--draws", options.draws.is_some(), draws.number || counts_rows),
        ("--seed", options.seed.is_some(), draws.seed),
        ("--events", options.events.is_some(), draws.events),
    ];
    match given.iter().find(|(_, is_given, is_read)| *is_given && !is_read) {
        Some((option, ..)) => Err(Failure::Input(format!(
            "{option}: {} makes its futures in a way of its own and does not read it; leave it out",
            options.what
        ))),
        None => Ok(()),
    }
}

/// What is asked, resolved against the scenario.
fn question(options: &AnalyseOptions, section: Option<&Section>) -> Result<Question, Failure> {
    let is = |other: &Section| section == Some(other);
    // how draws are made, of every document of the question
    let asked = |draft: &mut Draft| -> Result<Scenario, Failure> {
        let settings = &mut draft.settings;
        // a tornado's bars may rest on fewer draws than its regression
        if !is(&sections::tornado::SECTION) {
            settings.draws = options.draws.unwrap_or(settings.draws);
        }
        settings.seed = options.seed.unwrap_or(settings.seed);
        settings.events = options.events.map_or(settings.events, EventMode::from);
        Ok(check(draft)?)
    };
    let (mut draft, _) = load(&options.scenario)?;
    let scenario = asked(&mut draft)?;
    if let Some(p) = options.chance.filter(|p| !(0.0..=1.0).contains(p)) {
        return Err(Failure::Input(format!("--chance {p}: expected a share of futures from 0 to 1, such as 0.8")));
    }
    let outcome = Outcome::from_name(&options.outcome).ok_or_else(|| {
        unknown("--outcome", &options.outcome, &Outcome::ALL.iter().map(|o| o.name()).collect::<Vec<_>>())
    })?;
    if is(&sections::information::SECTION) && !matches!(outcome, Outcome::TotalGain | Outcome::Npv) {
        return Err(Failure::Input("--outcome: knowledge is valued in money; take total_gain or npv".to_owned()));
    }
    let levers = options
        .lever
        .iter()
        .map(|name| LeverId::from_name(name).ok_or_else(|| unknown("--lever", name, &LEVERS.map(|l| l.id.name()))))
        .collect::<Result<Vec<_>, _>>()?;
    let levers = if levers.is_empty() { LEVERS.iter().filter(|l| l.headline).map(|l| l.id).collect() } else { levers };
    // beside the levers, the assumption most in dispute
    let disputed = options.lever.is_empty().then_some(DecisionVariable::Assumption(AssumptionId::CausalShare));
    let assumption = |name: &String| {
        AssumptionId::from_name(name)
            .ok_or_else(|| unknown("--assumption", name, &AssumptionId::ALL.map(AssumptionId::name)))
    };
    let seek = seek(options, outcome)?;
    let other = match &options.with {
        Some(path) => {
            let (mut document, _) = load(path)?;
            // what is printed is in the currency of the document at hand
            currency::put(draft.currency.symbol(), draft.currency.name());
            let scenario = asked(&mut document)?;
            Some(Box::new(Other { given: path.display().to_string(), document, scenario }))
        }
        None if is(&sections::compare::SECTION) => {
            return Err(Failure::Input("--with: name the scenario file to compare with".to_owned()));
        }
        None => None,
    };
    let policy = match &options.policy {
        Some(name) => find(&scenario, "--policy", name)?,
        None => scenario.policies().first().map(|_| 0),
    };
    let own = Settings::default();
    let settings = Settings {
        outcome,
        policy,
        against: options.against.as_ref().map(|name| find(&scenario, "--against", name)).transpose()?,
        bar_draws: options.draws.unwrap_or(own.bar_draws),
        rows: scenario.settings().draws,
        up: (options.lever.len() == 2).then(|| levers[1]),
        points: (options.points.unwrap_or(POINTS.0).clamp(2, 1001), options.points.unwrap_or(POINTS.1).clamp(2, 101)),
        decision_variables: levers.iter().map(|&id| DecisionVariable::Lever(id)).chain(disputed).collect(),
        swept: levers,
        seek,
        other,
        assumption: options.assumption.as_ref().map_or(Ok(own.assumption), assumption)?,
        chance: options.chance,
        better_in: outcome,
        ..own
    };
    let question = Question { document: draft, scenario, settings };
    // goal seek looks for a median, which an outcome without a mean may lack in most futures
    let looks = section.is_some_and(|section| section.fields.contains(&Field::Outcome))
        || (is(&sections::goal_seek::SECTION) && options.chance.is_none());
    if looks || question.settings.against.is_some() {
        question.target().map_err(|e| Failure::Input(format!("--outcome: {e}")))?;
    }
    Ok(question)
}

/// What goal seek is asked.
fn seek(options: &AnalyseOptions, outcome: Outcome) -> Result<Seek, Failure> {
    let wanted = if options.chance.is_some() { Wanted::Chance } else { Wanted::Median(outcome) };
    let known = || facts().map(|(k, _)| By::Fact(k)).chain(LEVERS.iter().map(|l| By::Lever(l.id))).map(By::name);
    let by = |name: &String| By::from_name(name).ok_or_else(|| unknown("--by", name, &known().collect::<Vec<_>>()));
    Ok(Seek {
        wanted,
        reach: options.chance.or(options.reach).unwrap_or_else(|| wanted.usual()),
        by: options.by.as_ref().map_or(Ok(Seek::default().by), by)?,
    })
}

/// The place of a policy that is named by its number, from 1.
fn number(wanted: &str, policies: usize) -> Option<usize> {
    wanted.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|&i| i < policies)
}

pub fn find(scenario: &Scenario, option: &str, wanted: &str) -> Result<Which, Failure> {
    let policies = scenario.policies();
    // today's policy, also where another one calls itself so: that one has a number
    if wanted == "today" {
        if let Some(i) = policies.iter().position(|p| p.name == wanted) {
            let n = i + 1;
            say!("{option} today: is today's policy; the policy of that name is {option} {n}");
        }
        return Ok(None);
    }
    // a policy that is called by the number of another: the name is taken, and said
    if let (Some(named), Some(counted)) =
        (policies.iter().position(|p| p.name == wanted), number(wanted, policies.len()))
        && named != counted
    {
        let (n, other) = (named + 1, beside_today(&policies[counted].name, counted));
        say!("{option} {wanted}: is policy {n}, which is called so; policy {wanted} is {other:?}, by that name");
    }
    let by_number = || number(wanted, policies.len());
    if let Some(i) = policies.iter().position(|p| p.name == wanted).or_else(by_number) {
        return Ok(Some(i));
    }
    let own = policies.iter().enumerate().map(|(i, p)| beside_today(&p.name, i));
    let names: Vec<String> = std::iter::once("today".to_owned()).chain(own).collect();
    Err(unknown(option, wanted, &names.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// What was expected where a name is not known.
fn unknown(option: &str, given: &str, known: &[&str]) -> Failure {
    let hint = nearest(given, known).map_or_else(String::new, |n| format!("; did you mean {n}?"));
    Failure::Input(format!("{option} {given}: expected one of {}{hint}", known.join(", ")))
}
