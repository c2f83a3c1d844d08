//! The interface described for machines (feature `schema`): every call, and the JSON Schema of every type that
//! travels, read off the types themselves and the words beside them.
//!
//! The server makes OpenAPI of it. The browser bundles have none of it.

pub use schemars::Schema;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::endpoint::Method;
use crate::problem::Problem;
use crate::{accounts, cockpit, endpoint, knowledge, owners, sla, surveys, tickets};

/// One call of the interface.
#[derive(Debug)]
pub struct Call {
    /// The name of its constant, as `SIGN_IN_OWNER`.
    pub name: &'static str,
    /// What it does.
    pub words: String,
    /// The method.
    pub method: Method,
    /// The path with its `{placeholder}`.
    pub path: &'static str,
    /// What the placeholder stands for, where there is one.
    pub id: Option<Schema>,
    /// What goes in.
    pub request: Schema,
    /// What comes out.
    pub response: Schema,
}

/// The calls of one feature.
#[derive(Debug)]
pub struct Feature {
    /// Its name, as in the source tree.
    pub name: &'static str,
    /// Its calls, in the order of the source.
    pub calls: Vec<Call>,
}

/// The whole interface.
#[derive(Debug)]
pub struct Interface {
    /// The features with their calls.
    pub features: Vec<Feature>,
    /// What a refused request answers.
    pub problem: Schema,
    /// The schemas that the others name, by their names below `#/components/schemas/`.
    pub schemas: Map<String, Value>,
}

/// How a feature describes its calls.
type Describe = fn(&mut SchemaGenerator) -> Vec<Call>;

/// Describes every call.
pub fn interface() -> Interface {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas: SchemaGenerator = settings.into_generator();
    let features: [(&str, Describe); 20] = [
        ("accounts", accounts::api::describe),
        ("tickets", tickets::api::describe),
        ("sla", sla::api::describe),
        ("standards", sla::standards::api::describe),
        ("surveys", surveys::api::describe),
        ("campaigns", surveys::campaign::api::describe),
        ("call-backs", surveys::campaign::call_back::describe),
        ("handbook", knowledge::handbook::api::describe),
        ("voice", surveys::coding::api::describe),
        ("owners", owners::api::describe),
        ("cockpit", cockpit::figures::describe),
        ("trends", cockpit::trends::describe),
        ("parts", cockpit::parts::describe),
        ("complaint-kinds", cockpit::kinds::describe),
        ("channels", cockpit::channels::describe),
        ("thresholds", cockpit::goals::describe),
        ("alarms", cockpit::alarm::api::describe),
        ("milestones", cockpit::milestone::api::describe),
        ("reports", cockpit::report::describe),
        ("interface", endpoint::describe),
    ];
    let features = features
        .into_iter()
        .map(|(name, describe)| Feature { name, calls: describe(&mut schemas) })
        .collect();
    let problem = schemas.subschema_for::<Problem>();
    Interface { features, problem, schemas: schemas.take_definitions(true) }
}
