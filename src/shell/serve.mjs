// Serves a folder for a person: node serve.mjs FOLDER PORT

import { serve } from './server.mjs';

const [folder, port] = process.argv.slice(2);
try {
  const host = await serve(folder, { port: Number(port) });
  console.log(`Aftercast is at ${host.url} (stop with Ctrl-C)`);
} catch (error) {
  console.error(`error: port ${port}: ${error.message}: choose another with --port`);
  process.exitCode = 1;
}
