// Starts a worker with what the page has compiled, the module and perhaps the files of a late part; from then on Rust takes the messages.
// The counterpart is mod.rs beside this file: PROTOCOL is the same number in both.

const PROTOCOL = 3;

addEventListener('message', async ({ data }) => {
  try {
    if (data.protocol !== PROTOCOL) {
      throw new Error(`the page speaks protocol ${data.protocol}, this worker ${PROTOCOL}: reload the page`);
    }
    const app = await import(data.glue);
    // a debug build has no late parts
    Object.assign(app.parts ?? {}, data.files);
    await app.default({ module_or_path: data.module });
    await (data.part ? app[`${data.part}_main`] : app.worker_main)();
  } catch (error) {
    postMessage({ message: String(error?.message ?? error) });
  }
}, { once: true });
