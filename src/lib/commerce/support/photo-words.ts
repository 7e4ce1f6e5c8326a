/** How a picture stands among the words of a message. */
const PHOTO = /\[photo ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]/;

export const photoWords = (ids: readonly string[]): string => ids.map((id) => `[photo ${id}]`).join(' ');

export const photoIdsIn = (words: string): string[] => [...words.matchAll(new RegExp(PHOTO, 'g'))].map(([, id = '']) => id);

/** What is said in a message, in its order. */
export type SaidPart = { words: string } | { photoId: string };

export function partsOf(words: string): SaidPart[] {
  const parts = words
    .split(new RegExp(PHOTO, 'g'))
    .map((part, at): SaidPart => (at % 2 === 1 ? { photoId: part } : { words: part.trim() }));
  return parts.filter((part) => !('words' in part) || part.words !== '');
}

/** Of which order the last message wants a picture, as it was called, or without a name that of whoever asks about one; null when it wants none. */
export function photoAskedIn(kept: readonly { waits: unknown }[]): { order: string | undefined } | null {
  const waits = kept.at(-1)?.waits as { missing?: string; found?: { order?: string } } | null | undefined;
  return waits?.missing === 'photo' ? { order: waits.found?.order } : null;
}
