import type { WishKind } from '../fulfilment/carrier.ts';
import type { FulfilmentOrderState } from '../fulfilment/fulfilment-order.machine.ts';
import type { ChangeableParcel } from './changeable-order.ts';
import type { AskedDifference, AskedPayment } from './decide-payment.ts';
import type { AskedReturn, ReturnableOrder } from './decide-return.ts';
import type { CancelReason, Policy } from './policy.ts';

/** What people ask of an order. `keep`: for a part of its price, or all of it, the thing stays with them. */
export const pastKinds = ['cancel', 'address', 'swap', 'payment', 'delivery', 'return', 'exchange', 'keep'] as const;
export type PastKind = (typeof pastKinds)[number];

type OfOrder<Kind extends PastKind> = { kind: Kind; number: string; at: Date; policy: Policy };
/** A parcel as it stood when it was asked. */
export type PastParcel = Pick<ChangeableParcel, 'state' | 'method'>;
/** Of some things only the parcels that these lay in. `isGuessed`: how they stood was not kept then, and is as far as events tell. */
type OfParcels = { parcels: readonly PastParcel[]; isGuessed: boolean };

/** What stays of a parcel with what is asked of it. */
export const asItStands = ({ state, method }: PastParcel): PastParcel => ({ state, method });

export type PastCancel = OfOrder<'cancel'> & OfParcels & { reason: CancelReason; itemChanges: number };
export type PastAddress = OfOrder<'address'> & OfParcels;
/** `difference`: what it costs more, where that is paid at once. */
export type PastSwap = OfOrder<'swap'> & OfParcels & { itemChanges: number; isSameProduct: boolean; difference: AskedDifference | null };
export type PastPayment = OfOrder<'payment'> & OfParcels & { asked: AskedPayment };
export type PastDelivery = OfOrder<'delivery'> & OfParcels & { wish: WishKind };
/** `order`: what had come by then, and what others of its returns claimed. */
export type PastReturn = OfOrder<'return' | 'exchange' | 'keep'> & {
  order: Omit<ReturnableOrder, 'timeZone'>;
  asked: AskedBack;
  wasAllowed: boolean;
};
export type AskedBack = AskedReturn & { payBy: 'upi' | 'card' };
/** What somebody asked of an order once, as far as it was kept. */
export type PastRequest = PastCancel | PastAddress | PastSwap | PastPayment | PastDelivery | PastReturn;

/** What stays of a request with its "no": all that decides and nobody's words. `lines`: ordered things; null is all of them. */
export type KeptCancel = { lines: string[] | null; reason: CancelReason };
export type KeptSwap = { lines: string[]; isSameProduct: boolean; difference: AskedDifference | null };
export type KeptDelivery = { parcelId: string; wish: WishKind };
export type KeptRequest = KeptCancel | KeptSwap | KeptDelivery | AskedPayment | AskedBack;

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
  'fo.label_wanted': 'packed',
  'fo.ready': 'ready_for_pickup',
  'fo.shipped': 'shipped',
  'shipment.delivered': 'closed',
  'fo.collected': 'collected',
  'fo.uncollected': 'uncollected',
  'fo.unfillable': 'unfillable',
  'fo.chosen': 'allocated',
  'fo.cancelled': 'cancelled'
};

/** How a parcel stood after the last that was told of it; one of which nothing was told yet was bound to its place. */
export const stateAfter = (type: string | null): FulfilmentOrderState => (type === null ? undefined : AFTER[type]) ?? 'allocated';
