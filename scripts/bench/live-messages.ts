/** What the writer and the process full of open pages tell each other. Times are milliseconds since the epoch. */
export type ToSockets = { say: 'open'; origin: string; variantId: string; count: number } | { say: 'heard' };
export type FromSockets =
  { said: 'open'; pages: number } | { said: 'heard'; heard: Record<number, number[]> } | { said: 'fault'; words: string };
