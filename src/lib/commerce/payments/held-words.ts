import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import { hasLeft, isAllOver } from './capture-share.ts';

type Parcels = readonly { state: FulfilmentOrderState }[];
const NTH = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** "₹1,200 taken, ₹800 when the second parcel leaves." What a bank stands for, and when it is asked for it; the amounts as they are read. */
export function heldWords({ taken, toTake, parcels }: { taken: string | null; toTake: string; parcels: Parcels }): string {
  return `${taken === null ? 'Nothing is taken yet: ' : `${taken} taken, `}${toTake} ${whenTaken(parcels)}.`;
}

function whenTaken(parcels: Parcels): string {
  if (isAllOver({ parcels })) return 'is still to be taken';
  const counted = parcels.filter(({ state }) => state !== 'cancelled' && state !== 'uncollected');
  if (counted.length === 1) return 'when your parcel leaves';
  const open = counted.flatMap((parcel, at) => (hasLeft(parcel) ? [] : [at]));
  const [only, another] = open;
  if (only !== undefined && another === undefined) return `when the ${NTH[only] ?? 'last'} parcel leaves`;
  return open.length === counted.length ? 'as your parcels leave' : 'as the others leave';
}
