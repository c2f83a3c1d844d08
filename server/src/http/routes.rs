//! Registers handlers under the constants that the app calls, so that a path cannot differ between the two, and
//! remembers what was registered, so that the interface's description can be held against it.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{delete, get, post, put};
use steward_core::endpoint::{Endpoint, Method};

use crate::app::App;

/// The calls of one feature, or of all of them.
#[derive(Debug, Default)]
pub struct Api {
    router: Router<App>,
    calls: Vec<(Method, &'static str)>,
}

impl Api {
    /// No calls yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers `endpoint` with `handler`.
    #[must_use]
    pub fn call<Req, Resp, H, T>(mut self, endpoint: &Endpoint<Req, Resp>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let answer = match endpoint.method {
            Method::Get => get(handler),
            Method::Post => post(handler),
            Method::Put => put(handler),
            Method::Delete => delete(handler),
        };
        self.router = self.router.route(endpoint.path, answer);
        self.calls.push((endpoint.method, endpoint.path));
        self
    }

    /// These calls and those of another feature.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.calls.extend(other.calls);
        self
    }

    /// What is answered, by method and path.
    pub fn calls(&self) -> &[(Method, &'static str)] {
        &self.calls
    }

    /// The router that answers.
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}
