// Sections of a WebAssembly file, for what the library that edits functions does not offer.

const CODE = 10;
const DATA = 11;
const NAMES = 'name';
const HEADER = 8;

/** Reads numbers and names from bytes. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  unsigned() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
  }

  signed32() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
      }
    }
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  name() {
    return Buffer.from(this.take(this.unsigned())).toString('utf8');
  }
}

const unsigned = (value) => {
  const out = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) {
      out.push(rest);
      return Buffer.from(out);
    }
    out.push((rest % 128) + 128);
  }
};

const signed32 = (value) => {
  const out = [];
  for (let rest = value; ; rest >>= 7) {
    const byte = rest & 0x7f;
    if ((rest >> 7 === 0 && !(byte & 0x40)) || (rest >> 7 === -1 && byte & 0x40)) {
      out.push(byte);
      return Buffer.from(out);
    }
    out.push(byte | 0x80);
  }
};

/** The sections of a module in order: `{ id, body, name }`, the name only of custom ones. */
export function sections(bytes) {
  const reader = new Reader(bytes, HEADER);
  const found = [];
  while (reader.at < bytes.length) {
    const id = reader.take(1)[0];
    const body = reader.take(reader.unsigned());
    found.push({ id, body, name: id === 0 ? new Reader(body).name() : undefined });
  }
  return found;
}

const joined = (bytes, list) => Buffer.concat([
  bytes.subarray(0, HEADER),
  ...list.flatMap(({ id, body }) => [Buffer.from([id]), unsigned(body.length), body]),
]);

/** The module without its names and other sections that nothing runs. */
export const bare = (bytes) => joined(bytes, sections(bytes).filter(({ id }) => id !== 0));

/** Names of functions by index, imported ones first. */
export function functionNames(bytes) {
  const section = sections(bytes).find(({ name }) => name === NAMES);
  const names = new Map();
  if (!section) {
    return names;
  }
  const reader = new Reader(section.body);
  reader.name();
  while (reader.at < section.body.length) {
    const kind = reader.take(1)[0];
    const end = reader.unsigned() + reader.at;
    if (kind === 1) {
      for (let left = reader.unsigned(); left > 0; left -= 1) {
        names.set(reader.unsigned(), reader.name());
      }
    }
    reader.at = end;
  }
  return names;
}

/** Sizes of the functions that are not imported. */
export function functionSizes(bytes) {
  const reader = new Reader(sections(bytes).find(({ id }) => id === CODE).body);
  return Array.from({ length: reader.unsigned() }, () => reader.take(reader.unsigned()).length);
}

/** What the module puts into memory at its start: `{ at, bytes }` of each segment. */
export function data(bytes) {
  const section = sections(bytes).find(({ id }) => id === DATA);
  const reader = new Reader(section.body);
  const found = [];
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const [flags, instruction] = [reader.unsigned(), reader.take(1)[0]];
    if (flags !== 0 || instruction !== 0x41) {
      throw new Error('a data segment is not put at a fixed address of the one memory');
    }
    const at = reader.signed32();
    reader.take(1);
    found.push({ at, bytes: reader.take(reader.unsigned()) });
  }
  return found;
}

/** The module with other data. */
export function withData(bytes, segments) {
  const body = Buffer.concat([
    unsigned(segments.length),
    ...segments.flatMap((segment) => [
      Buffer.from([0, 0x41]), signed32(segment.at), Buffer.from([0x0b]), unsigned(segment.bytes.length), segment.bytes,
    ]),
  ]);
  return joined(bytes, sections(bytes).filter(({ id }) => id !== DATA && id !== 12).concat({ id: DATA, body }));
}
