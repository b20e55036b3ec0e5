//! What can happen to the page. What it asks of the browser in return is an [`Effect`].

use crate::features::{assumptions, charts, company, documents, lessons, pending_input, policies};
use crate::view::PolicyIndex;
use aftercast_compute::PlanError;
use aftercast_engine::run::batch::Block;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::Draft;

pub use crate::session::{Effect, StorageEffect};

/// What happened: the only way in.
#[derive(Clone, Debug)]
pub enum Event {
    /// The page opened with this address fragment (without `#`) and these wishes of the browser.
    Opened {
        /// The fragment.
        fragment: String,
        /// Language of the browser, unless the link names one.
        locale: Locale,
        /// Theme of the browser, unless chosen before.
        theme: Theme,
    },
    /// The address was changed by hand or by the history.
    FragmentChanged(String),
    /// The address was changed by hand or by the history, whose entry names the id of a kept document.
    Returned(String, Option<String>),
    /// The page shows another place, or another section of it: as [`Session::place`](crate::session::Session::place) has it.
    PlaceShown(String),
    /// The history leads to an entry of another place, written while the document on the page was the one it is: its fragment.
    PlaceReturned(String),
    /// The analyses bring a document to go on with on the first screen: a change like any other.
    Brought {
        /// The document.
        document: Box<Draft>,
        /// The policy that is selected from there on.
        selected: PolicyIndex,
    },
    /// The analyses change the document, and stay in view.
    DocumentChanged(Box<Draft>),
    /// How many draws a run takes: by position in the control.
    DrawsChosen(usize),
    /// What an earlier visit chose for the draws.
    DrawsRemembered(String),
    /// "Report at face value" was switched.
    FaceValueSwitched(bool),
    /// The last change of the document is taken back.
    Undo,
    /// What was taken back comes again.
    Redo,
    /// The language changed.
    LocaleChosen(Locale),
    /// The theme changed.
    ThemeChosen(Theme),
    /// A banner was closed.
    BannerDismissed(u32),
    /// Draws of a run arrived, in draw order. `policy` is `None` for the baseline.
    BlockArrived {
        /// Which run.
        run: u32,
        /// Which policy of the run's request, `None` the baseline.
        policy: Option<usize>,
        /// The draws.
        block: Block,
    },
    /// A run starts again from its first draw, under the same id: what arrived of it is void.
    RunRestarted {
        /// Which run.
        run: u32,
    },
    /// A run cannot be computed.
    RunFailed {
        /// Which run.
        run: u32,
        /// What went wrong, for the banner.
        why: PlanError,
    },
    /// Workers could not be started or failed; the page computes by itself.
    WorkersLost(Option<String>),
    /// Levers, policies or the goal.
    Policies(policies::Event),
    /// A chart or the chain.
    Charts(charts::Event),
    /// Assumptions.
    Assumptions(assumptions::Event),
    /// Facts of the firm.
    Company(company::Event),
    /// What is typed and not in force.
    PendingInput(pending_input::Event),
    /// Documents or files.
    Documents(documents::Event),
    /// Lessons, predictions, presenter mode, the room.
    Lessons(lessons::Event),
}

/// An event of a feature is one of the page.
macro_rules! of_feature {
    ($($feature:ident $variant:ident),*) => {
        $(impl From<$feature::Event> for Event {
            fn from(event: $feature::Event) -> Self {
                Self::$variant(event)
            }
        })*
    };
}
of_feature!(
    policies Policies, charts Charts, assumptions Assumptions, company Company, pending_input PendingInput,
    documents Documents, lessons Lessons
);

impl Event {
    /// What is heard of a run; nothing where the draws have said it.
    pub fn of_run(run: u32, event: aftercast_compute::Event<()>) -> Option<Self> {
        use aftercast_compute::Event as Computed;
        match event {
            Computed::Block(policy, block) => Some(Self::BlockArrived { run, policy, block }),
            Computed::Restarted => Some(Self::RunRestarted { run }),
            Computed::Failed(why) => Some(Self::RunFailed { run, why }),
            Computed::WorkersLost(why) => Some(Self::WorkersLost(why)),
            Computed::Progress(_) | Computed::Done(()) => None,
        }
    }

    /// Whether it brings another document, or so much of one that Back has to lead to the one before.
    pub(crate) fn is_another_document(&self) -> bool {
        match self {
            Self::Brought { .. } | Self::Policies(policies::Event::PresetChosen(_)) => true,
            Self::Lessons(event) => event.is_another_document(),
            Self::Documents(event) => event.is_another_document(),
            _ => false,
        }
    }
}
