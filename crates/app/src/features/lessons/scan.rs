//! Guesses off the screens of phones: the codes in a picture, and what a code is for the class.

use super::View;
use super::class;
use super::links::links;

/// What a code brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// A guess: whose it is; empty where it has no name.
    Guess(String),
    /// A guess that the class has already.
    Known(String),
    /// Anything else.
    Other,
}

/// The texts of the QR codes in a picture, given as its pixels from black to white, row by row. A damaged picture may make the decoder
/// panic or take long: it is called in a worker, which can be given up.
pub fn codes(luma: &[u8], width: usize, height: usize) -> Vec<String> {
    if width == 0 || luma.len() != width * height {
        return Vec::new();
    }
    let mut decoder = quircs::Quirc::default();
    let read = decoder.identify(width, height, luma).filter_map(|code| code.ok()?.decode().ok());
    read.filter_map(|data| String::from_utf8(data.payload).ok()).collect()
}

impl View<'_> {
    /// What a code is for the class on this page.
    pub fn scanned(&self, text: &str) -> Scanned {
        let guesses = self.model.predict.as_ref().map(|state| &state.guesses);
        let found = links(text).0.into_iter().next();
        match found.and_then(|link| class::guess_of(&link, 0, self.session)) {
            None => Scanned::Other,
            Some(guess) if guesses.is_some_and(|all| all.contains(&guess)) => Scanned::Known(guess.name),
            Some(guess) => Scanned::Guess(guess.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcodegen::{QrCode, QrCodeEcc};

    const LINK: &str = "https://example.org/some/path/#v=1&p=base.1&cpa=4500&g=total~0&view=lesson.staffing.1&guess=62&by=%E7%8E%8B%E8%8A%B3&team=%E8%93%9D%E9%98%9F&ph=x7k2p&k=abcdef";
    const SIZE: usize = 640;

    /// A photograph of a code: turned, seen from the side, blurred, unevenly lit, with noise.
    fn photograph(text: &str, turn: f64, slant: f64, side: f64) -> Vec<u8> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let modules = f64::from(code.size() + 8);
        let shade = |x: f64, y: f64| {
            let (x, y) = (x - SIZE as f64 / 2.0, y - SIZE as f64 / 2.0);
            let (x, y) = (x * turn.cos() + y * turn.sin(), y * turn.cos() - x * turn.sin());
            let depth = 1.0 + slant * x / SIZE as f64;
            let module = |at: f64| ((at / depth / side + 0.5) * modules).floor() as i32 - 4;
            if code.get_module(module(x), module(y)) { 40.0 } else { 200.0 }
        };
        let mut noise = 12345_u32;
        let pixels = (0..SIZE * SIZE).map(|at| {
            let (x, y) = ((at % SIZE) as f64, (at / SIZE) as f64);
            let blurred: f64 =
                [-0.4, 0.4].iter().flat_map(|dx| [-0.4, 0.4].map(|dy| shade(x + dx, y + dy))).sum::<f64>() / 4.0;
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let light = 0.7 + 0.4 * x / SIZE as f64;
            (blurred * light + f64::from(noise >> 28)).clamp(0.0, 255.0) as u8
        });
        pixels.collect()
    }

    #[test]
    fn a_code_is_read_off_a_photograph() {
        for (turn, slant, side) in [(0.0, 0.0, 500.0), (0.3, 0.0, 380.0), (1.9, 0.25, 400.0), (3.1, -0.3, 420.0)] {
            assert_eq!(codes(&photograph(LINK, turn, slant, side), SIZE, SIZE), [LINK], "{turn} {slant} {side}");
        }
    }

    #[test]
    fn a_picture_without_a_code_has_none() {
        assert_eq!(codes(&[], 0, 0), Vec::<String>::new());
        assert_eq!(codes(&[0; 10], 4, 4), Vec::<String>::new(), "not as large as it says");
        assert_eq!(codes(&vec![128; SIZE * SIZE], SIZE, SIZE), Vec::<String>::new());
    }
}
