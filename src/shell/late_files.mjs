// What the generated loader of late parts fetches its files with. divide.mjs bundles it with the glue and has the bundler give it to the
// loader in place of the two globals of the same name: boot.js and worker.js have brought the files, counted their bytes, named the cause
// of a failure and tried again, whatever type the host gives, and a worker gets them compiled from the page.

/** The late part that a file of wasm-split-cli is: one that was asked for, or what they share. */
export const nameOf = (file) => /^split_(\w+)\.wasm$/.exec(file)?.[1] ?? (/^chunk_\d+\.wasm$/.test(file) ? 'shared' : undefined);

/** Compiled files that were brought, by the name of the late part. */
export const parts = {};

/** The compiled file at an address where it is one that was brought; otherwise the answer of the network. */
export async function fetch(resource, options) {
  const name = resource instanceof URL ? nameOf(resource.pathname.split('/').pop()) : undefined;
  return parts[name] ?? globalThis.fetch(resource, options);
}

/** An instance of what `fetch` gave. */
export async function instantiateStreaming(source, imports) {
  const file = await source;
  return file instanceof WebAssembly.Module ? WebAssembly.instantiate(file, imports) : globalThis.WebAssembly.instantiateStreaming(file, imports);
}
