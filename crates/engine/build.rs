//! Generates the tables of this crate from the data files.

fn main() {
    aftercast_codegen::write(|_| {
        vec![
            ("stresses.rs", aftercast_codegen::stresses::tables()),
            ("alerts.rs", aftercast_codegen::stresses::alerts()),
        ]
    });
}
