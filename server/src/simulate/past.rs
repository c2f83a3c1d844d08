//! A past for a group that is there already: its own projects, people and homes live through some days.

use steward_core::ids::PhotoId;
use steward_core::time::{Instant, Seconds};

use super::load::{self, Made};
use super::times::Days;
use super::world::{Place, Region, World};
use crate::db::Db;
use crate::http::error::Answer;

/// How long a past, and of how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Past {
    /// What everything is drawn from.
    pub(crate) seed: u64,
    /// How many days, the last one being that of `until`.
    pub(crate) days: u32,
    /// How many tickets all projects have together.
    pub(crate) tickets: u64,
    /// The last moment: what is open then is still open.
    pub(crate) until: Instant,
}

/// Drawn homes were entered so long before the first day.
const ENTERED_BEFORE: Seconds = Seconds::days(30);

/// Writes the past of these places, and those of their homes that are drawn; `photo` is what engineers hand in as
/// evidence. The database holds the regions, projects, named homes and people already, and no ticket.
pub(crate) async fn past(
    db: &Db,
    wish: Past,
    regions: &[&str],
    places: Vec<Place>,
    photo: PhotoId,
) -> Answer<Made> {
    let weights = places.iter().map(|place| place.homes).collect();
    let days = Days::new(wish.seed, wish.until, wish.days, weights, wish.tickets);
    let region = |id: &&str| Region { id: (*id).to_owned(), ..Region::default() };
    let world = World::of(wish.seed, regions.iter().map(region).collect(), places, vec![photo])?;
    let began = days.begins(0) - ENTERED_BEFORE;
    let mut conn = db.write.acquire().await?;
    let mut store = load::Store { conn: &mut conn, engine: db.engine, copying: None };
    load::live(&mut store, (world, days), (wish.until, began), |_| ()).await
}
