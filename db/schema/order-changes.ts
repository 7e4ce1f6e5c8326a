import type { PastParcel } from '#lib/commerce/policies/past-requests.ts';
import type { Json, MaybeTime, Time } from './columns.ts';

export type OrderChangeKind = 'cancel' | 'address' | 'swap' | 'payment' | 'note';

export type OrderChangeTable = {
  id: string;
  order_id: string;
  kind: OrderChangeKind;
  state: 'awaiting_payment' | 'confirmed' | 'undone' | 'settled' | 'lapsed';
  /** What was asked for, in the words of the command. */
  wish: Json;
  /** What its shopper saw before they confirmed it. */
  effect: Json;
  /** What is needed to take it back; null where it cannot be. */
  undo: Json | null;
  /** Which rule allowed it; null where none was asked. */
  policy: Json | null;
  /** How those stood that it is about when it was asked; null where that was not kept yet. */
  parcels: Json<readonly PastParcel[]> | null;
  reason: string;
  actor: Json;
  at: Time;
  undo_until: MaybeTime;
  ended_at: MaybeTime;
  undone_by: Json | null;
};
