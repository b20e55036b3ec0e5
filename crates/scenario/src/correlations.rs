//! Correlations between assumptions: the pairs of the data file, and what a document states instead or adds.
//!
//! Claim: what a document states of a pair holds for that pair alone; all others stay as declared, and a pair of which nothing is said is
//! independent. Equation: see [`Factor`]. Validity: every correlation strictly between -1 and 1, and all of them together a positive definite matrix.

use std::collections::BTreeMap;

use aftercast_numerics::sampling::Factor;

use super::{AssumptionId, CORRELATIONS};

/// Two assumptions in file order.
pub type Pair = (AssumptionId, AssumptionId);

/// Two different assumptions in file order; none where they are one.
///
/// ```
/// use aftercast_scenario::{AssumptionId, correlations::pair};
/// let (a, b) = (AssumptionId::CausalShare, AssumptionId::Delivery);
/// assert_eq!(pair(b, a), pair(a, b));
/// assert_eq!(pair(a, a), None);
/// ```
pub fn pair(a: AssumptionId, b: AssumptionId) -> Option<Pair> {
    match a.cmp(&b) {
        core::cmp::Ordering::Less => Some((a, b)),
        core::cmp::Ordering::Equal => None,
        core::cmp::Ordering::Greater => Some((b, a)),
    }
}

/// What the data file declares of a pair; 0 where it says nothing.
pub fn declared((a, b): Pair) -> f64 {
    let same = |&&(first, second, _): &&(AssumptionId, AssumptionId, f64)| pair(first, second) == Some((a, b));
    CORRELATIONS.iter().find(same).map_or(0.0, |found| found.2)
}

/// The correlations in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Correlations {
    own: Vec<(AssumptionId, AssumptionId, f64)>,
}

impl Correlations {
    /// Those of the data file with what is stated instead; what states the declared value states nothing.
    pub fn stated(stated: &BTreeMap<Pair, f64>) -> Self {
        let differs = |(pair, rho): (&Pair, &f64)| (declared(*pair) != *rho).then_some((pair.0, pair.1, *rho));
        Self { own: stated.iter().filter_map(differs).collect() }
    }

    /// What is stated instead, in file order.
    pub fn own(&self) -> &[(AssumptionId, AssumptionId, f64)] {
        &self.own
    }

    /// The correlation of two assumptions' scores; 1 of one with itself.
    pub fn between(&self, a: AssumptionId, b: AssumptionId) -> f64 {
        let Some(pair) = pair(a, b) else { return 1.0 };
        let own = self.own.iter().find(|(first, second, _)| (*first, *second) == pair);
        own.map_or_else(|| declared(pair), |found| found.2)
    }

    /// Every pair of which the data file or the document says something, in file order, those that are set to 0 included.
    pub fn pairs(&self) -> Vec<(AssumptionId, AssumptionId, f64)> {
        let file = CORRELATIONS.iter().filter_map(|&(a, b, _)| pair(a, b));
        let mut pairs: Vec<Pair> = file.chain(self.own.iter().map(|&(a, b, _)| (a, b))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().map(|(a, b)| (a, b, self.between(a, b))).collect()
    }

    /// The assumptions correlated with one, with their correlations.
    pub fn partners(&self, id: AssumptionId) -> Vec<(AssumptionId, f64)> {
        let other = |(a, b, rho): (AssumptionId, AssumptionId, f64)| match (a == id, b == id) {
            (true, _) => Some((b, rho)),
            (_, true) => Some((a, rho)),
            _ => None,
        };
        self.pairs().into_iter().filter_map(other).filter(|(_, rho)| *rho != 0.0).collect()
    }

    /// The assumptions that hang together with one through any chain of correlations, itself included, in file order.
    pub fn connected(&self, id: AssumptionId) -> Vec<AssumptionId> {
        let mut found = vec![id];
        let mut at = 0;
        while let Some(&next) = found.get(at) {
            let new = self.partners(next).into_iter().map(|(other, _)| other);
            let new: Vec<AssumptionId> = new.filter(|other| !found.contains(other)).collect();
            found.extend(new);
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// What mixes independent scores into correlated ones; none where the document states nothing and the declared pairs do it. Scores are
    /// mixed in file order, but the second of a declared pair after all others: as the declared pairs do, so that the first of a pair
    /// keeps the score it was drawn.
    ///
    /// # Errors
    /// The assumption at which the matrix stops being positive definite: its correlations contradict those before it.
    pub fn factor(&self) -> Result<Option<Factor>, AssumptionId> {
        if self.own.is_empty() {
            return Ok(None);
        }
        let second = |id: AssumptionId| CORRELATIONS.iter().any(|&(_, b, _)| b == id);
        let pairs: Vec<_> = self.pairs().into_iter().filter(|pair| pair.2 != 0.0).collect();
        let mut order: Vec<AssumptionId> = pairs.iter().flat_map(|&(a, b, _)| [a, b]).collect();
        order.sort_unstable_by_key(|&id| (second(id), id));
        order.dedup();
        let dimensions: Vec<usize> = order.iter().map(|&id| id as usize).collect();
        let made = Factor::new(&dimensions, |i, j| self.between(order[i], order[j]));
        made.map(Some).map_err(|at| order[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_numerics::sampling::couple;

    fn stated(of: &[(AssumptionId, AssumptionId, f64)]) -> Correlations {
        Correlations::stated(&of.iter().map(|&(a, b, rho)| (pair(a, b).unwrap(), rho)).collect())
    }

    fn scores() -> Vec<f64> {
        (0..AssumptionId::COUNT).map(|k| ((k * 37 + 11) % 101) as f64 / 25.0 - 2.0).collect()
    }

    fn mixed(by: &Correlations) -> Vec<f64> {
        let mut z = scores();
        by.factor().unwrap().unwrap().mix(&mut z);
        z
    }

    #[test]
    fn the_factor_of_the_declared_pairs_mixes_as_they_do() {
        // a statement that changes nothing but the way of computing: 0 between two independent ones
        let (a, b) = (AssumptionId::CausalShare, AssumptionId::SetupYears);
        let all = Correlations { own: vec![(a, b, 0.0)] };
        let mut pairwise = scores();
        let pairs =
            CORRELATIONS.map(|(x, y, rho)| aftercast_numerics::sampling::Pair::new(x as usize, y as usize, rho));
        couple(&mut pairwise, &pairs);
        assert!(mixed(&all).iter().zip(&pairwise).all(|(x, y)| (x - y).abs() <= 1e-12));
    }

    #[test]
    fn another_value_of_a_pair_moves_its_second_alone() {
        let (first, second, rho) = CORRELATIONS[0];
        let before = {
            let mut z = scores();
            let pairs =
                CORRELATIONS.map(|(x, y, rho)| aftercast_numerics::sampling::Pair::new(x as usize, y as usize, rho));
            couple(&mut z, &pairs);
            z
        };
        for other in [0.0, -0.5, 0.9] {
            let after = mixed(&stated(&[(first, second, other)]));
            for id in AssumptionId::ALL {
                let moved = (after[id as usize] - before[id as usize]).abs() > 1e-12;
                assert_eq!(moved, id == second, "{} {rho} {other}", id.name());
            }
            let own = scores();
            let want = other * own[first as usize] + (1.0 - other * other).sqrt() * own[second as usize];
            assert!((after[second as usize] - want).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_declared_states_nothing_and_what_is_said_of_a_pair_holds_both_ways() {
        let (a, b, rho) = CORRELATIONS[1];
        assert_eq!(stated(&[(a, b, rho)]), Correlations::default());
        let own = stated(&[(b, a, 0.7)]);
        assert_eq!((own.between(a, b), own.between(b, a), own.between(a, a)), (0.7, 0.7, 1.0));
        assert_eq!(own.partners(a), [(b, 0.7)]);
        assert_eq!(stated(&[(a, b, 0.0)]).partners(a), []);
        assert_eq!(Correlations::default().factor(), Ok(None));
        let chain = stated(&[(a, AssumptionId::CausalShare, 0.2)]);
        assert_eq!(chain.connected(AssumptionId::CausalShare).len(), 3);
    }

    #[test]
    fn correlations_that_contradict_each_other_name_the_assumption() {
        let [a, b, c] = [AssumptionId::CausalShare, AssumptionId::SetupYears, AssumptionId::Headroom];
        let mut ids = [a, b, c];
        ids.sort_unstable();
        let bad = stated(&[(a, b, 0.9), (b, c, 0.9), (a, c, -0.9)]);
        assert_eq!(bad.factor(), Err(ids[2]));
        // 1 + 2·ρ³ - 3·ρ² > 0: positive definite down to -1/2 for three equal ones
        assert!(stated(&[(a, b, -0.49), (b, c, -0.49), (a, c, -0.49)]).factor().is_ok());
        assert!(stated(&[(a, b, -0.51), (b, c, -0.51), (a, c, -0.51)]).factor().is_err());
    }

    #[test]
    fn a_file_states_pairs_and_what_is_wrong_with_them_is_told() {
        use crate::{ViolationKind as V, json};
        let text = r#"{ "correlations": [ { "pair": ["cost_overrun", "delivery"], "rho": -0.7 }, { "rho": 0, "pair": ["causal_share", "headroom"] } ] }"#;
        let (draft, refused) = json::read(text);
        assert!(refused.is_empty(), "{refused}");
        assert_eq!(draft.correlations.len(), 2);
        assert_eq!(draft.correlations[&pair(AssumptionId::Delivery, AssumptionId::CostOverrun).unwrap()], -0.7);
        assert_eq!(json::read(&json::write(&draft)).0, draft);
        assert!(!json::write(&crate::Draft::default()).contains("correlations"));
        for (wrong, kind, said) in [
            (r#"{ "pair": ["delivery", "cost_overrun"] }"#, V::WrongType, "correlations[0].rho"),
            (r#"{ "pair": ["delivery"], "rho": 0.1 }"#, V::WrongType, "two assumptions"),
            (r#"{ "pair": ["delivery", "delivery"], "rho": 0.1 }"#, V::WrongType, "two different"),
            (r#"{ "pair": ["delivery", "cost_overun"], "rho": 0.1 }"#, V::UnknownKey, "did you mean cost_overrun?"),
            (r#"{ "pair": ["delivery", "cost_overrun"], "rho": 0.1, "r": 2 }"#, V::UnknownKey, "correlations[0].r"),
            (
                r#"{ "pair": ["delivery", "cost_overrun"], "rho": 0.1 }, { "pair": ["cost_overrun", "delivery"], "rho": 0.2 }"#,
                V::Duplicate,
                "each pair once",
            ),
        ] {
            let (_, refused) = json::read(&format!("{{ \"correlations\": [ {wrong} ] }}"));
            assert!(
                refused.0.len() == 1 && refused.0[0].kind == kind && refused.to_string().contains(said),
                "{wrong}: {refused}"
            );
        }
    }

    #[test]
    fn a_draft_with_impossible_correlations_is_refused() {
        use crate::{Draft, ViolationKind as V, check::check_with};
        let [a, b, c] = [AssumptionId::Delivery, AssumptionId::CostOverrun, AssumptionId::CausalShare];
        let refused = |of: &[(AssumptionId, AssumptionId, f64)]| {
            let correlations = of.iter().map(|&(x, y, rho)| (pair(x, y).unwrap(), rho)).collect();
            check_with(&Draft { correlations, ..Draft::default() }, |_, _| {}).err().map(|v| v.0).unwrap_or_default()
        };
        assert!(refused(&[(a, b, 0.95), (a, c, 0.3)]).is_empty());
        for rho in [1.0, -1.0, 3.0, f64::NAN, f64::INFINITY] {
            let v = refused(&[(a, b, rho)]);
            assert!(
                v.len() == 1 && v[0].field.contains('~') && v[0].allowed == crate::Allowed::Between(-1.0, 1.0),
                "{v:?}"
            );
        }
        let v = refused(&[(a, b, 0.9), (a, c, 0.9), (b, c, -0.9)]);
        assert!(v.len() == 1 && v[0].kind == V::Impossible && v[0].value.contains("0.9"), "{v:?}");
        let correlations = [((a.max(b), a.min(b)), 0.1)].into();
        let v = check_with(&Draft { correlations, ..Draft::default() }, |_, _| {}).unwrap_err();
        assert_eq!(v.0[0].kind, V::Order);
    }

    #[test]
    fn the_mixed_scores_have_the_correlations_that_were_stated() {
        use aftercast_numerics::math::special::normal_quantile;
        use aftercast_numerics::sampling::{PointPlan, Sampler};
        let [a, b, c] = [AssumptionId::PointsPerMinute, AssumptionId::FcrPoints, AssumptionId::CausalShare];
        let own = stated(&[(a, b, 0.6), (b, c, -0.4), (a, c, 0.1)]);
        let factor = own.factor().unwrap().unwrap();
        let n = 8192;
        let points = PointPlan::with_dimensions(Sampler::Random, 5, n, AssumptionId::COUNT);
        let mut sums = [[0.0; 3]; 3];
        for draw in 0..n {
            let mut z = vec![0.0; AssumptionId::COUNT];
            points.fill_draw(draw, &mut z);
            z.iter_mut().for_each(|u| *u = normal_quantile(*u));
            factor.mix(&mut z);
            let own = [a, b, c].map(|id| z[id as usize]);
            (0..3).for_each(|i| (0..3).for_each(|j| sums[i][j] += own[i] * own[j] / n as f64));
        }
        let allowed = 4.0 / (n as f64).sqrt();
        for (i, x) in [a, b, c].into_iter().enumerate() {
            for (j, y) in [a, b, c].into_iter().enumerate() {
                let (found, want) = (sums[i][j], own.between(x, y));
                assert!((found - want).abs() < allowed * 1.5, "{} {}: {found} not {want}", x.name(), y.name());
            }
        }
    }
}
