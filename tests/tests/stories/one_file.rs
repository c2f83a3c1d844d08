//! The binary with the site inside, as `cargo xtask dist` makes it: started in an empty folder, it is everything.

use std::path::{Path, PathBuf};

use steward_tests::{Product, product};

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
#[ignore = "needs the bundles: cargo xtask test stories"]
fn an_empty_folder_and_one_file_serve_everything() {
    let site = product::site();
    let product = Product::start();
    let visitor = product.visitor();
    let mut compressed = 0;
    for file in files(&site) {
        let name = file.strip_prefix(&site).expect("below it").to_str().expect("a plain name").to_owned();
        if let Some(plain) = name.strip_suffix(".br") {
            let answer = visitor.send("GET", &format!("/{plain}"), &[("accept-encoding", "br")], &[]);
            assert_eq!((answer.status, answer.header("content-encoding")), (200, "br"), "{plain}");
            assert!(
                answer.body == std::fs::read(&file).expect("a file"),
                "{plain} differs from what was built"
            );
            compressed += 1;
        } else {
            let answer = visitor.send("GET", &format!("/{name}"), &[("accept-encoding", "identity")], &[]);
            assert_eq!(answer.status, 200, "{name}");
            assert!(
                answer.body == std::fs::read(&file).expect("a file"),
                "{name} differs from what was built"
            );
        }
    }
    assert!(compressed > 0, "nothing of the site is compressed");
    for (path, shell) in [("/", "owner.html"), ("/tickets", "owner.html"), ("/console", "console.html")] {
        let page = visitor.send("GET", path, &[("accept-encoding", "identity")], &[]);
        assert!(page.body == std::fs::read(site.join(shell)).expect("a shell"), "{path}");
    }
    assert_eq!(visitor.get("/assets/nothing.wasm").status, 404);
}
