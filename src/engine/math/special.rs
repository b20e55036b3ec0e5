//! Gamma-type functions (scalar).
