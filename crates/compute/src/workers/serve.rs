//! The worker's side.

use js_sys::Array;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::transfer::{message, numbers, parts};
use crate::messages::ToWorker;
use crate::tasks::TaskRunner;
use crate::worker::Worker;

/// What a worker does with a message.
pub type Handle = Box<dyn FnMut(MessageEvent, &DedicatedWorkerGlobalScope)>;

/// The worker's side: every message goes through one [`Worker`], numbers leave as one transferred buffer. `listen` takes over the
/// messages of a worker and says that it runs.
///
/// # Errors
/// What `listen` says.
pub fn serve<T: TaskRunner, E>(listen: impl FnOnce(Handle) -> Result<(), E>) -> Result<(), E> {
    let mut worker = Worker::<T>::default();
    listen(Box::new(move |event, scope| {
        let received = Array::from(&event.data());
        let Some(asked) = message::<ToWorker>(&received) else { return };
        if let Some((reply, values)) = worker.handle(&asked, &numbers(&received))
            && let Ok((parts, transfer)) = parts(&reply, &values)
        {
            // it fails where the page is gone
            let _ = scope.post_message_with_transfer(&parts, &transfer);
        }
    }))
}
