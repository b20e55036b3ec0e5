//! Any bytes as a file of actual figures or of company figures: no panic, and what was read is written to a file that reads
//! back to the same.

#![no_main]

use aftercast_validation::forecast::write_actual;
use aftercast_import::actual::read_actual;
use aftercast_tables::text::{decode, gb18030};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes, gb18030) else { return };
    let Ok(months) = read_actual(&text) else { return };
    let again = read_actual(&write_actual(&months));
    assert_eq!(again.ok().as_deref(), Some(&months[..]), "of {text:?}");
});
