//! The staff's bundle.

fn main() {
    steward_app::console::start();
}
