//! The evidence of one rating, and the code that leads to its check.

use axum::http::{HeaderMap, header};
use data_encoding::BASE64URL_NOPAD;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::problem::Code;
use steward_core::surveys::api::{ScanCode, Voucher};
use steward_core::time::Instant;

use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::qr::{self, Drawn};

/// The address that people type: as it was set, else as this request has it.
pub(super) fn base(app: &App, headers: &HeaderMap) -> Option<String> {
    let set = app.config().public_url.clone();
    set.or_else(|| headers.get(header::HOST)?.to_str().ok().map(|host| format!("http://{host}")))
}

/// The voucher of a ticket's rating; 404 before it is rated.
pub(super) async fn of(
    app: &App,
    ticket: &TicketId,
    project: &ProjectId,
    base: Option<&str>,
) -> Answer<Voucher> {
    let row = sql("select n, prev, record, hash, at from ledger where project_id = $1 and ticket_id = $2 order by n limit 1")
        .bind(project.as_str())
        .bind(ticket.as_str())
        .row(&app.db().read)
        .await?;
    let row = row.ok_or(Code::NotFound)?;
    let mut voucher = Voucher {
        ticket: ticket.clone(),
        project: project.clone(),
        n: u64::try_from(rows::int(&row, 0)?).map_err(Failure::internal)?,
        prev: rows::text(&row, 1)?,
        record: rows::text(&row, 2)?,
        hash: rows::text(&row, 3)?,
        at: Instant::from_millis(rows::int(&row, 4)?),
        code: None,
    };
    voucher.code = base.and_then(|base| code(&voucher, base));
    Ok(voucher)
}

/// The code of a voucher. Number and hash are in its path; the record, which says who rated whom, is behind the `#`,
/// which browsers send to nobody.
fn code(voucher: &Voucher, base: &str) -> Option<ScanCode> {
    let Voucher { project, n, hash, record, .. } = voucher;
    let record = BASE64URL_NOPAD.encode(record.as_bytes());
    let address = format!("{base}/v/{project}/{n}/{hash}#{record}");
    let Drawn { side, path } = qr::draw(&address, 0)?;
    Some(ScanCode { address, side, path })
}
