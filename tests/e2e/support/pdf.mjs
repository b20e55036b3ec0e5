// What stands on the pages of a PDF.

import { extractText, getDocumentProxy } from 'unpdf';

/** The texts of the pages, with single spaces. */
export async function pagesOf(pdf) {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
  return text.map((page) => page.replace(/\s+/g, ' '));
}
