//! The browser program of a release keeps its relocations: what divides it into parts (`src/shell/divide.mjs`) reads from them which
//! function and which datum needs which.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|v| v == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo:rustc-link-arg-bin=app=--emit-relocs");
    }
}
