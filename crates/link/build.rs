//! Generates the tables of this crate from the data files.

fn main() {
    aftercast_codegen::write(|_| vec![("links.rs", aftercast_codegen::links::tables())]);
}
