//! Colours and dash patterns. Policies keep apart without colour (dash and direct label) and no colour means good or bad.

use plotters::style::RGBAColor;

/// Colours of policies; the seventh policy has the first again, with a letter of its own.
pub const SLOTS: usize = 6;

/// A colour with opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red, green, blue, 0 to 255.
    pub rgb: (u8, u8, u8),
    /// 0 is clear, 1 is opaque.
    pub alpha: f64,
}

impl Colour {
    /// An opaque colour from 0xRRGGBB.
    #[must_use]
    pub const fn hex(hex: u32) -> Self {
        Self { rgb: ((hex >> 16) as u8, (hex >> 8) as u8, hex as u8), alpha: 1.0 }
    }

    /// The same colour, clearer.
    #[must_use]
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { rgb: self.rgb, alpha: self.alpha * alpha }
    }

    /// As `#rrggbb`, without the opacity.
    #[must_use]
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.rgb.0, self.rgb.1, self.rgb.2)
    }
}

impl From<Colour> for RGBAColor {
    fn from(colour: Colour) -> Self {
        Self(colour.rgb.0, colour.rgb.1, colour.rgb.2, colour.alpha)
    }
}

/// Who a mark belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Today's policy, the baseline of everything.
    Today,
    /// A policy column: 0 is A, 5 is F; later ones start again.
    Policy(u8),
    /// The lower end of something that is no policy: light ink.
    Low,
    /// Its upper end: the same ink, dark on a light card.
    High,
}

impl Slot {
    /// On and off lengths in widths of the line; empty is a solid line.
    #[must_use]
    pub const fn dash(self) -> &'static [f64] {
        match self {
            Self::Today => &[2.5, 2.0],
            Self::Low | Self::High => &[],
            Self::Policy(column) => match column as usize % SLOTS {
                0 => &[],
                1 => &[4.0, 1.5],
                2 => &[1.0, 1.25],
                3 => &[5.0, 1.5, 1.0, 1.5],
                4 => &[2.5, 1.0, 0.75, 1.0, 0.75, 1.0],
                _ => &[7.5, 2.0],
            },
        }
    }

    /// The width of this slot's lines in pixels.
    #[must_use]
    pub const fn line_width(self) -> f64 {
        match self {
            Self::Today => 1.5,
            Self::Policy(_) | Self::Low | Self::High => 2.0,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on a light card.
    #[default]
    Light,
    /// Light ink on a dark card.
    Dark,
}

/// The colours of a theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Behind the page.
    pub page: Colour,
    /// Behind a chart.
    pub card: Colour,
    /// Titles and values.
    pub ink: Colour,
    /// Ticks, notes, axis titles.
    pub muted: Colour,
    /// The grid.
    pub line: Colour,
    /// The zero line and axes that mean something.
    pub zero: Colour,
    /// Fills that carry no meaning of their own.
    pub soft: Colour,
    /// Today's policy.
    pub today: Colour,
    /// Policies A to F.
    pub policies: [Colour; SLOTS],
    /// One ink for two ends of something that is no policy: the lower, the upper.
    pub ends: [Colour; 2],
    /// Opacity of the 95, 80 and 50 % bands, each laid over the one before.
    pub bands: [f64; 3],
}

/// Okabe and Ito's blue and vermilion, then their bluish green, reddish purple and orange and a violet, darkened or lightened
/// until they can be text, with hue and lightness chosen so that the closest two stay furthest apart for eyes without red or
/// green receptors.
const LIGHT: Palette = Palette {
    page: Colour::hex(0x00f7_f7f5),
    card: Colour::hex(0x00ff_ffff),
    ink: Colour::hex(0x0016_202c),
    muted: Colour::hex(0x005b_6673),
    line: Colour::hex(0x00e6_e8e5),
    zero: Colour::hex(0x008a_929c),
    soft: Colour::hex(0x00ee_f0ee),
    today: Colour::hex(0x006b_7280),
    policies: [
        Colour::hex(0x000b_6aa8),
        Colour::hex(0x00b8_4a00),
        Colour::hex(0x0032_7d49),
        Colour::hex(0x0086_324d),
        Colour::hex(0x0075_4900),
        Colour::hex(0x0055_4293),
    ],
    ends: [Colour::hex(0x007b_91a8), Colour::hex(0x0027_3d52)],
    bands: [0.10, 0.13, 0.18],
};

const DARK: Palette = Palette {
    page: Colour::hex(0x0012_161b),
    card: Colour::hex(0x001a_2027),
    ink: Colour::hex(0x00e8_ebee),
    muted: Colour::hex(0x009a_a5b1),
    line: Colour::hex(0x002b_333c),
    zero: Colour::hex(0x006d_7883),
    soft: Colour::hex(0x0022_2a32),
    today: Colour::hex(0x009a_a3ad),
    policies: [
        Colour::hex(0x005d_b2ea),
        Colour::hex(0x00f0_8a4b),
        Colour::hex(0x0071_ca8e),
        Colour::hex(0x00fe_aec8),
        Colour::hex(0x00ed_d14e),
        Colour::hex(0x0079_87fb),
    ],
    ends: [Colour::hex(0x0068_7d92), Colour::hex(0x00c6_d5e3)],
    bands: [0.14, 0.17, 0.24],
};

impl Theme {
    /// The colours.
    #[must_use]
    pub const fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }

    /// The colour of a slot.
    #[must_use]
    pub const fn colour(self, slot: Slot) -> Colour {
        match slot {
            Slot::Today => self.palette().today,
            Slot::Policy(column) => self.palette().policies[column as usize % SLOTS],
            Slot::Low => self.palette().ends[0],
            Slot::High => self.palette().ends[1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_numerics::math::pow;

    fn linear(channel: u8) -> f64 {
        let c = f64::from(channel) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { pow((c + 0.055) / 1.055, 2.4) }
    }

    fn light(colour: Colour) -> [f64; 3] {
        [linear(colour.rgb.0), linear(colour.rgb.1), linear(colour.rgb.2)]
    }

    fn contrast(a: Colour, b: Colour) -> f64 {
        let luminance = |colour| {
            let [r, g, b] = light(colour);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn transformed(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    /// `OKLab` of linear light (Ottosson 2020).
    fn oklab(rgb: [f64; 3]) -> [f64; 3] {
        const M1: [[f64; 3]; 3] = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        const M2: [[f64; 3]; 3] = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        transformed(M2, transformed(M1, rgb).map(f64::cbrt))
    }

    /// How linear light looks without red or without green receptors (Machado, Oliveira and Fernandes 2009, severity 1).
    const SIGHTS: [(&str, [[f64; 3]; 3]); 3] = [
        ("full", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "no red",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "no green",
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        ),
    ];

    #[test]
    fn every_text_colour_can_be_read() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = theme.palette();
            let texts = palette.policies.iter().chain([&palette.ink, &palette.muted, &palette.today]);
            for colour in texts {
                for ground in [palette.card, palette.page] {
                    let found = contrast(*colour, ground);
                    assert!(found >= 4.5, "{theme:?} {} on {}: {found:.2}", colour.css(), ground.css());
                }
            }
            assert!(contrast(palette.zero, palette.card) >= 3.0, "{theme:?} zero line");
        }
    }

    #[test]
    fn policies_keep_apart_for_colour_blind_eyes() {
        for theme in [Theme::Light, Theme::Dark] {
            for (sight, matrix) in SIGHTS {
                let seen = theme
                    .palette()
                    .policies
                    .map(|colour| oklab(transformed(matrix, light(colour)).map(|c| c.max(0.0))));
                for i in 0..6 {
                    for j in 0..i {
                        let apart: f64 = (0..3).map(|k| (seen[i][k] - seen[j][k]) * (seen[i][k] - seen[j][k])).sum();
                        let least = if i < 2 { 0.15 } else { 0.055 };
                        assert!(apart.sqrt() >= least, "{theme:?}, {sight}: {j} and {i} are {:.3} apart", apart.sqrt());
                    }
                }
            }
        }
    }

    #[test]
    fn dashes_differ_and_repeat_evenly() {
        let slots: Vec<_> = (0..6).map(Slot::Policy).chain([Slot::Today]).collect();
        for (k, a) in slots.iter().enumerate() {
            assert!(a.dash().len() % 2 == 0 && a.dash().iter().all(|length| *length > 0.0));
            assert!(slots[..k].iter().all(|b| b.dash() != a.dash()), "{a:?}");
        }
    }
}
