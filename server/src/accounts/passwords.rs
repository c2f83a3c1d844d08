//! Passwords and second factors: argon2id and time-based codes (RFC 6238).

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use data_encoding::BASE32_NOPAD;
use steward_core::time::Instant;
use tokio::sync::Semaphore;
use totp_rs::{Algorithm, Builder, Totp};

use crate::http::error::{Answer, Failure};
use crate::random;
use crate::secret::Secret;

/// The shortest password that can be set.
pub const SHORTEST: usize = 10;

/// Hashing takes 19 MiB and tens of milliseconds each: only this many at once.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of a password that nobody knows, so that an unknown login takes as long as a known one.
static NOBODY: OnceLock<String> = OnceLock::new();

fn nobody() -> &'static str {
    NOBODY.get_or_init(|| random::token().ok().and_then(|t| hash(&Secret::new(t)).ok()).unwrap_or_default())
}

/// Hashes a password with argon2id and a fresh salt.
pub fn hash(password: &Secret) -> Answer<String> {
    let hash = Argon2::default().hash_password(password.reveal().as_bytes()).map_err(Failure::internal)?;
    Ok(hash.to_string())
}

/// Hashes a password with argon2id and this salt. Only for passwords that are no secrets.
pub fn hash_with_salt(password: &Secret, salt: &[u8]) -> Answer<String> {
    let hash = Argon2::default().hash_password_with_salt(password.reveal().as_bytes(), salt);
    Ok(hash.map_err(Failure::internal)?.to_string())
}

/// Whether the password fits the stored hash; takes as long when there is none.
pub async fn verify(password: Secret, stored: Option<String>) -> Answer<bool> {
    let _one_of_few = AT_ONCE.acquire().await.map_err(Failure::internal)?;
    let known = stored.is_some();
    let check = move || {
        let stored = stored.unwrap_or_else(|| nobody().to_owned());
        PasswordHash::new(&stored)
            .is_ok_and(|hash| Argon2::default().verify_password(password.reveal().as_bytes(), &hash).is_ok())
    };
    Ok(tokio::task::spawn_blocking(check).await.map_err(Failure::internal)? && known)
}

/// A new secret for an authenticator, in base 32.
pub fn new_totp_secret() -> Answer<Secret> {
    Ok(Secret::new(BASE32_NOPAD.encode(&random::bytes::<20>()?)))
}

/// What an authenticator reads from a QR code or a link.
pub fn totp_link(login: &str, secret: &Secret) -> String {
    format!("otpauth://totp/Steward:{login}?secret={}&issuer=Steward", secret.reveal())
}

fn totp(secret: &str) -> Answer<Totp> {
    let bytes = BASE32_NOPAD.decode(secret.as_bytes()).map_err(Failure::internal)?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(bytes)
        .build()
        .map_err(Failure::internal)
}

/// The step whose code this is, at most one step off `now`; `None` for a wrong code.
pub fn totp_step(secret: &str, code: &str, now: Instant) -> Answer<Option<i64>> {
    let now = u64::try_from(now.secs()).unwrap_or(0);
    let step = totp(secret)?.check(code, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The code of an instant: what the person's authenticator shows.
pub fn totp_code(secret: &Secret, at: Instant) -> Answer<String> {
    let at = u64::try_from(at.secs()).unwrap_or(0);
    Ok(totp(secret.reveal())?.generate(at).to_string())
}
