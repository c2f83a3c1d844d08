//! Survey campaigns (满意度调查, S30): one set of questions, asked of a defined group of households in a defined time.
//!
//! [`question`] is what is asked, [`plan`] whom and when, [`course`] how a campaign begins and ends and which answers
//! count, [`sample`] who is drawn, [`answer`] what may be answered, [`results`] what it says, [`disclosure`] what of
//! it may be shown, [`cadence`] when the next one is due (R32), [`renewal`] who is asked before a contract ends,
//! [`improvement`] what follows from it (ISO 10004), [`call_back`] who is spoken with because of it,
//! [`contribution`] what of it enters the assessment of departments.
//!
//! It is not the rating of a ticket and not a return visit: the three are separate records.
//!
//! Invariants: an answer never carries a person; a household answers once; a questionnaire does not change once it
//! is asked; what is not shown cannot be computed from what is shown.

pub mod answer;
pub mod api;
pub mod cadence;
pub mod call_back;
pub mod contribution;
pub mod course;
pub mod disclosure;
pub mod improvement;
pub mod plan;
pub mod question;
pub mod renewal;
pub mod results;
pub mod sample;

#[cfg(test)]
mod tests;

pub use answer::{AnswerDraft, Given};
pub use course::{Campaign, Command, Phase, Receipt, Refusal, State, decide, receive};
pub use plan::{Audience, Cadence, Mode, Plan, Size, Stage};
pub use question::{Kind, Question, Questionnaire, Words};
