//! What a refused request answers: a closed list of codes, with the field and the values that words need.
//!
//! A problem carries no sentence. The app turns `code` and `params` into words in the reader's language; a test
//! goes through every code in every language. Internal errors carry a `reference` number and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::tickets::refusal::Refusal;

/// Everything that can be wrong with a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What is wrong.
    pub code: Code,
    /// Which input it belongs to, so that the words land beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// Values for the words, as `max` → `2000`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// For [`Code::Refused`]: the rule that said no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// For [`Code::Invalid`]: each input that is wrong, with its own code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Problem>,
    /// For [`Code::Internal`]: the number under which the cause stands in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Problem {
    /// A problem of this kind, nothing more.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            params: BTreeMap::new(),
            refusal: None,
            fields: Vec::new(),
            reference: None,
        }
    }

    /// The same problem, said of one input.
    #[must_use]
    pub fn at(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// The same problem with a value for its words.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Several wrong inputs at once.
    pub fn invalid(fields: Vec<Self>) -> Self {
        Self { fields, ..Self::new(Code::Invalid) }
    }

    /// A rule of the product said no.
    pub fn refused(refusal: Refusal) -> Self {
        Self { refusal: Some(refusal), ..Self::new(Code::Refused) }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal),+ $(,)?) => {
        /// What is wrong, as a word both sides know.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// Every code, for the test that all have words.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The HTTP status it answers with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }
        }
    };
}

codes! {
    /// The request is no readable JSON of the expected shape, or has unknown fields.
    Malformed = 400,
    /// Nobody is signed in, or the session has ended.
    SignInNeeded = 401,
    /// The phone and code, or the name and password, do not match.
    WrongCredentials = 401,
    /// The second factor is asked for: send the six digits too.
    TotpNeeded = 401,
    /// The code was wrong too often; ask for a new one.
    CodeUsedUp = 401,
    /// The code has run out; ask for a new one.
    CodeExpired = 401,
    /// The signed-in person may not do this.
    Forbidden = 403,
    /// The request came from another site.
    ForeignOrigin = 403,
    /// There is no such thing, or none that this person may see.
    NotFound = 404,
    /// The ticket has changed since it was read; params `seq`.
    Conflict = 409,
    /// The same command id was used for a different command.
    CommandReused = 409,
    /// The request is too large; params `max` in bytes.
    TooLarge = 413,
    /// One or more inputs are wrong: see `fields`.
    Invalid = 422,
    /// A rule of the product refused the command: see `refusal`.
    Refused = 422,
    /// The state of a survey does not allow this; params `why`, a word.
    SurveyRefused = 422,
    /// An input is compulsory.
    Required = 422,
    /// A text is too long; params `max` and `len`, counted in characters.
    TooLong = 422,
    /// A text is too short; params `min`.
    TooShort = 422,
    /// More entries than allowed; params `max`.
    TooMany = 422,
    /// A value that is not on the list of choices.
    UnknownChoice = 422,
    /// A phone number that cannot be one.
    BadPhone = 422,
    /// A number that is too small or too large; params `min` and `max`.
    OutOfRange = 422,
    /// A time in the past, or too far ahead.
    BadTime = 422,
    /// A period that ends before it begins, or is too long; params `max` in days.
    BadPeriod = 422,
    /// A bound for reached that is worse than the one for worth watching.
    GoalsCross = 422,
    /// A text with control characters.
    BadCharacters = 422,
    /// A file that is not a picture we read (JPEG, PNG, WebP).
    NotAPicture = 422,
    /// A HEIC picture: the phone must send it as JPEG.
    HeicPicture = 422,
    /// More pixels than we decode; params `max` in megapixels.
    TooManyPixels = 422,
    /// Too many requests; params `seconds` until the next try.
    SlowDown = 429,
    /// Something broke here; see `reference`.
    Internal = 500,
    /// The store cannot take writes now; nothing was kept, try again.
    Unavailable = 503,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// An input of a form.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($(#[$doc])* $name),+ }

        impl Field {
            /// Every field, for the test that all have words.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name it has in HTML: the input's `name` and the stem of its ids.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }
    };
}

fields! {
    /// What the owner says.
    Text,
    /// The category chip.
    Category,
    /// The house.
    Household,
    /// The room or spot.
    Place,
    /// The pictures.
    Photos,
    /// The contact's phone.
    Phone,
    /// The contact's name.
    Contact,
    /// The wished time.
    Appointment,
    /// How urgent.
    Urgency,
    /// The service scenario.
    Scenario,
    /// Why.
    Reason,
    /// The note.
    Note,
    /// The stars of a rating.
    Stars,
    /// The tags of a rating.
    Tags,
    /// The engineer.
    Engineer,
    /// The department.
    Department,
    /// The one-time code.
    OneTimeCode,
    /// The staff login.
    Login,
    /// The password.
    Password,
    /// The authenticator's six digits.
    Totp,
    /// The promised time.
    PromisedAt,
    /// The ticket that another one is merged into.
    Target,
    /// What was found.
    Findings,
    /// The marks of a quality check.
    Marks,
    /// How something ended.
    Outcome,
    /// How the work was done.
    Work,
    /// Where an engineer is.
    CheckIn,
    /// A part of a survey's plan; params `place`.
    Survey,
    /// An answer to a survey; params `question`.
    Answer,
    /// The days that figures are taken over.
    Period,
    /// What a figure must reach.
    Goal,
    /// From where on it is worth watching.
    Watch,
    /// What raises an alarm.
    Alarm,
    /// The days that an alarm looks at.
    AlarmDays,
    /// For how long it waits.
    AlarmHours,
    /// What it costs.
    Cost,
    /// The days beside a plan.
    Buffer,
}
