//! Whose thing it is: one known thing, asked about by people who may and people who may not.

use super::actor::{Actor, Home, Scope};
use super::permit::{Action, Object, Whose, may};
use super::role::{Department, Role};
use crate::ids::{HouseholdId, PersonId, ProjectId};

fn project(id: &str) -> ProjectId {
    id.parse().unwrap()
}

fn household(id: &str) -> HouseholdId {
    id.parse().unwrap()
}

fn person(id: &str) -> PersonId {
    id.parse().unwrap()
}

fn actor(id: &str, role: Role, department: Option<Department>, scope: Scope) -> Actor {
    Actor { person: person(id), role, name: id.to_owned(), department, scope }
}

fn owner(project_id: &str, household_id: &str) -> Actor {
    let home = Home { project: project(project_id), household: household(household_id) };
    actor("owner", Role::Owner, None, Scope::Households(vec![home]))
}

/// Someone who works in the project `tly`.
fn works(id: &str, role: Role, department: Department) -> Actor {
    actor(id, role, Some(department), Scope::Projects(vec![project("tly")]))
}

/// What `may` is asked about, owned so that it can be written in one line.
#[derive(Default)]
struct Thing {
    project: Option<ProjectId>,
    household: Option<HouseholdId>,
    person: Option<PersonId>,
    department: Option<Department>,
}

impl Thing {
    /// A thing of a household of a project.
    fn of(project_id: &str, household_id: &str) -> Self {
        Self {
            project: Some(project(project_id)),
            household: Some(household(household_id)),
            ..Self::default()
        }
    }

    fn person(mut self, id: &str) -> Self {
        self.person = Some(person(id));
        self
    }

    fn department(mut self, department: Department) -> Self {
        self.department = Some(department);
        self
    }

    fn whose(&self) -> Whose<'_> {
        Whose {
            project: self.project.as_ref(),
            household: self.household.as_ref(),
            person: self.person.as_ref(),
            department: self.department,
        }
    }
}

#[track_caller]
fn allowed(actor: &Actor, action: Action, object: Object, thing: &Thing) {
    assert!(may(actor, action, object, thing.whose()), "{:?} may not {action:?} {object:?}", actor.role);
}

#[track_caller]
fn refused(actor: &Actor, action: Action, object: Object, thing: &Thing) {
    assert!(!may(actor, action, object, thing.whose()), "{:?} may {action:?} {object:?}", actor.role);
}

#[test]
fn an_owner_sees_only_the_own_household() {
    let owner = owner("tly", "h-1");
    for (object, action) in [
        (Object::Ticket, Action::Create),
        (Object::Ticket, Action::Read),
        (Object::TicketRating, Action::Create),
        (Object::RatingLedger, Action::Read),
        (Object::Survey, Action::Create),
        (Object::Complaint, Action::Create),
        (Object::OwnerProfile, Action::Read),
    ] {
        allowed(&owner, action, object, &Thing::of("tly", "h-1"));
        refused(&owner, action, object, &Thing::of("tly", "h-2"));
        refused(&owner, action, object, &Thing::of("ghy", "h-3"));
        refused(&owner, action, object, &Thing { project: Some(project("tly")), ..Thing::default() });
    }
    // Their own name on a neighbour's ticket, as its contact, does not open it.
    refused(&owner, Action::Read, Object::Ticket, &Thing::of("tly", "h-2").person("owner"));
}

#[test]
fn an_owner_of_two_homes_sees_both() {
    let mut both = owner("tly", "h-1");
    both.scope = Scope::Households(vec![
        Home { project: project("tly"), household: household("h-1") },
        Home { project: project("ghy"), household: household("h-3") },
    ]);
    allowed(&both, Action::Read, Object::Ticket, &Thing::of("tly", "h-1"));
    allowed(&both, Action::Read, Object::Ticket, &Thing::of("ghy", "h-3"));
    refused(&both, Action::Read, Object::Ticket, &Thing::of("ghy", "h-4"));
}

#[test]
fn an_owner_never_does_the_work() {
    let owner = owner("tly", "h-1");
    for action in [Action::Update, Action::Approve, Action::Configure] {
        refused(&owner, action, Object::Ticket, &Thing::of("tly", "h-1"));
    }
    refused(&owner, Action::Read, Object::Cockpit, &Thing::of("tly", "h-1"));
}

#[test]
fn a_project_post_ends_at_its_projects() {
    for role in [Role::Agent, Role::Supervisor, Role::ProjectManager, Role::CrService] {
        let staff = works("staff", role, Department::CustomerService);
        allowed(&staff, Action::Read, Object::Ticket, &Thing::of("tly", "h-1"));
        refused(&staff, Action::Read, Object::Ticket, &Thing::of("ghy", "h-3"));
    }
    let supervisor = works("sup", Role::Supervisor, Department::CustomerService);
    allowed(&supervisor, Action::Approve, Object::Ticket, &Thing::of("tly", "h-1"));
    refused(&supervisor, Action::Approve, Object::Ticket, &Thing::of("ghy", "h-3"));
    let agent = works("agt", Role::Agent, Department::CustomerService);
    refused(&agent, Action::Approve, Object::Ticket, &Thing::of("tly", "h-1"));
}

#[test]
fn head_office_reaches_every_project_but_not_every_action() {
    let hq = |role| actor("hq", role, None, Scope::Group);
    allowed(&hq(Role::HqManagement), Action::Update, Object::Ticket, &Thing::of("ghy", "h-3"));
    allowed(&hq(Role::HqData), Action::Read, Object::Ticket, &Thing::of("ghy", "h-3"));
    refused(&hq(Role::HqData), Action::Update, Object::Ticket, &Thing::of("ghy", "h-3"));
    refused(&hq(Role::HqTraining), Action::Read, Object::Ticket, &Thing::of("ghy", "h-3"));
    refused(&hq(Role::Admin), Action::Read, Object::Ticket, &Thing::of("ghy", "h-3"));
    refused(&hq(Role::Executive), Action::Read, Object::OwnerProfile, &Thing::of("ghy", "h-3"));
    allowed(&hq(Role::Executive), Action::ReadTotals, Object::OwnerProfile, &Thing::of("ghy", "h-3"));
}

#[test]
fn a_group_wide_role_that_was_given_some_projects_ends_there() {
    let data = actor("hq", Role::HqData, None, Scope::Projects(vec![project("tly")]));
    allowed(&data, Action::Read, Object::Ticket, &Thing::of("tly", "h-1"));
    refused(&data, Action::Read, Object::Ticket, &Thing::of("ghy", "h-3"));
}

#[test]
fn an_engineer_works_on_what_is_assigned() {
    let engineer = works("eng-1", Role::Engineer, Department::Engineering);
    let mine = Thing::of("tly", "h-1").person("eng-1");
    let theirs = Thing::of("tly", "h-1").person("eng-2");
    let elsewhere = Thing::of("ghy", "h-3").person("eng-1");
    for action in [Action::Read, Action::Update] {
        allowed(&engineer, action, Object::Ticket, &mine);
        refused(&engineer, action, Object::Ticket, &theirs);
        refused(&engineer, action, Object::Ticket, &elsewhere);
    }
    refused(&engineer, Action::Create, Object::Ticket, &mine);
    refused(&engineer, Action::Approve, Object::Ticket, &mine);
    // The house of the job is open with the job.
    allowed(&engineer, Action::Read, Object::OwnerProfile, &mine);
    refused(&engineer, Action::Read, Object::OwnerProfile, &theirs);
}

#[test]
fn a_transferred_ticket_opens_to_the_department_that_has_it() {
    let operations = works("ops", Role::Department, Department::Operations);
    let cleaning = works("cln", Role::Department, Department::Cleaning);
    let nowhere = actor("new", Role::Department, None, Scope::Projects(vec![project("tly")]));
    let ticket = Thing::of("tly", "h-1").department(Department::Operations);
    for action in [Action::Read, Action::Update] {
        allowed(&operations, action, Object::Ticket, &ticket);
        refused(&cleaning, action, Object::Ticket, &ticket);
        refused(&nowhere, action, Object::Ticket, &ticket);
        refused(&nowhere, action, Object::Ticket, &Thing::of("tly", "h-1"));
        refused(
            &operations,
            action,
            Object::Ticket,
            &Thing::of("ghy", "h-3").department(Department::Operations),
        );
    }
    // Handed on, it leaves the first department.
    let handed_on = Thing::of("tly", "h-1").department(Department::Cleaning);
    refused(&operations, Action::Read, Object::Ticket, &handed_on);
    allowed(&cleaning, Action::Read, Object::Ticket, &handed_on);
}

#[test]
fn nobody_sees_a_colleagues_result_through_the_department() {
    let result = |id| Thing { project: Some(project("tly")), ..Thing::default() }.person(id);
    for (role, department) in [
        (Role::Agent, Department::CustomerService),
        (Role::Engineer, Department::Engineering),
        (Role::CrCare, Department::CustomerRelations),
    ] {
        let staff = works("me", role, department);
        allowed(&staff, Action::Read, Object::KpiResult, &result("me").department(department));
        refused(&staff, Action::Read, Object::KpiResult, &result("colleague"));
        refused(&staff, Action::Read, Object::KpiResult, &result("colleague").department(department));
    }
    let agent = works("me", Role::Agent, Department::CustomerService);
    allowed(&agent, Action::Appeal, Object::KpiResult, &result("me"));
    refused(
        &agent,
        Action::Appeal,
        Object::KpiResult,
        &result("colleague").department(Department::CustomerService),
    );
    refused(
        &agent,
        Action::Read,
        Object::Training,
        &result("colleague").department(Department::CustomerService),
    );
    let engineer = works("me", Role::Engineer, Department::Engineering);
    refused(
        &engineer,
        Action::Read,
        Object::TicketRating,
        &result("colleague").department(Department::Engineering),
    );
    // A professional department is assessed as one, and its supervisor sees a whole project.
    let security = works("head", Role::Department, Department::Security);
    allowed(&security, Action::Read, Object::KpiResult, &result("guard").department(Department::Security));
    refused(&security, Action::Read, Object::KpiResult, &result("guard").department(Department::Cleaning));
    let supervisor = works("sup", Role::Supervisor, Department::CustomerService);
    allowed(&supervisor, Action::Read, Object::KpiResult, &result("colleague"));
}

#[test]
fn the_system_moves_tickets_and_nothing_else() {
    let system = actor("system", Role::System, None, Scope::Group);
    for action in [Action::Create, Action::Read, Action::Update] {
        allowed(&system, action, Object::Ticket, &Thing::of("ghy", "h-3"));
    }
    for object in Object::ALL.iter().filter(|object| **object != Object::Ticket) {
        for action in Action::ALL {
            refused(&system, *action, *object, &Thing::of("ghy", "h-3"));
        }
    }
}
