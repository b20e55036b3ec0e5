//! Generates the tables of this crate from the data files.

fn main() {
    aftercast_codegen::write(|out| {
        vec![
            ("presets.rs", aftercast_codegen::presets::table()),
            ("lessons.rs", aftercast_codegen::lessons::table(out)),
        ]
    });
}
