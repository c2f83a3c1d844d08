//! Cutting a linked program into the part that a first visit downloads and the chunks that follow with the first
//! page that needs them. Where it is cut, the program says (`app/src/bin/*/pages.rs`).

use std::path::{Path, PathBuf};

use super::files;
use crate::failure::{Done, Failure, OrSay};
use crate::run;

/// The script that fetches the chunks, as the splitter names it.
const LINK: &str = "__wasm_split.js";

/// A program in parts, as the splitter left them.
pub(super) struct Cut {
    /// What wasm-bindgen goes on with.
    pub(super) main: PathBuf,
    /// The chunks, by file name.
    pub(super) chunks: Vec<PathBuf>,
    /// The text of the script that fetches them.
    pub(super) link: String,
}

/// Cuts `raw`, which was linked with its relocations, into files below `dir`.
pub(super) fn cut(splitter: &Path, raw: &Path, name: &str, dir: &Path) -> Done<Cut> {
    run::run_quietly(run::program(splitter).args(["--target", "web", "--out-name", name]).arg(raw).arg(dir))?;
    let main = dir.join(format!("{name}.wasm"));
    let link = files::read_text(&dir.join(LINK))?;
    let is_chunk = |file: &PathBuf| file.extension().is_some_and(|kind| kind == "wasm") && *file != main;
    let chunks: Vec<PathBuf> = files::below(dir)?.into_iter().filter(is_chunk).collect();
    if chunks.is_empty() {
        return Err(Failure::new(format!("{name} was not cut: no page of it is marked to follow later")));
    }
    Ok(Cut { main, chunks, link })
}

/// One script of the two that would import each other: a name that carries the hash of its content cannot be in the
/// content of a file whose own name it carries.
pub(super) fn join(script: &str, link: &str) -> Done<String> {
    let import = format!("from \"./{LINK}\"");
    let (imports, rest): (Vec<&str>, Vec<&str>) = script.lines().partition(|line| line.contains(&import));
    let aliases: Vec<&str> = imports
        .iter()
        .map(|line| line.strip_prefix("import * as ").and_then(|line| line.split(' ').next()))
        .collect::<Option<_>>()
        .filter(|aliases: &Vec<&str>| !aliases.is_empty())
        .or_say(|| "wasm-bindgen's script does not import the chunks' script the way it used to")?;
    let link: Vec<&str> = link.lines().filter(|line| !line.starts_with("import ")).collect();
    let loaders: Vec<&str> = link
        .iter()
        .filter_map(|line| line.strip_prefix("export const "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    if loaders.is_empty() {
        return Err(Failure::new("the chunks' script exports nothing"));
    }
    let mut joined = rest.join("\n");
    for line in &link {
        joined.push('\n');
        joined.push_str(line.strip_prefix("export ").unwrap_or(line));
    }
    let loaders = loaders.join(", ");
    for alias in aliases {
        joined.extend(["\nconst ", alias, " = { ", &loaders, " };"]);
    }
    joined.push('\n');
    Ok(joined)
}

/// What several pages share is cut into dozens of pieces of a few hundred bytes. A browser that asks for each by itself
/// waits for a round trip of every sixth: those up to this size travel in one file.
const PIECE: usize = 32 << 10;
/// How the splitter names what several pages share.
const SHARED: &str = "chunk_";
/// The file of all pieces, as the script names it.
pub(super) const PIECES: &str = "pieces.bin";

/// How it names a page's own code.
const OWN: &str = "split_";

/// The page whose own code is in this file.
pub(super) fn page(file: &str) -> Option<&str> {
    file.strip_prefix(OWN)?.strip_suffix(".wasm")
}

/// Whether a chunk travels with others.
pub(super) fn is_piece(file: &str, bytes: &[u8]) -> bool {
    file.starts_with(SHARED) && bytes.len() <= PIECE
}

/// Lays pieces, by file name, one behind the other: the script that takes each from [`PIECES`], and that file.
pub(super) fn gather(script: &str, pieces: &[(String, Vec<u8>)]) -> Done<(String, Vec<u8>)> {
    let (mut script, mut all) = (script.to_owned(), Vec::new());
    for (file, bytes) in pieces {
        let fetched = format!("fetch(new URL(\"./{file}\", import.meta.url))");
        if script.matches(&fetched).count() != 1 {
            return Err(Failure::new(format!("the chunks' script does not fetch {file} the way it used to")));
        }
        let from = all.len();
        all.extend_from_slice(bytes);
        script = script.replace(&fetched, &format!("piece({from}, {})", all.len()));
    }
    if !pieces.is_empty() {
        script.push_str(&TAKE.replace("PIECES", PIECES));
    }
    Ok((script, all))
}

/// Fetches all pieces with the first that is wanted, anew after a failure.
const TAKE: &str = "let pieces;
function piece(from, to) {
    pieces ??= fetch(new URL(\"./PIECES\", import.meta.url)).then((answer) => {
        if (!answer.ok) throw new Error(`pieces: ${answer.status}`);
        return answer.arrayBuffer();
    });
    pieces.catch(() => { pieces = undefined; });
    const type = { headers: { \"content-type\": \"application/wasm\" } };
    return pieces.then((all) => new Response(all.slice(from, to), type));
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_scripts_that_import_each_other_become_one() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \
                      \"./__wasm_split.js\"\nfunction initSync(m) {}\nuse(import1, import2);\n";
        let link = "import { initSync } from \"./owner.js\";\nlet shared;\nexport const load_a = make();\n\
                    export const load_b = make();\n";
        let joined = join(script, link).expect("joins");
        assert_eq!(
            joined,
            "function initSync(m) {}\nuse(import1, import2);\nlet shared;\nconst load_a = make();\n\
             const load_b = make();\nconst import1 = { load_a, load_b };\nconst import2 = { load_a, load_b };\n"
        );
    }

    #[test]
    fn pieces_are_taken_from_one_file() {
        let script = "a(fetch(new URL(\"./chunk_1.wasm\", import.meta.url)));\n\
                      a(fetch(new URL(\"./chunk_22.wasm\", import.meta.url)));\n";
        let pieces = [("chunk_1.wasm".to_owned(), vec![1, 2, 3]), ("chunk_22.wasm".to_owned(), vec![4, 5])];
        let (taken, all) = gather(script, &pieces).expect("gathers");
        assert!(taken.starts_with("a(piece(0, 3));\na(piece(3, 5));\nlet pieces;"), "{taken}");
        assert!(taken.contains("new URL(\"./pieces.bin\", import.meta.url)"));
        assert_eq!(all, [1, 2, 3, 4, 5]);
        assert_eq!(gather(script, &[]).expect("nothing to gather"), (script.to_owned(), vec![]));
        assert!(gather("fetch(\"chunk_1.wasm\")", &pieces).is_err(), "a script of another shape");
    }

    #[test]
    fn what_several_pages_share_is_a_piece_where_it_is_small() {
        assert!(is_piece("chunk_7.wasm", &[0; 500]));
        assert!(!is_piece("chunk_7.wasm", &vec![0; PIECE + 1]));
        assert!(!is_piece("split_ticket.wasm", &[0; 500]), "a page's own code comes with it");
    }

    #[test]
    fn a_script_of_another_shape_stops_the_build() {
        assert!(join("import x from \"./other.js\"", "export const a = 1;").is_err());
        assert!(join("import * as i from \"./__wasm_split.js\"", "let a = 1;").is_err());
    }
}
