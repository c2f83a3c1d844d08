//! The interface's description against core's calls and what the router answers.

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;
use steward_core::problem::Code;
use steward_core::schema::interface;
use steward_server::http::openapi::document;

use super::common::server;

/// Method and path of everything that is described.
fn described(document: &Value) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    for (path, calls) in document["paths"].as_object().unwrap() {
        for verb in calls.as_object().unwrap().keys() {
            all.insert((verb.clone(), path.clone()));
        }
    }
    all
}

fn named(method: impl std::fmt::Debug, path: &str) -> (String, String) {
    (format!("{method:?}").to_lowercase(), path.to_owned())
}

#[test]
fn core_the_router_and_the_description_name_the_same_calls() {
    let described = described(&document());
    let served: BTreeSet<_> =
        steward_server::app::api().calls().iter().map(|(method, path)| named(method, path)).collect();
    let defined: BTreeSet<_> = interface()
        .features
        .iter()
        .flat_map(|feature| &feature.calls)
        .map(|call| named(call.method, call.path))
        .collect();
    assert_eq!(described, served);
    assert_eq!(described, defined);
    assert!(described.len() >= 22, "{described:?}");
}

/// A call can be defined and registered in one way only; whatever is beside it would not be described.
#[test]
fn nothing_is_defined_or_routed_past_the_lists() {
    fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&here.join("../core/src"), &mut found);
    files(&here.join("src"), &mut found);
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        let text: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let own = path.ends_with("endpoint.rs") || path.ends_with("routes.rs");
        assert!(own || !text.contains("Endpoint::"), "{} defines a call by hand", path.display());
        assert!(own || !text.contains(".route(\"/api/v1"), "{} routes a call by hand", path.display());
    }
}

#[test]
fn every_word_of_it_is_there() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for (verb, path) in described(&document) {
        let operation = &document["paths"][&path][&verb];
        let text = |field: &str| operation[field].as_str().unwrap_or_default().len();
        assert!(text("summary") > 5 && text("description") > 5, "{verb} {path} says nothing");
        assert!(ids.insert(operation["operationId"].to_string()), "{} twice", operation["operationId"]);
        assert_eq!(operation["responses"]["default"]["$ref"], "#/components/responses/Problem");
        let placeholders = path.matches('{').count();
        let all = operation["parameters"].as_array().unwrap();
        assert_eq!(all.iter().filter(|p| p["in"] == "path").count(), placeholders, "{path}");
    }
    let schemas = &document["components"]["schemas"];
    let draft = &schemas["TicketDraft"]["properties"];
    assert_eq!((&draft["text"]["minLength"], &draft["text"]["maxLength"]), (&2.into(), &2000.into()));
    assert_eq!(draft["photos"]["maxItems"], 4);
    assert_eq!((&schemas["Stars"]["minimum"], &schemas["Stars"]["maximum"]), (&1.into(), &5.into()));
    let categories = schemas["Category"]["enum"].as_array().unwrap();
    assert!(categories.contains(&"water.pipe".into()) && categories.len() > 20);
    let codes = schemas["Code"]["oneOf"].as_array().unwrap();
    assert_eq!(codes.len(), Code::ALL.len());
    assert!(codes.iter().all(|code| code["description"].as_str().is_some_and(|d| !d.is_empty())));
    let said = document["components"]["responses"]["Problem"]["description"].as_str().unwrap();
    assert!(said.contains("409: `conflict`"), "{said}");
    let view = document["paths"]["/api/v1/tickets"]["get"]["parameters"].as_array().unwrap();
    assert!(view.iter().any(|p| p["name"] == "view" && p["in"] == "query" && p["required"] == false));
    assert!(view.iter().all(|p| !p["schema"].to_string().contains("null")), "a query says no null: {view:?}");
}

/// Every name that is used is there, and every schema that is there is used.
#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields {
                    if let ("$ref", Some(to)) = (name.as_str(), inner.as_str()) {
                        found.insert(to.to_owned());
                    }
                    references(inner, found);
                }
            }
            Value::Array(values) => values.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    for to in &found {
        assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to} leads nowhere");
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(found.contains(&format!("#/components/schemas/{name}")), "nobody uses {name}");
    }
}

/// What needs a session by the description needs one, and the rest does not; every described call is answered.
#[tokio::test]
async fn who_must_sign_in_is_said_as_it_is() {
    let server = server().await;
    let document = document();
    for (verb, path) in described(&document) {
        let public = document["paths"][&path][&verb]["security"].as_array().is_some_and(Vec::is_empty);
        let url = path
            .replace("{id}", "x")
            .replace("{project}", "tinglan")
            .replace("{token}", "x")
            .replace("{date}", "x");
        let request = Request::builder().method(verb.to_uppercase().as_str()).uri(&url);
        let request = request.header("content-type", "application/json").body(Body::from("{}")).unwrap();
        let reply = server.anyone().send(request).await;
        assert_ne!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{verb} {path}");
        let asked = reply.status == StatusCode::UNAUTHORIZED && reply.problem().code == Code::SignInNeeded;
        assert_eq!(asked, !public, "{verb} {path}: {}", reply.status);
    }
    let reply = server.anyone().get("/api/v1/openapi.json").await;
    assert_eq!((reply.status, reply.json::<Value>()), (StatusCode::OK, document));
}
