//! Text in links: percent-encoding and the checksum.

/// Letters of a checksum: no i, l, o, u, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a checksum: 30 bits.
pub const CHECKSUM_LENGTH: usize = 6;

/// Percent-encodes all but letters, digits, `-`, `.`, `_` and `~`; a blank becomes `+`.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                }
            }
        }
    }
    out
}

/// Decodes percent signs followed by two hexadecimal digits of either case; a percent sign without them stays.
pub fn decode(text: &str) -> String {
    let hex = |b: u8| char::from(b).to_digit(16);
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let pair = match bytes.get(i + 1..i + 3) {
            Some(&[high, low]) if bytes[i] == b'%' => hex(high).zip(hex(low)),
            _ => None,
        };
        match pair {
            Some((high, low)) => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            None => {
                out.push(bytes[i]);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Decodes a key or value: `+` is a blank.
pub fn decode_part(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014). Its own copy: published links hang on it for good.
fn mix(bits: u64) -> u64 {
    let mut z = bits.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A hash of pairs as they come: it sees what was said, not how it was escaped.
#[derive(Clone, Copy, Debug)]
pub struct Checksum(u64);

impl Checksum {
    /// Of no pairs.
    pub const fn new() -> Self {
        Self(0)
    }

    /// Adds a decoded pair.
    pub fn add(&mut self, key: &str, value: &str) {
        for part in [key, value] {
            for &byte in part.as_bytes() {
                self.0 = mix(self.0 ^ u64::from(byte));
            }
            // no byte is this large, so that the end of a part cannot be mistaken for its content
            self.0 = mix(self.0 ^ 0x100);
        }
    }

    /// As written.
    pub fn text(self) -> String {
        (0..CHECKSUM_LENGTH).map(|i| char::from(ALPHABET[(self.0 >> (5 * i)) as usize & 31])).collect()
    }
}
