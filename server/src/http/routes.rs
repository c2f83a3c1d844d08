//! Registers handlers under the constants that the app calls, so that a path cannot differ between the two.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{delete, get, post, put};
use steward_core::endpoint::{Endpoint, Method};

/// Adds calls of the interface to a router.
pub trait Calls<S> {
    /// Answers `endpoint` with `handler`.
    #[must_use]
    fn call<Req, Resp, H, T>(self, endpoint: &Endpoint<Req, Resp>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static;
}

impl<S: Clone + Send + Sync + 'static> Calls<S> for Router<S> {
    fn call<Req, Resp, H, T>(self, endpoint: &Endpoint<Req, Resp>, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let answer = match endpoint.method {
            Method::Get => get(handler),
            Method::Post => post(handler),
            Method::Put => put(handler),
            Method::Delete => delete(handler),
        };
        self.route(endpoint.path, answer)
    }
}
