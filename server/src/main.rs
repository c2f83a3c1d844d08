//! The `steward` binary: reads its arguments and does what they say.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Requests, the writer and the database's threads hand each other many small texts: the system's allocator spends a
/// fifth of a submission on them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    steward_server::cli::main()
}
