/** Whether pages may move into each other: the browser can, and the reader has not asked for stillness. */
export function mayMove(): boolean {
  return 'startViewTransition' in document && !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** A browser that is too busy to take its picture of the old page is not waited for: arriving matters more than moving. */
const PATIENCE_MS = 500;

/** Holds the old page until the returned promise, then lets the new one grow out of it. */
export function showMoving(complete: Promise<void>): Promise<void> {
  return new Promise((release) => {
    setTimeout(release, PATIENCE_MS);
    document.startViewTransition(async () => {
      release();
      await complete;
      delete document.documentElement.dataset['movingFrom'];
    });
  });
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
