//! Notices by mail (SMTP), one message a person.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::post::Undelivered;
use super::settings::{self, Tls};
use super::words::Text;

/// How long one step of the conversation may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The way to the mail server.
#[derive(Clone, Debug)]
pub struct Mail {
    from: Mailbox,
    server: AsyncSmtpTransport<Tokio1Executor>,
}

/// A file that goes with a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attached {
    /// What it is called; plain letters.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why the mail server cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadMail {
    /// The sender is no address.
    #[error("notify.mail.from: {0}")]
    From(#[from] lettre::address::AddressError),
    /// The server's name cannot be used with TLS.
    #[error("notify.mail.host: {0}")]
    Host(#[from] lettre::transport::smtp::Error),
}

impl Mail {
    /// As configured. Nothing is sent yet.
    pub fn new(settings: &settings::Mail) -> Result<Self, BadMail> {
        type Server = AsyncSmtpTransport<Tokio1Executor>;
        let host = settings.host.as_str();
        let builder = match settings.tls {
            Tls::Always => Server::relay(host)?,
            Tls::Starttls => Server::starttls_relay(host)?,
            Tls::None => Server::builder_dangerous(host),
        };
        let builder = builder.timeout(Some(PATIENCE));
        let builder = settings.port.into_iter().fold(builder, AsyncSmtpTransportBuilder::port);
        let signed_in = (!settings.user.is_empty())
            .then(|| Credentials::new(settings.user.clone(), settings.password.reveal().to_owned()));
        let builder = signed_in.into_iter().fold(builder, AsyncSmtpTransportBuilder::credentials);
        Ok(Self { from: settings.from.parse()?, server: builder.build() })
    }

    /// Sends one message. The same `delivery` gives the same Message-ID, so that a receiver can drop a repetition.
    pub async fn send(
        &self,
        delivery: &str,
        to: &str,
        text: Text,
        attached: Option<Attached>,
    ) -> Result<(), Undelivered> {
        let to: Mailbox = to.parse().map_err(Undelivered::for_good)?;
        let domain = self.from.email.domain();
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(format!("<{delivery}@{domain}>")))
            .subject(text.subject);
        let message = match attached {
            None => message.header(ContentType::TEXT_PLAIN).body(text.body),
            Some(file) => {
                let kind = file.kind.parse().map_err(Undelivered::for_good)?;
                let file = Attachment::new(file.name).body(file.bytes, kind);
                message
                    .multipart(MultiPart::mixed().singlepart(SinglePart::plain(text.body)).singlepart(file))
            }
        };
        let message = message.map_err(Undelivered::for_good)?;
        match self.server.send(message).await {
            Ok(_) => Ok(()),
            // A 5xx answer: no such mailbox, refused for good.
            Err(error) if error.is_permanent() => Err(Undelivered::for_good(error)),
            Err(error) => Err(Undelivered::for_now(error)),
        }
    }
}
