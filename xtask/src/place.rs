//! Where things lie: the workspace, cargo's target directory, the tools, the built site.

use std::path::{Path, PathBuf};

/// The workspace's root: the folder above `xtask/`.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where set-up puts helpers that cargo and npm provide. It does not follow `CARGO_TARGET_DIR`, so that
/// several target directories share one set of tools.
pub(crate) fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// The program called `name`, looked up on `PATH`.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}
