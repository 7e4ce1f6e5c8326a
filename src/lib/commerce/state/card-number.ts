const FIGURES = /^\d{13,19}$/;

/** Whether this is what a card's number looks like: 13 to 19 figures, with spaces or dashes or none, and the right check digit (ISO/IEC 7812-1, Luhn). */
function looksLikeCard(text: string): boolean {
  const figures = text.replaceAll(/[ -]/g, '');
  if (!FIGURES.test(figures)) return false;
  let sum = 0;
  for (let place = 0; place < figures.length; place++) {
    const figure = Number(figures[figures.length - 1 - place]);
    const counted = place % 2 === 1 ? figure * 2 : figure;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

/** The pointers of all texts in `value` that look like card numbers. */
export function cardNumbersIn(value: unknown, pointer = ''): string[] {
  if (typeof value === 'string' || typeof value === 'number') return looksLikeCard(String(value)) ? [pointer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => cardNumbersIn(below, `${pointer}/${key}`));
}
