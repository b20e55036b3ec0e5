// Finds the texts in the memory of the program: strings that begin with the separator, their name and the separator again, as
// build/texts.rs writes them.

const MARK = Buffer.from([0x1e]);

/** The segments of a memory as one block. */
export function joined(segments) {
  const from = Math.min(...segments.map(({ at }) => at));
  const bytes = Buffer.alloc(Math.max(...segments.map(({ at, bytes }) => at + bytes.length)) - from);
  segments.forEach((segment) => bytes.set(segment.bytes, segment.at - from));
  return { at: from, bytes };
}

/** Name, address and bytes of every string of texts; `part` is `en`, `zh` or `keys`. */
export function find({ at, bytes }) {
  const found = [];
  for (let from = bytes.indexOf(MARK); from >= 0; from = bytes.indexOf(MARK, from)) {
    const end = bytes.indexOf(0x1e, from + 1);
    const name = bytes.subarray(from + 1, Math.max(end, from + 1)).toString('latin1');
    const [, group, part] = name.match(/^([a-z_]+)\.(en|zh|keys)$/) ?? [];
    if (!part) {
      from += 1;
      continue;
    }
    const stop = bytes.indexOf(Buffer.from([0x1e, 0x1e]), end) + 2;
    if (stop < 2) {
      throw new Error(`the texts ${name} have no end: build/texts.rs and src/shell/split/texts.mjs differ`);
    }
    found.push({ group, part, at: at + from, bytes: bytes.subarray(from, stop) });
    from = stop;
  }
  return found;
}

/** Segments of a block without the texts and without long runs of zeros, which memory has anyway. */
export function without({ at, bytes }, texts) {
  const rest = Buffer.from(bytes);
  texts.forEach((text) => rest.fill(0, text.at - at, text.at - at + text.bytes.length));
  const segments = [];
  const zeros = /\0{32,}/g;
  const latin = rest.toString('latin1');
  let from = 0;
  for (const run of latin.matchAll(zeros)) {
    segments.push([from, run.index]);
    from = run.index + run[0].length;
  }
  segments.push([from, rest.length]);
  return segments.filter(([a, b]) => b > a).map(([a, b]) => ({ at: at + a, bytes: rest.subarray(a, b) }));
}

/** The file of texts that runtime.js puts into memory: address, length, bytes of each. */
export const file = (texts) => Buffer.concat(texts.flatMap((text) => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(text.at, 0);
  head.writeUInt32LE(text.bytes.length, 4);
  return [head, text.bytes];
}));
