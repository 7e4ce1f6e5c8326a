/**
 * Store credit as whoever holds an order's key sees it. The key is in an address that is passed on, so its code is never among it: of a guest's
 * one sees the last four signs, and `getsCode` says how they come by the whole of it. `lastFour` is null for that of an account, whose balance only
 * its owner sees.
 */
export type ShownCredit = { lastFour: string | null; balanceMinor: number | null; getsCode: 'by-mail' | 'at-counter' | null };
