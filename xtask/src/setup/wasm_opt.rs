//! wasm-opt makes a bundle about a third smaller. It is worth having, not worth failing for.

use std::path::PathBuf;
use std::sync::Once;

use super::node;
use crate::{place, run, ui};

/// Binaryen in npm: the same program compiled to run on Node.
const NPM_PACKAGE: &str = "binaryen@132.0.0";

/// Older ones do not read what today's rustc writes (Debian 12 ships 108).
const OLDEST: u32 = 116;

/// The program, or nothing where it cannot be had.
pub(crate) fn ensure() -> Option<PathBuf> {
    if let Some(program) = place::on_path("wasm-opt").filter(|program| is_new_enough(program)) {
        return Some(program);
    }
    let program = node::bin("wasm-opt");
    if is_new_enough(&program) {
        return Some(program);
    }
    match node::install(NPM_PACKAGE) {
        Ok(()) if is_new_enough(&program) => Some(program),
        outcome => {
            static ONCE: Once = Once::new();
            ONCE.call_once(|| {
                if let Err(failure) = outcome {
                    ui::note(failure);
                }
                ui::note(
                    "going on without wasm-opt: the bundles work, and are about a third larger (measured on a \
                     small routed app: 209 kB instead of 131 kB brotli). `npm install -g binaryen` provides it",
                );
            });
            None
        }
    }
}

fn is_new_enough(program: &std::path::Path) -> bool {
    program.is_file()
        && run::version(program).and_then(|said| release(&said)).is_some_and(|release| release >= OLDEST)
}

/// `wasm-opt version 132 (version_132)` → 132
fn release(said: &str) -> Option<u32> {
    said.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_the_number_in_the_version_line() {
        assert_eq!(release("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(release("wasm-opt version 108"), Some(108));
        assert_eq!(release("command not found"), None);
    }
}
