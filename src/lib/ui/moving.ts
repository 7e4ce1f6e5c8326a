/** Whether pages may move into each other: the browser can, and the reader has not asked for stillness. */
export function mayMove(): boolean {
  return 'startViewTransition' in document && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** A browser that is too busy to take its picture of the old page is not waited for: arriving matters more than moving. */
const PATIENCE_MS = 500;

/**
 * While the old page is held, the address is the new one's already, and the framework would reckon a second journey from the
 * wrong page: Back ended on the page it left. Such a journey is the browser's own.
 */
function leaveJourneysToTheBrowser(): () => void {
  const held = new AbortController();
  const options = { capture: true, signal: held.signal };
  const reload = (event: Event) => {
    event.stopImmediatePropagation();
    location.reload();
  };
  addEventListener('popstate', reload, options);
  addEventListener('click', (event) => event.stopPropagation(), options);
  addEventListener('submit', (event) => event.stopPropagation(), options);
  return () => held.abort();
}

/** Holds the old page until the returned promise, then lets the new one grow out of it. */
export function showMoving(complete: Promise<void>): Promise<void> {
  const letGo = leaveJourneysToTheBrowser();
  return new Promise<void>((release) => {
    setTimeout(release, PATIENCE_MS);
    document.startViewTransition(async () => {
      release();
      // A journey that is given up for another one is no fault.
      await complete.catch(() => undefined);
      delete document.documentElement.dataset['movingFrom'];
    });
  }).finally(letGo);
}
