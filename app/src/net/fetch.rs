//! One exchange with the server over the browser's `fetch`: aborted when nobody waits for it any more.

use core::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::Request;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use send_wrapper::SendWrapper;
use steward_core::endpoint::Method;
use steward_core::problem::{Code, Problem};
use steward_core::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials};

use super::{Failure, clock, online};

/// What a request carries.
pub(super) enum Body {
    /// Nothing.
    Empty,
    /// JSON text.
    Json(String),
    /// A file or picture, sent as it is with its own type.
    Blob(web_sys::Blob),
}

const PATIENCE: Duration = Duration::from_secs(20);
const PATIENCE_UPLOAD: Duration = Duration::from_mins(2);
const PATIENCE_FILE: Duration = Duration::from_mins(15);

/// Stops the request when it is dropped unfinished: the page that asked is gone.
struct Asking {
    controller: AbortController,
    timer: Option<TimeoutHandle>,
    timed_out: Rc<Cell<bool>>,
    done: bool,
}

impl Asking {
    fn new(patience: Duration) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let timed_out = Rc::new(Cell::new(false));
        let timer = {
            let (controller, timed_out) = (controller.clone(), Rc::clone(&timed_out));
            set_timeout_with_handle(
                move || {
                    timed_out.set(true);
                    controller.abort();
                },
                patience,
            )
        };
        Some(Self { controller, timer: timer.ok(), timed_out, done: false })
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if !self.done {
            self.controller.abort();
        }
    }
}

/// Sends and reads the whole answer as text.
///
/// The future may be awaited on any owner: a browser has one thread.
pub(super) fn exchange(
    method: Method,
    url: String,
    body: Body,
) -> impl Future<Output = Result<String, Failure>> + Send {
    SendWrapper::new(async move {
        let answer = exchange_inner(method, &url, body).await;
        match &answer {
            Err(Failure::Offline) => online::lost(),
            Ok(_) | Err(Failure::Problem(_)) => online::reached(),
            Err(Failure::Timeout | Failure::Kept) => {}
        }
        answer
    })
}

/// Sends, and takes the answer as a file with the name that the server gave it.
///
/// It may be long in the making and as large as it likes: its bytes stay with the browser.
pub(super) fn fetch_file(
    method: Method,
    url: String,
    body: Body,
) -> impl Future<Output = Result<(String, web_sys::Blob), Failure>> + Send {
    SendWrapper::new(async move {
        let mut asking = Asking::new(PATIENCE_FILE).ok_or(Failure::Offline)?;
        let request = request(method, &url, body, &asking).map_err(|_| Failure::Offline)?;
        let answer = read_file(request).await;
        asking.done = true;
        match answer {
            Ok(file) => file,
            Err(_) if asking.timed_out.get() => Err(Failure::Timeout),
            Err(_) => Err(Failure::Offline),
        }
    })
}

async fn read_file(request: Request) -> Result<Result<(String, web_sys::Blob), Failure>, JsValue> {
    let broken = |_: gloo_net::Error| JsValue::NULL;
    let response = request.send().await.map_err(broken)?;
    if !response.ok() {
        let text = response.text().await.map_err(broken)?;
        return Ok(Err(Failure::Problem(Box::new(problem(response.status(), &text)))));
    }
    let told = response.headers().get("content-disposition").unwrap_or_default();
    let name = told.split('"').nth(1).unwrap_or_default().to_owned();
    let blob = JsFuture::from(web_sys::Response::from(response).blob()?).await?;
    Ok(Ok((name, blob.dyn_into()?)))
}

async fn exchange_inner(method: Method, url: &str, body: Body) -> Result<String, Failure> {
    let patience = if matches!(body, Body::Blob(_)) { PATIENCE_UPLOAD } else { PATIENCE };
    let mut asking = Asking::new(patience).ok_or(Failure::Offline)?;
    let request = request(method, url, body, &asking).map_err(|_| Failure::Offline)?;
    let answer = read(request).await;
    asking.done = true;
    match answer {
        Ok((status, text)) if (200..300).contains(&status) => Ok(text),
        Ok((status, text)) => Err(Failure::Problem(Box::new(problem(status, &text)))),
        Err(_) if asking.timed_out.get() => Err(Failure::Timeout),
        Err(_) => Err(Failure::Offline),
    }
}

fn request(method: Method, url: &str, body: Body, asking: &Asking) -> Result<Request, gloo_net::Error> {
    let begun = match method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
        Method::Put => Request::put(url),
        Method::Delete => Request::delete(url),
    };
    let request = begun
        .credentials(RequestCredentials::SameOrigin)
        .abort_signal(Some(&asking.controller.signal()))
        .header("accept", "application/json");
    match body {
        Body::Empty => request.build(),
        Body::Json(text) => request.header("content-type", "application/json").body(text),
        Body::Blob(blob) => request.header("content-type", &blob.type_()).body(blob),
    }
}

async fn read(request: Request) -> Result<(u16, String), gloo_net::Error> {
    let response = request.send().await?;
    if let Some(date) = response.headers().get("date") {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our era; NaN becomes 0")]
        let said = js_sys::Date::parse(&date) as i64;
        if said > 0 {
            clock::server_said_roughly(Instant::from_millis(said));
        }
    }
    Ok((response.status(), response.text().await?))
}

/// The problem in a refusing answer; a proxy or a crash that knows no JSON is read by its status.
fn problem(status: u16, text: &str) -> Problem {
    serde_json::from_str(text).unwrap_or_else(|_| {
        Problem::new(match status {
            400 => Code::Malformed,
            401 => Code::SignInNeeded,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            409 => Code::Conflict,
            413 => Code::TooLarge,
            429 => Code::SlowDown,
            502..=504 => Code::Unavailable,
            _ => Code::Internal,
        })
    })
}
