/** The next number in [0, 1) of a row that follows from its seed alone. */
export type Draw = () => number;

/** Small, quick and the same on every machine (mulberry32 over an FNV-1a hash). Good for drawings and made-up worlds, for nothing secret. */
export function drawsFrom(seed: string): Draw {
  let state = 0x811c9dc5;
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const between = (draw: Draw, low: number, high: number): number => low + draw() * (high - low);

/** Takes one out of the list, so that nothing is named twice. */
export function takeOne(draw: Draw, names: string[]): string {
  return names.splice(Math.floor(draw() * names.length), 1)[0] ?? '';
}
