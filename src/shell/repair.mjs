// Puts a link right whose `#` did not survive its way. The build puts this text into 404.html and service_worker.js; boot.js imports it.

/**
 * The address that was meant, where a host is asked for a path that holds the link (`…/%23v=1&p=…`, `…/%3Fv=1&…`, `…/v=1&…`) or the
 * pairs of the link stand behind `?`; nothing where there is nothing to put right. What the pairs say is left to the reader of links.
 */
export function repaired(href) {
  const url = new URL(href);
  const path = /^(.*?)%(?:25)*23(.+?)\/*$/.exec(url.pathname)
    ?? /^(.*?)%(?:25)*3f(v(?:=|%(?:25)*3d)\d.*?)\/*$/i.exec(url.pathname)
    ?? /^(.*?\/)(v(?:=|%(?:25)*3d)\d.*?)\/*$/i.exec(url.pathname);
  if (path) {
    // behind it come pairs that others have added, or a second fragment
    const tail = (url.search.replace('?', '&') + url.hash).replace(/^[&#]+$/, '');
    return `${url.origin}${path[1]}#${path[2]}${tail}`;
  }
  // a fragment that is there is the document
  const pairs = url.hash.length > 1 ? null : /^\?(.*?&)??(?:%(?:25)*23)?(v(?:=|%(?:25)*3d)\d.*)$/i.exec(url.search);
  if (pairs) {
    // the one pair of a query that is for the page itself
    const own = /(?:^|[?&])(engine=[a-z]+)/.exec(url.search)?.[1];
    return `${url.origin}${url.pathname}${own ? `?${own}` : ''}#${pairs[2].replace(/&engine=[a-z]+/, '')}`;
  }
  return undefined;
}
