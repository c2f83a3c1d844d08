//! Turns `locales/{zh-CN,en}/<feature>.json` into Rust: one module per file, one function per sentence.
//!
//! - `"title": "报修"` becomes `say::report::title() -> &'static str`.
//! - `"left": "剩 {time}"` becomes `say::common::left(time: &dyn Display) -> String`.
//! - `"tickets": {"one": "{n} ticket", "other": "{n} tickets"}` takes `n: u64` and picks by it.
//! - any other object is a table of words by code: `say::state::label("paused") -> Option<&'static str>`.
//!
//! A key or a `{name}` that is in one language only stops the build. Words that a bundle never says are dropped
//! by the linker, as any function is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

/// In the order of `Locale`.
const LOCALES: [&str; 2] = ["zh-CN", "en"];

type Result<T> = std::result::Result<T, String>;

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("locales");
    println!("cargo::rerun-if-changed={}", root.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("say.rs");
    let written = generate(&root).and_then(|code| fs::write(&out, code).map_err(|e| e.to_string()));
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // The splitting step follows who refers to whom.
        println!("cargo::rustc-link-arg-bin=owner=--emit-relocs");
        println!("cargo::rustc-link-arg-bin=console=--emit-relocs");
    }
    if let Err(why) = written {
        println!("cargo::error={why}");
    }
}

fn generate(root: &Path) -> Result<String> {
    let mut names = BTreeSet::new();
    for locale in LOCALES {
        for file in fs::read_dir(root.join(locale)).map_err(|e| format!("locales/{locale}: {e}"))? {
            let path = file.map_err(|e| e.to_string())?.path();
            if path.extension().is_some_and(|e| e == "json")
                && let Some(stem) = path.file_stem().and_then(|s| s.to_str())
            {
                names.insert(stem.to_owned());
            }
        }
    }
    let mut code = String::new();
    for name in names {
        let files = [read(root, LOCALES[0], &name)?, read(root, LOCALES[1], &name)?];
        let _ = writeln!(code, "/// The words of `{name}.json`.\npub mod {name} {{");
        module(&name, &files, &mut code)?;
        code.push_str("}\n");
    }
    Ok(code)
}

fn read(root: &Path, locale: &str, name: &str) -> Result<BTreeMap<String, Value>> {
    let path = root.join(locale).join(format!("{name}.json"));
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
}

fn module(name: &str, files: &[BTreeMap<String, Value>; 2], code: &mut String) -> Result<()> {
    let [zh, en] = files;
    for key in zh.keys().chain(en.keys()) {
        if !(zh.contains_key(key) && en.contains_key(key)) {
            return Err(format!("{name}.{key} is missing in one language"));
        }
    }
    for (key, value) in zh {
        let at = format!("{name}.{key}");
        let both = [value, &en[key]];
        if both.iter().all(|v| is_table(v)) {
            table(&at, key, both, code)?;
        } else {
            sentence(&at, key, both, code)?;
        }
    }
    Ok(())
}

/// An object that is not a plural.
fn is_table(value: &Value) -> bool {
    value.as_object().is_some_and(|o| !o.contains_key("other"))
}

fn table(at: &str, key: &str, both: [&Value; 2], code: &mut String) -> Result<()> {
    let [Some(zh), Some(en)] = both.map(Value::as_object) else { return Err(format!("{at} is no table")) };
    if let Some(odd) = zh.keys().chain(en.keys()).find(|k| !(zh.contains_key(*k) && en.contains_key(*k))) {
        return Err(format!("{at}.{odd} is missing in one language"));
    }
    let _ = writeln!(code, "    /// {at}: the word for a code.");
    let _ = writeln!(code, "    pub fn {key}(code: &str) -> Option<&'static str> {{");
    let _ = writeln!(code, "        crate::words::find(&[");
    for (word, text) in zh {
        let texts = [text, &en[word]].map(|t| t.as_str().unwrap_or_default());
        if texts.contains(&"") {
            return Err(format!("{at}.{word} is empty"));
        }
        if names(texts[0]) != names(texts[1]) {
            return Err(format!("{at}.{word}: the languages name different values"));
        }
        let _ = writeln!(code, "            ({word:?}, [{:?}, {:?}]),", texts[0], texts[1]);
    }
    let _ = writeln!(code, "        ], code)\n    }}");
    Ok(())
}

fn sentence(at: &str, key: &str, both: [&Value; 2], code: &mut String) -> Result<()> {
    let forms = both.map(plural);
    let plural = forms.iter().any(|(one, other)| one != other);
    let mut params = BTreeSet::new();
    for (one, other) in &forms {
        if other.is_empty() || one.is_empty() {
            return Err(format!("{at} is empty"));
        }
        params.extend(names(other));
        params.extend(names(one));
    }
    for (_, other) in &forms {
        if names(other) != params {
            return Err(format!("{at}: the languages name different values"));
        }
    }
    let _ = writeln!(code, "    /// {} · {}", forms[0].1, forms[1].1);
    let (zh, en) = (numbered(&forms[0].1, &params), numbered(&forms[1].1, &params));
    if params.is_empty() {
        let _ = writeln!(code, "    pub fn {key}() -> &'static str {{");
        let _ = writeln!(code, "        crate::words::pick([{zh:?}, {en:?}])\n    }}");
        return Ok(());
    }
    let typed: Vec<String> = params
        .iter()
        .map(|p| if plural && p == "n" { "n: u64".into() } else { format!("{p}: &dyn core::fmt::Display") })
        .collect();
    let values: Vec<String> =
        params.iter().map(|p| if plural && p == "n" { "&n".into() } else { p.clone() }).collect();
    let _ = writeln!(code, "    pub fn {key}({}) -> String {{", typed.join(", "));
    if plural {
        let (zh1, en1) = (numbered(&forms[0].0, &params), numbered(&forms[1].0, &params));
        let _ = writeln!(
            code,
            "        let form = if n == 1 {{ [{zh1:?}, {en1:?}] }} else {{ [{zh:?}, {en:?}] }};"
        );
    } else {
        let _ = writeln!(code, "        let form = [{zh:?}, {en:?}];");
    }
    let _ = writeln!(
        code,
        "        crate::words::fill(crate::words::pick(form), &[{}])\n    }}",
        values.join(", ")
    );
    Ok(())
}

/// The form for one and for any other number; the same where the language has one form.
fn plural(value: &Value) -> (String, String) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    match value.as_str() {
        Some(text) => (text.to_owned(), text.to_owned()),
        None => (text("one"), text("other")),
    }
}

/// The `{names}` in a sentence.
fn names(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// The sentence with each `{name}` replaced by its place, as `{0}`.
fn numbered(text: &str, params: &BTreeSet<String>) -> String {
    let mut out = text.to_owned();
    for (place, name) in params.iter().enumerate() {
        out = out.replace(&format!("{{{name}}}"), &format!("{{{place}}}"));
    }
    out
}
