//! Divides the compiled program of the page into its parts, and writes the glue between it and the browser.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str =
    "usage: site-tools split PROGRAM.wasm FOLDER NAME | site-tools bind [--divided] PROGRAM.wasm FOLDER NAME";

/// Writes the main part `name.wasm`, the late ones and their loader into the folder.
fn split(program: &str, folder: &str, name: &str) -> Result<(), Box<dyn Error>> {
    let wasm = std::fs::read(program)?;
    let main = Path::new(folder).join(format!("{name}.wasm"));
    let glue = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = Path::new(folder);
    options.main_out_path = &main;
    options.main_module = &glue;
    options.target.web();
    wasm_split_cli_support::transform(options)?;
    Ok(())
}

/// Writes the glue `name.js` and the module `name_bg.wasm` that goes with it into the folder. Late parts link to names that the linker
/// gave and that would otherwise be dropped.
fn bind(program: &str, folder: &str, name: &str, divided: bool) -> Result<(), Box<dyn Error>> {
    wasm_bindgen_cli_support::Bindgen::new()
        .web(true)?
        .input_path(program)
        .out_name(name)
        .typescript(false)
        .keep_lld_exports(divided)
        .demangle(!divided)
        .generate(folder)?;
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["split", program, folder, name] => split(program, folder, name),
        ["bind", program, folder, name] => bind(program, folder, name, false),
        ["bind", "--divided", program, folder, name] => bind(program, folder, name, true),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:?}");
            ExitCode::FAILURE
        }
    }
}
