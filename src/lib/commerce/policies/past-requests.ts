import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { CancelReason, Policy, ReturnMethod, ReturnReason } from './policy.ts';

type OfOrder = { number: string; at: Date; policy: Policy };
/** Parcels as they stood when it was asked, as far as events tell; of some things only the parcels that these lay in. */
export type PastCancel = OfOrder & { kind: 'cancel'; reason: CancelReason; itemChanges: number; states: readonly FulfilmentOrderState[] };
type PastUnit = {
  fulfilmentLineId: string;
  category: string;
  quantity: number;
  unitPriceMinor: number;
  reason: ReturnReason;
  hasPhoto: boolean;
  deliveredAt: Date;
};
export type PastReturn = OfOrder & {
  kind: 'return';
  method: ReturnMethod;
  to: 'original' | 'store-credit';
  isKept: boolean;
  /** Cases of the same order that were asked for before. */
  returns: number;
  /** Worth of the units that those claim. */
  claimedMinor: number;
  bringingMinor: number;
  placedAt: Date;
  lastDeliveredAt: Date | null;
  lines: readonly PastUnit[];
};
/** What somebody asked of an order once, as far as it was kept. */
export type PastRequest = PastCancel | PastReturn;

/** More of the past says little more about today. */
export const MOST_PAST_ORDERS = 500;

const AFTER: Partial<Record<string, FulfilmentOrderState>> = {
  'fo.released': 'released',
  'fo.rerouted': 'allocated',
  'fo.rejected': 'unsourced',
  'fo.accepted': 'picking',
  'fo.picked': 'picking',
  'fo.packed': 'packed',
  'fo.labelled': 'packed',
  'fo.ready': 'ready_for_pickup',
  'fo.shipped': 'shipped',
  'fo.collected': 'collected',
  'fo.uncollected': 'uncollected',
  'fo.unfillable': 'unfillable',
  'fo.chosen': 'allocated',
  'fo.cancelled': 'cancelled'
};

/** How a parcel stood after the last that was told of it; one of which nothing was told yet was bound to its place. */
export const stateAfter = (type: string | null): FulfilmentOrderState => (type === null ? undefined : AFTER[type]) ?? 'allocated';
