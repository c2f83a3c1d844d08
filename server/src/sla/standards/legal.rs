//! The legal emergency limits of the regions, each from a moment on (R06).

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::permit::Action;
use steward_core::ids::RegionId;
use steward_core::problem::{Code, Field, Problem};
use steward_core::sla::standards::Refused;
use steward_core::sla::standards::api::{LegalRequest, LegalRow};
use steward_core::sla::standards::fault::LONGEST;
use steward_core::time::{Instant, Seconds};

use super::{need, need_group, refused, signed};
use crate::accounts::Viewer;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::http::json::Json;

/// The longest name of a law, in characters.
const SOURCE: usize = 200;

/// Every region's limits, the newest first.
pub(super) async fn list(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<LegalRow>>> {
    need(&viewer.actor, Action::Read)?;
    read(&mut *app.db().read.acquire().await?).await.map(Json)
}

async fn read(conn: &mut AnyConnection) -> Answer<Vec<LegalRow>> {
    let found = sql("select r.id, r.name, l.effective_from, l.limit_s, l.source, l.signed from regions r \
        join legal_limits l on l.region_id = r.id order by r.name, r.id, l.effective_from desc")
    .rows(conn)
    .await?;
    let row = |row: &sqlx::any::AnyRow| {
        let signed = rows::text(row, 5)?;
        Ok(LegalRow {
            region: rows::parsed(row, 0)?,
            name: rows::text(row, 1)?,
            from: Instant::from_millis(rows::int(row, 2)?),
            limit: rows::maybe_int(row, 3)?.map(Seconds),
            source: rows::text(row, 4)?,
            by: if signed.is_empty() { None } else { Some(serde_json::from_str(&signed)?) },
        })
    };
    found.iter().map(row).collect()
}

/// A new limit of a region. What has held stays as it was.
pub(super) async fn set(
    State(app): State<App>,
    viewer: Viewer,
    Json(request): Json<LegalRequest>,
) -> Answer<Json<Vec<LegalRow>>> {
    need_group(&viewer.actor, Action::Update)?;
    let now = app.now();
    let from = request.from.unwrap_or(now);
    if from < now {
        return Err(refused(Refused::InThePast));
    }
    let source = request.source.trim().to_owned();
    if source.is_empty() {
        return Err(Problem::new(Code::Required).at(Field::Note).into());
    }
    if source.chars().count() > SOURCE {
        let len = source.chars().count();
        return Err(Problem::new(Code::TooLong).at(Field::Note).with("max", SOURCE).with("len", len).into());
    }
    if request.limit.is_some_and(|limit| limit <= Seconds::ZERO || limit > LONGEST) {
        return Err(Problem::new(Code::BadTime).into());
    }
    let by = serde_json::to_string(&signed(&viewer.actor, now))?;
    let all = app.writer().run(move |conn| {
        Box::pin(async move {
            if !exists(conn, &request.region).await? {
                return Err(Code::NotFound.into());
            }
            let same = sql("select count(*) from legal_limits where region_id = $1 and effective_from = $2")
                .bind(request.region.as_str())
                .bind(from.millis())
                .number(&mut *conn)
                .await?;
            if same > 0 {
                return Err(refused(Refused::SameMoment));
            }
            sql("insert into legal_limits (region_id, effective_from, limit_s, source, signed) \
                values ($1, $2, $3, $4, $5)")
            .bind(request.region.as_str())
            .bind(from.millis())
            .bind(request.limit.map(Seconds::get))
            .bind(source)
            .bind(by)
            .run(&mut *conn)
            .await?;
            read(conn).await
        })
    });
    let all = all.await?;
    app.book().forget();
    Ok(Json(all))
}

async fn exists(conn: &mut AnyConnection, region: &RegionId) -> Answer<bool> {
    let known = sql("select count(*) from regions where id = $1").bind(region.as_str()).number(conn).await?;
    Ok(known > 0)
}
