//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    aftercast_cli::main()
}
