//! The monthly table: the selected policy beside today, medians over all futures.

use super::View;
use crate::view::Table;
use aftercast_engine::run::outcome::Series;
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::Text;
use aftercast_plot::DisplayUnit;

/// Series in the order of the columns: name, unit, whether today has it too.
pub(crate) const QUANTITIES: [(Series, Text, DisplayUnit, bool); 8] = [
    (Series::FirstResponse, Text::QuantityFirstResponse, DisplayUnit::Plain, true),
    (Series::Csi, Text::QuantityCsi, DisplayUnit::Plain, true),
    (Series::Repurchase, Text::QuantityRepurchase, DisplayUnit::Percent, true),
    (Series::Customers, Text::QuantityCustomers, DisplayUnit::Plain, true),
    (Series::Revenue, Text::QuantityRevenue, DisplayUnit::Cny, true),
    (Series::ServiceCost, Text::QuantityServiceCost, DisplayUnit::Cny, true),
    (Series::Profit, Text::QuantityProfit, DisplayUnit::Cny, true),
    (Series::CumulatedGain, Text::QuantityCumulatedGain, DisplayUnit::Cny, false),
];

impl View<'_> {
    /// The monthly table of the selected policy against today.
    pub fn months(&self) -> Table {
        let policy = self.session.called(self.policy);
        let mut columns = vec![self.session.words().to(Text::ColumnMonth)];
        let mut values: Vec<(Vec<f64>, DisplayUnit)> = Vec::new();
        let middle = |r: Option<&PolicyResults>, series| {
            r.map(|r| r.bands(series, &[0.5]).into_iter().next().unwrap_or_default()).unwrap_or_default()
        };
        let baseline = self.session.store().map(|s| s.baseline()).filter(|r| r.draws() > 0);
        for (series, name, unit, with_today) in QUANTITIES {
            let quantity = self.session.words().to(name);
            if with_today {
                columns.push(self.session.words().with(Text::ColumnToday, &[("quantity", &quantity)]));
                values.push((middle(baseline, series), unit));
            }
            let holes = [("quantity", quantity.as_str()), ("policy", &policy)];
            columns.push(self.session.words().with(Text::ColumnPolicy, &holes));
            values.push((middle(self.session.results(self.policy), series), unit));
        }
        let cell = |(column, unit): &(Vec<f64>, DisplayUnit), t: usize| {
            column.get(t).map_or("–".to_owned(), |&v| self.session.style(*unit).text(v, Some(resolution(*unit, v))))
        };
        let rows = (0..self.session.document.company.horizon())
            .map(|t| std::iter::once((t + 1).to_string()).chain(values.iter().map(|v| cell(v, t))).collect())
            .collect();
        Table { caption: self.session.words().with(Text::TableMonths, &[("policy", &policy)]), columns, rows }
    }
}

/// The grain that months of one column are compared at: four digits of money and customers, a tenth of a point or minute.
fn resolution(unit: DisplayUnit, value: f64) -> f64 {
    match unit {
        DisplayUnit::Percent => 1e-3,
        DisplayUnit::Plain if value.abs() < 200.0 => 0.1,
        _ => 1e-3 * value.abs().max(1.0),
    }
}
