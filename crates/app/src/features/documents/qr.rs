//! A link as a QR code. Error correction M up to version 10 is read across a room from a projector; where the link is too long
//! for that it is packed, and where that does not help either the code grows: one to be read from near is better than none.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use aftercast_link::pack;

/// Largest version that is read from a projector.
const ACROSS_A_ROOM: u8 = 10;
/// Largest version that still has error correction M; beyond, every module counts.
const NEAR: u8 = 25;
/// Empty modules that the standard wants around a code.
const QUIET: i32 = 4;

/// A code as the outline of its dark modules, in a square of `size` modules with the quiet zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Width and height in modules.
    pub size: i32,
    /// Dark modules as an SVG path, one run of modules a piece.
    pub path: String,
    /// Whether its modules are too small to be read across a room.
    pub dense: bool,
    /// What it says: the link, or the link packed.
    pub text: String,
}

/// The code of a link; none where it is longer than any code holds.
///
/// ```
/// use aftercast_app::features::documents::qr::code;
/// let short = code("https://example.org/aftercast/#v=1&p=base.1").unwrap();
/// assert!(!short.dense && short.text.ends_with("base.1"));
/// ```
pub fn code(link: &str) -> Option<Code> {
    let packed = packed(link);
    let plain = (QrSegment::make_segments(link), link.to_owned());
    let attempts = [
        (QrCodeEcc::Medium, ACROSS_A_ROOM, false),
        (QrCodeEcc::Medium, NEAR, true),
        (QrCodeEcc::Low, Version::MAX.value(), true),
    ];
    attempts.into_iter().find_map(|(level, most, dense)| {
        // plain where it fits across a room, else the shorter
        let forms = [(!dense).then_some(&plain), packed.as_ref(), dense.then_some(&plain)];
        forms.into_iter().flatten().find_map(|(segments, text)| {
            let (least, most) = (Version::MIN, Version::new(most));
            let found = QrCode::encode_segments_advanced(segments, level, least, most, None, true).ok()?;
            Some(Code { size: found.size() + 2 * QUIET, path: outline(&found), dense, text: text.clone() })
        })
    })
}

/// The link packed, its capitals and digits as a segment of their own.
fn packed(link: &str) -> Option<(Vec<QrSegment>, String)> {
    let (address, fragment) = link.split_once('#')?;
    let packed = pack(fragment)?;
    let (key, letters) = packed.split_at(packed.find('=')? + 1);
    let start = format!("{address}#{key}");
    let segments = vec![QrSegment::make_bytes(start.as_bytes()), QrSegment::make_alphanumeric(letters)];
    Some((segments, format!("{start}{letters}")))
}

fn outline(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|&at| code.get_module(at, y)).count() as i32;
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_link::decode;

    #[test]
    fn a_link_is_plain_then_packed_then_dense() {
        let short = code("https://example.org/#v=1").unwrap();
        assert_eq!((short.size - 2 * QUIET - 17) % 4, 0, "a size of the standard");
        // the finder pattern in the corner: seven dark modules
        assert!(short.path.starts_with("M4 4h7v1h-7z"), "{}", short.path);
        // version 10 holds 213 bytes at level M
        let of = |length: usize| code(&"a".repeat(length)).unwrap();
        assert_eq!((of(213).size, of(213).dense), (57 + 2 * QUIET, false));
        assert!(of(214).dense && of(214).size > of(213).size, "what is no link cannot be packed");
        assert_eq!(code(&"é".repeat(1500)), None);
    }

    #[test]
    fn a_packed_link_opens_to_what_it_packs() {
        let names = [
            "%E5%AE%A2%E6%9C%8D%E9%85%8D%E6%AF%94%E4%B8%80%E6%AF%94%E4%B8%89%E5%8D%83",
            "%E4%BA%BA%E6%9C%BA%E5%8D%8F%E5%90%8C",
        ];
        let pairs =
            format!("v=1&p=base.1&name={0}&cpa=3000&b.p=hybrid.1&b.name={1}&c.name={0}&c.ai=.6", names[0], names[1]);
        let sealed = aftercast_link::encode(&decode(&pairs).document).fragment;
        let made = code(&format!("https://example.org/aftercast/#{sealed}")).unwrap();
        assert!(made.text.contains("#z=") && !made.dense && made.text.len() < sealed.len(), "{}", made.text);
        let (read, expected) = (decode(&made.text), decode(&sealed));
        assert_eq!((&read.document, read.notices.len()), (&expected.document, 0));
    }
}
