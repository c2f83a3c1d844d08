//! `GET /api/v1/openapi.json`: the interface as OpenAPI 3.1, made from core's calls and types when it is first asked
//! for.
//!
//! Core says what goes in and out; this file adds what only HTTP knows: statuses, media types, who must sign in. A
//! test holds it against what the router answers, and the HTTP suite holds every answer against it.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use steward_core::endpoint::{Method, OPENAPI};
use steward_core::export::Format;
use steward_core::problem::Code;
use steward_core::schema::{Call, Interface, Schema, interface};
use steward_core::tickets::draft::limits;
use steward_core::{accounts, surveys, tickets};

use super::routes::Api;
use crate::accounts::sessions::COOKIE;

/// The call of this file.
pub fn api() -> Api {
    Api::new().call(&OPENAPI, show)
}

async fn show() -> Response {
    static TEXT: LazyLock<Bytes> = LazyLock::new(|| document().to_string().into());
    let json = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, json)], TEXT.clone()).into_response()
}

/// The whole description.
pub fn document() -> Value {
    let Interface { features, problem, mut schemas } = interface();
    let mut paths = Map::new();
    let mut tags = Vec::new();
    for feature in &features {
        tags.push(json!({ "name": feature.name, "description": about(feature.name) }));
        for call in &feature.calls {
            let path = paths.entry(call.path).or_insert_with(|| json!({}));
            if let Value::Object(path) = path {
                path.insert(verb(call.method).to_owned(), operation(feature.name, call, &schemas));
            }
        }
    }
    let problem = json!({
        "description": statuses(),
        "content": { "application/json": { "schema": problem } },
    });
    // Values that a query names one by one have no use for a schema of the whole query, unless it is sent as a body too.
    let calls = || features.iter().flat_map(|feature| &feature.calls);
    let inside = Value::Object(schemas.clone()).to_string();
    let is_sent = |name: &str| {
        let to = json!(format!("#/components/schemas/{name}"));
        let is_whole = |call: &&Call| {
            call.method != Method::Get && name != "Nothing" && call.request.get("$ref") == Some(&to)
        };
        calls().any(|call| is_whole(&call)) || inside.contains(&format!("\"$ref\":{to}"))
    };
    schemas.retain(|name, _| match name.as_str() {
        "File" => false,
        name => !(name.ends_with("Query") || name == "Nothing") || is_sent(name),
    });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Steward",
            "summary": "Tickets, service-level clocks and ratings for property groups",
            "description": "The interface that the browser uses. Instants are milliseconds since 1970-01-01T00:00:00Z, \
                durations whole seconds, lengths of texts counted in characters. A request with a field that is not \
                described is refused. A repeated `command_id` answers what the first one did and changes nothing.",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "session": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": problem },
            "securitySchemes": { "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": COOKIE,
                "description": "Set by signing in. Browsers' calls that change anything must come from the server's \
                    own origin.",
            } },
        },
    })
}

fn about(feature: &str) -> &'static str {
    match feature {
        "accounts" => "Signing in, who is signed in, and homes",
        "tickets" => "Tickets, their lists and commands, photos, and the live stream",
        "sla" => "The limits and calendars of a project",
        "standards" => "Versions of the standard, legal limits, projects' exceptions, and replays",
        "surveys" => "Ratings as evidence: vouchers and the public ledger",
        "campaigns" => {
            "Satisfaction surveys: design, links, answers without signing in, results, improvements"
        }
        "voice" => {
            "What customers and staff say in their own words: the code book, readings, and what a month says"
        }
        "owners" => "Owners' homes: their dates, their contract, and the stage of life that follows",
        "cockpit" => "The twenty indicators of a scope",
        "trends" => "How the cockpit's figures went",
        "parts" => "Buildings and people behind the cockpit's figures",
        "complaint-kinds" => "What complaints are about",
        "channels" => "Whether promises are kept as well whichever way an owner comes",
        "thresholds" => "What figures must reach, and what raises an alarm",
        "milestones" => "What is to be reached until when, and how late it is",
        "reports" => "The cockpit's figures of a week or a month by mail",
        "alarms" => "Figures beyond their line, and what is done about them",
        _ => "The interface itself",
    }
}

/// Which code comes with which status.
fn statuses() -> String {
    let mut text =
        "Refused. The body says why by a code, for an input that is wrong also by its field.\n".to_owned();
    let mut codes: Vec<Code> = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.status());
    for of_status in codes.chunk_by(|a, b| a.status() == b.status()) {
        let words: Vec<String> =
            of_status.iter().map(|code| json!(code).to_string().replace('"', "`")).collect();
        let status = of_status.first().map_or(500, |code| code.status());
        text.extend(["\n- ", &status.to_string(), ": ", &words.join(", ")]);
    }
    text
}

fn operation(feature: &str, call: &Call, schemas: &Map<String, Value>) -> Value {
    let words = call.words.trim();
    let summary = words.split_once(". ").map_or(words, |(first, _)| first).trim_end_matches('.');
    let (status, what) = success(call);
    let mut operation = json!({
        "operationId": camel(call.name),
        "tags": [feature],
        "summary": summary,
        "description": words,
        "parameters": parameters(call, schemas),
        "responses": {
            status: { "description": what, "content": answer(call) },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    });
    if let (Value::Object(operation), Some(body)) = (&mut operation, body(call)) {
        operation.insert("requestBody".to_owned(), json!({ "required": true, "content": body }));
    }
    if let (Value::Object(operation), true) = (&mut operation, is_public(call)) {
        operation.insert("security".to_owned(), json!([]));
    }
    operation
}

/// Calls that need no session.
fn is_public(call: &Call) -> bool {
    use accounts::api::{REQUEST_CODE, SIGN_IN_OWNER, SIGN_IN_STAFF, SIGN_OUT};
    use surveys::api::{LEDGER, LEDGER_DAY, LEDGER_DAYS, LEDGER_HEADS, RATE_LOOK};
    // Nobody signs in to answer a survey.
    if call.path.starts_with("/api/v1/answer/") {
        return true;
    }
    let ledgers = [LEDGER.path, LEDGER_HEADS.path, LEDGER_DAYS.path, LEDGER_DAY.path];
    let reading = [RATE_LOOK.path, OPENAPI.path];
    let entering = [REQUEST_CODE.path, SIGN_IN_OWNER.path, SIGN_IN_STAFF.path];
    ledgers.contains(&call.path)
        || reading.contains(&call.path)
        || entering.contains(&call.path)
        || (call.method, call.path) == (SIGN_OUT.method, SIGN_OUT.path)
}

fn success(call: &Call) -> (&'static str, &'static str) {
    use tickets::api::{LIVE, PHOTO, SUBMIT, UPLOAD};
    match (call.method, call.path) {
        (Method::Post, path) if path == SUBMIT.path || path == UPLOAD.path => ("201", "Created"),
        (_, path) if path == LIVE.path => ("200", "The stream; it goes on until either side ends it"),
        (_, path) if path == PHOTO.path => ("200", "The picture"),
        _ => ("200", "Done"),
    }
}

fn answer(call: &Call) -> Value {
    use tickets::api::{LIVE, PHOTO};
    match call.path {
        path if path == LIVE.path => {
            let words = "The viewer is too far behind to be told one by one: read the page again";
            let again = json!({ "type": "object", "maxProperties": 0, "description": words });
            json!({ "text/event-stream": { "schema": { "anyOf": [call.response, again] } } })
        }
        path if path == PHOTO.path => json!({ "image/jpeg": {} }),
        path if path == OPENAPI.path => json!({ "application/json": { "schema": { "type": "object" } } }),
        _ if call.response.get("$ref") == Some(&json!("#/components/schemas/File")) => {
            Format::ALL.iter().map(|format| (format.media_type().to_owned(), json!({}))).collect()
        }
        _ => json!({ "application/json": { "schema": plain(&call.response) } }),
    }
}

/// What a request carries in its body; `None` for calls that have none.
fn body(call: &Call) -> Option<Value> {
    match (call.method, call.path) {
        (Method::Get | Method::Delete, _) => None,
        (_, path) if path == tickets::api::UPLOAD.path => {
            let picture = json!({ "schema": { "maxLength": limits::PHOTO_BYTES } });
            Some(json!({ "image/jpeg": picture, "image/png": picture, "image/webp": picture }))
        }
        _ => Some(json!({ "application/json": { "schema": plain(&call.request) } })),
    }
}

/// The path's id, and for calls that read each field of the request.
fn parameters(call: &Call, schemas: &Map<String, Value>) -> Vec<Value> {
    let mut all = Vec::new();
    if let Some(id) = &call.id {
        let name = call.path.split(['{', '}']).nth(1).unwrap_or_default();
        all.push(json!({ "name": name, "in": "path", "required": true, "schema": id }));
    }
    if call.path == tickets::api::PHOTO.path {
        let sizes = json!({ "type": "string", "enum": ["full", "thumb"], "default": "full" });
        all.push(json!({ "name": "size", "in": "query", "schema": sizes }));
    }
    if call.path == tickets::api::LIVE.path {
        let position = json!({ "type": "integer", "format": "int64" });
        let words = "The id of the last message that was seen: the stream goes on after it";
        for (name, place) in [("after", "query"), ("last-event-id", "header")] {
            all.push(json!({ "name": name, "in": place, "description": words, "schema": position }));
        }
    }
    if call.method != Method::Get {
        return all;
    }
    let request = resolved(&call.request, schemas);
    let required = request.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for (name, schema) in request.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let mut schema = schema.clone();
        let words = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        all.push(json!({
            "name": name,
            "in": "query",
            "required": required.iter().any(|r| r == name),
            "description": words.unwrap_or_default(),
            "schema": without_null(schema),
        }));
    }
    all
}

/// The schema without the null that a query cannot say.
fn without_null(mut schema: Value) -> Value {
    if let Some(kinds) = schema.get_mut("type").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind != "null");
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            schema["type"] = only;
        }
    }
    let any = schema.get("anyOf").and_then(Value::as_array).cloned().unwrap_or_default();
    match any.as_slice() {
        [one, null] if null["type"] == "null" => one.clone(),
        _ => schema,
    }
}

/// The schema itself where one only names it.
fn resolved(schema: &Schema, schemas: &Map<String, Value>) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next());
    name.and_then(|name| schemas.get(name)).cloned().unwrap_or_else(|| schema.clone().to_value())
}

/// An answer without anything in it needs no name.
fn plain(schema: &Schema) -> Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some("#/components/schemas/Nothing") => json!({ "type": "object", "maxProperties": 0 }),
        _ => schema.clone().to_value(),
    }
}

const fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Delete => "delete",
    }
}

/// `SIGN_IN_OWNER` as `signInOwner`.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (n, part) in name.split('_').enumerate() {
        let (first, rest) = part.split_at(part.len().min(1));
        out += &if n == 0 { first.to_lowercase() } else { first.to_owned() };
        out += &rest.to_lowercase();
    }
    out
}
