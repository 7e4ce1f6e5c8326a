import * as z from 'zod';
import { shipmentStates } from '../fulfilment/shipment.machine.ts';
import { refundTriggers, returnMethods, returnReasons } from '../policies/policy.ts';
import { returnIssueKinds } from '../returns/return-issue.ts';
import { exchangeStates } from '../returns/exchange/exchange.machine.ts';
import { dispositions } from '../returns/return.machine.ts';
import { bag, currency, head, maybe, moment, money, reference, words } from './parts.ts';

/** One thing that comes back: what became of it, and where it lies since. */
const unit = z.object({
  id: maybe(z.uuid()),
  /** Which of its line in its parcel, from 1; the first that no other return has where it is left out. */
  unit: maybe(z.int().min(1).max(99)),
  claimed: maybe(z.boolean()),
  received_at: maybe(moment),
  disposition: maybe(z.enum(dispositions)),
  graded_at: maybe(moment),
  /** Who looked at it, by name: of their account in that shop nothing is known here. */
  graded_by: maybe(z.object({ role: words(40).min(1), name: maybe(words(200)) })),
  location: maybe(reference),
  note: words(300).default('')
});

/** Units of one line of the order out of one parcel. */
const line = z.object({
  id: maybe(z.uuid()),
  line: words(100).min(1),
  shipment: maybe(reference),
  quantity: z.int().min(1).max(99),
  unit_price: maybe(money),
  reason: z.enum(returnReasons).default('other'),
  detail: words(40).default(''),
  words: words(500).default(''),
  /** What is sent instead, for how much each, and the line of the order that it became. */
  exchange: maybe(z.object({ variant: reference, line: maybe(words(100)), unit_price: maybe(money) })),
  units: z.array(unit).max(99).default([])
});

const scan = z.object({
  id: words(200).min(1),
  provider: words(60).default('import'),
  status: words(60),
  detail: words(60).default(''),
  message: words(500).default(''),
  city: words(120).default(''),
  at: moment,
  received_at: maybe(moment)
});

/** How it travels, where a carrier has it. The label itself is not carried. */
const travel = z.object({
  id: maybe(z.uuid()),
  carrier: words(100),
  service: words(40).default('standard'),
  tracking_number: maybe(words(100).min(1)),
  state: z.enum(shipmentStates).default('in_transit'),
  label_state: z.enum(['own', 'wanted', 'bought', 'refused', 'voided', 'kept']).default('kept'),
  label_note: words(500).default(''),
  carrier_ref: maybe(words(200)),
  tracker_ref: maybe(words(200)),
  booked_at: maybe(moment),
  delivered_at: maybe(moment),
  created_at: maybe(moment),
  tracking: z.array(scan).max(1000).default([])
});

/** What was laid before a person. */
const issue = z.object({
  id: maybe(z.uuid()),
  kind: z.enum(returnIssueKinds),
  location: maybe(reference),
  words: words(500).default(''),
  cause: maybe(words(200)),
  at: moment,
  ended_at: maybe(moment),
  outcome: maybe(words(500))
});

/** What comes back of one order: what its times and units say happened; `state` may say more. Money as it was said when it was asked. */
export const returned = z.object({
  type: z.literal('return'),
  ...head,
  order: reference,
  number: maybe(words(60).min(1)),
  state: maybe(words(60)),
  channel: words(40).default('web'),
  method: z.enum(returnMethods).default('label'),
  refund_to: z.enum(['original', 'store-credit', 'exchange']).default('original'),
  trigger: z.enum(refundTriggers).default('inspected'),
  approval: z.enum(['rule', 'person', 'two-people']).default('person'),
  kept: z.boolean().default(false),
  keep_percent: z.int().min(1).max(100).default(100),
  currency: maybe(currency),
  goods: maybe(money),
  bringing: money.default(0),
  fee: money.default(0),
  bonus_percent: z.int().min(0).max(100).default(0),
  policy: maybe(bag),
  drop_location: maybe(reference),
  came_to: maybe(reference),
  reason_declined: words(500).default(''),
  appealed: z.boolean().default(false),
  appeal_words: words(500).default(''),
  exchange_state: maybe(z.enum(exchangeStates)),
  exchange_more: money.default(0),
  asked_at: moment,
  approved_at: maybe(moment),
  send_by: maybe(moment),
  handed_over_at: maybe(moment),
  refund_due_at: maybe(moment),
  overdue_told: z.boolean().default(false),
  owed_at: maybe(moment),
  settled_at: maybe(moment),
  ended_at: maybe(moment),
  lines: z.array(line).min(1).max(500),
  travels: z.array(travel).max(20).default([]),
  issues: z.array(issue).max(200).default([])
});
