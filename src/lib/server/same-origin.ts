const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request may change something with the cookies it carries: only when one of our own pages sent it.
 * The framework looks at forms alone; a request without a body or with JSON would pass it by.
 */
export function isFromOurPages(request: Request, ownOrigin: string): boolean {
  if (CHANGES_NOTHING.has(request.method)) return true;
  const origin = request.headers.get('origin');
  if (origin === null) return request.headers.get('sec-fetch-site') === 'same-origin';
  return origin === ownOrigin;
}

/** Here a request proves its right by a key or a signature and never by a cookie, so any origin may ask. */
export function readsNoCookies(pathname: string): boolean {
  return pathname.startsWith('/api/') || pathname.startsWith('/webhooks/');
}
