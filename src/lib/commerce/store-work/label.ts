import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';

/**
 * What stands on a parcel. `place` is its place in the order from 1 and stays; `nth` of `of` counts those that still go.
 */
export type LabelFacts = {
  number: string;
  place: number;
  nth: number;
  of: number;
  method: 'ship' | 'pickup';
  service: string;
  /** Whole grams of all that is in it; null when of one thing it is not known. */
  grams: number | null;
  from: { name: string; address: string; city: string; postcode: string };
  to: {
    name: string;
    phone: string;
    address: { line1: string; line2: string; city: string; state: string; postcode: string } | null;
  };
  carrier: string | null;
  trackingNumber: string | null;
};

/** What the bars of a label say: the number of the order and the place of the parcel in it, as people can type it too. */
export const labelCode = ({ number, place }: Pick<LabelFacts, 'number' | 'place'>): string => `${number}-${place}`;

const LABEL = /^(MZ-?[0-9A-Z]{4,16})-(\d{1,3})$/;

/** The parcel that a scanned or typed label names. Undefined for the code of a thing. */
export function readLabel(typed: string): { number: string; place: number } | undefined {
  const [, number, place] = LABEL.exec(typed.trim().toUpperCase()) ?? [];
  return number === undefined ? undefined : { number, place: Number(place) };
}

const AT_WORK: readonly FulfilmentOrderState[] = ['released', 'picking', 'packed', 'ready_for_pickup'];
const CLOSED: readonly FulfilmentOrderState[] = ['packed', 'ready_for_pickup', 'shipped'];

export const isAtWork = (state: FulfilmentOrderState): boolean => AT_WORK.includes(state);
/** Printed once it is closed, and again with the number of its carrier when it is handed over. */
export const hasLabel = (state: FulfilmentOrderState): boolean => CLOSED.includes(state);

export const GONE = 'That parcel is not here any more.';

/** What the standard fonts of a PDF have letters for. */
const UNPRINTABLE = /[^\u0020-\u007E\u00A1-\u00FF\u2013\u2014\u2018\u2019\u201C\u201D\u2022\u2026\u20AC]/gu;

/** Latin letters that are no letter with a mark on it. */
const PLAIN: Record<string, string> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i' };

/** A line as it can be printed: marks that no font has are dropped from their letters, other letters left out. `isWhole`: nothing was. */
export function printable(text: string): { text: string; isWhole: boolean } {
  const plain = text
    .normalize('NFC')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(UNPRINTABLE, (letter) => PLAIN[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, ''));
  const kept = plain.replaceAll(UNPRINTABLE, '').replaceAll(/ +/g, ' ').trim();
  return { text: kept, isWhole: !UNPRINTABLE_ONE.test(plain) };
}
const UNPRINTABLE_ONE = new RegExp(UNPRINTABLE.source, 'u');

/** "850 g", "2.4 kg"; a tenth of a kilogram more rather than less. */
export const weightText = (grams: number): string => (grams < 1_000 ? `${Math.ceil(grams)} g` : `${Math.ceil(grams / 100) / 10} kg`);
