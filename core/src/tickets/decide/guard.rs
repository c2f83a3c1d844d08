//! Who may do what in which state: asked by `decide` before anything else, and by screens for their buttons.

use crate::accounts::Actor;
use crate::accounts::permit::{Action, Object, may};
use crate::accounts::role::Role;
use crate::sla::clock::Clock;
use crate::tickets::command::CommandKind;
use crate::tickets::refusal::Refusal;
use crate::tickets::scenario::Scenario;
use crate::tickets::state::State;
use crate::tickets::ticket::Ticket;
use crate::time::{Instant, Seconds};

/// How long after one 催单 the next is taken: thirty minutes.
pub const URGE_PAUSE: Seconds = Seconds::minutes(30);

/// Whether the actor may see the ticket at all; a store must put the same answer inside its query.
///
/// An engineer sees the own jobs and the pool of the own projects.
pub fn may_see(ticket: &Ticket, actor: &Actor) -> bool {
    let pool =
        actor.role == Role::Engineer && ticket.in_pool() && actor.reaches_project(&ticket.said.project);
    let reads = |o| may(actor, Action::Read, o, ticket.whose());
    pool || actor.role == Role::System || reads(Object::Ticket) || reads(object(ticket))
}

/// The row of the permission matrix a ticket belongs to.
pub fn object(ticket: &Ticket) -> Object {
    if ticket.said.scenario == Scenario::Complaint { Object::Complaint } else { Object::Ticket }
}

/// Whether this actor can give this kind of command now, before its values are looked at.
pub fn can(ticket: &Ticket, actor: &Actor, kind: CommandKind, now: Instant) -> Result<(), Refusal> {
    if !kind.roles().contains(&actor.role) {
        return Err(Refusal::RoleMayNot);
    }
    own_job(ticket, actor, kind)?;
    if !permitted(ticket, actor, kind) {
        return Err(Refusal::RoleMayNot);
    }
    in_state(ticket, actor, kind)?;
    by_others(ticket, actor, kind)?;
    in_time(ticket, kind, now)
}

/// What the permission matrix asks for a command.
fn permitted(ticket: &Ticket, actor: &Actor, kind: CommandKind) -> bool {
    use CommandKind as K;
    let action = match kind {
        _ if actor.role == Role::System => return true,
        _ if actor.role == Role::Owner => Action::Create,
        K::Claim => return actor.reaches_project(&ticket.said.project),
        K::Supervise | K::Acknowledge => Action::Read,
        K::DecidePause | K::DecideExtension => Action::Approve,
        _ => Action::Update,
    };
    // Whoever may update tickets of the project may work on its complaints as the complaint row says, and back.
    may(actor, action, object(ticket), ticket.whose()) || may(actor, action, Object::Ticket, ticket.whose())
}

/// An engineer works on the own job only. Said to colleagues of the project; others hear nothing of who has it.
fn own_job(ticket: &Ticket, actor: &Actor, kind: CommandKind) -> Result<(), Refusal> {
    if actor.role != Role::Engineer || !actor.reaches_project(&ticket.said.project) {
        return Ok(());
    }
    match &ticket.engineer {
        Some(engineer) if kind == CommandKind::Claim => {
            Err(Refusal::AlreadyClaimed { by: engineer.name.clone() })
        }
        None if kind == CommandKind::Claim => Ok(()),
        Some(engineer) if engineer.person == actor.person => Ok(()),
        _ => Err(Refusal::NotYourJob),
    }
}

/// Reopened counts as submitted on the way through the flow.
pub(super) fn flow_state(ticket: &Ticket) -> State {
    if ticket.state == State::Reopened { State::Submitted } else { ticket.state }
}

/// Whether the flow lets the ticket take this step now. After a plan was given, the work may go on.
pub(super) fn may_go(ticket: &Ticket, to: State) -> bool {
    let scenario = ticket.said.scenario;
    let from = flow_state(ticket);
    let plan_given = from == State::FeedbackGiven && ticket.promised_at.is_some();
    scenario.may_go(from, to) || (plan_given && scenario.has_step(to) && to != State::Submitted)
}

#[expect(clippy::match_same_arms, reason = "a line for each command, as in the table of §4.1")]
fn in_state(ticket: &Ticket, actor: &Actor, kind: CommandKind) -> Result<(), Refusal> {
    use CommandKind as K;
    use State as S;
    let state = ticket.state;
    let open = !state.is_done();
    let working = open && !matches!(state, S::Paused | S::Transferred);
    let waiting = matches!(state, S::Submitted | S::Reopened);
    let imported = actor.role == Role::System && ticket.said.external.is_some();
    let scenario = ticket.said.scenario;
    let step = match kind {
        K::Dispatch | K::Claim => Some(S::Dispatched),
        K::Arrive => Some(S::OnSite),
        K::StartWork => Some(S::Executing),
        _ => None,
    };
    if step.is_some_and(|s| !scenario.has_step(s))
        || (kind == K::RecordStep && scenario != Scenario::Complaint)
    {
        return Err(Refusal::NoSuchStep);
    }
    let fits = match kind {
        K::Accept => waiting,
        K::Reply | K::Note | K::Supplement | K::Supervise | K::LinkIncident => !state.is_ended(),
        K::Absorb | K::Urge => open,
        K::Dispatch => working && state != S::FeedbackGiven || may_go(ticket, S::Dispatched),
        K::Claim => ticket.in_pool(),
        K::AcceptJob => state == S::Dispatched && ticket.engineer.as_ref().is_some_and(|e| !e.accepted),
        K::DeclineJob => matches!(state, S::Dispatched | S::OnSite),
        K::Arrive => may_go(ticket, S::OnSite),
        K::StartWork => may_go(ticket, S::Executing),
        K::RecordStep => working && !waiting,
        K::GiveFeedback => working && (may_go(ticket, S::FeedbackGiven) || state == S::FeedbackGiven),
        K::Complete => {
            let on_the_way = may_go(ticket, S::Completed) || may_go(ticket, S::FeedbackGiven);
            working && (on_the_way || imported)
        }
        K::Rate => matches!(state, S::Completed | S::Visited | S::Closed | S::Rated | S::Reviewed),
        K::RecordVisit => ticket.visit.is_none() && matches!(state, S::Completed | S::Rated),
        K::Close => matches!(state, S::Completed | S::Rated | S::Visited),
        K::Review => state == S::Closed,
        K::Reopen => matches!(state, S::Completed | S::Rated | S::Visited | S::Closed | S::Reviewed),
        K::Transfer => working,
        K::AcceptTransfer | K::DeclineTransfer => state == S::Transferred,
        K::RequestPause | K::DecidePause => working && !waiting,
        K::Resume => state == S::Paused,
        K::RequestExtension | K::DecideExtension => open,
        K::Cancel if actor.role == Role::Owner => {
            matches!(state, S::Submitted | S::Reopened | S::Accepted | S::Dispatched)
        }
        K::Cancel | K::Merge => open,
        K::CheckQuality => {
            matches!(state, S::Completed | S::Rated | S::Visited | S::Closed | S::Reviewed)
        }
        // What the owner said stands, whatever becomes of the ticket.
        K::SettleVoices | K::TakeFollowUp | K::EndFollowUp | K::Acknowledge | K::Tick => true,
    };
    if fits { Ok(()) } else { Err(Refusal::WrongState { state }) }
}

/// The highest level of the ladder that a role may acknowledge (R11): its own post's, and those below.
pub const fn acknowledges(role: Role) -> u8 {
    match role {
        Role::Supervisor => 1,
        Role::ProjectManager => 2,
        Role::HqManagement | Role::CrManager => 3,
        Role::Executive => 4,
        _ => 0,
    }
}

/// The post that hears of a level of the ladder (R11): supervisor, project manager, head office, senior leader.
pub const fn post(level: u8) -> Role {
    match level {
        0 | 1 => Role::Supervisor,
        2 => Role::ProjectManager,
        3 => Role::HqManagement,
        _ => Role::Executive,
    }
}

/// Whoever worked on a ticket neither checks its quality nor settles what is said about it.
fn by_others(ticket: &Ticket, actor: &Actor, kind: CommandKind) -> Result<(), Refusal> {
    if !matches!(kind, CommandKind::CheckQuality | CommandKind::SettleVoices) {
        return Ok(());
    }
    let asked = ticket.rating_ask.as_ref();
    let worked = [
        ticket.agent.as_ref().map(|a| &a.person),
        ticket.engineer.as_ref().map(|e| &e.person),
        asked.and_then(|ask| ask.agent.as_ref()),
        asked.and_then(|ask| ask.engineer.as_ref()),
        Some(&ticket.submitter.person),
    ];
    if worked.into_iter().flatten().any(|p| *p == actor.person) { Err(Refusal::OwnWork) } else { Ok(()) }
}

/// Windows and requests that are open or not, whatever the state.
fn in_time(ticket: &Ticket, kind: CommandKind, now: Instant) -> Result<(), Refusal> {
    use CommandKind as K;
    let over = ticket.window_until().filter(|until| now > *until);
    match kind {
        K::Rate if ticket.rating.is_some() => Err(Refusal::AlreadyRated),
        K::Rate => over.map_or(Ok(()), |until| Err(Refusal::RatingWindowOver { until })),
        K::Reopen => over.map_or(Ok(()), |until| Err(Refusal::ReopenWindowOver { until })),
        K::Urge => match ticket.urged_at.map(|at| at + URGE_PAUSE) {
            Some(again_at) if now < again_at => Err(Refusal::UrgedJustNow { again_at }),
            _ => Ok(()),
        },
        K::RequestPause if ticket.pause_asked.is_some() => Err(Refusal::PausePending),
        K::DecidePause if ticket.pause_asked.is_none() => Err(Refusal::NoPauseAsked),
        K::RequestExtension if ticket.extension_asked.is_some() => Err(Refusal::ExtensionPending),
        K::RequestExtension | K::DecideExtension => extendable(ticket, kind, now),
        K::CheckQuality if ticket.quality.is_some() => Err(Refusal::AlreadyChecked),
        K::SettleVoices if ticket.unsettled().is_none() => Err(Refusal::NothingToSettle),
        K::TakeFollowUp | K::EndFollowUp => follow_up(ticket, kind),
        K::Acknowledge if ticket.unacknowledged().next().is_none() => Err(Refusal::NothingToAcknowledge),
        _ => Ok(()),
    }
}

/// A follow-up is there to be taken by one person, and to be ended by any supervisor.
fn follow_up(ticket: &Ticket, kind: CommandKind) -> Result<(), Refusal> {
    let open = ticket.follow_up().ok_or(Refusal::NoFollowUp)?;
    match &open.taken {
        Some(who) if kind == CommandKind::TakeFollowUp => {
            Err(Refusal::AlreadyClaimed { by: who.name.clone() })
        }
        _ => Ok(()),
    }
}

/// R12: asked for and approved before the breach.
fn extendable(ticket: &Ticket, kind: CommandKind, now: Instant) -> Result<(), Refusal> {
    if kind == CommandKind::DecideExtension {
        // Whether it comes too late depends on the answer: a no is always possible.
        return ticket.extension_asked.as_ref().map(|_| ()).ok_or(Refusal::NoExtensionAsked);
    }
    let mut clocks = ticket.running().filter(|c| c.kind.extendable()).peekable();
    if clocks.peek().is_none() {
        return Err(Refusal::NothingToExtend);
    }
    // While paused, a clock has not run out however late its last shown due time looks.
    let waits = ticket.is_paused();
    let late = |c: &Clock| c.breached.is_some() || (!waits && c.is_late(now));
    if clocks.all(late) { Err(Refusal::AlreadyBreached) } else { Ok(()) }
}
