import * as z from 'zod';
import { IMPORTED_RULE } from '../payments/late-credit.ts';
import { shipmentStates } from '../fulfilment/shipment.machine.ts';
import { address, bag, contact, country, currency, head, maybe, moment, money, reference, words } from './parts.ts';

/** What was bought. Prices are those that were paid for a unit, whatever the thing costs today; a line's id is the order's own. */
export const order = z.object({
  type: z.literal('order'),
  ...head,
  number: maybe(z.string().regex(/^[^\p{Cc}]{1,60}$/u)),
  channel: words(40).default('web'),
  state: maybe(words(60)),
  customer: maybe(reference),
  contact: maybe(contact),
  address: maybe(address),
  country: maybe(country),
  currency: maybe(currency),
  placed_at: moment,
  pay_by: maybe(moment),
  confirmed_at: maybe(moment),
  held_at: maybe(moment),
  cancelled_at: maybe(moment),
  cancel_reason: maybe(words(200)),
  completed_at: maybe(moment),
  closed_at: maybe(moment),
  delivery: money.default(0),
  tax_included: money.default(0),
  total: maybe(money),
  note: words(500).default(''),
  tags: maybe(z.array(words(100)).max(100)),
  location: maybe(reference),
  lines: z
    .array(
      z.object({
        /** What the parcels of this file call the line; its number, counted from 1, where there is none. */
        id: maybe(words(100).min(1)),
        variant: reference,
        title: maybe(words(500)),
        options: maybe(z.array(words(255)).max(3)),
        sku: maybe(words(255)),
        image: maybe(words(2000)),
        quantity: z.int().min(1).max(99),
        unit_price: money,
        cancelled: maybe(z.int().min(0).max(99))
      })
    )
    .min(1)
    .max(500),
  attributes: maybe(bag)
});

const promise = z.object({
  state: z.enum(['committed', 'revised', 'kept', 'broken', 'waived']),
  deliver_from: moment,
  deliver_until: moment,
  reason: words(60).default('placed'),
  detail: words(500).default(''),
  rule: words(60).default(IMPORTED_RULE),
  at: maybe(moment)
});

const scan = z.object({
  id: words(200).min(1),
  provider: words(60).default('import'),
  status: z.enum([
    'unknown',
    'error',
    'pre_transit',
    'in_transit',
    'out_for_delivery',
    'delivered',
    'available_for_pickup',
    'return_to_sender',
    'failure',
    'cancelled'
  ]),
  detail: words(60).default(''),
  message: words(500).default(''),
  city: words(120).default(''),
  lat: maybe(z.number().min(-90).max(90)),
  lng: maybe(z.number().min(-180).max(180)),
  at: moment,
  received_at: maybe(moment)
});

/** Units of one order from one place in one way: a parcel, whether it left or not. What its times say happened; `state` may say more. */
export const shipment = z.object({
  type: z.literal('shipment'),
  ...head,
  order: reference,
  place: maybe(z.int().min(1).max(1000)),
  location: maybe(reference),
  method: z.enum(['ship', 'pickup', 'carry_out']).default('ship'),
  service: words(40).default('standard'),
  state: maybe(words(60)),
  carrier_state: maybe(z.enum(shipmentStates)),
  /** None of a parcel whose units went on in another one. */
  lines: z.array(z.object({ line: words(100).min(1), quantity: z.int().min(1).max(99), variant: maybe(reference) })).max(500),
  created_at: maybe(moment),
  released_at: maybe(moment),
  picking_at: maybe(moment),
  packed_at: maybe(moment),
  ready_at: maybe(moment),
  shipped_at: maybe(moment),
  delivered_at: maybe(moment),
  collected_at: maybe(moment),
  cancelled_at: maybe(moment),
  uncollected_at: maybe(moment),
  collect_code: maybe(z.string().regex(/^[0-9A-Z]{4,12}$/)),
  ship_by: maybe(moment),
  /** The return whose thing this is instead of, while it waits for it. */
  waits_for: maybe(reference),
  distance_metres: maybe(z.int().min(0)),
  carrier: maybe(words(100)),
  tracking_number: maybe(words(100).min(1)),
  estimate_from: maybe(moment),
  estimate_until: maybe(moment),
  choice: maybe(
    z.object({ from: reference, reason: words(60), missing: z.array(bag).max(500).default([]), asked_at: moment, decide_by: moment })
  ),
  /** What its shopper wished of the carrier while it travelled. */
  wish: maybe(
    z.object({
      safe_place: maybe(words(120)),
      door_pin: maybe(z.string().regex(/^[0-9]{4}$/)),
      pin_at: maybe(moment),
      collect: maybe(reference),
      told_at: maybe(moment),
      refused: words(200).default(''),
      at: moment
    })
  ),
  promises: z.array(promise).max(200).default([]),
  tracking: z.array(scan).max(1000).default([]),
  attributes: maybe(bag)
});

export const payment = z.object({
  type: z.literal('payment'),
  ...head,
  order: reference,
  method: z.enum(['upi', 'card', 'cash_on_delivery', 'pay_in_store', 'cash', 'gift_card', 'store_credit']),
  state: maybe(words(60)),
  currency: maybe(currency),
  amount: money,
  /** What was taken in cash; what a provider took stands in its transactions. */
  captured: maybe(money),
  /** The change of the order that it pays for. */
  change: maybe(reference),
  /** Or the return whose exchange costs more. */
  return: maybe(reference),
  pay_by: maybe(moment),
  lapsed_at: maybe(moment),
  at: moment,
  transactions: z
    .array(
      z.object({
        kind: z.enum(['charge', 'authorize', 'capture', 'void']),
        state: z.enum(['started', 'action_required', 'succeeded', 'failed']).default('succeeded'),
        amount: money,
        instrument: maybe(bag),
        reference: maybe(words(200)),
        reason: maybe(words(200)),
        key: maybe(words(200)),
        /** Of a capture, the parcel whose share it is. */
        shipment: maybe(reference),
        at: moment,
        ended_at: maybe(moment)
      })
    )
    .max(200)
    .default([])
});

/** Money that went back by a payment. */
export const refund = z.object({
  type: z.literal('refund'),
  ...head,
  payment: reference,
  amount: money,
  currency: maybe(currency),
  state: z.enum(['started', 'succeeded', 'failed']).default('succeeded'),
  reason: maybe(words(200)),
  reference: maybe(words(200)),
  instrument: maybe(bag),
  key: maybe(words(200)),
  /** What it was for, in a file without credits. */
  return: maybe(reference),
  at: moment,
  ended_at: maybe(moment)
});

/** What is a shopper's again, once for each cause, and by which payments it goes back: owed first, paid later. */
export const credit = z.object({
  type: z.literal('credit'),
  ...head,
  order: reference,
  cause: z.string().regex(/^[a-z-]+:.{1,200}$/, 'A cause is a word, a colon and what it is of, as in goodwill:7.'),
  reason: z.enum([
    'not-filled',
    'late',
    'uncollected',
    'changed',
    'cancelled',
    'swapped',
    'returned',
    'exchanged',
    'goodwill',
    'not-paid',
    'paid-otherwise',
    'undone'
  ]),
  shipment: maybe(reference),
  return: maybe(reference),
  goods: money.default(0),
  delivery: money.default(0),
  goodwill: money.default(0),
  fee: money.default(0),
  netted: money.default(0),
  untaken: money.default(0),
  bonus: money.default(0),
  policy: maybe(bag),
  at: moment,
  refunds: z
    .array(
      z.object({
        id: maybe(z.uuid()),
        payment: reference,
        amount: money,
        how: z.enum(['taken-off', 'bank', 'by-hand', 'gift-card', 'store-credit']),
        state: z.enum(['due', 'paid']),
        due_at: moment,
        paid_at: maybe(moment)
      })
    )
    .max(50)
    .default([])
});
