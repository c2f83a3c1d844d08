//! The calls of sign-in. A handler reads, asks, answers; it decides nothing.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use steward_core::accounts::api::{CodeSent, Me, OwnerSignIn, Preferences, RequestCode, StaffSignIn};
use steward_core::accounts::{Phone, Role};
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field, Problem};

use super::viewer::{Address, Viewer};
use super::{codes, people, sessions, staff};
use crate::app::App;
use crate::http::error::{Answer, Failure};
use crate::http::json::Json;

fn phone(text: &str) -> Answer<Phone> {
    text.parse().map_err(|_| Problem::invalid(vec![Problem::new(Code::BadPhone).at(Field::Phone)]).into())
}

/// Sends a one-time code.
pub(super) async fn request_code(
    State(app): State<App>,
    Address(address): Address,
    Json(given): Json<RequestCode>,
) -> Answer<Json<CodeSent>> {
    let phone = phone(&given.phone)?;
    app.limits().code_by_address.take(&address)?;
    app.limits().code_by_phone.take(phone.as_str())?;
    let now = app.now();
    let to = phone.clone();
    let made =
        app.writer().run(move |conn| Box::pin(async move { codes::make(conn, &to, now).await })).await?;
    let demo_code = app.config().demo.then(|| made.code.clone());
    if made.known {
        // In the background, so that the answer takes as long for a phone that nobody has.
        tokio::spawn(deliver(app, phone, made.code));
    }
    let again_after_s = u32::try_from(codes::AGAIN_AFTER.get()).unwrap_or(0);
    Ok(Json(CodeSent { again_after_s, demo_code }))
}

async fn deliver(app: App, phone: Phone, code: String) {
    if let Err(error) = app.delivery().send(&phone, &code).await {
        tracing::error!(%error, phone = phone.masked(), "a one-time code was not delivered");
        let forgotten =
            app.writer().run(move |conn| Box::pin(async move { codes::forget(conn, &phone).await })).await;
        if let Err(failure) = forgotten {
            tracing::warn!(%failure, "the code stays until it expires");
        }
    }
}

/// Signs an owner in.
pub(super) async fn sign_in_owner(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    Json(given): Json<OwnerSignIn>,
) -> Answer<Response> {
    app.limits().sign_in_by_address.take(&address)?;
    let phone = phone(&given.phone)?;
    let (now, lengths) = (app.now(), app.config().sessions);
    let code = given.code.trim().to_owned();
    let redeemed = app
        .writer()
        .run(move |conn| Box::pin(async move { codes::redeem(conn, &phone, &code, now, lengths).await }))
        .await?;
    let token = redeemed.map_err(|code| Problem::new(code).at(Field::OneTimeCode))?;
    welcome(&app, &headers, &token, Role::Owner).await
}

/// Signs a member of staff in.
pub(super) async fn sign_in_staff(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    Json(given): Json<StaffSignIn>,
) -> Answer<Response> {
    app.limits().sign_in_by_address.take(&address)?;
    app.limits().sign_in_by_login.take(&given.login)?;
    let (token, role) = staff::sign_in(&app, given).await?;
    welcome(&app, &headers, &token, role).await
}

/// Hands out the new session and says who it is; an older session of this browser ends.
async fn welcome(app: &App, headers: &HeaderMap, token: &str, role: Role) -> Answer<Response> {
    if let Some(old) = sessions::token(headers).map(sessions::hash) {
        app.viewers().forget(&old);
        app.writer().run(move |conn| Box::pin(async move { sessions::end(conn, &old).await })).await?;
    }
    let viewer = Viewer::of_token(app, token).await?.ok_or(Code::WrongCredentials)?;
    let me = people::me(app, &viewer.actor).await?;
    let cookie = sessions::cookie(Some(token), role, app.config())
        .ok_or_else(|| Failure::internal("a token that fits no header"))?;
    Ok(([(header::SET_COOKIE, cookie)], Json(me)).into_response())
}

/// Who is signed in.
pub(super) async fn who_am_i(State(app): State<App>, viewer: Viewer) -> Answer<Json<Me>> {
    people::me(&app, &viewer.actor).await.map(Json)
}

/// Ends the session, if there is one, and takes the cookie back.
pub(super) async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    if let Some(key) = sessions::token(&headers).map(sessions::hash) {
        app.viewers().forget(&key);
        app.writer().run(move |conn| Box::pin(async move { sessions::end(conn, &key).await })).await?;
    }
    let cookie = sessions::cookie(None, Role::Owner, app.config());
    let mut response = Json(Nothing {}).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Keeps language and theme.
pub(super) async fn set_preferences(
    State(app): State<App>,
    viewer: Viewer,
    Json(given): Json<Preferences>,
) -> Answer<Json<Nothing>> {
    let known =
        |value: &Option<String>, choices: &[&str]| value.as_deref().is_none_or(|v| choices.contains(&v));
    if !known(&given.locale, &["zh-CN", "en"]) || !known(&given.theme, &["light", "dark"]) {
        return Err(Code::UnknownChoice.into());
    }
    let person = viewer.actor.person;
    app.writer()
        .run(move |conn| Box::pin(async move { people::prefer(conn, &person, &given).await }))
        .await?;
    Ok(Json(Nothing {}))
}
