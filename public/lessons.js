// Sheets of the lessons: links as they are typed from paper, the code that the page of the program left, and printing.

for (const link of document.querySelectorAll('[data-link]')) {
  link.textContent = link.href;
}

/** A code as the program keeps it: link, size and path, a line each; drawn where it is of this very link. */
for (const figure of document.querySelectorAll('[data-code]')) {
  let kept;
  try {
    kept = localStorage.getItem(`aftercast.code-${figure.dataset.code}`);
  } catch {
    // storage is forbidden: the link stands there all the same
  }
  const [link, size, path] = kept?.split('\n') ?? [];
  if (link === figure.querySelector('a').href && /^\d+$/.test(size) && /^[Mmhvz0-9 ,.-]+$/.test(path)) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
    svg.setAttribute('shape-rendering', 'crispEdges');
    const dark = document.createElementNS(svg.namespaceURI, 'path');
    dark.setAttribute('d', path);
    svg.append(dark);
    figure.prepend(svg);
  }
}

// the same sheet in the other language
const keep = () => document.querySelectorAll('[data-other]').forEach((link) => { link.hash = location.hash; });
keep();
addEventListener('hashchange', keep);
document.querySelector('#print').addEventListener('click', () => print());
