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

/**
 * Says that this element becomes the picture the next page starts with (its class is `moving-picture`).
 * Of two elements with one transition name the browser moves neither, so every other gives the name up.
 */
export function startMovingFrom(element: HTMLElement): void {
  document.documentElement.dataset['movingFrom'] = 'here';
  for (const other of document.querySelectorAll<HTMLElement>('[data-moving]')) delete other.dataset['moving'];
  element.dataset['moving'] = '';
}
