// What is seen while the program is on its way: at a first visit the answer for the example firm, computed beforehand by the same
// program; with the link of a lesson its story, which a class reads meanwhile (crates/app/src/tests_preview.rs writes the files). Another
// link, or a document of one's own, has an answer of its own, which is waited for.

import { reader, remembered } from './wait.mjs';

/** A program that is there sooner needs no preview, in milliseconds. */
const PATIENCE = 800;

/** Shows it in a block after a while, unless `isOver` by then; the page stands as it was where it does not arrive. */
export function preview(block, isOver) {
  const lesson = /[#&]view=lesson\.([a-z0-9]+\.[0-9]+)(&|$)/.exec(location.hash)?.[1];
  if (!lesson && (location.hash.length > 1 || remembered('last') !== undefined)) {
    return;
  }
  const [file, section] = lesson ? ['preview-lessons', `[data-lesson="${lesson}"]`] : ['preview', '.preview'];
  setTimeout(async () => {
    try {
      const response = isOver() ? undefined : await fetch(new URL(`${file}-${reader()}.html`, document.baseURI));
      const answer = response?.ok ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
      const shown = answer?.querySelector(section);
      if (shown && !isOver()) {
        // the colours of the page, which may be a wish and not those of the system
        const media = document.documentElement.dataset.theme === 'dark' ? 'all' : 'not all';
        shown.querySelectorAll('source').forEach((source) => Object.assign(source, { media }));
        block.append(document.adoptNode(shown));
        block.dataset.preview = 'there';
      }
    } catch {
      // the line is as it is: the notice says so
    }
  }, PATIENCE);
}
