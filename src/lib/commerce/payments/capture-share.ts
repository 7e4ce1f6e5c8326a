import { sumMinor } from '#lib/kernel/money.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';

/** A call to take a parcel's share, the last of them when one was refused before. */
export type Capture = { id: string; key: string; state: 'started' | 'succeeded' | 'failed'; amountMinor: number; tries: number };
export type LeavingParcel = {
  id: string;
  state: FulfilmentOrderState;
  /** What lies in it; of what goes out for something that came back, only what that does not pay for. */
  goodsMinor: number;
  capture: Capture | null;
};

/** A payment that its bank stands for, and what there is to say about how much of it is to be taken; all in minor units of its currency. */
export type Held = {
  /** What it shall pay in all, by now. */
  dueMinor: number;
  capturedMinor: number;
  /** Bringing the order, less what of it is not to be paid any more. */
  deliveryMinor: number;
  /** What gift cards, store credit and payments on top paid: it is taken first. */
  elsewhereMinor: number;
  /** What was taken off for things that had left. */
  lessMinor: number;
  /** The same since its bank refused something, which that is then due no more of. */
  lessSinceRefusedMinor: number;
  parcels: readonly LeavingParcel[];
};

const SHARE = 'capture:';

/** The key under which a bank is asked for a parcel's share: it tells for which one, and which try it is. */
export const captureKey = (payment: { id: string }, { id, capture }: Pick<LeavingParcel, 'id' | 'capture'>): string =>
  `${SHARE}${payment.id}:${id}:${(capture?.tries ?? 0) + 1}`;
/** Tells such a key from that of a whole payment. */
export const asksForShare = (key: string): boolean => key.startsWith(SHARE);

const LEFT: ReadonlySet<FulfilmentOrderState> = new Set(['shipped', 'collected', 'closed']);
const OVER: ReadonlySet<FulfilmentOrderState> = new Set([...LEFT, 'cancelled', 'uncollected']);

/** Whether it was handed over: to a carrier, at a counter, over it. */
export const hasLeft = ({ state }: Pick<LeavingParcel, 'state'>): boolean => LEFT.has(state);
/** Whether nothing of the order can leave any more. */
export const isAllOver = ({ parcels }: { parcels: readonly Pick<LeavingParcel, 'state'>[] }): boolean =>
  parcels.every(({ state }) => OVER.has(state));

/**
 * What is taken for a parcel that left: its things, with the first of them what bringing costs, less what was paid elsewhere; never more than is due. With
 * the last that can leave it is all that is due and not taken, so the shares are what is due to the cent, whatever was called off or came back between.
 */
export function shareOf(held: Held, parcelId: string): number {
  const asked = held.parcels.filter(({ id, capture }) => id === parcelId || capture !== null);
  const isLast = isAllOver(held) && held.parcels.every((parcel) => !hasLeft(parcel) || asked.includes(parcel));
  const goodsMinor = sumMinor(asked.filter(hasLeft).map((parcel) => parcel.goodsMinor));
  const worthMinor = goodsMinor + held.deliveryMinor - held.elsewhereMinor - held.lessMinor;
  const targetMinor = isLast ? held.dueMinor : Math.min(held.dueMinor, worthMinor);
  return Math.max(0, targetMinor - held.capturedMinor - takingOf(held) - refusedOf(held));
}

/** What is taken when one that its bank refused is asked for again: as much, or what is due of it by now. */
export const shareAgain = (held: Held, { amountMinor }: Pick<Capture, 'amountMinor'>): number =>
  Math.max(0, Math.min(amountMinor, held.dueMinor - held.capturedMinor - takingOf(held)));

/** What its bank was asked for and has not said yet. */
const takingOf = ({ parcels }: Held): number => sumMinor(capturesIn(parcels, 'started'));

/** Refused and still due. */
const refusedOf = ({ lessSinceRefusedMinor, parcels }: Held): number =>
  Math.max(0, sumMinor(capturesIn(parcels, 'failed')) - lessSinceRefusedMinor);

const capturesIn = (parcels: readonly LeavingParcel[], state: Capture['state']): number[] =>
  parcels.flatMap(({ capture }) => (capture?.state === state ? [capture.amountMinor] : []));
