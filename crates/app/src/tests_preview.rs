//! What is seen while the program is on its way (`public/preview-*`): at a first visit the claim, the gain month by month and the policies
//! of the example firm, as the program itself will show them; with the link of a lesson its story.

use std::fmt::Write as _;

use crate::event::Event;
use crate::features::policies::Column;
use crate::tests::Page;
use aftercast_plot::svg::escaped;
use aftercast_plot::{Locale, Theme, to_svg};
use aftercast_presets::lessons::{LESSONS, Lesson};

/// Width and height of the chart in CSS pixels: its words can be read on a phone, too.
const CHART: (f64, f64) = (560.0, 300.0);
const COLUMNS: [Column; 5] =
    [Column::Gain, Column::Goal, Column::Satisfaction, Column::FirstResponse, Column::ServiceCost];
/// What stands above it, in English and Chinese.
const HEAD: [&str; 2] = [
    "Example firm, computed beforehand. Everything here can be changed once the page has loaded.",
    "示例公司，预先计算的结果。页面载入后，各项均可调整。",
];

/// What stands above the story of a lesson.
const LESSON_HEAD: [&str; 2] =
    ["To read while the page is on its way; the page itself follows.", "页面正在载入，可先阅读课程背景。"];

/// A first visit, computed.
fn first(locale: Locale, theme: Theme) -> Page {
    let mut page = Page::open("");
    page.send(Event::Opened { fragment: String::new(), locale, theme });
    page.compute();
    page
}

/// The chart as a file of its own, which knows no style sheet.
fn chart(locale: Locale, theme: Theme) -> String {
    let page = first(locale, theme);
    let mut fan = page.app.charts().fan(CHART.0, CHART.1).chart.unwrap();
    // single futures are a third of its bytes, and the line is slow
    fan.series.iter_mut().for_each(|series| series.paths.clear());
    to_svg(&fan.chart().scene)
}

/// Claim, chart and table.
fn fragment(locale: Locale) -> String {
    let page = first(locale, Theme::Light);
    let (tag, index) = if locale == Locale::Chinese { ("zh", 1) } else { ("en", 0) };
    let headline = page.app.policies().headline();
    let fan = page.app.charts().fan(CHART.0, CHART.1);
    let finding = page.app.charts().fan_finding().unwrap_or(fan.title);
    let mut out = format!("<section class=\"preview\" lang=\"{tag}\">\n<p>{}</p>\n", HEAD[index]);
    writeln!(out, "<h2>{}</h2>\n<p>{}</p>", escaped(&headline.plain), escaped(&headline.sub)).unwrap();
    writeln!(
        out,
        "<figure><figcaption>{}</figcaption><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"preview-{tag}-dark.svg\">\
         <img src=\"preview-{tag}.svg\" width=\"{}\" height=\"{}\" alt=\"{}\"></picture></figure>",
        escaped(&finding),
        CHART.0,
        CHART.1,
        escaped(&fan.summary),
    )
    .unwrap();
    let table = page.app.policies().table();
    let cells = |tag: &str, texts: &[String]| {
        texts.iter().map(|text| format!("<{tag}>{}</{tag}>", escaped(text))).collect::<String>()
    };
    let heads: Vec<String> = COLUMNS
        .iter()
        .map(|column| table.columns.iter().find(|head| head.column == *column).unwrap().caption.clone())
        .collect();
    let label = aftercast_i18n::Text::UiPolicies.to(locale);
    writeln!(out, "<div tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>").unwrap();
    writeln!(out, "<tr><td></td>{}</tr>", cells("th", &heads)).unwrap();
    for row in &table.rows {
        let name = [row.letter.as_str(), &row.name].join(" ");
        let own: Vec<String> = COLUMNS.iter().map(|column| row.cell(*column).value.clone()).collect();
        writeln!(out, "<tr><th>{}</th>{}</tr>", escaped(name.trim()), cells("td", &own)).unwrap();
    }
    out.push_str("</table></div>\n</section>\n");
    out
}

/// Title and story of every lesson that a link can name; what is found out in it is not among them.
fn lessons(tag: &str, index: usize) -> String {
    let section = |lesson: &Lesson| {
        let [title, story] = [lesson.title(), lesson.story()].map(|text| escaped(text[index]));
        let key = lesson.key.trim_start_matches("lesson.");
        format!(
            "<section class=\"preview\" lang=\"{tag}\" data-lesson=\"{key}\">\n<p>{}</p>\n<h2>{title}</h2>\n<p>{story}</p>\n</section>\n",
            LESSON_HEAD[index]
        )
    };
    LESSONS.iter().map(section).collect()
}

/// Written anew by `AFTERCAST_WRITE=1 cargo test --package aftercast-app the_preview`.
#[test]
fn the_preview_says_what_a_first_visit_will_show() {
    for (index, (locale, tag)) in [(Locale::English, "en"), (Locale::Chinese, "zh")].into_iter().enumerate() {
        let files = [
            (format!("preview-{tag}.html"), fragment(locale)),
            (format!("preview-lessons-{tag}.html"), lessons(tag, index)),
            (format!("preview-{tag}.svg"), chart(locale, Theme::Light)),
            (format!("preview-{tag}-dark.svg"), chart(locale, Theme::Dark)),
        ];
        for (name, content) in files {
            let path = format!("{}/../../public/{name}", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("AFTERCAST_WRITE").is_some() {
                std::fs::write(&path, &content).unwrap();
            }
            assert!(std::fs::read_to_string(&path).unwrap() == content, "{path} is not what a first visit shows");
        }
    }
}
