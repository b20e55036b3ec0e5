// Large tables of numbers that only functions of the later part read.

/** A table is known by its first and its last bytes; its length makes sure of it. */
const TABLES = [
  {
    name: 'powers of five, for reading decimal numbers (core::num::dec2flt)',
    first: [0xeef453d6923bd65an, 0x113faa2906a13b3fn],
    last: [0x8e679c2f5e44ff8fn, 0x570f09eaa7ea7648n],
    length: 651 * 16,
  },
];

const bytesOf = (words) => {
  const bytes = Buffer.alloc(words.length * 8);
  words.forEach((word, place) => bytes.writeBigUInt64LE(word, place * 8));
  return bytes;
};

/** Numbers in the functions of a module in text form that may be addresses. */
const constants = (text) => [...text.replace(/^ \(data .*$/gm, '').matchAll(/(?:i32\.const |offset=)(\d+)/g)].map((found) => Number(found[1]));

/** The tables in a memory, each with its address and bytes, but for those that the first part refers to; `text` is that part. */
export function find({ at, bytes }, text) {
  const mentioned = constants(text);
  return TABLES.flatMap((table) => {
    const from = bytes.indexOf(bytesOf(table.first));
    const end = from + table.length;
    if (from < 0 || bytes.indexOf(bytesOf(table.last), from) !== end - 16) {
      throw new Error(`the module has no such table: ${table.name} (src/shell/split/tables.mjs)`);
    }
    const inside = (address) => address >= at + from && address < at + end;
    if (mentioned.some(inside)) {
      console.log(`stays in the first part, which reads it: ${table.name}`);
      return [];
    }
    for (let place = 0; place + 4 <= bytes.length; place += 4) {
      const own = place >= from && place < end;
      if (!own && inside(bytes.readUInt32LE(place))) {
        throw new Error(`data refers to a table that is to be later: ${table.name} (src/shell/split/tables.mjs)`);
      }
    }
    return [{ at: at + from, bytes: bytes.subarray(from, end) }];
  });
}
