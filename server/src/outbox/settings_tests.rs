use super::*;

fn check(text: &str) -> Result<Vec<&'static str>, String> {
    let notify: Notify = toml::from_str(text).map_err(|e| e.message().to_owned())?;
    notify.check().map_err(str::to_owned)?;
    Ok(notify.channels())
}

const MAIL: &str = "[mail]\nhost = \"mail.example.com\"\nfrom = \"管家 <steward@example.com>\"\n";
const HOOK: &str = "[webhook]\nsecret = \"0123456789abcdef\"\n";

#[test]
fn ways_are_set_one_by_one() {
    assert_eq!(check("").unwrap(), Vec::<&str>::new());
    assert_eq!(check("log = true\nlanguage = \"en\"").unwrap(), ["log"]);
    assert_eq!(check(&format!("{MAIL}{HOOK}url = \"https://a.example/in\"")).unwrap(), ["webhook", "mail"]);
    assert_eq!(check(&format!("{HOOK}url = \"http://127.0.0.1:9000/in\"")).unwrap(), ["webhook"]);
}

#[test]
fn what_would_give_something_away_is_refused() {
    let cases = [
        (format!("{HOOK}url = \"http://a.example/in\""), "https"),
        (format!("{HOOK}url = \"http://127.0.0.1.evil.example/in\""), "https"),
        ("[webhook]\nurl = \"https://a.example\"\nsecret = \"short\"".to_owned(), "16 characters"),
        (format!("{MAIL}user = \"steward\""), "both user and password"),
        (format!("{MAIL}user = \"steward\"\npassword = \"p\"\ntls = \"none\""), "without TLS"),
        (MAIL.replace("steward@", "steward"), "must be an address"),
        (MAIL.replace("mail.example.com", ""), "host is empty"),
        ("pigeon = true".to_owned(), "unknown field"),
    ];
    for (text, expected) in cases {
        let found = check(&text).unwrap_err();
        assert!(found.contains(expected), "{text} gave {found}");
    }
}

#[test]
fn secrets_print_as_stars() {
    let text = format!("{MAIL}user = \"u\"\npassword = \"hidden\"\n{HOOK}url = \"https://a.example\"");
    let notify: Notify = toml::from_str(&text).unwrap();
    let printed = format!("{notify:?}");
    assert!(!printed.contains("hidden") && !printed.contains("0123456789abcdef"), "{printed}");
}
