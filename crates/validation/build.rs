//! Generates the tables of this crate from the data files.

fn main() {
    aftercast_codegen::write(|_| vec![("checks.rs", aftercast_codegen::checks::tables())]);
}
