//! Every answer that a test gets through [`crate::Client::call`] is held against the interface's own description, and
//! so is every request that the server accepted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::Validator;
use serde_json::{Value, json};
use steward_core::endpoint::Method;

use crate::{Answer, Client};

/// The description of the server under test, and the validators that were made of it so far.
pub struct Contract {
    document: Value,
    made: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Contract {
    /// The description that a server serves.
    pub fn new(document: Value) -> Self {
        Self { document, made: Mutex::default() }
    }

    /// The one of the servers that this process tests, which are all of one build.
    fn of(client: &Client) -> &'static Self {
        static ONE: OnceLock<Contract> = OnceLock::new();
        ONE.get_or_init(|| Self::new(client.get("/api/v1/openapi.json").json()))
    }

    /// What is wrong with a call's answer, and with its body where that was accepted; nothing, if all is well.
    ///
    /// `path` is as in the description, with its placeholders.
    pub fn faults(&self, method: Method, path: &str, body: Option<&Value>, answer: &Answer) -> Vec<String> {
        let verb = format!("{method:?}").to_lowercase();
        let call = format!("/paths/{}/{verb}", path.replace('/', "~1"));
        if self.document.pointer(&call).is_none() {
            return vec![format!("{verb} {path} is not described")];
        }
        let mut faults = Vec::new();
        let mut check = |place: &str, value: &Value| {
            let schema = format!("{place}/content/application~1json/schema");
            faults.extend(self.faults_at(&schema, value));
        };
        if answer.status >= 400 {
            check("/components/responses/Problem", &answer.json());
        } else {
            let place = format!("{call}/responses/{}", answer.status);
            let kind = answer.header("content-type");
            if kind.starts_with("application/json") {
                check(&place, &answer.json());
            } else if self.document.pointer(&format!("{place}/content/{}", kind.replace('/', "~1"))).is_none()
            {
                return vec![format!("{place} is not said to be {kind}")];
            }
            if let Some(body) = body {
                check(&format!("{call}/requestBody"), body);
            }
        }
        faults
    }

    /// What is wrong with a value by the schema at this place (a JSON pointer) of the description.
    pub fn faults_at(&self, place: &str, value: &Value) -> Vec<String> {
        if self.document.pointer(place).is_none() {
            return vec![format!("{place} is not described")];
        }
        let validator = self.validator(place);
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect()
    }

    fn validator(&self, place: &str) -> Arc<Validator> {
        let mut made = self.made.lock().expect("no test failed in here");
        let make = || {
            let components = &self.document["components"];
            // A place inside a document is escaped again to be an address.
            let at = place.replace('{', "%7B").replace('}', "%7D");
            let schema = json!({ "$ref": format!("#{at}"), "components": components, "paths": self.document["paths"] });
            Arc::new(jsonschema::draft202012::new(&schema).unwrap_or_else(|e| panic!("{place}: {e}")))
        };
        Arc::clone(made.entry(place.to_owned()).or_insert_with(make))
    }
}

/// Fails the test if a call or its answer is not as the server describes it.
#[track_caller]
pub(crate) fn hold(client: &Client, method: Method, path: &str, body: Option<&Value>, answer: &Answer) {
    let faults = Contract::of(client).faults(method, path, body, answer);
    let sent = body.map(Value::to_string).unwrap_or_default();
    assert!(faults.is_empty(), "{method:?} {path} {sent}\n{}\n{}", answer.text(), faults.join("\n"));
}
