//! The result in plain words, where it comes from, and the code that puts it into another page.

use super::ShareView;
use super::View;
use super::qr;
use crate::words::trimmed;
use aftercast_analyses::DrawsRead;
use aftercast_analyses::figures::known;
use aftercast_i18n::{Text, assumption_label};
use aftercast_scenario::{AssumptionId, Override, RunSettings};

impl View<'_> {
    /// The link to this document; `address` is the address of the page, of which fragment and query are left out.
    pub fn link(&self, address: &str) -> String {
        // what stands behind ? belongs to this page, such as the build it was told to run
        let address = address.split(['#', '?']).next().unwrap_or_default();
        format!("{address}#{}", self.session.fragment_to_send())
    }

    /// The link to this document that opens at the place and section in view.
    pub fn link_here(&self, address: &str) -> String {
        let address = address.split(['#', '?']).next().unwrap_or_default();
        format!("{address}#{}", self.session.with_place(self.session.fragment_to_send()))
    }

    /// Where the numbers come from: policies with what they change, changed assumptions, draws, seed, version.
    pub fn sources(&self) -> Vec<String> {
        self.sources_of(DrawsRead::ALL)
    }

    /// The same of what reads no more than this of the document's draws.
    pub(super) fn sources_of(&self, read: DrawsRead) -> Vec<String> {
        let between = Text::SeparatorClauses.to(self.session.locale);
        let words = self.session.words();
        let mut lines: Vec<String> = self
            .read
            .policies()
            .table()
            .rows
            .into_iter()
            .filter(|row| row.policy.is_some())
            .map(|row| {
                let nothing = || words.to(Text::ShareNothingSpent);
                let what = if row.diff.is_empty() { nothing() } else { row.diff.join(between) };
                let policy = row.policy.map(|k| self.session.called(k)).unwrap_or_default();
                words.with(Text::SharePolicyLine, &[("policy", &policy), ("what", &what)])
            })
            .collect();
        lines.extend(self.run_lines_of(read));
        lines
    }

    /// What the numbers rest on besides the policies: changed assumptions, own figures, draws, seed, version.
    pub fn run_lines(&self) -> Vec<String> {
        self.run_lines_of(DrawsRead::ALL)
    }

    fn run_lines_of(&self, read: DrawsRead) -> Vec<String> {
        let between = Text::SeparatorClauses.to(self.session.locale);
        let words = self.session.words();
        let mut lines = Vec::new();
        let assumptions = self.changed_assumptions();
        if !assumptions.is_empty() {
            lines.push(words.with(Text::ShareAssumptionsLine, &[("what", &assumptions.join(between))]));
        }
        if self.session.document.company != aftercast_scenario::Company::default()
            || !self.session.document.today.is_empty()
        {
            lines.push(words.to(Text::ShareCompanyLine));
        }
        if self.session.face_value() {
            lines.push(words.to(Text::ShareFaceValueLine));
        }
        lines.push(self.run_line(read));
        lines
    }

    /// Draws, seed, engine and version in a line; of draws and seed no more than was read.
    fn run_line(&self, read: DrawsRead) -> String {
        let words = self.session.words();
        let settings = self.session.settings();
        let (draws, seed) = (trimmed(settings.draws as f64, 0), settings.seed.to_string());
        // readers of a result need no name for the usual points
        let sampler = match settings.sampler {
            usual if usual == RunSettings::default().sampler => String::new(),
            other => format!(" ({})", other.name()),
        };
        let holes = [
            ("draws", draws.as_str()),
            ("seed", &seed),
            ("sampler", &sampler),
            ("engine", aftercast_engine::VERSION),
            ("version", env!("CARGO_PKG_VERSION")),
        ];
        let line = match (read.number, read.seed) {
            (true, _) => Text::ShareRunLine,
            (false, true) => Text::ShareRunLineOwnDraws,
            (false, false) => Text::ShareRunLineNoDraws,
        };
        words.with(line, &holes)
    }

    /// The assumptions this document changes, a piece each.
    pub fn changed_assumptions(&self) -> Vec<String> {
        let own =
            AssumptionId::ALL.into_iter().filter_map(|id| self.session.document.assumptions.get(&id).map(|o| (id, o)));
        own.map(|(id, own)| {
            let value = match *own {
                Override::Known(value) => {
                    self.session.words().with(Text::ShareKnown, &[("value", &known(id, value, self.session.locale))])
                }
                Override::Range { low, mode, high } => {
                    let [low, mode, high] = [low, mode, high].map(|x| known(id, x, self.session.locale));
                    self.session.words().with(Text::ShareRange, &[("low", &low), ("mode", &mode), ("high", &high)])
                }
            };
            format!("{} {value}", self.session.words().to(assumption_label(id)))
        })
        .collect()
    }

    /// What the share dialog shows; `address` is the address of the page without fragment.
    pub fn share(&self, address: &str) -> ShareView {
        let headline = self.read.policies().headline();
        let link = self.link(address);
        let told = [headline.plain, headline.sub, String::new()].into_iter().chain(self.sources());
        let summary: Vec<String> = told.chain([link.clone()]).collect();
        ShareView {
            code: qr::code(&link),
            summary: summary.join("\n").trim_start().to_owned(),
            embed: embed(&link, &self.session.words().to(Text::AppName)),
            link,
        }
    }
}

/// A frame that shows the result of a link without the tools around it.
fn embed(link: &str, title: &str) -> String {
    let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
    let source = format!("{address}?embed=1#{fragment}");
    let source = source.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"900\" loading=\"lazy\" \
         allow=\"clipboard-write\"></iframe>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_keeps_the_link() {
        let code = embed("https://x.org/a/#v=1&n=\"", "A");
        assert!(code.contains("src=\"https://x.org/a/?embed=1#v=1&amp;n=&quot;\""), "{code}");
        assert!(embed("https://x.org/#v=1", "A").contains("https://x.org/?embed=1#v=1"));
    }
}
