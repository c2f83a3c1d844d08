//! The owners' bundle.

mod pages;

fn main() {
    steward_app::owner::start::<pages::Owner>();
}
