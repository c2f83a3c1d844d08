//! `steward user`: staff accounts from the command line. The first administrator is made here.

use std::io::Read as _;

use clap::{Args, Subcommand};
use steward_core::accounts::{Department, Role};

use super::{Common, Done, say, sentence, start_log};
use crate::accounts::admin::{self, NewLogin, Place};
use crate::accounts::passwords;
use crate::clock::{Clock as _, SystemClock};
use crate::db::Db;
use crate::random;
use crate::secret::Secret;

/// Create people who sign in with a name and a password.
#[derive(Args, Debug)]
pub(super) struct User {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Add a member of staff; prints a password unless one is given on standard input.
    Add {
        /// The name to sign in with.
        login: String,
        /// The person's name as others see it.
        #[arg(long)]
        name: String,
        /// The role, as agt, eng, sup, pm, hq-mgmt, hq-data, adm, aud.
        #[arg(long, value_parser = role)]
        role: Role,
        /// A project the role reaches; may be given several times.
        #[arg(long, value_name = "ID")]
        project: Vec<String>,
        /// A region the role reaches, with all its projects.
        #[arg(long, value_name = "ID")]
        region: Vec<String>,
        /// The role reaches the whole group.
        #[arg(long, conflicts_with_all = ["project", "region"])]
        group: bool,
        /// The department, for roles that belong to one.
        #[arg(long, value_parser = department)]
        department: Option<Department>,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Set a new password; all sessions of the person end.
    #[command(visible_alias = "reset-password")]
    Password {
        /// The name they sign in with.
        login: String,
        /// Read the password from standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Ask for an authenticator's six digits from now on; prints the link to scan.
    Totp {
        /// The name they sign in with.
        login: String,
        /// Ask no more.
        #[arg(long)]
        off: bool,
    },
    /// Say where notices to them go by mail (see `notify.mail` in the settings).
    Email {
        /// The name they sign in with.
        login: String,
        /// The address; without one, no more mail goes to them.
        #[arg(value_parser = email)]
        address: Option<String>,
    },
    /// Let them sign in no more; all sessions of the person end.
    Disable {
        /// The name they sign in with.
        login: String,
    },
    /// List who can sign in.
    List,
}

fn role(text: &str) -> Result<Role, String> {
    let staff = |r: &Role| !matches!(r, Role::Owner | Role::System);
    Role::from_word(text).filter(staff).ok_or_else(|| {
        let all: Vec<_> = Role::ALL.iter().filter(|r| staff(r)).map(|r| r.word()).collect();
        format!("one of {}", all.join(", "))
    })
}

fn email(text: &str) -> Result<String, String> {
    text.parse::<lettre::Address>().map(|address| address.to_string()).map_err(sentence)
}

fn department(text: &str) -> Result<Department, String> {
    Department::from_word(text).ok_or_else(|| {
        let all: Vec<_> = Department::ALL.iter().map(|d| d.word()).collect();
        format!("one of {}", all.join(", "))
    })
}

impl User {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        std::fs::create_dir_all(&config.data).map_err(sentence)?;
        let db = Db::open(&config.database(), 1).await.map_err(sentence)?;
        let done = act(&db, self.action).await;
        db.close().await;
        done
    }
}

async fn act(db: &Db, action: Action) -> Done {
    match action {
        Action::Add { login, name, role, project, region, group, department, password_stdin } => {
            let places = project.into_iter().map(Place::Project).chain(region.into_iter().map(Place::Region));
            let places = if group { vec![Place::Group] } else { places.collect() };
            let password = password(password_stdin)?;
            let shown = shown(&password, password_stdin);
            let new = NewLogin { login: login.clone(), name, role, places, department, password };
            admin::add(db, new, SystemClock.now()).await.map_err(sentence)?;
            say(format_args!("{login} can sign in at /console{shown}"));
        }
        Action::Password { login, password_stdin } => {
            let password = password(password_stdin)?;
            admin::set_password(db, &login, &password).await.map_err(sentence)?;
            say(format_args!("{login} has a new password{}", shown(&password, password_stdin)));
        }
        Action::Totp { login, off } => {
            let secret =
                if off { Secret::default() } else { passwords::new_totp_secret().map_err(sentence)? };
            admin::set_totp(db, &login, &secret).await.map_err(sentence)?;
            if off {
                say(format_args!("{login} signs in without a second factor"));
            } else {
                say(passwords::totp_link(&login, &secret));
            }
        }
        Action::Email { login, address } => {
            admin::set_email(db, &login, address.as_deref().unwrap_or_default()).await.map_err(sentence)?;
            match address {
                Some(address) => say(format_args!("notices to {login} go to {address}")),
                None => say(format_args!("no mail goes to {login}")),
            }
        }
        Action::Disable { login } => {
            admin::disable(db, &login).await.map_err(sentence)?;
            say(format_args!("{login} can sign in no more"));
        }
        Action::List => {
            for line in admin::list(db).await.map_err(sentence)? {
                say(line);
            }
        }
    }
    Ok(())
}

/// The password of standard input, or a new one.
fn password(stdin: bool) -> Result<Secret, String> {
    if !stdin {
        return random::id().map(Secret::new).map_err(sentence);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(sentence)?;
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}

/// A password that was made here has to be told once; one that was typed has not.
fn shown(password: &Secret, stdin: bool) -> String {
    if stdin { String::new() } else { format!(", password: {}", password.reveal()) }
}
