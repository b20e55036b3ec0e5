//! Behaviour of the library through its public door: one binary, a file per behaviour.

mod sampling;
