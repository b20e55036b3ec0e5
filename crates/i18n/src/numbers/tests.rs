use super::*;
use proptest::prelude::*;

const EN: Locale = Locale::English;
const ZH: Locale = Locale::Chinese;

#[test]
fn decades_are_exact() {
    assert_eq!((decade(1000.0), decade(999.9), decade(0.001), decade(-0.034), decade(0.0)), (3, 2, -3, -2, 0));
    assert_eq!(decade(f64::NAN), 0);
    assert_eq!(ten_to(-2), 0.01);
}

#[test]
fn money_follows_the_locale() {
    let en = NumberStyle::new(EN, DisplayUnit::Cny);
    let zh = NumberStyle::new(ZH, DisplayUnit::Cny);
    assert_eq!(en.text(18_234_000.0, None), "¥18.2M");
    assert_eq!(en.text(18_234_000.0, Some(6e5)), "¥18.2M");
    assert_eq!(en.text(18_234_000.0, Some(3e6)), "¥18M");
    assert_eq!(en.text(902.4, Some(3.0)), "¥902");
    assert_eq!(en.text(-1.234e9, None), "−¥1.23B");
    assert_eq!(en.text(999_960.0, None), "¥1.00M");
    assert_eq!(zh.text(18_234_000.0, Some(6e5)), "¥1,820万");
    assert_eq!(zh.text(1.234e9, None), "¥12.3亿");
    assert_eq!(zh.text(-12_340.0, None), "−¥1.23万");
}

#[test]
fn two_digits_stay_two() {
    let money = |x, digits| NumberStyle::new(EN, DisplayUnit::Cny).signed().to_digits(x, digits);
    assert_eq!([money(18_234_000.0, 2), money(-995_000.0, 2), money(996_000.0, 2)], ["+¥18M", "−¥1.0M", "+¥1.0M"]);
    assert_eq!([money(0.0, 2), money(94_960.0, 3), money(7.36e6, 2)], ["¥0", "+¥95.0K", "+¥7.4M"]);
    assert_eq!(NumberStyle::new(ZH, DisplayUnit::Percent).to_digits(0.453, 2), "45%");
}

#[test]
fn digits_stop_where_the_error_starts() {
    let plain = NumberStyle::new(EN, DisplayUnit::Plain);
    assert_eq!(plain.text(73.046, Some(0.03)), "73.05");
    assert_eq!(plain.text(73.046, Some(0.3)), "73.0");
    assert_eq!(plain.text(73.046, Some(3.0)), "73");
    assert_eq!(plain.text(73.046, Some(9.7)), "70", "9.7 rounds to 10: only the tens are sure");
    assert_eq!(plain.text(3.0, Some(60.0)), "0");
    assert_eq!(plain.text(73.046, Some(1e-9)), "73.05", "never more than four digits");
    assert_eq!(plain.text(73.046, Some(0.0)), "73.0");
    assert_eq!(plain.text(4_236.0, Some(1.0)), "4,236");
    assert_eq!(plain.plus_minus(0.62), "±0.6");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Cny).plus_minus(6.4e5), "±¥600K");
    assert_eq!(NumberStyle::new(ZH, DisplayUnit::Cny).plus_minus(6.4e5), "±¥60万");
}

#[test]
fn differences_carry_a_sign() {
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Cny).signed().text(18e6, Some(1e6)), "+¥18M");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Points).signed().text(0.0034, Some(1e-4)), "+0.34 points");
    assert_eq!(NumberStyle::new(ZH, DisplayUnit::Points).signed().text(-0.0034, Some(1e-4)), "−0.34 个百分点");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Plain).signed().text(0.0, Some(1.0)), "0");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Percent).text(0.35, Some(0.01)), "35%");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Minutes).text(2.48, Some(0.1)), "2.5 min");
    assert_eq!(NumberStyle::new(ZH, DisplayUnit::Minutes).text(2.48, Some(0.1)), "2.5 分钟");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Plain).text(f64::NAN, None), "–");
}

#[test]
fn a_number_that_was_set_keeps_its_digits() {
    let [en, zh] = [EN, ZH].map(|locale| NumberStyle::new(locale, DisplayUnit::Cny));
    let cases = [
        (0.0, "¥0", "¥0"),
        (5e6, "¥5M", "¥500万"),
        (5.5e6, "¥5.5M", "¥550万"),
        (12_345_678.0, "¥12,345,678", "¥12,345,678"),
    ];
    for (value, english, chinese) in cases {
        assert_eq!([en.as_set(value), zh.as_set(value)], [english, chinese]);
    }
    assert_eq!(en.as_set(-1234.5), "−¥1,234.5");
    assert_eq!(en.as_set(999_999.999_999_999_9), "¥1M");
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Percent).as_set(0.28), "28%");
}

#[test]
fn ticks_share_one_unit() {
    let money = NumberStyle::new(EN, DisplayUnit::Cny);
    assert_eq!(money.ticks(&[-2e7, 0.0, 2e7], 2e7), ["−20M", "0", "20M"]);
    assert_eq!(money.ticks(&[0.0, 5e5, 1e6], 5e5), ["0", "0.5M", "1.0M"]);
    assert_eq!(NumberStyle::new(ZH, DisplayUnit::Cny).ticks(&[0.0, 2e7], 2e7), ["0", "2,000万"]);
    assert_eq!(NumberStyle::new(ZH, DisplayUnit::Cny).ticks(&[0.0, 5e7, 1e8], 5e7), ["0", "0.5亿", "1.0亿"]);
    assert_eq!(NumberStyle::new(EN, DisplayUnit::Percent).ticks(&[0.0, 0.25, 0.5], 0.25), ["0%", "25%", "50%"]);
}

#[test]
fn shares_are_told_as_futures() {
    assert_eq!(of_hundred(0.832, Some(0.006), EN), "83 of 100");
    assert_eq!(of_hundred(0.832, Some(0.06), EN), "83 of 100");
    assert_eq!(of_hundred(0.004, Some(0.001), EN), "fewer than 1 of 100");
    assert_eq!(of_hundred(0.04, Some(0.12), EN), "4 of 100");
    assert_eq!(of_hundred(0.44, Some(0.12), EN), "40 of 100");
    assert_eq!(of_hundred(0.999, None, EN), "more than 99 of 100");
    assert_eq!(of_hundred_short(0.999, None), ">99/100");
    assert_eq!(of_hundred_short(0.52, Some(0.01)), "52/100");
    assert_eq!(of_hundred(1.0, None, EN), "100 of 100");
    assert_eq!(of_hundred(0.52, None, ZH), "100 种中有 52 种");
    assert_eq!(of_hundred(0.004, Some(0.001), ZH), "100 种中有不到 1 种");
    assert_eq!(of_hundred(0.999, None, ZH), "100 种中有超过 99 种");
}

proptest! {
    #[test]
    fn any_number_can_be_written(value in prop::num::f64::ANY, error in prop::option::of(prop::num::f64::ANY)) {
        for unit in [DisplayUnit::Plain, DisplayUnit::Cny, DisplayUnit::Percent, DisplayUnit::Points, DisplayUnit::Minutes] {
            for locale in [EN, ZH] {
                let style = NumberStyle::new(locale, unit).signed();
                prop_assert!(!style.text(value, error).is_empty());
                prop_assert!(!style.plus_minus(value).is_empty());
            }
        }
    }

    #[test]
    fn rounding_stays_within_the_error(value in 1.0..9_999.0f64, share in 0.0005..0.4f64) {
        let error = value * share;
        let text = NumberStyle::new(EN, DisplayUnit::Plain).text(value, Some(error)).replace(',', "");
        let read: f64 = text.parse().or_else(|_| text.replace('K', "e3").parse()).unwrap();
        prop_assert!((read - value).abs() <= error.max(value * 6e-4), "{value} ± {error}: {text}");
    }
}
