export const balanceCodes = ['balance-changed', 'balance-wrong', 'balances-full'] as const;
export type BalanceCode = (typeof balanceCodes)[number];

/** Asked for where one pays, and nowhere else: no page in the browser carries them. */
export const BALANCE_SENTENCES: Record<BalanceCode, () => string> = {
  'balance-changed': () => 'What your gift card or credit covers is not what it was. Look at what is left to pay and go on from there.',
  'balance-wrong': () => 'We find no money under this code: it may be mistyped, used up or over. Check it, or pay another way.',
  'balances-full': () => 'An order is paid with three cards or credits at most. Take one out first.'
};

export const isBalanceCode = (code: string): code is BalanceCode => (balanceCodes as readonly string[]).includes(code);
