//! Calls by the endpoints of core.

use core::pin::Pin;
use std::time::Duration;

use leptos::prelude::{Owner, on_cleanup};
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use steward_core::endpoint::{Endpoint, Method};
use steward_core::export::{Export, File, Format};
use steward_core::problem::Code;

use super::fetch::{Body, exchange, fetch_file};
use super::{Failure, session};
use crate::device;

/// How long reading calls wait before they try again by themselves.
const AGAIN: [Duration; 2] = [Duration::from_millis(600), Duration::from_secs(2)];

/// Asks the server and waits for the answer.
///
/// A session that has ended opens the sign-in and goes on after it. Reading calls try twice again when the network
/// fails; others fail at once, because a page that changes something keeps its commands (see
/// [`super::command`]). Called under a reactive owner, as in a resource, a reading call is aborted when that owner goes.
pub fn call<Req: Serialize, Resp: DeserializeOwned>(
    endpoint: &Endpoint<Req, Resp>,
    args: &[&str],
    request: &Req,
) -> impl Future<Output = Result<Resp, Failure>> + Send + 'static + use<Req, Resp> {
    let (method, url, body) =
        prepare(endpoint.method, endpoint.url(args), serde_json::to_value(request).ok());
    let answer = answer(method, url, body);
    async move { decode(&answer.await?) }
}

/// The exchange as one type for every call, so that it is compiled once.
fn answer(
    method: Method,
    url: String,
    body: Option<String>,
) -> Pin<Box<dyn Future<Output = Result<String, Failure>> + Send>> {
    let asked = ask(method, url, body);
    if method == Method::Get { Box::pin(abortable(asked)) } else { Box::pin(asked) }
}

/// Sends a picture as it is.
pub fn upload<Req, Resp: DeserializeOwned>(
    endpoint: &Endpoint<Req, Resp>,
    args: &[&str],
    picture: &web_sys::Blob,
) -> impl Future<Output = Result<Resp, Failure>> + Send + 'static + use<Req, Resp> {
    let url = endpoint.url(args);
    let picture = SendWrapper::new(picture.clone());
    let method = endpoint.method;
    SendWrapper::new(async move {
        loop {
            let answer = exchange(method, url.clone(), Body::Blob((*picture).clone())).await;
            if !signed_in_again(&url, &answer).await {
                return decode(&answer?);
            }
        }
    })
}

/// Has a table made and puts it among the reader's downloads.
pub fn export<Query: Serialize>(
    endpoint: &Endpoint<Export<Query>, File>,
    args: &[&str],
    format: Format,
    query: Query,
) -> impl Future<Output = Result<(), Failure>> + Send + 'static + use<Query> {
    let wanted = serde_json::to_value(Export { format, query }).ok();
    let (method, url, body) = prepare(endpoint.method, endpoint.url(args), wanted);
    save(method, url, body.unwrap_or_default())
}

async fn save(method: Method, url: String, body: String) -> Result<(), Failure> {
    loop {
        let failure = match fetch_file(method, url.clone(), Body::Json(body.clone())).await {
            Ok((name, file)) => {
                device::save(&name, &file);
                return Ok(());
            }
            Err(failure) => failure,
        };
        if failure.code() != Some(Code::SignInNeeded) {
            return Err(failure);
        }
        session::ended().await;
    }
}

pub(super) fn decode<Resp: DeserializeOwned>(text: &str) -> Result<Resp, Failure> {
    let text = if text.is_empty() { "{}" } else { text };
    // An answer that cannot be read is a server of another version: the page must be loaded again.
    serde_json::from_str(text).map_err(|_| Failure::of(Code::Malformed))
}

/// GET carries its request in the query string, the others in the body.
fn prepare(method: Method, mut url: String, request: Option<Value>) -> (Method, String, Option<String>) {
    let Some(request) = request else { return (method, url, None) };
    if matches!(method, Method::Get | Method::Delete) {
        let mut mark = '?';
        for (name, value) in request.as_object().into_iter().flatten() {
            let value = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            url.push(mark);
            mark = '&';
            url.push_str(name);
            url.push('=');
            url.push_str(&String::from(js_sys::encode_uri_component(&value)));
        }
        return (method, url, None);
    }
    (method, url, Some(request.to_string()))
}

/// One exchange with its second tries and its sign-in.
pub(super) async fn ask(method: Method, url: String, body: Option<String>) -> Result<String, Failure> {
    let mut again = AGAIN.iter().filter(|_| method == Method::Get);
    loop {
        let sent = body.clone().map_or(Body::Empty, Body::Json);
        let answer = exchange(method, url.clone(), sent).await;
        if signed_in_again(&url, &answer).await {
            continue;
        }
        match (&answer, again.next()) {
            (Err(failure), Some(wait)) if failure.is_passing() => pause(*wait).await,
            _ => return answer,
        }
    }
}

/// Whether the answer was "sign in first" and the person has done so.
async fn signed_in_again(url: &str, answer: &Result<String, Failure>) -> bool {
    let ended = answer.as_ref().is_err_and(|f| f.code() == Some(Code::SignInNeeded));
    if !ended || url.starts_with("/api/v1/session") {
        return false;
    }
    session::ended().await;
    true
}

/// Waits.
pub(crate) fn pause(time: Duration) -> impl Future<Output = ()> + Send {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        leptos::prelude::set_timeout(
            move || {
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            },
            time,
        );
    });
    SendWrapper::new(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    })
}

/// Drops `future`, and so aborts its request, when the reactive owner of now goes away.
fn abortable(
    future: impl Future<Output = Result<String, Failure>> + Send + 'static,
) -> impl Future<Output = Result<String, Failure>> + Send + 'static {
    let (future, handle) = futures_util::future::abortable(future);
    if Owner::current().is_some() {
        on_cleanup(move || handle.abort());
    }
    async move { future.await.unwrap_or(Err(Failure::Offline)) }
}
