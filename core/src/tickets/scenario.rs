//! The eight service scenarios (八大服务场景) of requirements §4.2, as data.

use super::state::State;
use crate::words::words;

words! {
    /// What kind of service a ticket asks for.
    Scenario {
        /// Consultation (咨询接待).
        Consultation = "consultation",
        /// Repair (报修处理).
        Repair = "repair",
        /// Complaint (投诉应对).
        Complaint = "complaint",
        /// Fee collection (费用催缴).
        Fee = "fee",
        /// Community activity (社区活动).
        Activity = "activity",
        /// Emergency (应急响应).
        Emergency = "emergency",
        /// Value-added service (增值服务).
        ValueAdded = "value_added",
        /// Smart-platform use (智慧平台使用).
        SmartPlatform = "smart_platform",
    }
}

words! {
    /// How urgent (紧急程度).
    Urgency {
        /// Ordinary (普通).
        Ordinary = "ordinary",
        /// Urgent (紧急).
        Urgent = "urgent",
        /// Emergency (应急): danger to people or property; the regional legal limit applies (R06).
        Emergency = "emergency",
    }
}

words! {
    /// How it came in (渠道); the same standard for all of them (R99).
    Channel {
        /// The owner's browser.
        Web = "web",
        /// The hotline.
        Phone = "phone",
        /// WeChat, mini-program or group chat.
        WeChat = "wechat",
        /// Told to someone on site.
        OnSite = "on_site",
        /// Brought over from an older system.
        Import = "import",
    }
}

words! {
    /// What must be written down before a scenario's ticket is completed (记录标准).
    Record {
        /// The answer that was given.
        Answer = "answer",
        /// What was done on site.
        Work = "work",
        /// A photo as evidence.
        EvidencePhoto = "evidence_photo",
        /// That the owner was calmed first.
        Calmed = "calmed",
        /// What the investigation found.
        Investigated = "investigated",
        /// The solution offered.
        Solution = "solution",
    }
}

/// One step of a scenario's flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The state it leads to.
    pub state: State,
    /// Whether the flow may go past it.
    pub optional: bool,
}

const fn must(state: State) -> Step {
    Step { state, optional: false }
}

const fn may(state: State) -> Step {
    Step { state, optional: true }
}

/// A scenario's process (服务流程) and record standard.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// The steps in order, from submitted to completed.
    pub steps: &'static [Step],
    /// What must be on record before completion.
    pub records: &'static [Record],
}

/// Answered from the desk: greet, answer, log.
const DESK: &[Step] =
    &[must(State::Submitted), must(State::Accepted), must(State::FeedbackGiven), must(State::Completed)];
/// Answered from the desk or looked at on site where that is needed.
const DESK_OR_SITE: &[Step] = &[
    must(State::Submitted),
    must(State::Accepted),
    may(State::Dispatched),
    may(State::OnSite),
    may(State::Executing),
    must(State::FeedbackGiven),
    must(State::Completed),
];
/// Somebody goes there.
const SITE: &[Step] = &[
    must(State::Submitted),
    must(State::Accepted),
    must(State::Dispatched),
    must(State::OnSite),
    may(State::Executing),
    must(State::FeedbackGiven),
    must(State::Completed),
];

impl Scenario {
    /// The scenario's flow (§4.2).
    pub const fn flow(self) -> Flow {
        match self {
            Self::Consultation | Self::Fee | Self::Activity => {
                Flow { steps: DESK, records: &[Record::Answer] }
            }
            Self::Repair | Self::Emergency => {
                Flow { steps: SITE, records: &[Record::Work, Record::EvidencePhoto] }
            }
            Self::Complaint => Flow {
                steps: DESK_OR_SITE,
                records: &[Record::Calmed, Record::Investigated, Record::Solution],
            },
            Self::ValueAdded => Flow { steps: DESK_OR_SITE, records: &[Record::Work] },
            Self::SmartPlatform => Flow { steps: DESK_OR_SITE, records: &[Record::Answer] },
        }
    }

    /// Whether the flow has this state at all.
    pub fn has_step(self, state: State) -> bool {
        self.flow().steps.iter().any(|s| s.state == state)
    }

    /// Whether the flow never goes past this state.
    pub fn always_has(self, state: State) -> bool {
        self.flow().steps.iter().any(|s| s.state == state && !s.optional)
    }

    /// Whether the flow may go from `from` straight to `to`: forward, past optional steps only.
    pub fn may_go(self, from: State, to: State) -> bool {
        let steps = self.flow().steps;
        let place = |state| steps.iter().position(|s| s.state == state);
        let (Some(a), Some(b)) = (place(from), place(to)) else { return false };
        a < b && steps.get(a + 1..b).is_some_and(|between| between.iter().all(|s| s.optional))
    }

    /// The scenarios an owner starts from the report page.
    pub const FOR_OWNERS: &[Self] = &[Self::Repair, Self::Complaint, Self::Consultation, Self::SmartPlatform];
}
