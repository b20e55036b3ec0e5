// CPU time of a thread of another process, so that what else runs on the machine does not count.

import { readFileSync, readdirSync } from 'node:fs';

/** CPU time in ns of the main thread of a process, or nothing where the system does not tell (it does on Linux). */
export function cpu(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return undefined;
  }
}

/** CPU time in ns so far of each thread of a process whose name begins so; empty where the system does not tell. */
export function threads(pid, name) {
  try {
    return new Map(readdirSync(`/proc/${pid}/task`)
      .filter((tid) => readFileSync(`/proc/${pid}/task/${tid}/comm`, 'utf8').startsWith(name))
      .map((tid) => [tid, cpu(`${pid}/task/${tid}`)]));
  } catch {
    return new Map();
  }
}

/** CPU time of a piece of work, `work` resolving to its wall time in ns, which stands in where CPU time is not known. */
export async function timed(pid, work) {
  const before = cpu(pid);
  const wall = await work();
  const after = cpu(pid);
  return before === undefined || after === undefined ? wall : after - before;
}
