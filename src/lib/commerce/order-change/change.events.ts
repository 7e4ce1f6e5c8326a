import type { OfOrder } from '../orders/order.events.ts';
import type { PolicyMark } from '../policies/policy.ts';
import type { ChangeEffect } from './change-effect.ts';
import type { OrderChangeKind } from './order-change.ts';

/** Its shopper, or one of us for them, changed an order. `policy`: what allowed it, null where nothing was to be allowed. */
export type ChangeMade = OfOrder<
  'change.made',
  { changeId: string; kind: OrderChangeKind; reason: string; effect: ChangeEffect; policy: PolicyMark | null; undoUntil: string | null }
>;
/** It costs more and is made when that is paid; until then its goods are kept. */
export type ChangeAskedFor = OfOrder<
  'change.asked',
  { changeId: string; kind: OrderChangeKind; effect: ChangeEffect; policy: PolicyMark | null; payBy: string }
>;
/** It was not paid in time, or could not be made any more when it was. */
export type ChangeLapsed = OfOrder<'change.lapsed', { changeId: string; kind: OrderChangeKind }>;
/** It was taken back: all is as it was. */
export type ChangeUndone = OfOrder<'change.undone', { changeId: string; kind: OrderChangeKind }>;
/** The time to take it back is over. */
export type ChangeSettled = OfOrder<'change.settled', { changeId: string; kind: OrderChangeKind }>;

export type ChangeEvent = ChangeMade | ChangeAskedFor | ChangeLapsed | ChangeUndone | ChangeSettled;
