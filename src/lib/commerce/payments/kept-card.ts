import type { CardSeen } from './payment-provider.ts';

/** All that is kept of a card: enough to say which one it was, and to know it again when it is held to the reader. */
export type KeptCard = { brand: string; lastFour: string; cardSeal: string };

type Seal = (use: string, text: string) => Uint8Array;

/** By the seal of this shop: the bank's fingerprint itself, which other shops of that bank may know as well, stands nowhere. */
export const cardSealOf = (seal: Seal, { fingerprint }: Pick<CardSeen, 'fingerprint'>): string =>
  Array.from(seal('card', fingerprint), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const keptCard = (seal: Seal, { brand, lastFour, fingerprint }: CardSeen): KeptCard => ({
  brand,
  lastFour,
  cardSeal: cardSealOf(seal, { fingerprint })
});
