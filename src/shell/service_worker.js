// Keeps the site for use without a network. What is kept comes from the cache, the page too: no visit waits for a host that does
// not answer, and a newer version waits here until it is accepted. Files of an older version stay as long as a tab runs it.
// The build (offline.mjs) puts files, version and repair.mjs in place of the names in capitals below.

const VERSION = '__VERSION__';
/** What every visitor needs, and the files of the two builds of the program. */
const FILES = __FILES__;
const GO = 'take over';
/** Asks a page what it runs: `{build, files}`, addresses of files that it may yet need. */
const ASK = 'what do you run';
/** With this a page says that it has started, and which build it runs. */
const STARTED = 'started';
/** A page that has not answered for so long is asleep, or of a version that does not know the question. */
const PATIENCE = 2000;
// a hash is written without leading zeros
const HASHED = /-[0-9a-f]{12,16}[._]/;

// the storage is shared with every other page of the host: the scope keeps two copies of the site apart
const OWN = `aftercast ${registration.scope} `;
const CACHE = OWN + VERSION;
const inScope = (path) => new URL(path, registration.scope).href;
const KNOWN = new Set(Object.values(FILES).flat().map(inScope));
const PAGE = inScope('index.html');

__REPAIR__

/** What is kept for all versions, the oldest first. */
const versions = async () => (await caches.keys()).filter((name) => name.startsWith(OWN));
/** What is kept for the versions before this one. One that comes after it may be waiting, or just be fetched. */
async function older() {
  const names = await versions();
  return names.slice(0, Math.max(names.indexOf(CACHE), 0));
}

/** What the open pages of the site run; nothing in the place of one that does not answer. */
async function running() {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  return Promise.all(pages.filter(({ url }) => url.startsWith(registration.scope)).map((page) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, PATIENCE);
    page.postMessage(ASK, [port2]);
  })));
}

/** A file as the host has it. Where the host led elsewhere, as many do from index.html to the folder, a page must not be answered with that answer itself. */
async function asked(address, cache) {
  const answer = await fetch(new Request(address, { cache }));
  if (!answer.ok) {
    throw new TypeError(`${address}: ${answer.status}`);
  }
  return answer.redirected ? new Response(await answer.blob(), { headers: { 'content-type': answer.headers.get('content-type') ?? '' } }) : answer;
}

/** Keeps a list of files, but for those that are there. */
async function keep(files) {
  const cache = await caches.open(CACHE);
  const there = await Promise.all(files.map((file) => cache.match(inScope(file))));
  // what has its hash in the name was just loaded and cannot be another version's; the rest is asked for again
  const mode = (file) => (HASHED.test(file) ? 'default' : 'no-cache');
  // all or none: of a version that is there in part a later try would take the rest from another one
  const fetched = await Promise.all(files.filter((_, place) => !there[place]).map(async (file) => [inScope(file), await asked(inScope(file), mode(file))]));
  await Promise.all(fetched.map(([address, answer]) => cache.put(address, answer)));
}

/** The builds to keep for a version that comes: those that run, else those that were kept, else the usual one. */
async function builds() {
  const run = (await running()).map((page) => page?.build);
  const names = (await versions()).filter((name) => name !== CACHE);
  const requests = (await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))).flat();
  const kept = requests.some(({ url }) => /-scalar-[^/]*$/.test(url)) ? ['scalar'] : [];
  const wanted = Object.keys(FILES).filter((build) => build !== 'all' && [...run, ...kept].includes(build));
  return wanted.length ? wanted : ['simd'];
}

/** Lets go of what was kept for older versions, once no open page needs any of it. */
async function tidy() {
  const names = await older();
  if (names.length === 0) {
    return;
  }
  const pages = await running();
  if (pages.some((page) => !page)) {
    return;
  }
  const current = await caches.open(CACHE);
  const needed = [];
  for (const file of new Set(pages.flatMap((page) => page.files))) {
    if (!await current.match(file)) {
      needed.push(file);
    }
  }
  await Promise.all(names.map(async (name) => {
    const cache = await caches.open(name);
    const found = await Promise.all(needed.map((file) => cache.match(file)));
    return found.some(Boolean) || caches.delete(name);
  }));
}

addEventListener('install', (event) => {
  event.waitUntil((async () => keep([...FILES.all, ...(await builds()).flatMap((build) => FILES[build])]))());
});

addEventListener('activate', (event) => event.waitUntil(clients.claim()));

addEventListener('message', (event) => {
  const { data } = event;
  if (data === GO) {
    skipWaiting();
  } else if (data?.[STARTED]) {
    // without a network it is tried again at the next start
    event.waitUntil(keep(FILES[data[STARTED]] ?? []).catch(() => {}).then(tidy));
  }
});

/** A file: of this version, or of another one that a tab still runs. */
async function file(request, path) {
  for (const name of [CACHE, ...await versions()]) {
    const found = await (await caches.open(name)).match(path);
    if (found) {
      return found;
    }
  }
  return fetch(request);
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) {
    return;
  }
  const path = url.origin + url.pathname;
  const isPage = (address) => address === registration.scope || address === PAGE;
  if (request.mode === 'navigate') {
    // other pages under the same folder are none of ours
    const meant = isPage(path) ? undefined : repaired(request.url);
    if (isPage(path)) {
      event.respondWith(file(request, PAGE));
    } else if (meant && isPage(meant.split(/[?#]/)[0])) {
      event.respondWith(Response.redirect(meant));
    } else if (KNOWN.has(path)) {
      // a page beside ours, such as the sheets of the lessons
      event.respondWith(file(request, path));
    }
  } else if (KNOWN.has(path) || (path.startsWith(registration.scope) && HASHED.test(path))) {
    event.respondWith(file(request, path));
  }
});
