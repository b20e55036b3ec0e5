//! A sequential stream over the counter-based generator, for callers of `rand`'s traits (tests, bootstrap).

use super::{Purpose, block};
use core::convert::Infallible;
use rand::TryRng;

/// Random words number 0, 1, 2, ... of a stream; a stream is named by a seed and a number, 2^34 words long.
///
/// ```
/// use aftercast_numerics::random::Stream;
/// use rand::Rng;
/// assert_eq!(Stream::new(1, 2).next_u64(), Stream::new(1, 2).next_u64());
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    stream: [u32; 2],
    next_block: u32,
    words: [u32; 4],
    used: usize,
}

impl Stream {
    /// The stream of this number under this seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self {
            key: [seed as u32, (seed >> 32) as u32],
            stream: [stream as u32, (stream >> 32) as u32],
            next_block: 0,
            words: [0; 4],
            used: 4,
        }
    }

    fn word(&mut self) -> u32 {
        if self.used == 4 {
            // the purpose keeps streams apart from every other use of the seed
            let [low, high] = self.stream;
            self.words = block([self.next_block, low, high, Purpose::Stream as u32], self.key);
            self.next_block = self.next_block.wrapping_add(1);
            self.used = 0;
        }
        self.used += 1;
        self.words[self.used - 1]
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.word());
        Ok(low | u64::from(self.word()) << 32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            chunk.copy_from_slice(&self.word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn words_bytes_and_blocks_are_the_same_sequence() {
        let mut words = Stream::new(9, 4);
        let expected: Vec<u32> = (0..10).map(|_| words.next_u32()).collect();
        assert_eq!(expected[..4], block([0, 4, 0, Purpose::Stream as u32], [9, 0]));
        let mut bytes = [0_u8; 40];
        Stream::new(9, 4).fill_bytes(&mut bytes);
        assert!(expected.iter().zip(bytes.chunks(4)).all(|(w, b)| w.to_le_bytes() == *b));
        assert_ne!(Stream::new(9, 5).next_u64(), Stream::new(9, 4).next_u64());
    }
}
