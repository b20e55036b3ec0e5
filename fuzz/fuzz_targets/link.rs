//! Any text as a link: reading never fails, what was read can run and is written to a link that says the same; a mangled
//! link says what the whole one said.

#![no_main]

use aftercast_engine::check;
use aftercast_link::{decode, encode};
use aftercast_fuzz::mangled;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // the first byte says how the link is mangled, the rest is the text
    let Some((&by, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let read = decode(text);
    assert!(check(&read.document.draft).is_ok(), "a document that cannot run");
    let written = encode(&read.document).fragment;
    let again = decode(&written);
    assert_eq!(again.document, read.document, "written as {written}");
    assert!(again.notices.is_empty(), "{:?} of {written}", again.notices);

    let sent = mangled(&format!("https://example.org/aftercast/#{written}"), by);
    let arrived = decode(&sent);
    assert_eq!(arrived.document, read.document, "arrived as {sent}");
    assert!(arrived.notices.is_empty(), "{:?} of {sent}", arrived.notices);
});
