//! Names for the closed lists of core: states, roles, scenarios, categories.

use steward_core::accounts::api::Address;
use steward_core::accounts::role::{Department, Role};
use steward_core::cockpit::alarm::{Refused as AlarmRefused, Stage as AlarmStage, StepKind as AlarmStep};
use steward_core::cockpit::channels::Touchpoint;
use steward_core::cockpit::flow::FlowStep;
use steward_core::cockpit::indicator::{Indicator, Standing as GoalStanding};
use steward_core::cockpit::measure::Measure;
use steward_core::cockpit::report::{NoMail, Rhythm, Tongue};
use steward_core::knowledge::handbook::{FaultKind, How, Moment, Placeholder, Target};
use steward_core::owners::PropertyStage;
use steward_core::sla::clock::Basis;
use steward_core::sla::elastic::Elastic;
use steward_core::sla::policy::ClockKind;
use steward_core::sla::standards::deviation::Decision;
use steward_core::sla::state::State as Standing;
use steward_core::surveys::campaign::improvement::{Effect, Progress};
use steward_core::surveys::campaign::{Cadence, Mode, Phase, Stage};
use steward_core::surveys::coding::api::Wanted;
use steward_core::surveys::coding::{Sentiment, TextKind};
use steward_core::surveys::rating::RatingTag;
use steward_core::tickets::api::View;
use steward_core::tickets::candidates::Exclusion;
use steward_core::tickets::category::Category;
use steward_core::tickets::command::{CheckIn, ComplaintStep, PauseReason};
use steward_core::tickets::scenario::{Channel, Record, Scenario, Urgency};
use steward_core::tickets::state::State;
use steward_core::tickets::voices::{Disagreement, Flag, FollowUpCause, FollowUpOutcome};

use super::{Locale, locale, say};

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident($ty:ty) = $module:ident :: $table:ident;)+) => {$(
        $(#[$doc])*
        pub fn $name(value: $ty) -> &'static str {
            say::$module::$table(value.word()).unwrap_or(value.word())
        }
    )+};
}

labels! {
    /// The state's name: 已提交.
    state(State) = tickets::state;
    /// The scenario's name: 报修.
    scenario(Scenario) = tickets::scenario;
    /// The urgency's name: 普通.
    urgency(Urgency) = tickets::urgency;
    /// The channel's name: 网页.
    channel(Channel) = tickets::channel;
    /// What must be on record, by name: 处理过程.
    record(Record) = tickets::record;
    /// Why a ticket stands still: 等待材料.
    pause_reason(PauseReason) = tickets::pause_reason;
    /// How an engineer showed to be on site: 扫码签到.
    check_in(CheckIn) = tickets::check_in;
    /// A step of a complaint: 安抚.
    complaint_step(ComplaintStep) = tickets::complaint_step;
    /// A rating's tag: 响应快.
    rating_tag(RatingTag) = tickets::rating_tag;
    /// A view of the worklist: 最早到期.
    view(View) = tickets::view;
    /// Why somebody is no candidate: 不当班.
    exclusion(Exclusion) = tickets::exclusion;
    /// How voices contradict each other: 质检合格，业主却不满意。
    disagreement(Disagreement) = tickets::disagreement;
    /// Why an owner is followed up with: 业主打了低分.
    follow_up_cause(FollowUpCause) = tickets::follow_up_cause;
    /// How that ended: 已致歉.
    follow_up_outcome(FollowUpOutcome) = tickets::follow_up_outcome;
    /// What was odd about the service.
    flag(Flag) = tickets::flag;
    /// What a clock measures: 结果反馈.
    clock(ClockKind) = sla::clock;
    /// How complex a case is: 特别复杂.
    elastic(Elastic) = sla::elastic;
    /// The way an owner came: 电话.
    touchpoint(Touchpoint) = tickets::touchpoint;
    /// A step of a ticket's way: 待派单.
    flow_step(FlowStep) = cockpit::flow;
    /// What the cockpit measures of tickets: 上门及时.
    measure(Measure) = cockpit::measure;
    /// An indicator of the cockpit: 处理及时率.
    indicator(Indicator) = cockpit::indicator;
    /// How an indicator is counted.
    indicator_meaning(Indicator) = cockpit::meaning;
    /// How a figure stands against its goal: 未达标.
    goal_standing(GoalStanding) = cockpit::standing;
    /// How far an alarm has come: 已通知.
    alarm_stage(AlarmStage) = alarms::stage;
    /// What happened to an alarm: 提交方案.
    alarm_step(AlarmStep) = alarms::step;
    /// How often a report goes out: 月报.
    rhythm(Rhythm) = reports::rhythms;
    /// The language of a report: 中文.
    tongue(Tongue) = reports::tongues;
    /// Why no report can be sent.
    no_mail(NoMail) = reports::no_mail;
    /// Why an alarm cannot be moved so.
    alarm_refused(AlarmRefused) = alarms::refused;
    /// How far a threshold has come: 待批准.
    threshold_decision(Decision) = thresholds::decision;
    /// Where a limit comes from: 法定时限.
    basis(Basis) = sla::basis;
    /// What a survey is now: 进行中.
    survey_phase(Phase) = surveys::phase;
    /// How people come to a survey: 每户一个链接.
    survey_mode(Mode) = surveys::mode_word;
    /// A stage of a home: 稳定期.
    survey_stage(Stage) = surveys::stage_word;
    /// How often a survey is repeated: 每半年.
    survey_cadence(Cadence) = surveys::cadence_word;
    /// A stage of a home with the property service: 续约期.
    property_stage(PropertyStage) = homes::stage;
    /// Where a text comes from: 投诉.
    text_kind(TextKind) = voice::kind;
    /// How a text sounds: 负面.
    sentiment(Sentiment) = voice::sentiment;
    /// Which texts are wanted: 待编码.
    wanted(Wanted) = voice::wanted;
    /// How far an improvement is: 已计划.
    survey_progress(Progress) = surveys::progress_word;
    /// Whether an improvement helped: 有改善.
    survey_effect(Effect) = surveys::effect_word;
    /// When a script is said: 致歉安抚.
    moment(Moment) = handbook::moment;
    /// What fills a script's gap: 工单号.
    placeholder(Placeholder) = handbook::placeholder;
    /// What is wrong with a handbook: 请写服务流程.
    handbook_fault(FaultKind) = handbook::fault;
    /// What happened to a part of the handbook: 新增.
    how_changed(How) = handbook::how;
    /// How the roll-out stands against its target: 已达标.
    roll_out_target(Target) = handbook::target;
    /// The role's name: 客服主管.
    role(Role) = accounts::role;
    /// The department's name: 工程部.
    department(Department) = accounts::department;
}

/// The category's name: 水管漏水.
pub fn category(category: Category) -> &'static str {
    say::tickets::category(category.code()).unwrap_or(category.code())
}

/// How a clock stands: 时限内.
pub fn standing(standing: Standing) -> &'static str {
    say::sla::standing(standing.code()).unwrap_or(standing.code())
}

/// The whole address inside its project: 12 栋 2 单元 1803.
pub fn address(address: &Address) -> String {
    let (building, unit, room) = (&address.building, &address.unit, &address.room);
    match (building.is_empty(), unit.is_empty()) {
        (true, _) => room.clone(),
        (false, true) => say::accounts::address_no_unit(building, room),
        (false, false) => say::accounts::address(building, room, unit),
    }
}

/// The part of the address above the room, as on the door plate: 12 栋 2 单元.
pub fn entrance(address: &Address) -> String {
    let (building, unit) = (&address.building, &address.unit);
    match (building.is_empty(), unit.is_empty()) {
        (true, _) => String::new(),
        (false, true) => say::accounts::building(building),
        (false, false) => say::accounts::entrance(building, unit),
    }
}

/// Project and address: 听澜苑 12 栋 2 单元 1803.
pub fn project_address(project: &str, at: &Address) -> String {
    match locale() {
        Locale::Chinese => [project, &address(at)].join(" "),
        Locale::English => [address(at).as_str(), project].join(", "),
    }
}
