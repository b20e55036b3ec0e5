// Stands at the end of the generated glue (split.mjs puts it there with the names of the files): loads the later part of the program
// and the texts of the first screen. `wasm` and `__wbg_get_imports` are the glue's.

const LATER = new URL('__LATER__', import.meta.url).href;
const WORDS = { en: '__WORDS_en__', zh: '__WORDS_zh__' };
const SORRY = 'The rest of the page could not be loaded: check the connection and reload. 页面的其余部分未能载入，请检查网络后刷新页面。';

const laterImports = () => ({ ...__wbg_get_imports(), first: wasm });
const isThere = () => wasm.__later_loaded.value === 1;
const arrived = () => {
  wasm.__later_loaded.value = 1;
};

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: HTTP ${response.status}`);
  }
  return response.arrayBuffer();
}

let loading;
/** Loads the later part, once; a failed try is forgotten, and the next call tries again. */
export function later() {
  loading ??= (async () => {
    const module = await WebAssembly.compile(await fetched(LATER));
    if (!isThere()) {
      await WebAssembly.instantiate(module, laterImports());
      arrived();
    }
  })().catch((error) => {
    loading = undefined;
    throw new Error(`${SORRY} (${error.message})`);
  });
  return loading;
}

/** The program calls something of the later part before it is there: it cannot wait but for a request that blocks. */
function loadLater(slot) {
  if (isThere()) {
    return;
  }
  performance.mark(`aftercast:later-needed ${slot}`);
  try {
    const request = new XMLHttpRequest();
    request.open('GET', LATER, false);
    // pages may not ask for bytes here
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    if (request.status !== 200) {
      throw new Error(`${LATER}: HTTP ${request.status}`);
    }
    const module = new WebAssembly.Module(Uint8Array.from(request.response, (character) => character.charCodeAt(0)));
    new WebAssembly.Instance(module, laterImports());
    arrived();
  } catch (error) {
    // the program stops here, as at a trap
    throw new WebAssembly.RuntimeError(`${SORRY} (${error.message})`);
  }
}

/** The texts of the first screen in a language, `en` or `zh`, for `place`. */
export const words = (language) => fetched(new URL(WORDS[language], import.meta.url));

/** Puts texts where the program looks for them: a list of address, length, bytes. */
export function place(texts) {
  const view = new DataView(texts);
  for (let at = 0; at < texts.byteLength;) {
    const [address, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    new Uint8Array(wasm.memory.buffer).set(new Uint8Array(texts, at + 8, length), address);
    at += 8 + length;
  }
}
