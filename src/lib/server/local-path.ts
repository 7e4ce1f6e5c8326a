const NOWHERE = 'http://nowhere.invalid';

/** A way back within our own pages, or the fallback: an address from outside never sends anyone to another site. */
export function localPath(wanted: string | null | undefined, fallback: string): string {
  if (!wanted?.startsWith('/')) return fallback;
  const url = URL.parse(wanted, NOWHERE);
  // What the parser makes of it is what the browser will go to: `//`, `/\` and a tab in between all name another host.
  return url?.origin === NOWHERE ? url.pathname.replace(/^\/{2,}/, '/') + url.search : fallback;
}
