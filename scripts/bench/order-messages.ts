/** What the writer and the process full of open order pages tell each other. Times are milliseconds since the epoch. */
export type ToOrderPages = { say: 'open'; origin: string; orderKeys: string[] } | { say: 'heard' };
export type FromOrderPages =
  { said: 'open'; orderIds: string[] } | { said: 'heard'; heard: HeardOrder[] } | { said: 'fault'; words: string };

/** `readAt`: when the page had what it shows then. */
export type HeardOrder = { orderId: string; heardAt: number; readAt: number };
