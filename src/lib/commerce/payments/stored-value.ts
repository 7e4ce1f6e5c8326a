import type { Actor } from '#lib/kernel/actor.ts';
import { crockford, readCrockford } from '#lib/kernel/crockford.ts';

export type ValueKind = 'gift_card' | 'store_credit';
/** A gift card or store credit as it stands now. */
export type StoredValue = {
  id: string;
  kind: ValueKind;
  lastFour: string | null;
  customerId: string | null;
  currency: string;
  balanceMinor: number;
  state: 'active' | 'blocked';
  expiresAt: Date | null;
};

/** 80 bits: nobody guesses one, however many there are. */
export const VALUE_CODE_LENGTH = 16;
/** What goes back on a card that ran out, or will soon, may be spent for so long. */
export const SPEND_WITHIN_MS = 90 * 24 * 3_600_000;
/** More cards than this for one cart are no gift. */
export const MOST_VALUES = 3;

type Seal = (use: string, text: string) => Uint8Array;

/** A code as it was meant, however it was typed; undefined for what cannot be one. */
export function readValueCode(typed: string): string | undefined {
  const code = readCrockford(typed);
  return code?.length === VALUE_CODE_LENGTH ? code : undefined;
}

/** As it is read and typed: in fours. */
export const shownCode = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-');

/** The code of a guest's store credit: made anew each time from its id, so that it is kept nowhere. */
export const creditCode = (seal: Seal, id: string): string => crockford(seal('store credit', id).subarray(0, VALUE_CODE_LENGTH));

/** What stands in the database instead of a code. */
export function sealedCode(seal: Seal, code: string): { codeSeal: string; lastFour: string } {
  const bytes = seal('typed value', code);
  return { codeSeal: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''), lastFour: code.slice(-4) };
}

/** The seal of what was typed: the same work for what cannot be a code. */
export const typedSeal = (seal: Seal, typed: string): string => sealedCode(seal, readValueCode(typed) ?? '').codeSeal;

/** Store credit of an account is that of whoever is signed in to it; everything else is whoever's knows its code. */
export const isTheirs = ({ customerId }: Pick<StoredValue, 'customerId'>, actor: Actor): boolean =>
  customerId === null || (actor.role === 'shopper' && actor.customerId === customerId);

/** Whether something can be paid with it at all. */
export function isSpendable({ state, balanceMinor, currency, expiresAt }: StoredValue, now: { currency: string; at: Date }): boolean {
  return state === 'active' && balanceMinor > 0 && currency === now.currency && (expiresAt === null || expiresAt > now.at);
}

/** A part of a price that one of them pays. */
export type Cover = { id: string; kind: ValueKind; lastFour: string | null; amountMinor: number };

/** What each pays, the first one first, and what is left to pay otherwise. */
export function cover(values: readonly StoredValue[], totalMinor: number): { covers: Cover[]; restMinor: number } {
  let restMinor = totalMinor;
  const covers = values.map(({ id, kind, lastFour, balanceMinor }) => {
    const amountMinor = Math.min(restMinor, balanceMinor);
    restMinor -= amountMinor;
    return { id, kind, lastFour, amountMinor };
  });
  return { covers: covers.filter(({ amountMinor }) => amountMinor > 0), restMinor };
}

/** What it is called where it pays. */
export const valueName = ({ kind, lastFour }: { kind: ValueKind; lastFour: string | null }): string =>
  `${kind === 'gift_card' ? 'Gift card' : 'Store credit'}${lastFour === null ? '' : ` …${lastFour}`}`;
