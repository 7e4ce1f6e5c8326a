/** Store credit as whoever holds an order's key sees it. `code` is null for that of an account, whose balance only its owner sees. */
export type ShownCredit = { code: string | null; balanceMinor: number | null };
