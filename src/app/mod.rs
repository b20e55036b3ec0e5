//! The application without a page: model, event, update(model, event) -> effects, view models. Natively tested.

pub mod event;
pub mod goal;
pub mod request;
pub mod view;
