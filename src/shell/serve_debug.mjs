// Builds the site fast, serves it, and builds it again at every change: node serve_debug.mjs PORT

import { join } from 'node:path';
import { build } from 'vite';
import { serve } from './server.mjs';

const [port] = process.argv.slice(2);
const watcher = await build({ configFile: join(import.meta.dirname, 'vite.config.mjs'), mode: 'debug', build: { watch: {} } });
let [host, failed] = [undefined, false];
watcher.on('event', async ({ code, error, result }) => {
  if (code === 'START') {
    failed = false;
  } else if (code === 'ERROR') {
    failed = true;
    console.error(`not built: ${error.message}`);
  } else if (code === 'END' && host && !failed) {
    console.log('built: reload the page');
  } else if (code === 'END' && !failed) {
    try {
      host = await serve('.cache/debug', { port: Number(port) });
    } catch (problem) {
      console.error(`error: port ${port}: ${problem.message}: choose another with --port`);
      process.exit(1);
    }
    console.log(`Aftercast is at ${host.url} (stop with Ctrl-C)`);
  }
  await result?.close();
});
