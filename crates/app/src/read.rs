//! What views are made of: the session and the models of the features, all of them only to be read.

use crate::features::{assumptions, charts, company, documents, lessons, pending_input, policies};
use crate::session::Session;

/// Everything that can be read. Each feature makes its [`View`](crate::features::policies::View) of it, and asks the views of
/// other features for what it shows of them.
#[derive(Clone, Copy)]
pub struct ReadModel<'a> {
    pub(crate) session: &'a Session,
    pub(crate) policies: &'a policies::Model,
    pub(crate) charts: &'a charts::Model,
    pub(crate) assumptions: &'a assumptions::Model,
    pub(crate) company: &'a company::Model,
    pub(crate) documents: &'a documents::Model,
    pub(crate) lessons: &'a lessons::Model,
}

/// A view of each feature: its own model, the session, and whatever else can be read.
macro_rules! views {
    ($($feature:ident),*) => {
        impl<'a> ReadModel<'a> {
            $(
                #[doc = concat!("What the page shows of the feature `", stringify!($feature), "`.")]
                pub fn $feature(self) -> $feature::View<'a> {
                    $feature::View::new(self)
                }
            )*
        }
    };
}
views!(policies, charts, assumptions, company, pending_input, documents, lessons);
