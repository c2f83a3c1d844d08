//! Which pages the owners' program fetches when they are first opened.
//!
//! A first visit downloads the sign-in and the home; each chunk below follows with the first page that needs it.
//! Without the feature `split` everything is one file: quicker to build, the same to use.

use leptos::prelude::AnyView;
use steward_app::owner::later::{Later, Pages};
use steward_app::owner::mine::Mine;
use steward_app::owner::{Bundle, page};

/// This program.
pub(crate) struct Owner;

impl Bundle for Owner {
    const PAGES: Pages = Pages {
        report: report::LATER,
        tickets: tickets::LATER,
        ticket: ticket::LATER,
        step: step::LATER,
        me: me::LATER,
    };
}

macro_rules! later {
    ($page:ident in $chunk:ident) => {
        mod $page {
            use super::*;

            pub(super) const LATER: Later = Later { fetch, show };

            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($chunk, fallible, preload(preload))]
            fn $page(mine: Mine) -> Result<AnyView, wasm_split_helpers::SplitLoaderError> {
                Ok(page::$page(mine))
            }

            #[cfg(feature = "split")]
            fn fetch() -> steward_app::owner::later::Fetching {
                use steward_app::net::Failure;
                Box::pin(async { preload().await.map_err(|_| Failure::Offline) })
            }

            #[cfg(feature = "split")]
            fn show(mine: Mine) -> Option<AnyView> {
                use futures_util::FutureExt as _;
                $page(mine).now_or_never()?.ok()
            }

            #[cfg(not(feature = "split"))]
            fn fetch() -> steward_app::owner::later::Fetching {
                Box::pin(core::future::ready(Ok(())))
            }

            #[cfg(not(feature = "split"))]
            fn show(mine: Mine) -> Option<AnyView> {
                Some(page::$page(mine))
            }
        }
    };
}

later!(report in report);
later!(tickets in own);
later!(me in own);
later!(ticket in ticket);
later!(step in ticket);
