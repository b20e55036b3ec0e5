// Makes two modules of one. The first keeps everything but the functions that move; in their place it has stubs, which have the
// second loaded when one is called. The second shares memory, tables and stack with the first.

/** Under this name the second part finds the first. */
export const FIRST = 'first';
/** The glue provides what loads the second part. */
const GLUE = './app_bg.js';
/** The function that loads the second part, the mark that it is there, and the table of what moved. */
export const [LOAD, LOADED, SLOTS] = ['__load_later', '__later_loaded', '__later_slots'];

// what rustc and wasm-bindgen use
const FEATURES = ['MutableGlobals', 'NontrappingFPToInt', 'SIMD128', 'BulkMemory', 'BulkMemoryOpt', 'SignExt', 'ReferenceTypes', 'Multivalue', 'CallIndirectOverlong'];

const list = (count, item) => Array.from({ length: count }, (_, place) => item(place));
const clean = (module) => module.runPasses(['remove-unused-module-elements']);

/** Reads a module without names: the library then names functions by their number. */
export function parse(binaryen, bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(FEATURES.reduce((all, name) => {
    if (!binaryen.Features[name]) {
      throw new Error(`binaryen knows no feature ${name}`);
    }
    return all | binaryen.Features[name];
  }, 0));
  return module;
}

/** The functions of a module in their order; `module` is empty where the body is here. */
export const functions = (binaryen, module) =>
  list(module.getNumFunctions(), (place) => binaryen.getFunctionInfo(module.getFunctionByIndex(place)));

const exportsOf = (binaryen, module) =>
  list(module.getNumExports(), (place) => binaryen.getExportInfo(module.getExportByIndex(place)));

/** Names for what the first part hands over: short, and none that it has already. */
function labelling(binaryen, module) {
  const taken = new Map(exportsOf(binaryen, module).map(({ kind, value, name }) => [`${kind} ${value}`, name]));
  const names = new Set(taken.values());
  const added = [];
  let next = 0;
  const label = (kind, value) => {
    const key = `${kind} ${value}`;
    if (!taken.has(key)) {
      let name;
      do {
        name = (next++).toString(36).toUpperCase();
      } while (names.has(name));
      taken.set(key, name);
      added.push({ kind, value, name });
    }
    return taken.get(key);
  };
  return { label, added };
}

function cutLater(binaryen, bytes, moved) {
  const module = parse(binaryen, bytes);
  const { label, added } = labelling(binaryen, module);
  const gone = new Set(moved);
  const stay = functions(binaryen, module).filter((info) => !info.module && !gone.has(info.name));
  exportsOf(binaryen, module).forEach(({ name }) => module.removeExport(name));
  list(module.getNumElementSegments(), (place) => binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(place)).name)
    .forEach((name) => module.removeElementSegment(name));
  const from = ({ name, params, results }, base) => {
    module.removeFunction(name);
    module.addFunctionImport(name, FIRST, base, params, results);
  };
  stay.forEach((info) => from(info, info.name));
  // keeps what moved from being taken for unused
  moved.forEach((name) => module.addFunctionExport(name, name));
  clean(module);
  const used = new Set(functions(binaryen, module).map(({ name }) => name));
  stay.filter(({ name }) => used.has(name)).forEach((info) => from(info, label(binaryen.ExternalFunction, info.name)));
  list(module.getNumTables(), (place) => binaryen.getTableInfo(module.getTableByIndex(place)).name)
    .forEach((name) => module.addTableImport(name, FIRST, label(binaryen.ExternalTable, name)));
  list(module.getNumGlobals(), (place) => binaryen.getGlobalInfo(module.getGlobalByIndex(place)))
    .filter(({ mutable }) => mutable)
    .forEach(({ name, type }) => {
      module.removeGlobal(name);
      module.addGlobalImport(name, FIRST, label(binaryen.ExternalGlobal, name), type, true);
    });
  module.addMemoryImport('0', FIRST, label(binaryen.ExternalMemory, '0'));
  return { module, handed: added };
}

function cutFirst(binaryen, bytes, moved, handed) {
  const module = parse(binaryen, bytes);
  const signatures = new Map(functions(binaryen, module).map((info) => [info.name, info]));
  module.addFunctionImport('load', GLUE, LOAD, binaryen.i32, binaryen.none);
  module.addGlobal('loaded', binaryen.i32, true, module.i32.const(0));
  module.addFunction('check', binaryen.i32, binaryen.none, [], module.if(
    module.i32.eqz(module.global.get('loaded', binaryen.i32)),
    module.call('load', [module.local.get(0, binaryen.i32)], binaryen.none),
  ));
  module.addTable(SLOTS, moved.length, moved.length, binaryen.funcref);
  // one way on for all functions of a type keeps the stubs short
  const ways = new Map();
  const way = (params, results) => {
    const key = `way ${params} ${results}`;
    if (!ways.has(key)) {
      const types = binaryen.expandType(params);
      const operands = types.map((type, place) => module.local.get(place, type));
      const on = module.call_indirect(SLOTS, module.local.get(types.length, binaryen.i32), operands, params, results);
      const body = module.block(null, [module.call('check', [module.local.get(types.length, binaryen.i32)], binaryen.none), on], results);
      module.addFunction(key, binaryen.createType([...types, binaryen.i32]), results, [], body);
      ways.set(key, key);
    }
    return key;
  };
  const stub = (name, slot) => {
    const { params, results } = signatures.get(name);
    const operands = binaryen.expandType(params).map((type, place) => module.local.get(place, type));
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.call(way(params, results), [...operands, module.i32.const(slot)], results));
  };
  moved.forEach(stub);
  module.addTableExport(SLOTS, SLOTS);
  module.addGlobalExport('loaded', LOADED);
  const kinds = new Map([
    [binaryen.ExternalFunction, 'Function'], [binaryen.ExternalTable, 'Table'],
    [binaryen.ExternalMemory, 'Memory'], [binaryen.ExternalGlobal, 'Global'],
  ]);
  handed.forEach(({ kind, value, name }) => module[`add${kinds.get(kind)}Export`](value, name));
  clean(module);
  // what only moved functions call needs no stub
  const left = new Set(functions(binaryen, module).map(({ name }) => name));
  const slots = moved.filter((name) => left.has(name));
  slots.forEach(stub);
  return { module, slots };
}

const emit = (module, part) => {
  const bytes = Buffer.from(module.emitBinary());
  module.dispose();
  try {
    new WebAssembly.Module(bytes);
  } catch (error) {
    throw new Error(`the ${part} part of the divided module is not valid (src/shell/split/): ${error.message}`);
  }
  return bytes;
};

/** Functions of one type next to each other: stubs that are alike pack better. */
function byType(binaryen, bytes, names) {
  const module = parse(binaryen, bytes);
  const types = new Map(functions(binaryen, module).map(({ name, params, results }) => [name, `${results} ${binaryen.expandType(params)}`]));
  module.dispose();
  const compare = (a, b) => (a < b ? -1 : Number(a > b));
  return names.toSorted((a, b) => compare(types.get(a), types.get(b)) || Number(a) - Number(b));
}

/** Both parts of a module without names; `names` lists what moves as `functions` names it. */
export function divide(binaryen, bytes, names) {
  const moved = byType(binaryen, bytes, names);
  const { module: later, handed } = cutLater(binaryen, bytes, moved);
  const { module: first, slots } = cutFirst(binaryen, bytes, moved, handed);
  moved.forEach((name) => later.removeExport(name));
  later.addTableImport(SLOTS, FIRST, SLOTS);
  later.addActiveElementSegment(SLOTS, 'slots', slots, later.i32.const(0));
  clean(later);
  const text = first.emitText();
  return { text, first: emit(first, 'first'), later: emit(later, 'later'), slots, handed: handed.length };
}
