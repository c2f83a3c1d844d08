//! The signed-in person behind a request, as handlers take it.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use steward_core::accounts::Actor;
use steward_core::problem::Code;
use steward_core::time::{Instant, Seconds};

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
        if let Some(known) = app.viewers().get(&key, now) {
            return Ok(Some(known));
        }
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
        let viewer = actor.map(|actor| Self { actor, session: session.token_hash });
        if let Some(viewer) = &viewer {
            app.viewers().keep(viewer.clone(), now, session.ends_at);
        }
        Ok(viewer)
    }
}

/// How long a viewer is taken to be who they were: a role that is taken away elsewhere ends within this time.
const KEPT: Seconds = Seconds(5);
/// How many viewers are kept at most.
const MOST_KEPT: usize = 10_000;

/// Who was recognised a moment ago, so that a page's many requests do not ask the store each time.
#[derive(Debug, Default)]
pub struct Viewers {
    kept: Mutex<HashMap<String, Kept>>,
}

#[derive(Debug)]
struct Kept {
    viewer: Viewer,
    from: Instant,
    until: Instant,
}

impl Viewers {
    fn get(&self, session: &str, now: Instant) -> Option<Viewer> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(session).filter(|k| (k.from..k.until).contains(&now)).map(|k| k.viewer.clone())
    }

    fn keep(&self, viewer: Viewer, now: Instant, session_ends: Instant) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.retain(|_, k| now < k.until);
            if kept.len() >= MOST_KEPT {
                kept.clear();
            }
        }
        let until = (now + KEPT).min(session_ends);
        kept.insert(viewer.session.clone(), Kept { viewer, from: now, until });
    }

    /// Forgets a session that ended here.
    pub fn forget(&self, session: &str) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
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
