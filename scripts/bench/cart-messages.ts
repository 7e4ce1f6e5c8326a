/** What the writer and the process full of shared carts tell each other. */
export type ToCarts =
  { say: 'open'; origin: string; cartKeys: string[] } | { say: 'operate'; variantIds: string[]; perSecond: number; seconds: number };
/** `heardMs`: from the press on one device until the other has it; `missed` operations were never heard. */
export type FromCarts = { said: 'open' } | { said: 'heard'; heardMs: number[]; missed: number } | { said: 'fault'; words: string };
