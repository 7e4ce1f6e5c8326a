/** A wait ends with the fact, not with the clock: generous, for a busy machine. How soon something comes is what `npm run bench` says. */
export const SOON = { timeout: 20_000, interval: 10 };
