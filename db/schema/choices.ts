import type { JsonGenerated, MaybeTime, Time } from './columns.ts';

export type ParcelChoiceTable = {
  id: string;
  order_id: string;
  fulfilment_order_id: string;
  /** The place that could not fill it. */
  from_node_id: string;
  reason: string;
  /** What was looked for there and not found: variants with their units. */
  missing: JsonGenerated;
  asked_at: Time;
  /** Until then the shopper chooses; after it the money goes back. */
  decide_by: Time;
  state: 'open' | 'chosen' | 'lapsed';
  chosen: string;
  ended_at: MaybeTime;
};

export type NoticeTable = {
  id: string;
  order_id: string;
  /** Of the event of the order it tells of. */
  version: number;
  kind: 'promise' | 'choice' | 'money' | 'return' | 'change';
  title: string;
  words: string;
  at: Time;
  /** Null: not yet. */
  read_at: MaybeTime;
};
