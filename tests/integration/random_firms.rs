//! Random firms and levers over their whole ranges, by a seed.

use aftercast_scenario::{Draft, LeverId};

/// SplitMix64: a small generator that is not the engine's.
pub struct Dice(pub u64);

impl Dice {
    /// A number in [0, 1).
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Evenly in the logarithm.
    pub fn scale(&mut self, low: f64, high: f64) -> f64 {
        self.between(low.ln(), high.ln()).exp()
    }

    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[(self.unit() * list.len() as f64) as usize]
    }

    fn shares(&mut self, row: &mut [f64]) {
        row.iter_mut().for_each(|x| *x = self.between(0.05, 1.0));
        let total: f64 = row.iter().sum();
        row.iter_mut().for_each(|x| *x /= total);
    }

    fn factors(&mut self, row: &mut [f64]) {
        row.iter_mut().for_each(|x| *x *= self.scale(0.5, 2.0));
    }
}

/// A lever's value: anywhere in its range, often at an end.
pub fn lever(dice: &mut Dice, id: LeverId) -> f64 {
    let spec = id.spec();
    match id {
        LeverId::RampMonths => dice.pick(&[0.0, 1.0, 2.0, 3.0, 6.0, 7.0, 12.0, 24.0]),
        _ if dice.chance(0.15) => spec.min,
        _ if dice.chance(0.15) => spec.max,
        _ => dice.between(spec.min, spec.max),
    }
}

/// A company unlike the default one in every fact.
pub fn company(dice: &mut Dice, draft: &mut Draft, most_customers: f64) {
    let c = &mut draft.company;
    c.customers = dice.scale(1e3, most_customers);
    c.orders_per_customer_year = dice.scale(1.0, 40.0);
    c.average_order_value = dice.scale(20.0, 3000.0);
    c.csi = dice.between(30.0, 95.0);
    c.night_response_minutes = dice.scale(0.2, 60.0);
    c.first_response_minutes = dice.scale(0.2, 60.0);
    c.first_contact_resolution = dice.between(0.06, 0.97);
    c.incident_rate = dice.scale(0.005, 0.4);
    c.contribution_margin = dice.between(0.0, 0.8);
    c.acquisition_cost = dice.between(0.0, 600.0);
    c.repurchase = dice.chance(0.5).then(|| dice.between(0.02, 0.985));
    c.discount_rate = dice.between(0.0, 0.5);
    c.horizon_months = dice.pick(&[1.0, 2.0, 7.0, 11.0, 12.0, 13.0, 24.0, 36.0, 36.0, 60.0, 120.0]);
    c.start_month = dice.pick(&[1.0, 2.0, 6.0, 11.0, 12.0]);
    c.productive_hours_month = dice.between(80.0, 180.0);
    let mut mix = [0.0; 4];
    dice.shares(&mut mix);
    let m = &mut c.incident_mix;
    [m.quality, m.logistics, m.mismatch, m.other] = mix;
    dice.factors(&mut c.season);
    if dice.chance(0.3) {
        // equal months, so that the earlier of them are the peak
        c.season = c.season.map(|s| if s > 1.0 { 1.4 } else { s });
    }
    dice.factors(&mut c.stage.months);
    c.stage.months.iter_mut().for_each(|m| *m = m.max(1.0));
    dice.shares(&mut c.stage.acquisition);
    dice.shares(&mut c.tier.share);
    dice.shares(&mut c.profile.share);
    for row in [&mut c.stage.orders[..], &mut c.stage.incidents, &mut c.stage.responsiveness] {
        dice.factors(row);
    }
    for row in [&mut c.tier.return_cost[..], &mut c.tier.responsiveness, &mut c.profile.orders] {
        dice.factors(row);
    }
    dice.factors(&mut c.profile.order_value);
    let incidents = c.customers * c.orders_per_customer_year * c.incident_rate;
    let own = [33.0 * c.customers, 24.0 * c.customers, 18.0 * incidents, 0.018 * incidents * c.average_order_value];
    let mut stated = own.map(|usual| dice.chance(0.25).then(|| usual * dice.scale(0.3, 3.0))).into_iter();
    let books = &mut c.stated_costs;
    for line in [&mut books.labour, &mut books.technology, &mut books.reverse_logistics, &mut books.compensation] {
        *line = stated.next().flatten();
    }
    let offset = dice.between(0.1, 1.2);
    for row in [&mut c.stage.csi_offset[..], &mut c.tier.csi_offset, &mut c.profile.csi_offset] {
        row.iter_mut().for_each(|x| *x *= offset);
    }
}
