//! The evidence of one rating, and the code that leads to its check.

use axum::http::{HeaderMap, header};
use data_encoding::BASE64URL_NOPAD;
use qrcode::{Color, EcLevel, QrCode};
use steward_core::ids::{ProjectId, TicketId};
use steward_core::problem::Code;
use steward_core::surveys::api::{ScanCode, Voucher};
use steward_core::time::Instant;

use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

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
    drawn(format!("{base}/v/{project}/{n}/{hash}#{record}"))
}

/// An address as a code to scan; `None` for one that is too long for any.
fn drawn(address: String) -> Option<ScanCode> {
    use std::fmt::Write as _;
    let code = QrCode::with_error_correction_level(&address, EcLevel::M).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    Some(ScanCode { address, side: u16::try_from(side).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_square_by_square() {
        let address =
            format!("https://care.example.com/v/tinglan/20418/{}#{}", "a".repeat(64), "b".repeat(200));
        let code = drawn(address.clone()).expect("it fits");
        assert_eq!(code.address, address);
        assert!(code.side > 50 && code.side < 90, "{}", code.side);
        assert!(code.path.starts_with("M0 0h7v1h-7z"), "the upper edge of the first corner mark");
        let dark: usize = code
            .path
            .split('h')
            .skip(1)
            .step_by(2)
            .map(|run| run.split('v').next().and_then(|n| n.parse::<usize>().ok()).expect("a run"))
            .sum();
        let whole = QrCode::with_error_correction_level(&address, EcLevel::M).expect("it fits");
        assert_eq!(dark, whole.to_colors().iter().filter(|c| **c == Color::Dark).count());
        assert!(drawn("x".repeat(4000)).is_none());
    }
}
