// The cases that peers are checked with, read from files or over the network.

const FILES = { golden: 'golden.json', reference: 'reference.json', assumptions: 'assumptions.f64', uniforms: 'uniforms.f64', results: 'results.f64' };

/** All cases; `read` turns a file name into its bytes. */
export async function cases(read) {
  const entries = await Promise.all(Object.entries(FILES).map(async ([key, file]) => {
    const bytes = await read(file);
    return [key, file.endsWith('.json') ? JSON.parse(new TextDecoder().decode(bytes)) : new Float64Array(new Uint8Array(bytes).buffer)];
  }));
  return Object.fromEntries(entries);
}
