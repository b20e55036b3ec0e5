// A static host as plain as they come: it adds no header that the site could lean on.

import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves the folder `root` under `base` ("/" or "/some/path/") on a free port of this machine, or on `port`.
 * `types` overrides content types; `packed` sends files in brotli, packed before the first request as most hosts do;
 * `requests` of the answer lists the paths asked for.
 */
export async function serve(root, { base = '/', port = 0, types = {}, packed = false } = {}) {
  const requests = [];
  const packs = packed ? packAll(root) : new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    requests.push(path);
    const inside = path.startsWith(base) ? normalize(path.slice(base.length) || 'index.html') : undefined;
    const file = inside !== undefined && !inside.startsWith('..') ? join(root, inside.endsWith(sep) ? `${inside}index.html` : inside) : undefined;
    const found = file ? await stat(file).catch(() => undefined) : undefined;
    if (!found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(`not found: ${path}\n`);
      return;
    }
    const type = types[extname(file)] ?? TYPES[extname(file)] ?? 'application/octet-stream';
    const pack = packs.get(file);
    if (pack) {
      response.writeHead(200, { 'content-type': type, 'content-length': pack.length, 'content-encoding': 'br', 'cache-control': 'no-cache' }).end(pack);
      return;
    }
    response.writeHead(200, { 'content-type': type, 'content-length': found.size, 'cache-control': 'no-cache' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    requests,
    url: `http://localhost:${server.address().port}${base}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

function packAll(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return [file, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })];
  }));
}
