//! The instruction set that draws are computed with: the fastest that the processor has, chosen when an engine is made.
//!
//! Results do not depend on it, to the last bit, so no result names it.

/// Instruction sets with lanes of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstructionSet {
    /// What the build is for: vectors of 128 bits on an ordinary x86-64 and in wasm.
    Build,
    /// AVX2: vectors of 256 bits.
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl InstructionSet {
    /// All of this architecture. Lanes of one that the processor lacks compute without it.
    pub const ALL: &'static [Self] = &[
        Self::Build,
        #[cfg(target_arch = "x86_64")]
        Self::Avx2,
    ];

    /// The fastest that this processor has.
    pub fn found() -> Self {
        // a build for AVX2 has it everywhere already
        #[cfg(all(target_arch = "x86_64", not(target_feature = "avx2")))]
        if std::arch::is_x86_feature_detected!("avx2") {
            return Self::Avx2;
        }
        Self::Build
    }
}
