//! Writes every chart in both themes and some widths as SVG files into a folder: `cargo run --example charts -- out`.

use std::error::Error;
use std::path::PathBuf;

use aftercast_plot::dots::Dots;
use aftercast_plot::exceedance::{Curve, Exceedance, Threshold};
use aftercast_plot::fan::{Band, Fan, Series};
use aftercast_plot::format::{of_hundred, of_hundred_short};
use aftercast_plot::histogram::{Histogram, Landmark};
use aftercast_plot::spark::{Spark, Trace};
use aftercast_plot::split::{Row, Split};
use aftercast_plot::{Axis, Chart, DisplayUnit, Frame, Locale, NumberStyle, Slot, Theme, to_svg};

const MONTHS: usize = 36;

/// Scores of the standard normal at the ends of the 95, 80 and 50 % bands.
const SCORES: [f64; 3] = [1.96, 1.28, 0.67];

/// A repeatable stream of roughly normal numbers: this is a picture, not a model.
struct Stream(u64);

impl Stream {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }

    fn draws(&mut self, count: usize, middle: f64, spread: f64) -> Vec<f64> {
        (0..count).map(|_| middle + spread * self.normal()).collect()
    }
}

/// The words of a chart in two languages.
struct Words {
    locale: Locale,
}

impl Words {
    const fn pick(&self, english: &'static str, chinese: &'static str) -> &'static str {
        match self.locale {
            Locale::English => english,
            Locale::Chinese => chinese,
        }
    }
}

fn frame(width: f64, height: f64, theme: Theme, words: &Words) -> Frame {
    Frame {
        note: words.pick("2,000 draws · Monte Carlo error ±¥0.6M", "2,000 次抽样 · 蒙特卡洛误差 ±¥60万").to_owned(),
        empty: words.pick("No draw is done yet.", "尚未完成任何抽样。").to_owned(),
        description: words.pick("Cumulated gain over today", "相对现状的累计收益").to_owned(),
        ..Frame::new(width, height, theme, words.locale)
    }
}

fn money(words: &Words, title: &str) -> Axis {
    Axis { title: title.to_owned(), number: NumberStyle::new(words.locale, DisplayUnit::Cny), range: None }
}

/// A policy that costs first and pays later.
fn policy(slot: Slot, name: &str, gain: f64, dip: f64, fanned: bool, paths: usize, words: &Words) -> Series {
    let median: Vec<f64> = (0..MONTHS)
        .map(|month| {
            let t = month as f64 / (MONTHS - 1) as f64;
            1e6 * (gain * t * t * t - dip * t * (1.0 - t) * 4.0)
        })
        .collect();
    let spread =
        |month: usize| 1e6 * (0.5 + 0.9 * gain.abs().max(12.0) * (month as f64 / 35.0) * (month as f64 / 35.0));
    let band = |score: f64| Band {
        low: median.iter().enumerate().map(|(month, v)| v - 0.9 * score * spread(month)).collect(),
        high: median.iter().enumerate().map(|(month, v)| v + 1.15 * score * spread(month)).collect(),
    };
    let mut stream = Stream(7 + gain.to_bits());
    let path = |_| {
        let (score, mut wobble) = (stream.normal(), 0.0);
        let step = |(month, v): (usize, &f64)| {
            wobble = 0.9 * wobble + 0.12 * stream.normal();
            v + (score + wobble) * spread(month)
        };
        median.iter().enumerate().map(step).collect()
    };
    let paths = (0..paths).map(path).collect();
    let value = NumberStyle::new(words.locale, DisplayUnit::Cny).signed().text(median[MONTHS - 1], Some(6e5));
    let letter = name.chars().next().unwrap_or('?');
    Series {
        slot,
        label: format!("{name} {value}"),
        short: format!("{letter} {value}"),
        bands: SCORES.map(band).to_vec(),
        median,
        paths,
        end: None,
        fanned,
    }
}

fn fan(frame: Frame, series: Vec<Series>, words: &Words) -> Chart {
    Fan {
        frame,
        series,
        y: money(words, words.pick("cumulated gain over today, CNY, discounted", "相对现状的累计收益，元，已折现")),
        x_title: words.pick("month", "月").to_owned(),
        first_month: 1,
        with_zero: true,
        zero_label: words.pick("today", "现状").to_owned(),
        band_names: [words.pick("95% of futures", "95% 的未来"), words.pick("80%", "80%"), words.pick("half", "一半")]
            .map(str::to_owned)
            .to_vec(),
        end_title: String::new(),
    }
    .chart()
}

fn dots(frame: Frame, middle: f64, spread: f64, words: &Words) -> Chart {
    let values = Stream(3).draws(2_000, middle, spread);
    let below = (values.iter().filter(|value| **value < 0.0).count() as f64 / 20.0).round();
    let label = |letter: char, count: f64| match words.locale {
        Locale::English => format!("{letter} better {count} of 100"),
        Locale::Chinese => format!("{letter} 更好：100 个中有 {count} 个"),
    };
    Dots {
        frame,
        values,
        below: Slot::Policy(0),
        above: Slot::Policy(1),
        below_label: label('A', below),
        above_label: label('B', 100.0 - below),
        x: money(
            words,
            words.pick(
                "net gain of B over A, CNY; each dot is 2 of 100 futures",
                "B 相对 A 的净收益，元；每个点代表 100 个未来中的 2 个",
            ),
        ),
    }
    .chart()
}

fn exceedance(frame: Frame, threshold: f64, words: &Words) -> Chart {
    let curve = |slot, letter: &str, name: &str, middle, spread| {
        let values = Stream(11).draws(2_000, middle, spread);
        let share = values.iter().filter(|value| **value >= threshold).count() as f64 / 2_000.0;
        let (text, brief) = (of_hundred(share, Some(0.01), words.locale), of_hundred_short(share, Some(0.01)));
        Curve { slot, label: format!("{name} {text}"), short: format!("{letter} {brief}"), values }
    };
    let style = NumberStyle::new(words.locale, DisplayUnit::Cny);
    Exceedance {
        frame,
        curves: vec![
            curve(Slot::Policy(0), "A", words.pick("A Faster and fairer", "A 更快更公平"), 18e6, 26e6),
            curve(Slot::Policy(1), "B", words.pick("B One per 3,000", "B 每三千人一名客服"), 3e6, 20e6),
            curve(Slot::Policy(2), "C", words.pick("C Hybrid AI", "C 人机协同"), 9e6, 9e6),
        ],
        x: money(words, words.pick("net gain over 36 months, CNY", "36 个月净收益，元")),
        y_title: words.pick("share of futures with at least this gain", "收益至少达到该值的未来占比").to_owned(),
        threshold: Some(Threshold {
            value: threshold,
            label: format!("{} {}", words.pick("at least", "至少"), style.text(threshold, Some(1e6))),
        }),
    }
    .chart()
}

fn spark(width: f64, height: f64, theme: Theme, words: &Words, lever: bool) -> Chart {
    let line = |level: f64, bend: f64| -> Vec<f64> {
        (0..MONTHS)
            .map(|month| {
                let t = month as f64 / 35.0;
                level + bend * t * (2.0 - t)
            })
            .collect()
    };
    let traces = if lever {
        vec![Trace { slot: Slot::Policy(0), values: (0..21).map(|k| -f64::from((k - 13) * (k - 13))).collect() }]
    } else {
        vec![
            Trace { slot: Slot::Policy(0), values: line(69.0, 4.0) },
            Trace { slot: Slot::Policy(1), values: line(69.0, 3.4) },
            Trace { slot: Slot::Today, values: line(69.0, -0.8) },
        ]
    };
    let frame = frame(width, height, theme, words);
    Spark { frame, traces, range: None, position: lever.then_some(0.45), zero_line: false, end_dots: !lever }.chart()
}

fn histogram(mut frame: Frame, words: &Words) -> Chart {
    frame.note = words.pick("4,096 draws from low, mode and high", "由低、众数、高生成的 4,096 次抽样").to_owned();
    let mut stream = Stream(5);
    let values = (0..4_096).map(|_| 0.12 + 0.5 * stream.even() * stream.even().max(stream.even() * 0.6)).collect();
    let landmark = |value: f64, name: &str| Landmark { value, label: format!("{name} {:.0}%", 100.0 * value) };
    Histogram {
        frame,
        values,
        bars: None,
        slot: None,
        landmarks: vec![
            landmark(0.12, words.pick("low", "低")),
            landmark(0.2, words.pick("mode", "众数")),
            landmark(0.6, words.pick("high", "高")),
        ],
        x: Axis {
            title: words.pick("share of complaints that become public", "公开投诉的比例").to_owned(),
            number: NumberStyle::new(words.locale, DisplayUnit::Percent),
            range: None,
        },
    }
    .chart()
}

fn split(frame: Frame, words: &Words) -> Chart {
    let row = |slot, label: &str, parts: [f64; 6]| {
        let total = NumberStyle::new(words.locale, DisplayUnit::Cny).text(1e6 * parts.iter().sum::<f64>(), None);
        Row { slot, label: label.to_owned(), total, parts: parts.to_vec() }
    };
    Split {
        frame,
        rows: vec![
            row(Slot::Today, words.pick("Today", "现状"), [9.0, 2.0, 3.1, 1.2, 0.8, 0.5]),
            row(Slot::Policy(0), words.pick("A Faster and fairer", "A 更快更公平"), [10.5, 3.0, 3.0, 2.4, 1.0, 0.5]),
            row(Slot::Policy(1), words.pick("B One per 3,000", "B 每三千人一名客服"), [15.0, 2.0, 2.9, 1.2, 0.8, 0.4]),
        ],
        parts: [
            ("agents", "客服人员"),
            ("AI and automation", "人工智能与自动化"),
            ("refunds and returns", "退款与退货"),
            ("compensation", "补偿"),
            ("logistics", "物流"),
            ("serious events", "重大事件"),
        ]
        .map(|(english, chinese)| words.pick(english, chinese).to_owned())
        .to_vec(),
        title: words.pick("service cost, CNY a year", "服务成本，元/年").to_owned(),
    }
    .chart()
}

fn charts(theme: Theme, words: &Words) -> Vec<(String, Chart)> {
    let a = |fanned, paths| {
        policy(Slot::Policy(0), words.pick("A Faster and fairer", "A 更快更公平"), 18.0, 6.0, fanned, paths, words)
    };
    let b = |fanned| {
        policy(Slot::Policy(1), words.pick("B One per 3,000", "B 每三千人一名客服"), 3.0, 7.0, fanned, 0, words)
    };
    let more = |column: u8, gain| {
        policy(Slot::Policy(column), ["C", "D", "E", "F"][column as usize - 2], gain, 5.0, false, 0, words)
    };
    let sized = |width, height| frame(width, height, theme, words);
    let mut all = vec![
        ("fan".to_owned(), fan(sized(560.0, 320.0), vec![a(true, 0), b(false)], words)),
        ("fan-both".to_owned(), fan(sized(560.0, 320.0), vec![a(true, 0), b(true)], words)),
        ("fan-paths".to_owned(), fan(sized(560.0, 320.0), vec![a(true, 12)], words)),
        (
            "fan-six".to_owned(),
            fan(
                sized(1_000.0, 420.0),
                vec![a(true, 0), b(false), more(2, 17.0), more(3, 9.0), more(4, -6.0), more(5, 2.5)],
                words,
            ),
        ),
        ("fan-phone".to_owned(), fan(sized(320.0, 260.0), vec![a(true, 0), b(false)], words)),
        ("dots".to_owned(), dots(sized(560.0, 320.0), -14e6, 9e6, words)),
        ("dots-even".to_owned(), dots(sized(560.0, 320.0), 2e6, 9e6, words)),
        ("dots-phone".to_owned(), dots(sized(320.0, 260.0), -14e6, 9e6, words)),
        ("exceedance".to_owned(), exceedance(sized(560.0, 320.0), 0.0, words)),
        ("exceedance-right".to_owned(), exceedance(sized(560.0, 320.0), 50e6, words)),
        ("exceedance-phone".to_owned(), exceedance(sized(320.0, 260.0), 10e6, words)),
        ("histogram".to_owned(), histogram(sized(320.0, 180.0), words)),
        ("split".to_owned(), split(sized(560.0, 260.0), words)),
        ("split-phone".to_owned(), split(sized(320.0, 300.0), words)),
        ("spark".to_owned(), spark(104.0, 32.0, theme, words, false)),
        ("spark-lever".to_owned(), spark(160.0, 24.0, theme, words, true)),
        ("empty".to_owned(), sized(320.0, 120.0).explain()),
    ];
    let mut projector = sized(1_200.0, 620.0);
    projector.text_size = 20.0;
    all.push(("fan-projector".to_owned(), fan(projector, vec![a(true, 0), b(false)], words)));
    all
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the pictures")?);
    std::fs::create_dir_all(&folder)?;
    for (theme, shade) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        for (locale, language) in [(Locale::English, "en"), (Locale::Chinese, "zh")] {
            for (name, chart) in charts(theme, &Words { locale }) {
                std::fs::write(folder.join(format!("{name}-{language}-{shade}.svg")), to_svg(&chart.scene))?;
            }
        }
    }
    println!("wrote the charts to {}", folder.display());
    Ok(())
}
