import * as z from 'zod';
import { address, bag, contact, head, maybe, moment, reference, words } from './parts.ts';

const list = maybe(z.array(z.unknown()).max(500));

/** What it did, as its shopper saw it; money in minor units of the order. */
const effect = z.looseObject({
  of: list,
  instead: list,
  goodsMinor: maybe(z.int()),
  deliveryMinor: maybe(z.int()),
  back: list,
  more: maybe(z.looseObject({ amountMinor: z.int() })),
  freed: list,
  taken: list,
  dates: list
});

/** What is needed to take it back, by the ids of a shop like this. */
const undo = z.object({
  ended: z.array(z.object({ parcelId: z.uuid(), from: maybe(z.uuid()) })).max(500),
  before: z.object({ note: maybe(words(500)) }).default({}),
  swap: maybe(z.object({ orderLineId: z.uuid(), raisedMinor: z.int().min(0), paidMinor: z.int().min(1).optional() })),
  sent: maybe(
    z.object({
      contact: maybe(contact),
      address: maybe(address),
      parcels: z
        .array(z.object({ parcelId: z.uuid(), nodeId: maybe(words(60)), service: words(40), plan: bag, promise: maybe(z.int().min(1)) }))
        .max(500)
    })
  )
});

/** What was changed about an order after it was placed. What became of its lines, parcels and money is in their records. */
export const change = z.object({
  type: z.literal('change'),
  ...head,
  order: reference,
  kind: z.enum(['cancel', 'address', 'swap', 'payment', 'note']),
  state: maybe(z.enum(['awaiting_payment', 'confirmed', 'undone', 'settled', 'lapsed'])),
  by: z.enum(['shopper', 'shop']).default('shop'),
  reason: words(200).default(''),
  wish: maybe(bag),
  effect: maybe(effect),
  undo: maybe(undo),
  policy: maybe(bag),
  at: moment,
  undo_until: maybe(moment),
  ended_at: maybe(moment)
});
