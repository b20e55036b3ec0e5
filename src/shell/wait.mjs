// What a person sees of a program on its way, or of one that did not arrive.

/** A line that brings no byte for so long is called silent, in milliseconds. */
const SILENCE = 20_000;

/** What did not arrive or cannot run; `kind` is a part of the template. */
export class Trouble extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

export function kindOf(error) {
  if (error instanceof Trouble && error.kind !== 'network') {
    return error.kind;
  }
  if (navigator.onLine === false) {
    return 'offline';
  }
  if (error instanceof Trouble) {
    return error.kind;
  }
  // a request that fails tells no more
  return error instanceof TypeError ? 'network' : 'stopped';
}

/** A wish that the program has remembered (src/ui/runtime/browser/storage.rs). */
export function remembered(name) {
  try {
    return localStorage.getItem(`aftercast.${name}`) ?? undefined;
  } catch {
    // forbidden storage
    return undefined;
  }
}

/** The reader's language: of the page that runs, the one remembered, the browser's, else what the link says. */
export function reader() {
  const wishes = [document.getElementById('boot').hidden ? document.documentElement.lang : undefined, remembered('language'), ...navigator.languages,
    location.hash.match(/[#&]l=([a-z]+)/)?.[1]];
  return wishes.map((wish) => /^(en|zh)/i.exec(wish ?? '')?.[0].toLowerCase()).find(Boolean) ?? 'en';
}

const CAUSES = ['offline', 'network', 'answer', 'other', 'browser', 'stopped'];
const CAN_TRY_AGAIN = ['silent', 'offline', 'network', 'answer', 'other'];
const CAN_RELOAD = ['answer', 'stopped'];

/** The notice about a program on its way, in an element of the page. */
export class Wait {
  constructor(block) {
    this.block = block;
    /** What the line still owes. */
    this.onLine = new Set();
    /** Of each module: bytes that have arrived, of how many, and how many these are on the line. */
    this.modules = new Map();
    this.element = document.createElement('div');
    this.element.className = 'wait';
    this.element.append(document.getElementById('wait').content.cloneNode(true));
    this.find('.wait-reason').id = `${block.id}-reason`;
    this.find('[data-act="again"]').onclick = () => this.again();
    this.find('[data-act="reload"]').onclick = () => location.reload();
    block.append(this.element);
  }

  find(selector) {
    return this.element.querySelector(selector);
  }

  /** Goes on in another block, where the page has put one in place of the first. */
  moveTo(block) {
    if (block !== this.block) {
      Object.assign(block.dataset, { state: this.block.dataset.state, cause: this.block.dataset.cause });
      this.block = block;
      block.append(this.element);
    }
  }

  /** Whether the last attempt failed, and another one can be asked for. */
  isFailed() {
    return CAUSES.includes(this.state) && CAN_TRY_AGAIN.includes(this.state);
  }

  show(state, reason = '') {
    this.state = state;
    const failed = CAUSES.includes(state);
    Object.assign(this.block.dataset, { state: failed ? 'failed' : state, cause: failed ? state : '' });
    this.element.querySelectorAll('[data-for]').forEach((part) => { part.hidden = part.dataset.for !== state; });
    this.find('.wait-bytes').hidden = failed;
    this.find('.wait-reason').textContent = reason;
    this.find('[data-act="again"]').hidden = !CAN_TRY_AGAIN.includes(state);
    this.find('[data-act="reload"]').hidden = !CAN_RELOAD.includes(state);
    const first = reader();
    this.element.querySelectorAll(`[lang="${first}"]:not(:first-child)`).forEach((words) => {
      // a blank stands between the words of a button
      words.parentElement.prepend(words, words.tagName === 'SPAN' ? ' ' : '');
    });
  }

  /** An attempt begins; `giveUp` ends it where another one is asked for. */
  begin(giveUp) {
    this.again = giveUp;
    this.onLine.clear();
    this.show('loading');
    this.alive();
    clearInterval(this.timer);
    let looked = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      // a page that slept has not listened: its own lateness is no silence of the line
      if (now - looked > SILENCE / 4) {
        this.heard = now;
      }
      looked = now;
      if (this.onLine.size > 0 && this.state !== 'silent' && now - this.heard > SILENCE) {
        this.show('silent');
      }
    }, 1000);
  }

  /** Something has arrived. */
  alive() {
    this.heard = performance.now();
    if (this.state === 'silent') {
      this.show('loading');
    }
  }

  /** Nothing of a file is owed any more. */
  whole(file) {
    this.onLine.delete(file);
    this.alive();
    if (this.onLine.size === 0 && this.state === 'loading') {
      this.show('starting');
    }
  }

  /** So much of a module has arrived, of so many bytes; on the line they are `packed`, 0 where that is not known. */
  arrived(file, ...amounts) {
    this.alive();
    this.modules.set(file, amounts);
    const known = [...this.modules.values()];
    const sum = (k) => known.reduce((before, each) => before + each[k], 0);
    const [bytes, all, packed] = [sum(0), sum(1), known.every((each) => each[2]) ? sum(2) : 0];
    const share = all > 0 ? Math.min(bytes / all, 1) : 0;
    const whole = packed || all || bytes;
    const [unit, digits, name] = whole < 1e6 ? [1e3, 0, 'KB'] : [1e6, 1, 'MB'];
    const written = (number) => (number / unit).toFixed(digits);
    this.find('progress').value = share;
    this.find('.wait-bytes span').textContent = `${written(all > 0 ? share * whole : bytes)}${all > 0 ? ` / ${written(whole)}` : ''} ${name}`;
  }

  /** The attempt failed: says why, and comes back when another one is wanted, or the network is there again. */
  failed(error) {
    clearInterval(this.timer);
    this.show(kindOf(error), String(error?.message ?? error));
    return new Promise((resolve) => {
      this.again = resolve;
      if (['offline', 'network'].includes(this.state)) {
        addEventListener('online', resolve, { once: true });
      }
    });
  }

  /** It is not tried again by itself. */
  stopped(error) {
    clearInterval(this.timer);
    const kind = kindOf(error);
    this.show(CAN_TRY_AGAIN.includes(kind) ? 'stopped' : kind, String(error?.message ?? error));
    this.block.hidden = false;
  }

  /** The program runs. */
  over() {
    clearInterval(this.timer);
    this.show('over');
  }
}
