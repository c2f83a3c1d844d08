//! Wire types and calls of the coding desk, the code book and staff's suggestions.

use serde::{Deserialize, Serialize};

use super::agreement::Agreement;
use super::book::{Code, CodeBook};
use super::reading::{Reading, ReadingDraft};
use super::summary::Summary;
use super::text::{Month, TextKind, TextRef};
use crate::endpoint::{Nothing, Page, endpoints};
use crate::export::{Export, File};
use crate::ids::{CodeId, CommandId, ProjectId, SuggestionId};
use crate::problem::{Field, Problem};
use crate::tickets::Scenario;
use crate::tickets::draft::{Length, check_text};
use crate::time::Instant;
use crate::words::words;

/// What staff suggests.
pub const SUGGESTION: Length = Length { min: 5, max: 2000 };

endpoints! {
    /// The code book as it is now.
    BOOK = get "/api/v1/voice/codes": Nothing => BookPage;
    /// Makes the next version of the code book; conflict if somebody else made one first.
    EDIT_BOOK = put "/api/v1/voice/codes": EditBook => BookPage;
    /// What people said in a month, as far as the viewer may see it, the newest first.
    TEXTS = get "/api/v1/voice/texts": TextsQuery => Page<VoiceText>;
    /// Reads a text; the reading replaces the one before it, which stays on record.
    READ_TEXT = post "/api/v1/voice/readings": ReadText => VoiceText;
    /// What a month says beside the one before.
    SUMMARY = get "/api/v1/voice/summary": SummaryQuery => SummaryPage;
    /// The texts of a query as a table for a spreadsheet; the export is logged.
    EXPORT_TEXTS = post "/api/v1/voice/export": Export<ExportTexts> => File;
    /// A member of staff suggests something (S38).
    SUGGEST = post "/api/v1/voice/suggestions": NewSuggestion => Suggestion;
}

words! {
    /// Which texts are wanted.
    Wanted {
        /// Nobody has read them yet (待编码).
        Unread = "unread",
        /// Read (已编码).
        Read = "read",
        /// Read by somebody else: to be read a second time without seeing how (复核).
        Second = "second",
    }
}

/// Which texts of a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TextsQuery {
    /// The month in which they were said; an answer, that in which its survey ended.
    pub month: Month,
    /// Of this project only. Answers to surveys are of no project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Of this kind only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TextKind>,
    /// Read or not; all unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
    /// After this page's end, as the page before said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Which texts of a month go into a table: as [`TextsQuery`], all pages at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportTexts {
    /// The month in which they were said.
    pub month: Month,
    /// Of this project only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// Of this kind only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TextKind>,
    /// Read or not; all unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
}

impl From<ExportTexts> for TextsQuery {
    fn from(ExportTexts { month, project, kind, wanted }: ExportTexts) -> Self {
        Self { month, project, kind, wanted, after: None }
    }
}

impl From<TextsQuery> for ExportTexts {
    fn from(TextsQuery { month, project, kind, wanted, .. }: TextsQuery) -> Self {
        Self { month, project, kind, wanted }
    }
}

/// A text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoiceText {
    /// Which.
    pub text: TextRef,
    /// The name of its project; empty where it is of none.
    pub project_name: String,
    /// When it was said; an answer, when its survey ended.
    pub at: Instant,
    /// What was said; empty for a rating without words.
    pub words: String,
    /// A rating's stars.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    /// The scenario of a ticket or a suggestion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// The question of a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<crate::surveys::campaign::Words>,
    /// How often it was said in the same words.
    pub n: u64,
    /// Codes that the book's key words suggest; nobody has confirmed them.
    pub suggested: Vec<CodeId>,
    /// The latest reading; not told to who reads a second time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
}

/// A reading of a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadText {
    /// The text.
    pub text: TextRef,
    /// The month it is of.
    pub month: Month,
    /// What the reader makes of it.
    pub reading: ReadingDraft,
}

/// The code book, and whether the viewer may change it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookPage {
    /// The book.
    pub book: CodeBook,
    /// Whether the viewer may make the next version.
    pub may_change: bool,
    /// Whether the viewer may read texts.
    pub may_read: bool,
}

/// The next version of the code book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditBook {
    /// The version it follows.
    pub expected_version: u32,
    /// Its codes.
    pub codes: Vec<Code>,
}

/// Which month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummaryQuery {
    /// The month.
    pub month: Month,
    /// Of this project only; then without answers to surveys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

/// What a month says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SummaryPage {
    /// The book by which it is counted.
    pub book: CodeBook,
    /// The counts.
    pub summary: Summary,
    /// The names of the projects that it tells of, in their order there.
    pub names: Vec<String>,
    /// How far two readers agree on the main code, of the texts that two have read.
    pub codes_agree: Agreement,
    /// How far they agree on the sentiment.
    pub sentiments_agree: Agreement,
}

/// A suggestion as it is written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSuggestion {
    /// Made by the client, once per suggestion.
    pub command_id: CommandId,
    /// The project it is about.
    pub project: ProjectId,
    /// The scenario it is about.
    pub scenario: Scenario,
    /// What is suggested.
    pub text: String,
}

impl NewSuggestion {
    /// What is wrong with it.
    pub fn check(&self) -> Vec<Problem> {
        let text = check_text(&self.text, SUGGESTION, Field::Survey);
        text.map(|problem| problem.with("place", "text")).into_iter().collect()
    }
}

/// A suggestion that was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// When.
    pub at: Instant,
}
