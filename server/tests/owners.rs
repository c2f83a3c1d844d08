//! What is known of homes: who sees and changes it, the stages in lists and for surveys, and the import.

use std::process::Command;

use steward_core::endpoint::Nothing;
use steward_core::owners::api::{EDIT_HOME, EditHome, HOME, HOMES, HomesQuery};
use steward_core::owners::facts::read_date;
use steward_core::owners::{Facts, PropertyStage};
use steward_core::problem::Code;
use steward_core::surveys::campaign::api::PREVIEW;
use steward_core::surveys::campaign::plan::Stage;
use steward_core::surveys::campaign::{Audience, Plan};
use steward_server::import::Reason;
use steward_server::import::homes::{Import, Report};
use steward_server::import::table::Encoding;

use crate::common::surveys::{number, plan};
use crate::common::{Client, Server, code, server};

const HOME_ID: &str = "tinglan-12-2-1803";

/// The facts of the story: moved in long ago, and the contract ends on the last day of the year (today: 15 September).
fn known() -> Facts {
    Facts {
        handed_over_on: read_date("2024-03-01"),
        moved_in_on: read_date("2024-06-01"),
        contract_ends_on: read_date("2026-12-31"),
        segment: "自住".to_owned(),
        ..Facts::default()
    }
}

async fn edit(client: &mut Client, before: Facts, facts: Facts) -> Result<(), Code> {
    let edit = EditHome { before, facts };
    client.call(&EDIT_HOME, &[HOME_ID], &edit).await.map(|_| ()).map_err(|problem| problem.code)
}

#[tokio::test]
async fn who_may_see_and_who_may_change_what_is_known_of_a_home() {
    let server = server().await;
    let mut data = server.staff("data").await;
    edit(&mut data, Facts::default(), known()).await.unwrap();
    edit(&mut data, Facts::default(), known()).await.expect("a retry changes nothing");
    assert_eq!(
        edit(&mut data, Facts::default(), Facts::default()).await,
        Err(Code::Conflict),
        "read too early"
    );
    let wrong = Facts { moved_in_on: read_date("2024-02-01"), ..known() };
    assert_eq!(edit(&mut data, known(), wrong).await, Err(Code::Invalid));
    let page = data.call(&HOME, &[HOME_ID], &Nothing {}).await.unwrap();
    assert_eq!((page.home.facts, page.may_change, page.changes.len()), (known(), true, 1));
    assert_eq!(page.changes[0].name, "江若水");
    assert_eq!(page.home.lifecycle.developer, Some(Stage::Old));
    assert!(page.owners[0].phone_masked.contains("****"), "{:?}", page.owners);
    assert_eq!(number(&server, "select count(*) from audit where action = 'household-facts'").await, 1);

    // Sees it, may change it.
    for (login, sees) in [
        ("hq", true),
        ("agent", true),
        ("supervisor", true),
        ("manager", true),
        ("agent2", false),
        ("supervisor2", false),
        ("manager2", false),
    ] {
        let mut client = server.staff(login).await;
        let page = client.call(&HOME, &[HOME_ID], &Nothing {}).await;
        let homes = client.call(&HOMES, &[], &HomesQuery::default()).await.unwrap();
        assert_eq!(homes.rows.iter().any(|row| row.household.as_str() == HOME_ID), sees, "{login}");
        let edited = edit(&mut client, known(), Facts::default()).await;
        if sees {
            assert!(!page.unwrap().may_change, "{login}");
            assert_eq!(edited, Err(Code::Forbidden), "{login}");
        } else {
            assert_eq!(code(page), Code::NotFound, "{login}");
            assert_eq!(edited, Err(Code::NotFound), "{login}");
        }
    }
    for login in ["engineer", "executive", "admin", "auditor", "operations"] {
        let mut client = server.staff(login).await;
        assert_eq!(code(client.call(&HOMES, &[], &HomesQuery::default()).await), Code::Forbidden, "{login}");
        assert_eq!(code(client.call(&HOME, &[HOME_ID], &Nothing {}).await), Code::Forbidden, "{login}");
    }
    let mut owner = server.owner(1).await;
    assert_eq!(code(owner.call(&HOME, &[HOME_ID], &Nothing {}).await), Code::Forbidden);
    assert_eq!(code(server.anyone().call(&HOMES, &[], &HomesQuery::default()).await), Code::SignInNeeded);
}

async fn import(server: &Server, encoding: Encoding, file: &[u8], dry: bool) -> Report {
    let app = server.running.app();
    let writer = (!dry).then_some(app.writer());
    let import = Import { db: app.db(), writer, delimiter: ',', encoding, now: app.now() };
    import.run(file).await.unwrap()
}

const FILE: &str = "\u{feff}项目,楼栋,单元,房号,交付日期,入住日期,装修开始,装修结束,合同到期,分群\n\
    听澜苑,12,2,1803,2024/3/1,2024年6月1日,,,2026-12-31,自住\n\
    tinglan,3,1,0802,2026-01-05,2026-09-01,2026-08-20,,2027-08-31,改善\n";

#[tokio::test]
async fn an_import_writes_every_row_or_none() {
    let server = server().await;
    let homes = server.staff("data").await.call(&HOMES, &[], &HomesQuery::default()).await.unwrap().rows;
    let second =
        homes.iter().find(|h| h.project.as_str() == "tinglan" && h.household.as_str() != HOME_ID).unwrap();
    let door = [&second.address.building, &second.address.unit, &second.address.room].map(String::as_str);
    let file = FILE.replace("3,1,0802", &door.join(","));
    let dry = import(&server, Encoding::Utf8, file.as_bytes(), true).await;
    assert_eq!((dry.rows, dry.changed, dry.known, dry.rejected.len()), (2, 2, 0, 0), "{dry}");
    assert_eq!(
        number(&server, "select count(*) from household_changes").await,
        0,
        "a dry run writes nothing"
    );

    let bad = format!(
        "{file}tinglan,99,9,9999,,,,,2026-12-31,\n海棠园,1,1,0101,,,,,2026-12-31,\n\
         听澜苑,12,2,1803,,,,,2027-12-31,\n"
    );
    let bad = bad.replace("2026-09-01", "2026-02-30");
    let report = import(&server, Encoding::Utf8, bad.as_bytes(), false).await;
    let said: Vec<(u64, Reason, &str)> =
        report.rejected.iter().map(|r| (r.line, r.reason, r.value.as_str())).collect();
    assert_eq!(
        said,
        [
            (3, Reason::UnreadableDate, "2026-02-30"),
            (4, Reason::UnknownHome, "99-9-9999"),
            (5, Reason::NoSuchProject, "海棠园"),
            (6, Reason::Twice, HOME_ID),
        ]
    );
    assert_eq!(number(&server, "select count(*) from household_changes").await, 0, "nothing half done");

    let (gb, _, lost) = encoding_rs::GB18030.encode(file.trim_start_matches('\u{feff}'));
    assert!(!lost);
    let report = import(&server, Encoding::Gb18030, &gb, false).await;
    assert_eq!((report.changed, report.rejected.len()), (2, 0), "{report}");
    let mut data = server.staff("data").await;
    let page = data.call(&HOME, &[HOME_ID], &Nothing {}).await.unwrap();
    assert_eq!(page.home.facts, known());
    assert_eq!(page.changes[0].name, "", "an import, no person");
    let again = import(&server, Encoding::Utf8, file.as_bytes(), false).await;
    assert_eq!((again.changed, again.known), (0, 2), "the same file changes nothing");
    assert_eq!(number(&server, "select count(*) from audit where action = 'household-import'").await, 1);

    // Empty cells leave what is known, a dash takes it back.
    let few = "project,building,unit,room,segment,moved_in_on\ntinglan,12,2,1803,,-\n";
    import(&server, Encoding::Utf8, few.as_bytes(), false).await;
    let facts = data.call(&HOME, &[HOME_ID], &Nothing {}).await.unwrap().home.facts;
    assert_eq!(facts, Facts { moved_in_on: None, ..known() });

    // The stages of the list and of a survey's audience are the same.
    for (stage, count) in [(PropertyStage::MoveIn, 1), (PropertyStage::Renewal, 0), (PropertyStage::Daily, 1)]
    {
        let of_stage = HomesQuery { stage: Some(stage), ..HomesQuery::default() };
        let rows = data.call(&HOMES, &[], &of_stage).await.unwrap().rows;
        assert_eq!(rows.len(), count, "{stage:?}");
        assert!(rows.iter().all(|row| row.lifecycle.property == Some(stage)), "{rows:?}");
        let audience = Audience { property_stages: vec![stage], ..plan().audience };
        let preview = data.call(&PREVIEW, &[], &Plan { audience, ..plan() }).await.unwrap();
        assert_eq!(preview.audience, count as u64, "{stage:?}");
    }
    let audience = Audience { stages: vec![Stage::Old], ..plan().audience };
    let preview = data.call(&PREVIEW, &[], &Plan { audience, ..plan() }).await.unwrap();
    assert_eq!(preview.audience, 1);
}

#[test]
fn the_command_line_imports_homes() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("homes.csv"), "项目,房号,合同到期\n没有的园,1803,2026-12-31\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_steward"));
    let file = path("homes.csv");
    command.args(["import", "households", &file, "--data", &path("store"), "--dry-run"]);
    let done = command.env("STEWARD_LOG_LEVEL", "warn").output().unwrap();
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(!done.status.success(), "{out}{}", String::from_utf8_lossy(&done.stderr));
    assert!(out.contains("rejected line 2: project: no such project: \"没有的园\""), "{out}");
}
