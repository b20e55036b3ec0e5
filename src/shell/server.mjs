// A static host as plain as they come: it adds no header that the site could lean on.

import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
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
 * A path it does not know gets 404.html, where there is one, with the status 404. `requests` of the answer lists the paths asked for;
 * a function put into `instead` may answer in its place, or leave the request without any answer, and then returns true.
 */
export async function serve(root, { base = '/', port = 0, types = {}, packed = false } = {}) {
  const host = { requests: [], instead: undefined };
  const packs = packed ? packAll(root) : new Map();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    host.requests.push(path);
    if (host.instead?.(path, response)) {
      return;
    }
    const inside = path.startsWith(base) ? normalize(path.slice(base.length) || 'index.html') : undefined;
    const file = inside !== undefined && !inside.startsWith('..') ? join(root, inside.endsWith(sep) ? `${inside}index.html` : inside) : undefined;
    const found = file ? await stat(file).catch(() => undefined) : undefined;
    if (!found?.isFile()) {
      const page = await readFile(join(root, '404.html')).catch(() => undefined);
      response.writeHead(404, { 'content-type': page ? TYPES['.html'] : 'text/plain' }).end(page ?? `not found: ${path}\n`);
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
  return Object.assign(host, {
    url: `http://localhost:${server.address().port}${base}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  });
}

function packAll(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return [file, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })];
  }));
}
