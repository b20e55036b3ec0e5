//! The application without a page: model, event, update(model, event) -> effects, view models. Natively tested.
//!
//! The document is a [`Draft`](aftercast_scenario::Draft); what the page shows is derived from it and from the results in the
//! [`store`](session::store). The page holds one [`App`], gives it every [`Event`](event::Event) and carries out the
//! [`Effect`](event::Effect)s it returns. What features share is the [`session`]; each of the [`features`] has a model of its
//! own, takes its own events and makes its own views.

mod app;
pub mod event;
pub mod features;
mod read;
pub mod session;
pub mod typed;
pub mod view;
pub mod words;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_links;
#[cfg(test)]
mod tests_preview;

pub use app::App;
pub use read::ReadModel;
pub use session::{first_document, open, plain_document};

/// Most policies of a document: one limit for the page, files, links and the command line.
pub use aftercast_scenario::check::MOST_POLICIES;
