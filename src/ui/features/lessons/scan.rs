//! Collects guesses off the screens of phones: the camera reads one code after another, or pictures of codes are chosen.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::{File, HtmlInputElement};

use crate::ui::features::documents::dialog::Dialog;
use crate::ui::features::lessons::predict::say;
use crate::ui::page::Page;
use crate::ui::runtime::camera::{self, Camera, NoCamera};
use crate::ui::runtime::code_reader::Reader;
use crate::ui::runtime::later::Life;
use aftercast_app::features::lessons::predict::Event as Guess;
use aftercast_app::features::lessons::reveal::PredictView;
use aftercast_app::features::lessons::scan::Scanned;
use aftercast_i18n::Text;

/// What is said of the camera and of the last code.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Nothing,
    Asking,
    Ready,
    Trouble(NoCamera),
    Code(Scanned),
    /// A picture without a code, by its name.
    NoCode(String),
}

impl Said {
    fn words(&self, page: Page) -> String {
        let locale = page.locale.get();
        let named = |text: Text, name: &String| {
            let unnamed = Text::ClassScanUnnamed.to(locale);
            text.with(locale, &[("name", if name.is_empty() { unnamed } else { name })])
        };
        match self {
            Self::Nothing => String::new(),
            Self::Asking => Text::ClassScanAsking.to(locale).to_owned(),
            Self::Ready => Text::ClassScanReady.to(locale).to_owned(),
            Self::Trouble(NoCamera::Refused) => Text::ClassScanRefused.to(locale).to_owned(),
            Self::Trouble(NoCamera::Missing) => Text::ClassScanMissing.to(locale).to_owned(),
            Self::Trouble(NoCamera::Busy) => Text::ClassScanBusy.to(locale).to_owned(),
            Self::Trouble(NoCamera::Unsupported) => Text::ClassScanUnsupported.to(locale).to_owned(),
            Self::Code(Scanned::Guess(name)) => named(Text::ClassScanGuess, name),
            Self::Code(Scanned::Known(name)) => named(Text::ClassScanKnown, name),
            Self::Code(Scanned::Other) => Text::ClassScanOther.to(locale).to_owned(),
            Self::NoCode(file) => Text::ClassScanNone.with(locale, &[("file", file)]),
        }
    }
}

/// The button with its dialog.
#[component]
pub fn ScanButton(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button
            class="tool outlined"
            type="button"
            aria-haspopup="dialog"
            data-testid="class-scan"
            on:click=move |_| open.set(true)
        >
            {page.text(Text::ClassScan)}
        </button>
        <Dialog page open id="scan-dialog" title=Text::ClassScanTitle>
            <Scan page view />
        </Dialog>
    }
    .into_any()
}

/// What is in the dialog; the camera is on as long as it is open.
#[component]
fn Scan(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let life = Life::here();
    let (said, on) = (RwSignal::new(Said::Nothing), RwSignal::new(false));
    let count = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.count.clone()).unwrap_or_default()));
    let video = NodeRef::<leptos::html::Video>::new();
    let reader = StoredValue::new_local(Reader::open(life, page.late.scanning_shell()));
    let camera = StoredValue::new_local(None::<Camera>);
    let start = move || {
        said.set(Said::Asking);
        Camera::start(life, move |started| match started {
            Err(why) => said.set(Said::Trouble(why)),
            Ok(running) => {
                let Some(video) = video.get_untracked() else { return running.stop() };
                running.show(&video);
                on.set(true);
                said.set(Said::Ready);
                let last = StoredValue::new_local(String::new());
                running.each_frame(life, video, move |canvas, next| {
                    reader.with_value(|reader| {
                        reader.read(&canvas, move |texts| {
                            // a code stays before the camera for many frames
                            let fresh = texts.into_iter().find(|text| last.with_value(|last| last != text));
                            if let Some(text) = fresh {
                                said.set(Said::Code(take(page, &text)));
                                last.set_value(text);
                            }
                            next();
                        });
                    });
                });
                camera.set_value(Some(running));
            }
        });
    };
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            start();
        }
    });
    on_cleanup(move || {
        camera.try_with_value(|camera| camera.as_ref().map(Camera::stop));
        reader.try_with_value(Reader::close);
    });
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let files = input.files().map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect());
        input.set_value("");
        pictures(page, life, reader, said, Rc::new(files.unwrap_or_default()), 0);
    };
    let trouble =
        Memo::new(move |_| said.with(|said| matches!(said, Said::Trouble(why) if *why != NoCamera::Unsupported)));
    view! {
        <p class="count" aria-live="polite" data-testid="scan-count">{move || count.get()}</p>
        <video
            class="scan-view"
            aria-hidden="true"
            playsinline
            prop:muted=true
            hidden=move || !on.get()
            data-testid="scan-view"
            node_ref=video
        ></video>
        <p class="scan-said" role="status" data-testid="scan-said">{move || said.with(|said| said.words(page))}</p>
        <div class="dialog-actions">
            <Show when=move || trouble.get()>
                <button class="tool outlined" type="button" data-testid="scan-again" on:click=move |_| start()>
                    {page.text(Text::ClassScanAgain)}
                </button>
            </Show>
            <label class="tool outlined file">
                {page.text(Text::ClassScanPicture)}
                <input type="file" accept="image/*" multiple data-testid="scan-pictures" on:change=chosen />
            </label>
        </div>
        <p class="hint">{page.text(Text::ClassScanHint)}</p>
    }
    .into_any()
}

/// Takes what a code says.
fn take(page: Page, text: &str) -> Scanned {
    let scanned = page.ask(|app| app.lessons().scanned(text));
    if matches!(scanned, Scanned::Guess(_)) {
        say(page, Guess::Pasted(text.to_owned()));
    }
    scanned
}

/// Reads chosen pictures, one after another.
fn pictures(
    page: Page,
    life: Life,
    reader: StoredValue<Reader, LocalStorage>,
    said: RwSignal<Said>,
    files: Rc<Vec<File>>,
    index: usize,
) {
    let Some(file) = files.get(index).cloned() else { return };
    let name = file.name();
    camera::picture(life, &file, move |canvas| {
        let done = move |texts: Vec<String>| {
            // of several codes in one picture each is taken, and the last one told
            let last = texts.iter().fold(None, |_, text| Some(take(page, text)));
            said.set(last.map_or(Said::NoCode(name), Said::Code));
            pictures(page, life, reader, said, files, index + 1);
        };
        match canvas {
            Some(canvas) => reader.with_value(|reader| reader.read(&canvas, done)),
            None => done(Vec::new()),
        }
    });
}
