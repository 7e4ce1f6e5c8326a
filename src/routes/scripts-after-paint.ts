import type { ResolveOptions } from '@sveltejs/kit';

/** How the framework starts: its two entries, fetched in one go. */
const BEFORE_START = 'document.currentScript.parentElement;';
const START = /(?<=document\.currentScript\.parentElement;\s*)Promise\.all\((\[\s*import\("[^"]+"\),\s*import\("[^"]+"\)\s*\])\)/;
/** After the first frame; a page that nobody sees has none. */
const PAINTED = 'new Promise((go) => (document.hidden ? go() : requestAnimationFrame(() => setTimeout(go))))';

/**
 * Fetches the scripts of a page when it has been painted. Named in its head, they would share a slow line with the picture and the
 * letters, and nothing of the page needs them to be seen or followed. They are still asked for all at once, not one after another.
 */
export function scriptsAfterPaint(given: ResolveOptions = {}): ResolveOptions {
  const paths: string[] = [];
  return {
    ...given,
    preload: ({ type, path }) => {
      if (type === 'js') paths.push(path);
      return type === 'css';
    },
    transformPageChunk: ({ html, done }) => {
      const late = startedLate(html, paths);
      return given.transformPageChunk ? given.transformPageChunk({ html: late, done }) : late;
    }
  };
}

export function startedLate(html: string, paths: string[]): string {
  // The whole of a page is much for a search by pattern, and this stands near its end.
  const near = html.lastIndexOf(BEFORE_START);
  if (near === -1) return html;
  const started = html.slice(near).replace(
    START,
    (_, entries: string) =>
      `${PAINTED}.then(() => {
						for (const href of ${JSON.stringify(paths)}) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
						return Promise.all(${entries});
					})`
  );
  return html.slice(0, near) + started;
}
