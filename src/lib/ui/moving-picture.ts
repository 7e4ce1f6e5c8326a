/**
 * Says that this element becomes the picture the next page starts with (its class is `moving-picture`).
 * Of two elements with one transition name the browser moves neither, so every other gives the name up.
 */
export function startMovingFrom(element: HTMLElement): void {
  document.documentElement.dataset['movingFrom'] = 'here';
  for (const other of document.querySelectorAll<HTMLElement>('[data-moving]')) delete other.dataset['moving'];
  element.dataset['moving'] = '';
}
