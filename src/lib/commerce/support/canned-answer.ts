/** What an answer that is often given may have put in, from the order that it is about. */
export const placeholders = ['name', 'order', 'promise'] as const;
export type Placeholder = (typeof placeholders)[number];
export type Facts = Partial<Record<Placeholder, string>>;

const HOLE = /\{([^{}]*)\}/g;

const isPlaceholder = (name: string): name is Placeholder => (placeholders as readonly string[]).includes(name);

/** What stands in braces and nobody knows how to fill. */
export const unknownHoles = (words: string): string[] =>
  [...words.matchAll(HOLE)].map(([, name = '']) => name).filter((name) => !isPlaceholder(name));

/** What of it is known is put in; the rest stays for whoever sends it to see. */
export const filled = (words: string, facts: Facts): string =>
  words.replaceAll(HOLE, (whole, name: string) => (isPlaceholder(name) ? (facts[name] ?? whole) : whole));

/** Nothing is sent with a hole in it. */
export const openHoles = (words: string): Placeholder[] =>
  [...words.matchAll(HOLE)].map(([, name = '']) => name).filter((name) => isPlaceholder(name));
