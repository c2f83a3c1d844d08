//! One bundle: the wasm that cargo built, bound for the browser and shrunk.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::assets::Assets;
use super::files::{read_bytes, read_text};
use super::split;
use super::{BUNDLES, Mode, files, stamp};
use crate::failure::{Done, Failure, OrSay};
use crate::setup::wasm_target::{TRIPLE, WasmTarget};
use crate::{place, run, ui};

/// Instructions that today's rustc emits and every browser since 2023 runs.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Inside a bundle's folder: what is fetched later.
const CHUNKS: &str = "chunks";

/// The programs that make a bundle.
pub(super) struct Tools {
    pub(super) target: WasmTarget,
    pub(super) bindgen: PathBuf,
    /// Cuts a bundle into chunks; absent in dev builds, which load as one.
    pub(super) splitter: Option<PathBuf>,
    /// Absent in dev builds and where it cannot be had.
    pub(super) opt: Option<PathBuf>,
}

impl Tools {
    /// Versions, for the stamp.
    pub(super) fn describe(&self) -> String {
        let version = |program: &Path| run::version(program).unwrap_or_default();
        let opt = self.opt.as_deref().map(version).unwrap_or_default();
        format!("{}\n{}\n{opt}\n", self.target.compiler(), version(&self.bindgen))
    }
}

/// The files of a bundle before they have their final names.
pub(super) struct Built {
    /// Holds `NAME.js`, `NAME_bg.wasm` and perhaps `snippets/` and `chunks/`.
    dir: PathBuf,
}

/// The addresses of a bundle's files.
pub(super) struct Published {
    pub(super) js: String,
    pub(super) wasm: String,
    /// Links to what a page needs beside the program, by the first part of its path that is named like its chunk:
    /// `start.js` turns those of the page that is opened into preloads.
    pub(super) later: String,
}

/// Compiles both bins in one cargo call, so that what they share is compiled once.
pub(super) fn compile(tools: &Tools, mode: Mode) -> Done {
    let mut command = tools.target.cargo("build");
    command.args(["--package", "steward-app"]);
    for name in BUNDLES {
        command.args(["--bin", name]);
    }
    if mode == Mode::Release {
        command.args(["--profile", "wasm-release", "--features", "split"]);
    }
    run::run(&mut command)
}

/// Runs wasm-bindgen and wasm-opt, unless the same wasm went through the same tools before.
pub(super) fn bind(tools: &Tools, mode: Mode, name: &str) -> Done<Built> {
    let (profile, folder) = match mode {
        Mode::Release => ("wasm-release", "bundles"),
        Mode::Dev => ("debug", "bundles-dev"),
    };
    let raw = place::target().join(TRIPLE).join(profile).join(format!("{name}.wasm"));
    let bytes = read_bytes(&raw)?;
    let recipe = format!("{}{}{FEATURES:?}", stamp::of_bytes(&bytes), tools.describe());
    let key = stamp::of_bytes(recipe.as_bytes());

    let dir = place::target().join(folder).join(name);
    let done = dir.join("done");
    if std::fs::read_to_string(&done).is_ok_and(|there| there == key) {
        return Ok(Built { dir });
    }
    if dir.exists() {
        std::fs::remove_dir_all(&dir).or_say(|| format!("cannot empty {}", dir.display()))?;
    }
    let cut = match &tools.splitter {
        Some(splitter) => {
            let parts = dir.join("parts");
            Some(ui::timed(format!("cutting {name}"), || split::cut(splitter, &raw, name, &parts))?)
        }
        None => None,
    };
    ui::timed(format!("binding {name}"), || {
        let mut command = run::program(&tools.bindgen);
        command.args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"]).arg(&dir);
        match &cut {
            // The chunks use what the linker exported.
            Some(cut) => command.arg("--keep-lld-exports").arg(&cut.main),
            None => command.arg(&raw),
        };
        run::run_quietly(&mut command)
    })?;
    let mut parts = vec![dir.join(format!("{name}_bg.wasm"))];
    if let Some(cut) = cut {
        let script = dir.join(format!("{name}.js"));
        let joined = split::join(&read_text(&script)?, &cut.link)?;
        std::fs::write(&script, joined).or_say(|| format!("cannot write {}", script.display()))?;
        let chunks = dir.join(CHUNKS);
        std::fs::create_dir_all(&chunks).or_say(|| format!("cannot make {}", chunks.display()))?;
        for chunk in cut.chunks {
            let to = chunks.join(chunk.file_name().unwrap_or_default());
            std::fs::rename(&chunk, &to).or_say(|| format!("cannot move {}", chunk.display()))?;
            parts.push(to);
        }
    }
    if let Some(opt) = &tools.opt {
        ui::timed(format!("shrinking {name} with wasm-opt"), || shrink_all(opt, &parts))?;
    }
    std::fs::write(&done, key).or_say(|| format!("cannot write {}", done.display()))?;
    Ok(Built { dir })
}

/// Runs wasm-opt over files, as many at once as there are processors: it uses one, and most of these are small.
fn shrink_all(opt: &Path, files: &[PathBuf]) -> Done {
    let at_once = std::thread::available_parallelism().map_or(1, NonZero::get);
    let waiting = Mutex::new(files.iter());
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || std::iter::from_fn(next).try_for_each(|file| shrink(opt, file));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        let ended = |thread: std::thread::ScopedJoinHandle<'_, Done>| {
            thread.join().unwrap_or_else(|_| Err(Failure::new("wasm-opt's thread stopped")))
        };
        threads.into_iter().try_for_each(ended)
    })
}

/// Runs wasm-opt over one file.
fn shrink(opt: &Path, wasm: &Path) -> Done {
    let small = wasm.with_extension("small");
    // Measured as sent: -Os is smaller than -Oz, which saves bytes in ways that brotli cannot follow. And functions
    // of like names are alike, so it does well to see them side by side.
    let passes = ["-Os", "--one-caller-inline-max-function-size=20", "--reorder-functions-by-name"];
    run::run_quietly(run::program(opt).args(passes).args(FEATURES).arg(wasm).arg("--output").arg(&small))?;
    std::fs::rename(&small, wasm).or_say(|| format!("cannot replace {}", wasm.display()))
}

/// Gives the files their names, and the script the names of the snippets that it imports and of the chunks that it
/// fetches.
pub(super) fn publish(assets: &mut Assets, name: &str, built: &Built) -> Done<Published> {
    let mut script = read_text(&built.dir.join(format!("{name}.js")))?;
    let snippets = built.dir.join("snippets");
    for file in files::below(&snippets)? {
        let inside = files::relative(&file, &built.dir);
        let flat = format!("{name}-{}", files::relative(&file, &snippets).replace('/', "-"));
        let address = assets.add(&flat, read_bytes(&file)?);
        script = script.replace(&format!("./{inside}"), &address);
    }
    let mut chunks = Vec::new();
    for chunk in files::below(&built.dir.join(CHUNKS))? {
        let file = chunk.file_name().unwrap_or_default().to_string_lossy().into_owned();
        chunks.push((file, read_bytes(&chunk)?));
    }
    let (pieces, mut chunks): (Vec<_>, Vec<_>) =
        chunks.into_iter().partition(|(file, bytes)| split::is_piece(file, bytes));
    if !pieces.is_empty() {
        let (taken, all) = split::gather(&script, &pieces)?;
        script = taken;
        chunks.push((split::PIECES.to_owned(), all));
    }
    let (mut later, mut shared) = (Vec::new(), None);
    for (file, bytes) in chunks {
        let address = assets.add(&format!("{name}-{file}"), bytes);
        script = script.replace(&format!("\"./{file}\""), &format!("\"{address}\""));
        if file == split::PIECES {
            shared = Some(address);
        } else if let Some(page) = split::page(&file) {
            later.push((page.to_owned(), address));
        }
    }
    let link = |page: &str, address: &str| {
        format!("<link rel=\"later\" data-page=\"{page}\" href=\"{address}\" as=\"fetch\" crossorigin>\n")
    };
    let links = |(page, address): (String, String)| {
        link(&page, &address) + &shared.as_ref().map(|shared| link(&page, shared)).unwrap_or_default()
    };
    let later: String = later.into_iter().map(links).collect();
    if script.contains("./snippets/") {
        return Err(Failure::new(format!("{name}.js imports a snippet that wasm-bindgen did not write")));
    }
    let wasm = read_bytes(&built.dir.join(format!("{name}_bg.wasm")))?;
    Ok(Published {
        js: assets.add(&format!("{name}.js"), script.into_bytes()),
        wasm: assets.add(&format!("{name}.wasm"), wasm),
        later,
    })
}
