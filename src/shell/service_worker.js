// Keeps the site for use without a network. Files with their hash in the name never change: from the cache first. The page itself
// comes from the network first, as long as it belongs to this version: a newer one waits here until somebody wants it.
// The build (offline.mjs) puts the list of files and the version in place of the two names below.

const VERSION = '__VERSION__';
const FILES = __FILES__;
const GO = 'take over';
// a hash is written without leading zeros
const HASHED = /-[0-9a-f]{12,16}[._]/;

// the storage is shared with every other page of the host: the scope keeps two copies of the site apart
const OWN = `aftercast ${registration.scope} `;
const CACHE = OWN + VERSION;
const inScope = (path) => new URL(path, registration.scope).href;
const KNOWN = new Set(FILES.map(inScope));
const PAGE = inScope('index.html');

addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // what has its hash in the name was just loaded and cannot be another version's; the rest is asked for again
    const mode = (file) => (HASHED.test(file) ? 'default' : 'no-cache');
    await cache.addAll(FILES.map((file) => new Request(inScope(file), { cache: mode(file) })));
  })());
});

addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(OWN) && name !== CACHE).map((name) => caches.delete(name)));
    await clients.claim();
  })());
});

addEventListener('message', ({ data }) => {
  if (data === GO) {
    skipWaiting();
  }
});

/** The page: this version's where the network gives another one, none or an error. */
async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  try {
    const fresh = await fetch(request);
    if (!fresh.ok || !kept) {
      return kept ?? fresh;
    }
    // another version's page would ask for files this version may not have, and nobody has agreed to it yet
    const [mine, theirs] = await Promise.all([kept.clone().text(), fresh.clone().text()]);
    return mine === theirs ? fresh : kept;
  } catch (error) {
    if (kept) {
      return kept;
    }
    throw error;
  }
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) {
    return;
  }
  const path = url.origin + url.pathname;
  if (request.mode === 'navigate') {
    // other pages under the same folder are none of ours
    if (path === registration.scope || path === PAGE) {
      event.respondWith(page(request));
    }
  } else if (KNOWN.has(path)) {
    event.respondWith((async () => {
      const cache = await caches.open(CACHE);
      return (await cache.match(path)) ?? fetch(request);
    })());
  }
});
