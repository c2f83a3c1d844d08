//! Where pictures lie: files named by their content, in the data folder, and rows about them.

use std::path::Path;

use data_encoding::HEXLOWER;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::ids::{PersonId, PhotoId};
use steward_core::problem::Code;
use steward_core::tickets::api::PhotoStored;
use steward_core::time::Instant;

use super::picture::Picture;
use crate::db::{Db, sql};
use crate::http::error::{Answer, Failure};
use crate::tickets::visible;
use crate::writer::Writer;

/// The files of all pictures.
#[derive(Debug)]
pub struct Photos {
    files: Box<dyn ObjectStore>,
}

impl Photos {
    /// The pictures in this folder, which is made if it is not there.
    pub fn in_folder(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let files = LocalFileSystem::new_with_prefix(folder).map_err(std::io::Error::other)?;
        Ok(Self { files: Box::new(files) })
    }

    /// Keeps a picture and notes who uploaded it.
    pub async fn take_in(
        &self,
        writer: &Writer,
        picture: Picture,
        by: PersonId,
        at: Instant,
    ) -> Answer<PhotoStored> {
        let photo = self.keep(&picture).await?;
        let (width, height) = (picture.width, picture.height);
        let id = photo.clone();
        writer
            .run(move |conn| Box::pin(async move { Self::note(conn, &id, &picture, &by, at).await }))
            .await?;
        Ok(PhotoStored { photo, width, height })
    }

    /// Keeps a picture; its name is the SHA-256 of what is kept.
    pub(crate) async fn keep(&self, picture: &Picture) -> Answer<PhotoId> {
        let id: PhotoId = HEXLOWER.encode(&Sha256::digest(&picture.full)).parse()?;
        for (thumb, bytes) in [(true, &picture.thumb), (false, &picture.full)] {
            self.files.put(&place(&id, thumb), bytes.clone().into()).await.map_err(unavailable)?;
        }
        Ok(id)
    }

    /// Notes a picture and who uploaded it.
    pub(crate) async fn note(
        conn: &mut AnyConnection,
        id: &PhotoId,
        picture: &Picture,
        by: &PersonId,
        at: Instant,
    ) -> Answer<()> {
        sql("insert into photos (id, width, height, bytes, created_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing")
            .bind(id.as_str())
            .bind(i64::from(picture.width))
            .bind(i64::from(picture.height))
            .bind(i64::try_from(picture.full.len()).unwrap_or(i64::MAX))
            .bind(at.millis())
            .run(&mut *conn)
            .await?;
        sql("insert into photo_uploads (photo_id, person_id, at) values ($1, $2, $3) on conflict (photo_id, person_id) do nothing")
            .bind(id.as_str())
            .bind(by.as_str())
            .bind(at.millis())
            .run(conn)
            .await?;
        Ok(())
    }

    /// The bytes of a picture.
    pub(super) async fn bytes(&self, id: &PhotoId, thumb: bool) -> Answer<bytes::Bytes> {
        let found = self.files.get(&place(id, thumb)).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => Failure::from(Code::NotFound),
            other => unavailable(other),
        })?;
        found.bytes().await.map_err(unavailable)
    }
}

/// A disk that is full or gone: nothing was kept, and it may work later.
fn unavailable(error: object_store::Error) -> Failure {
    Failure::Unavailable(error.to_string())
}

fn place(id: &PhotoId, thumb: bool) -> Place {
    let start = id.as_str().get(..2).unwrap_or("00");
    Place::from(format!("{start}/{id}{}.jpg", if thumb { ".thumb" } else { "" }))
}

/// The files of a picture below the photos' folder: the full one, whose SHA-256 is its name, and the small one.
pub(crate) fn file_names(id: &PhotoId) -> [String; 2] {
    [place(id, false), place(id, true)].map(String::from)
}

/// Whether the actor may see a picture: they see a ticket that has it, or they uploaded it and no ticket has it yet.
pub(super) async fn may_see(db: &Db, actor: &Actor, id: &PhotoId) -> Answer<bool> {
    let query =
        sql("select (select count(*) from photo_uses u join tickets t on t.project_id = u.project_id \
         and t.id = u.ticket_id where u.photo_id = ")
        .value(id.as_str())
        .then(" and ");
    let query = visible::to(query, actor)
        .then(") + (select count(*) from photo_uploads p where p.photo_id = ")
        .value(id.as_str())
        .then(" and p.person_id = ")
        .value(actor.person.as_str())
        .then(" and not exists (select 1 from photo_uses u where u.photo_id = p.photo_id))");
    Ok(query.number(&db.read).await? > 0)
}
