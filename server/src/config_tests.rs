use super::*;

fn file(text: &str) -> Result<Config, BadConfig> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("steward.toml");
    std::fs::write(&path, text).unwrap();
    Config::from_file(&path)
}

#[test]
fn an_empty_file_is_the_default_and_is_allowed() {
    let config = file("").unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert!(config.check().is_ok());
    assert_eq!(config.database().reveal(), "sqlite:data/steward.db");
}

#[test]
fn a_misspelt_key_is_an_error_that_names_it() {
    let error = file("lisen = \"0.0.0.0:80\"").unwrap_err().to_string();
    assert!(error.contains("lisen"), "{error}");
}

#[test]
fn secrets_never_print() {
    let config = file(
        "database_url = \"postgres://steward:hunter2@db/steward\"\n[sms]\nkind = \"http\"\nurl = \"https://sms.example\"\ntoken = \"hunter2\"\n",
    )
    .unwrap();
    assert!(config.check().is_ok());
    let printed = format!("{config:?}");
    assert!(!printed.contains("hunter2"), "{printed}");
    assert!(printed.contains("https://sms.example"));
}

#[test]
fn the_test_clock_never_runs_on_a_real_server() {
    let mut config = Config { test_clock: Some(Instant::EPOCH), ..Config::default() };
    assert!(config.check().is_err(), "without demo data");
    config.demo = true;
    assert!(config.check().is_ok());
    config.listen = "0.0.0.0:80".parse().unwrap();
    assert!(config.check().is_err(), "on an address that others reach");
}

#[test]
fn addresses_that_cannot_work_are_refused() {
    for url in ["care.example.com", "https://", "https://care.example.com/steward"] {
        let config = Config { public_url: Some(url.to_owned()), ..Config::default() };
        assert!(config.check().is_err(), "{url}");
    }
    let plain = Sms::Http { url: "http://sms.example".to_owned(), token: Secret::new("x") };
    assert!(Config { sms: plain, ..Config::default() }.check().is_err());
    let good = Config { public_url: Some("https://care.example.com".to_owned()), ..Config::default() };
    assert!(good.check().is_ok() && good.https());
}
