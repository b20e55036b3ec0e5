//! A link as a QR code: error correction M up to version 10, which projectors and phones still read across a room.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// Largest version that is shown; a larger code has modules too small for a projector.
const LARGEST: u8 = 10;
/// Empty modules that the standard wants around a code.
const QUIET: i32 = 4;

/// A code as the outline of its dark modules, in a square of `size` modules with the quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Width and height in modules.
    pub size: i32,
    /// Dark modules as an SVG path, one run of modules a piece.
    pub path: String,
}

/// The code of a text; none where it would need more than version 10.
pub fn code(text: &str) -> Option<Code> {
    let segments = QrSegment::make_segments(text);
    let (least, most) = (Version::new(1), Version::new(LARGEST));
    let found = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, least, most, None, true).ok()?;
    let mut path = String::new();
    for y in 0..found.size() {
        let mut x = 0;
        while x < found.size() {
            let run = (x..found.size()).take_while(|&at| found.get_module(at, y)).count() as i32;
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    Some(Code { size: found.size() + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_a_code_until_it_is_too_long() {
        let short = code("https://example.org/#v=1").unwrap();
        assert_eq!((short.size - 2 * QUIET - 17) % 4, 0, "a size of the standard");
        // the finder pattern in the corner: seven dark modules
        assert!(short.path.starts_with("M4 4h7v1h-7z"), "{}", short.path);
        // version 10 holds 213 bytes at level M
        let of = |length: usize| code(&"a".repeat(length));
        assert_eq!(of(213).unwrap().size, 57 + 2 * QUIET);
        assert_eq!(of(214), None);
    }
}
