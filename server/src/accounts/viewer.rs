//! The signed-in person behind a request, as handlers take it.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use steward_core::accounts::Actor;
use steward_core::problem::Code;

use super::{scope, sessions};
use crate::app::App;
use crate::http::error::Failure;

/// Who asks: a handler that takes a viewer answers 401 to everybody else.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The person in their role, with what they reach.
    pub actor: Actor,
    /// The key of their session.
    pub session: String,
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let token = sessions::token(&parts.headers).ok_or(Code::SignInNeeded)?;
        Self::of_token(app, token).await?.ok_or_else(|| Code::SignInNeeded.into())
    }
}

impl Viewer {
    /// The viewer of a session token, while the session goes on and the role is still theirs.
    pub async fn of_token(app: &App, token: &str) -> Result<Option<Self>, Failure> {
        Self::of_session(app, sessions::hash(token)).await
    }

    /// The same viewer a while later, if the session still goes on.
    pub async fn again(&self, app: &App) -> Result<Option<Self>, Failure> {
        Self::of_session(app, self.session.clone()).await
    }

    async fn of_session(app: &App, key: String) -> Result<Option<Self>, Failure> {
        let now = app.now();
        let Some(session) = sessions::find(app.db(), key, now, app.config().sessions).await? else {
            return Ok(None);
        };
        if session.touch {
            let key = session.token_hash.clone();
            app.writer()
                .run(move |conn| Box::pin(async move { sessions::touch(conn, &key, now).await }))
                .await?;
        }
        let actor = scope::actor(app.db(), session.person, session.role, session.name).await?;
        Ok(actor.map(|actor| Self { actor, session: session.token_hash }))
    }
}

/// The address a request came from, for rate limits. An IPv6 network of 64 bits counts as one.
#[derive(Clone, Debug)]
pub struct Address(pub String);

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let forwarded = app.config().behind_proxy.then(|| {
            let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
            last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        });
        let address = forwarded.flatten().or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self(match address {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(
                || {
                    let [a, b, c, d, ..] = v6.segments();
                    format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
                },
                |v4| v4.to_string(),
            ),
        }))
    }
}
