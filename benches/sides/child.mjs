// A contestant in a process of its own that answers a line with a line of JSON.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { timed } from './clock.mjs';

export class Child {
  constructor(program, ...args) {
    this.name = [program, ...args].join(' ');
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** The next line it writes. */
  async answer() {
    const { value, done } = await this.lines.next();
    if (done) {
      throw new Error(`${this.name} ended without an answer`);
    }
    return JSON.parse(value);
  }

  ask(line) {
    this.process.stdin.write(`${line}\n`);
    return this.answer();
  }

  /** CPU time in ns of a line's work. */
  time(line) {
    return timed(this.process.pid, async () => (await this.ask(line)).ns);
  }

  close() {
    this.process.stdin.end();
  }
}
