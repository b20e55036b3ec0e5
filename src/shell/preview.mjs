// What a first visit sees while the program is on its way: the answer for the example firm, computed beforehand by the same program
// (crates/app/src/tests_preview.rs writes the files). A link or a document of one's own has an answer of its own, which is waited for.

import { reader, remembered } from './wait.mjs';

/** A program that is there sooner needs no preview, in milliseconds. */
const PATIENCE = 800;

/** Shows it in a block after a while, unless `isOver` by then; the page stands as it was where it does not arrive. */
export function preview(block, isOver) {
  if (location.hash.length > 1 || remembered('last') !== undefined) {
    return;
  }
  setTimeout(async () => {
    try {
      const response = isOver() ? undefined : await fetch(new URL(`preview-${reader()}.html`, document.baseURI));
      const answer = response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
      const shown = answer?.querySelector('.preview');
      if (shown && !isOver()) {
        // the colours of the page, which may be a wish and not those of the system
        shown.querySelector('source').media = document.documentElement.dataset.theme === 'dark' ? 'all' : 'not all';
        block.append(document.adoptNode(shown));
        block.dataset.preview = 'there';
      }
    } catch {
      // the line is as it is: the notice says so
    }
  }, PATIENCE);
}
