//! The staff's bundle.

mod pages;

fn main() {
    steward_app::console::start::<pages::Console>();
}
