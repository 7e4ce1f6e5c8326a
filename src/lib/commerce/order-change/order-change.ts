import type { Actor } from '#lib/kernel/actor.ts';
import type { Address, Contact } from '../cart/cart.ts';
import type { PolicyMark } from '../policies/policy.ts';
import type { ChangeEffect } from './change-effect.ts';
import type { OrderChangeState } from './order-change.machine.ts';
import type { ChangeWish } from './wish.ts';

export type OrderChangeKind = 'cancel' | 'address' | 'swap' | 'payment' | 'note';

/** How long a change can be taken back, as long as nobody begins with what it is about: about as long as a slip of the finger goes unseen. */
export const UNDO_MS = 10 * 60_000;

/** Parcels that ended for a change. `from`: the one they were taken out of, null when it ended itself. */
export type EndedParcel = { parcelId: string; from: string | null };
/** A line that was added instead of another, and by how much more is to be paid in cash for it; `paidMinor`: what a gift card or credit paid on top. */
export type SwapMade = { orderLineId: string; raisedMinor: number; paidMinor?: number };
/** Whom it is brought to, and where. */
export type SentTo = { contact: Contact | null; address: Address | null };
/** Where parcels were sent from. `promise`: the number of the last one, null where it was not written anew. */
type SentParcel = { parcelId: string; nodeId: string | null; service: string; plan: object; promise: number | null };
/** What is needed to take a change back: parcels to be filled again, and what stood there before. */
export type UndoPlan = { ended: EndedParcel[]; before: { note?: string }; swap?: SwapMade; sent?: SentTo & { parcels: SentParcel[] } };

export type OrderChange = {
  id: string;
  orderId: string;
  kind: OrderChangeKind;
  state: OrderChangeState;
  wish: ChangeWish;
  effect: ChangeEffect;
  undo: UndoPlan | null;
  policy: PolicyMark | null;
  reason: string;
  actor: Pick<Actor, 'role'> & { name?: string };
  at: Date;
  undoUntil: Date | null;
};

/** Whoever's money it is knows a cause by it: once for each change. */
export const causeOf = ({ kind, id }: { kind: OrderChangeKind; id: string }): string => `${kind}:${id}`;
