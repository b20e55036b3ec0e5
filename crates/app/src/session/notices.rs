//! What was not right in a link, in the reader's words: figures by the names that the page has for them, and in its forms.

use super::figures::letter;
use crate::MOST_POLICIES;
use crate::words::{Words, lever_value, trimmed};
use aftercast_i18n::{Text, assumption_label, lever_label};
use aftercast_link::keys::{Key, Lookup, RETIRED, look_up};
use aftercast_link::{Notice, NoticeKind};
use aftercast_scenario::LeverId;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};

/// Names of the firm's figures, in the order of [`FIELDS`]: a link may be the first that a visit sees, and the keys of texts come late.
const FIGURES: [Text; 33] = [
    Text::FactCustomers,
    Text::FactOrdersPerCustomerYear,
    Text::FactAverageOrderValue,
    Text::FactCsi,
    Text::FactFirstResponseMinutes,
    Text::FactNightResponseMinutes,
    Text::FactFirstContactResolution,
    Text::FactIncidentRate,
    Text::FactContributionMargin,
    Text::FactAcquisitionCost,
    Text::FactDiscountRate,
    Text::FactHorizonMonths,
    Text::FactStartMonth,
    Text::FactProductiveHoursMonth,
    Text::FactSeason,
    Text::FactStageMonths,
    Text::FactStageAcquisition,
    Text::FactStageCsiOffset,
    Text::FactStageOrders,
    Text::FactStageIncidents,
    Text::FactStageResponsiveness,
    Text::FactTierShare,
    Text::FactTierCsiOffset,
    Text::FactTierReturnCost,
    Text::FactTierResponsiveness,
    Text::FactProfileShare,
    Text::FactProfileCsiOffset,
    Text::FactProfileOrders,
    Text::FactProfileOrderValue,
    Text::FactIncidentMixQuality,
    Text::FactIncidentMixLogistics,
    Text::FactIncidentMixMismatch,
    Text::FactIncidentMixOther,
];
/// Those that may be left out, in the order of [`OPTIONAL`].
const LEFT_OUT: [Text; 5] = [
    Text::FactRepurchase,
    Text::FactStatedCostsLabour,
    Text::FactStatedCostsTechnology,
    Text::FactStatedCostsReverseLogistics,
    Text::FactStatedCostsCompensation,
];

/// A figure of a link.
enum Figure {
    Lever(LeverId),
    Share,
    Plain,
}

impl Figure {
    fn of_share(is_share: bool) -> Self {
        if is_share { Self::Share } else { Self::Plain }
    }

    fn number(&self, x: f64) -> String {
        match self {
            Self::Lever(id) => lever_value(*id, x),
            Self::Share => format!("{}%", trimmed(x * 100.0, 6)),
            Self::Plain => trimmed(x, 6),
        }
    }

    /// What a link wrote, `5e7` or `1~2~3`, as the page writes it; what is no number stays.
    fn written(&self, text: &str) -> String {
        let numbers: Option<Vec<String>> = text
            .split('~')
            .map(|part| part.parse().ok().filter(|x: &f64| x.is_finite()).map(|x| self.number(x)))
            .collect();
        numbers.map_or_else(|| text.to_owned(), |all| all.join(" ~ "))
    }
}

/// The name of what a key of a link holds, and how its numbers are written; none where the page has no name for it.
fn figure(key: &str, words: Words) -> Option<(String, Figure)> {
    let Lookup::Known(key) = look_up(key, RETIRED) else { return None };
    Some(match key {
        // the first policy is the link's own
        Key::Lever(0, id) => (words.to(lever_label(id)), Figure::Lever(id)),
        Key::Lever(policy, id) => (format!("{} · {}", letter(policy), words.to(lever_label(id))), Figure::Lever(id)),
        Key::Today(id) => (format!("{} · {}", words.to(Text::Today), words.to(lever_label(id))), Figure::Lever(id)),
        Key::Company(k) => (words.to(*FIGURES.get(k)?), Figure::of_share(FIELDS.get(k)?.in_percent())),
        Key::Optional(k) => (words.to(*LEFT_OUT.get(k)?), Figure::of_share(OPTIONAL.get(k)?.kind.in_percent())),
        Key::Assumption(id) => (words.to(assumption_label(id)), Figure::of_share(id.in_percent())),
        _ => return None,
    })
}

/// A line of a banner that says what was not right in a link.
pub fn notice_line(notice: &Notice, words: Words) -> String {
    let (key, figure) = figure(&notice.key, words).unwrap_or_else(|| (notice.key.clone(), Figure::Plain));
    let (text, range) = match notice.kind {
        NoticeKind::Clamped { min, max } => (Text::NoticeClamped, (min, max)),
        NoticeKind::Invalid => (Text::NoticeInvalid, (0.0, 0.0)),
        NoticeKind::Unknown => (Text::NoticeUnknown, (0.0, 0.0)),
        NoticeKind::Retired if notice.used.is_empty() => (Text::NoticeGone, (0.0, 0.0)),
        NoticeKind::Retired => (Text::NoticeRenamed, (0.0, 0.0)),
        NoticeKind::Duplicate => (Text::NoticeDuplicate, (0.0, 0.0)),
        NoticeKind::Conflict(_) => (Text::NoticeConflict, (0.0, 0.0)),
        NoticeKind::Truncated => (Text::NoticeTruncated, (0.0, 0.0)),
        NoticeKind::Checksum => (Text::NoticeChecksum, (0.0, 0.0)),
        NoticeKind::Added => (Text::NoticeAdded, (0.0, 0.0)),
        NoticeKind::Newer => (Text::NoticeNewer, (0.0, 0.0)),
        NoticeKind::Beyond => (Text::NoticeBeyond, (0.0, MOST_POLICIES as f64)),
    };
    let used = match notice.kind {
        // names and words are no figures: a new name of a key stays as it is written
        NoticeKind::Retired => notice.used.clone(),
        _ if notice.used.is_empty() => words.to(Text::NoticePresetValue),
        _ => figure.written(&notice.used),
    };
    let (min, max, given) = (figure.number(range.0), figure.number(range.1), figure.written(&notice.given));
    let line = words.with(text, &[("key", &key), ("given", &given), ("used", &used), ("min", &min), ("max", &max)]);
    // what has no key is told as it stands
    if key.is_empty() { line.trim_start_matches([' ', '=']).to_owned() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_link::decode;
    use aftercast_plot::Locale;

    fn lines(link: &str, locale: Locale) -> Vec<String> {
        decode(link).notices.iter().map(|notice| notice_line(notice, Words(locale))).collect()
    }

    fn has(link: &str, locale: Locale, part: &str) {
        let lines = lines(link, locale);
        assert!(lines.iter().any(|line| line.contains(part)), "{lines:?}");
    }

    #[test]
    fn every_figure_of_the_firm_has_its_name() {
        for (path, text) in
            FIELDS.iter().map(|f| f.path).zip(FIGURES).chain(OPTIONAL.iter().map(|f| f.path).zip(LEFT_OUT))
        {
            assert_eq!(text.key(), format!("fact_{}", path.replace('.', "_")));
        }
        assert_eq!((FIELDS.len(), OPTIONAL.len()), (FIGURES.len(), LEFT_OUT.len()));
    }

    #[test]
    fn figures_are_named_and_numbers_grouped() {
        let link = "v=1&p=base.1&co.n=200000000&co.marg=1.5&b.cpa=9";
        for part in [
            "Active customers = 200,000,000: outside 1,000 to 50,000,000; 50,000,000 is used",
            "Contribution margin = 150%: outside",
            "B · Customers per agent = 9: outside 1,500 to 10,000; 1,500 is used",
        ] {
            has(link, Locale::English, part);
        }
        has(link, Locale::Chinese, "活跃客户数 = 200,000,000：超出 1,000 至 50,000,000，改用 50,000,000。");
    }

    #[test]
    fn a_preset_that_is_not_known_says_what_is_used() {
        has("v=1&p=base.9&cpa=3000", Locale::English, "base.9 cannot be read; base.1 is used instead");
        has("v=1&p=base.9&cpa=3000", Locale::Chinese, "base.9 无法识别，改用 base.1。");
    }
}
