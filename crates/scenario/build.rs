//! Generates the tables of this crate from the data files.

fn main() {
    aftercast_codegen::write(|_| {
        vec![
            ("levers.rs", aftercast_codegen::levers()),
            ("assumptions.rs", aftercast_codegen::assumptions()),
            ("company.rs", aftercast_codegen::company()),
            ("evidence.rs", aftercast_codegen::evidence()),
        ]
    });
}
