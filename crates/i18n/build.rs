//! Generates the tables of this crate from the data files.

fn main() {
    aftercast_codegen::write(|out| vec![("texts.rs", aftercast_codegen::texts::tables(out))]);
}
