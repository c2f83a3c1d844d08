//! One call of the HTTP interface, said once: method, path, request and response type.
//!
//! The server registers the same constant that the app calls, so a path can never differ between them.
//! An endpoint is *not* a permission: that is decided by `accounts::may` inside the handler's query.

use core::marker::PhantomData;

use crate::ids::BadId;

/// The HTTP method of an [`Endpoint`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads; never changes anything.
    Get,
    /// Creates or commands.
    Post,
    /// Replaces.
    Put,
    /// Ends.
    Delete,
}

/// A call: `Req` goes in as JSON (as the query string for GET), `Resp` comes out as JSON.
pub struct Endpoint<Req, Resp> {
    /// The method.
    pub method: Method,
    /// The path with `{name}` placeholders, from `/api/v1`.
    pub path: &'static str,
    types: PhantomData<fn(Req) -> Resp>,
}

impl<Req, Resp> Endpoint<Req, Resp> {
    const fn new(method: Method, path: &'static str) -> Self {
        Self { method, path, types: PhantomData }
    }

    /// A reading call.
    pub(crate) const fn get(path: &'static str) -> Self {
        Self::new(Method::Get, path)
    }

    /// A creating or commanding call.
    pub(crate) const fn post(path: &'static str) -> Self {
        Self::new(Method::Post, path)
    }

    /// A replacing call.
    pub(crate) const fn put(path: &'static str) -> Self {
        Self::new(Method::Put, path)
    }

    /// An ending call.
    pub(crate) const fn delete(path: &'static str) -> Self {
        Self::new(Method::Delete, path)
    }

    /// The path with each `{placeholder}` replaced by the next of `args`, in order.
    ///
    /// The arguments are ids, which are safe in a path by construction.
    pub fn url(&self, args: &[&str]) -> String {
        let mut out = String::with_capacity(self.path.len() + 32);
        let mut args = args.iter();
        for part in self.path.split('/').skip(1) {
            out.push('/');
            if part.starts_with('{') {
                out.push_str(args.next().copied().unwrap_or_default());
            } else {
                out.push_str(part);
            }
        }
        out
    }
}

/// Defines the calls of a feature, and describes each of them for OpenAPI: there is no other way to define one.
///
/// `NAME = method "path" (Id): Request => Response;`, where `Id` is what the placeholder in the path stands for.
macro_rules! endpoints {
    ($($(#[doc = $doc:literal])+ $name:ident = $method:ident $path:literal $(($id:ty))?: $req:ty => $resp:ty;)+) => {
        $(
            $(#[doc = $doc])+
            pub const $name: $crate::endpoint::Endpoint<$req, $resp> = $crate::endpoint::Endpoint::$method($path);
        )+

        /// These calls, described.
        #[cfg(feature = "schema")]
        pub(crate) fn describe(schemas: &mut schemars::SchemaGenerator) -> Vec<$crate::schema::Call> {
            vec![$($crate::schema::Call {
                name: stringify!($name),
                words: [$($doc),+].concat(),
                method: $name.method,
                path: $path,
                id: None $(.or_else(|| Some(schemas.subschema_for::<$id>())))?,
                request: schemas.subschema_for::<$req>(),
                response: schemas.subschema_for::<$resp>(),
            }),+]
        }
    };
}
pub(crate) use endpoints;

endpoints! {
    /// This description of the interface: OpenAPI 3.1.
    OPENAPI = get "/api/v1/openapi.json": Nothing => Nothing;
}

/// Nothing to send, or nothing to answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// One page of a keyset-paged list.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PageOf{T}"))]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// Give this back as `after` to read on; `None` at the end.
    pub next: Option<String>,
    /// How many rows match in all, where the server counted them.
    pub total: Option<u64>,
    /// Whether there are more than that: counting ends at [`MOST_COUNTED`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub more: bool,
}

/// Up to how many rows are counted: a page never costs what all rows cost.
pub const MOST_COUNTED: u64 = 10_000;

/// For what is left out where it is not so.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(crate) const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl From<BadId> for crate::problem::Problem {
    fn from(_: BadId) -> Self {
        Self::new(crate::problem::Code::NotFound)
    }
}
