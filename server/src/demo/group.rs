//! The demo group's tree: two regions, five projects, their homes.

use sqlx::AnyConnection;
use steward_core::calendar::{Hours, LocalTime, workdays};
use steward_core::ids::CalendarId;
use steward_core::sla::standards::{NamedCalendar, Standard};
use steward_core::time::Seconds;

use crate::db::sql;
use crate::http::error::{Answer, Failure};
use crate::sla::standards::store;

/// The name of the group.
pub(super) const NAME: &str = "澄岸物业集团";

struct Region {
    id: &'static str,
    name: &'static str,
    legal_emergency: Seconds,
    law: &'static str,
}

/// Two provinces with different legal limits for emergencies (R06).
const REGIONS: &[Region] = &[
    Region {
        id: "jiangbei",
        name: "江北区域",
        legal_emergency: Seconds::hours(2),
        law: "江北省物业管理条例",
    },
    Region {
        id: "jiangnan",
        name: "江南区域",
        legal_emergency: Seconds::hours(4),
        law: "江南省物业管理条例",
    },
];

/// A project with its homes.
pub(super) struct Project {
    /// Its id, with which the ids of its homes begin.
    pub(super) id: &'static str,
    region: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    hotline: &'static str,
    /// The plates of its homes: building, unit, room.
    pub(super) homes: &'static [(&'static str, &'static str, &'static str)],
}

/// The projects. The first is the one that demo screens show.
pub(super) const PROJECTS: &[Project] = &[
    Project {
        id: "tinglan",
        region: "jiangbei",
        name: "听澜苑",
        hotline: "400-800-1801",
        homes: &[
            ("12", "2", "1803"),
            ("12", "1", "1502"),
            ("7", "1", "1204"),
            ("3", "2", "0501"),
            ("5", "1", "0903"),
            ("8", "2", "0702"),
            ("6", "1", "0301"),
            ("10", "1", "1101"),
            ("12", "2", "0604"),
            ("9", "1", "0402"),
            ("2", "2", "1601"),
            ("1", "1", "0203"),
        ],
    },
    Project {
        id: "yunqi",
        region: "jiangbei",
        name: "云栖里",
        hotline: "400-800-1802",
        homes: &[("2", "1", "0602"), ("4", "2", "1001"), ("1", "1", "0804"), ("6", "1", "0303")],
    },
    Project {
        id: "songfeng",
        region: "jiangnan",
        name: "松风庭",
        hotline: "400-800-1803",
        homes: &[("1", "1", "0501"), ("3", "1", "1202"), ("5", "2", "0701"), ("2", "1", "0302")],
    },
    Project {
        id: "yingyue",
        region: "jiangnan",
        name: "映月湾",
        hotline: "400-800-1804",
        homes: &[("8", "1", "2101"), ("11", "2", "1703"), ("4", "1", "0902")],
    },
    Project {
        id: "fenglin",
        region: "jiangnan",
        name: "枫林渡",
        hotline: "400-800-1805",
        homes: &[("1", "1", "0101"), ("2", "2", "0602"), ("3", "1", "1401")],
    },
];

/// The ids of the regions.
pub(super) fn regions() -> Vec<&'static str> {
    REGIONS.iter().map(|region| region.id).collect()
}

/// The place of a project's region among them.
pub(super) fn region_of(project: &Project) -> usize {
    REGIONS.iter().position(|region| region.id == project.region).unwrap_or_default()
}

/// The id of a project's nth home.
pub(super) fn home_id(project: &Project, n: usize) -> String {
    let (building, unit, room) = project.homes.get(n).copied().unwrap_or_default();
    format!("{}-{building}-{unit}-{room}", project.id)
}

/// The standard that ships, with an office calendar that limits may count in.
pub(crate) fn standard() -> Answer<Standard> {
    let time = |minutes| LocalTime::from_minutes(minutes).ok_or_else(|| Failure::internal("beyond the day"));
    let day = vec![(time(8 * 60 + 30)?, time(12 * 60)?), (time(13 * 60 + 30)?, time(18 * 60)?)];
    let hours = Hours::new(day).map_err(Failure::internal)?;
    let zone = "Asia/Shanghai".parse().map_err(Failure::internal)?;
    let calendar = workdays::office(zone, &hours, 2025..=2026);
    let office = NamedCalendar {
        id: CalendarId::try_from("office".to_owned()).map_err(Failure::internal)?,
        name: "工作日历".to_owned(),
        calendar,
    };
    Ok(Standard { calendars: vec![office], note: "首次上线".to_owned(), ..store::shipped()? })
}

/// Writes regions, projects and homes.
pub(super) async fn insert(conn: &mut AnyConnection) -> Answer<()> {
    for region in REGIONS {
        sql("insert into regions (id, name) values ($1, $2)")
            .bind(region.id)
            .bind(region.name)
            .run(&mut *conn)
            .await?;
        sql("insert into legal_limits (region_id, effective_from, limit_s, source, signed) \
            values ($1, 0, $2, $3, '')")
        .bind(region.id)
        .bind(region.legal_emergency.get())
        .bind(region.law)
        .run(&mut *conn)
        .await?;
    }
    store::insert(conn, &standard()?).await?;
    for project in PROJECTS {
        sql("insert into projects (id, region_id, name, hotline, zone) values ($1, $2, $3, $4, 'Asia/Shanghai')")
            .bind(project.id)
            .bind(project.region)
            .bind(project.name)
            .bind(project.hotline)
            .run(&mut *conn)
            .await?;
        for (n, (building, unit, room)) in project.homes.iter().enumerate() {
            sql("insert into households (project_id, id, building, unit, room, butler_id) values ($1, $2, $3, $4, $5, $6)")
                .bind(project.id)
                .bind(home_id(project, n))
                .bind(*building)
                .bind(*unit)
                .bind(*room)
                .bind(super::people::butler(project.id))
                .run(&mut *conn)
                .await?;
        }
    }
    Ok(())
}
