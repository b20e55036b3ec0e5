// Starts a worker with the module that the page has compiled; from then on Rust takes the messages.
// The counterpart is mod.rs beside this file: PROTOCOL is the same number in both.

const PROTOCOL = 1;

addEventListener('message', async ({ data }) => {
  try {
    if (data.protocol !== PROTOCOL) {
      throw new Error(`the page speaks protocol ${data.protocol}, this worker ${PROTOCOL}: reload the page`);
    }
    const app = await import(data.glue);
    await app.default({ module_or_path: data.module });
    app.worker_main();
  } catch (error) {
    postMessage({ message: String(error?.message ?? error) });
  }
}, { once: true });
