//! The owners' bundle.

fn main() {
    steward_app::owner::start();
}
