//! The `steward` binary: reads its arguments and does what they say.

use std::process::ExitCode;

fn main() -> ExitCode {
    steward_server::cli::main()
}
