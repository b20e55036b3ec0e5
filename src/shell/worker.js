// Starts a worker with the module that the page has compiled; from then on Rust takes the messages.
// The counterpart is mod.rs beside this file: PROTOCOL is the same number in both.

const PROTOCOL = 1;

let app;
// the page has the later part of the program: this worker needs it for what a first visit does not do
const page = new BroadcastChannel('aftercast.later');
page.onmessage = () => {
  page.close();
  app?.later?.().catch(() => {
    // it is asked for again when it is needed
  });
};

addEventListener('message', async ({ data }) => {
  try {
    if (data.protocol !== PROTOCOL) {
      throw new Error(`the page speaks protocol ${data.protocol}, this worker ${PROTOCOL}: reload the page`);
    }
    app = await import(data.glue);
    await app.default({ module_or_path: data.module });
    if (data.later) {
      page.close();
      await app.later?.();
    }
    app.worker_main();
  } catch (error) {
    postMessage({ message: String(error?.message ?? error) });
  }
}, { once: true });
