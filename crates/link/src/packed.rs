//! A fragment packed for a QR code: `z=` and the fragment, deflated against a dictionary and written in base 32, whose capitals
//! and digits take 5.5 bits of a code in place of 8. It opens to what it packs; the checksum inside it is the fragment's own.

use data_encoding::BASE32_NOPAD;
use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// The first letter of the packed text: which dictionary packed it. A dictionary never changes; another takes another letter.
const FIRST: char = 'A';
/// What links are made of, the most frequent at the end, where references to it are shortest.
const DICTIONARY: &str = include_str!("dictionary.txt");
/// Largest fragment that is unpacked, bytes.
const LARGEST: usize = 100_000;
/// Fewest characters that are taken for a packed fragment.
const LEAST: usize = 8;
/// The slowest and smallest setting.
const LEVEL: i32 = 10;
/// Deflate without the frame of zlib: the checksum of the link does its work.
const RAW: i32 = -15;

/// Packs a fragment; `None` where that is not possible, and the fragment is to be used as it is.
pub fn pack(fragment: &str) -> Option<String> {
    let data = lighter(fragment);
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, 0));
    let mut dropped = vec![0; 2 * DICTIONARY.len() + 256];
    let (_, read, _) = compress(&mut compressor, DICTIONARY.as_bytes(), &mut dropped, TDEFLFlush::Sync);
    if read != DICTIONARY.len() {
        return None;
    }
    let mut out = vec![0; 2 * data.len() + 256];
    let (_, read, written) = compress(&mut compressor, data.as_bytes(), &mut out, TDEFLFlush::Finish);
    let whole = read == data.len() && written < out.len();
    whole.then(|| format!("z={FIRST}{}", BASE32_NOPAD.encode(&out[..written])))
}

/// Whether a text begins like a packed fragment.
pub fn begins(text: &str) -> bool {
    text.starts_with(FIRST) && run(text) >= LEAST
}

fn run(text: &str) -> usize {
    text.bytes().take_while(|b| b.is_ascii_uppercase() || matches!(b, b'2'..=b'7')).count()
}

/// The fragment in a packed one, and where that ends, bytes; `None` for any other text. Of a packed fragment whose end was
/// lost comes what is there.
pub fn of(text: &str) -> Option<(String, usize)> {
    let letters = text.strip_prefix("z=").filter(|rest| begins(rest))?;
    let length = run(letters);
    let code = &letters.as_bytes()[1..length];
    // a length that no bytes have belongs to a text that was cut
    let bytes = (0..8).find_map(|less| BASE32_NOPAD.decode(code.get(..code.len().checked_sub(less)?)?).ok());
    let bytes = bytes.unwrap_or_default();
    let mut out = DICTIONARY.as_bytes().to_vec();
    out.resize(DICTIONARY.len() + LARGEST, 0);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (_, _, written) = decompress(&mut DecompressorOxide::new(), &bytes, &mut out, DICTIONARY.len(), flags);
    let inner = out.get(DICTIONARY.len()..DICTIONARY.len() + written).unwrap_or_default();
    Some((String::from_utf8_lossy(inner).into_owned(), "z=".len() + length))
}

/// The same pairs with letters of other scripts as themselves: three bytes in place of nine.
fn lighter(fragment: &str) -> String {
    let mut out = String::with_capacity(fragment.len());
    let mut rest = fragment;
    while let Some(at) = rest.find('%') {
        let (before, escaped) = rest.split_at(at);
        out.push_str(before);
        let high = |index: usize| {
            escaped.as_bytes().get(3 * index) == Some(&b'%')
                && escaped.as_bytes().get(3 * index + 1).is_some_and(|b| matches!(b, b'8'..=b'9' | b'A'..=b'F'))
        };
        let count = (0..).take_while(|&index| high(index)).count();
        if count == 0 {
            out.push('%');
            rest = &escaped[1..];
        } else {
            out.push_str(&super::text::decode(&escaped[..3 * count]));
            rest = &escaped[3 * count..];
        }
    }
    out.push_str(rest);
    out
}
