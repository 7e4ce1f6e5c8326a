import * as z from 'zod';
import { refundTriggers, returnMethods, returnReasons, waysOpen } from '#lib/commerce/policies/policy.ts';
import { exchangeStates } from '#lib/commerce/returns/exchange/exchange.machine.ts';
import { pickupStates } from '#lib/commerce/returns/pickup.machine.ts';
import { dispositions, returnStates } from '#lib/commerce/returns/return.machine.ts';
import { PointsEffect } from './points.ts';
import { Currency, Id, Minor, NodeId, Quantity, Time, Units } from '../schemas.ts';

export const Method = z.enum(returnMethods).meta({
  description: '`store`: given in at a counter. `label`: printed. `qr`: shown to the carrier, who prints it. `home`: fetched at the door.'
});
const Reason = z.enum(returnReasons);
const RefundTo = z.enum(['original', 'store-credit']);

const ReturnableThing = z
  .object({
    fulfilmentLineId: Id,
    title: z.string(),
    options: z.array(z.string()),
    unitPriceMinor: Minor,
    left: Units.meta({ description: 'How many of it can come back.' }),
    until: Time.nullable(),
    whyNot: z
      .object({ words: z.string(), open: z.array(z.enum(waysOpen)) })
      .nullable()
      .meta({ description: 'Why none of it can, and what is open instead.' }),
    reasons: z.array(Reason),
    photoFor: z.array(Reason).meta({ description: 'Reasons that need a photo, which is sent on the page of the return.' })
  })
  .meta({ id: 'ReturnableThing' });

const DropStore = z.object({
  nodeId: NodeId,
  name: z.string(),
  address: z.string(),
  metres: z.number().nullable(),
  isNeeded: z.boolean().meta({ description: 'There it is bought again soonest.' })
});

export const ReturnUnits = z
  .array(z.strictObject({ fulfilmentLineId: Id, quantity: Quantity, reason: Reason }))
  .min(1, 'say what comes back')
  .max(20);

export const ReturnQuote = z
  .object({
    currency: Currency,
    methods: z.array(z.object({ method: Method, feeMinor: Minor })),
    refunds: z.array(z.object({ to: RefundTo, amountMinor: Minor, bonusMinor: Minor })),
    trigger: z.enum(refundTriggers).meta({ description: 'When the money goes back.' }),
    approval: z.enum(['rule', 'person', 'two-people']).meta({ description: 'Who says yes.' }),
    refundDueAt: Time,
    sendBy: Time,
    isKept: z.boolean().meta({ description: 'It need not come back at all.' }),
    keep: z.object({ percent: Units, amountMinor: Minor }).nullable().meta({ description: 'What is given for keeping it.' }),
    stores: z.array(DropStore),
    points: PointsEffect.optional()
  })
  .meta({ id: 'ReturnQuote' });

export const AskReturn = z.strictObject({
  units: ReturnUnits,
  method: Method,
  to: RefundTo,
  isKept: z.boolean().default(false).meta({ description: 'Its shopper takes what the quote gives for keeping it.' }),
  dropNodeId: NodeId.nullable().default(null).meta({ description: 'One of the stores of the quote; null for any of ours.' }),
  words: z.string().trim().max(500).default('')
});
export const ReturnAsked = z.object({ returnId: Id, number: z.string().meta({ description: 'Shown at the counter, also as a QR.' }) });
export const DropOff = z.strictObject({ nodeId: NodeId.nullable() });

const Thing = z.object({ title: z.string(), options: z.array(z.string()), quantity: Units, unitPriceMinor: Minor });

export const Return = z
  .object({
    id: Id,
    number: z.string(),
    state: z.enum(returnStates),
    method: Method,
    isKept: z.boolean(),
    currency: Currency,
    goodsMinor: Minor,
    bringingMinor: Minor,
    feeMinor: Minor,
    askedAt: Time,
    handedOverAt: Time.nullable(),
    sendBy: Time,
    dropName: z.string().nullable(),
    dropAddress: z.string().nullable(),
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    labelUrl: z.string().nullable().meta({ description: 'The label to print as a PDF, once it is there.' }),
    pickup: z
      .object({
        state: z.enum(pickupStates).meta({
          description:
            '`asked`: the carrier has not answered yet. `booked`: it comes. `failed`: it does not; another way costs no fetching.'
        }),
        from: Time.nullable(),
        until: Time.nullable(),
        confirmation: z.string().nullable()
      })
      .nullable()
      .meta({ description: 'Who comes to the door for it, and when; null where nobody was asked.' }),
    clock: z
      .object({
        dueAt: Time,
        isRunning: z.boolean().meta({ description: 'It runs from when we or the carrier have it.' }),
        isOver: z.boolean().meta({ description: 'The money is late: one of us sees to it without being asked.' })
      })
      .nullable()
      .meta({ description: 'By when the money is there; null once it is, or when there is none.' }),
    exchange: z
      .object({
        state: z.enum(exchangeStates).exclude(['asked']),
        moreMinor: Minor.meta({ description: 'What is paid on top, with POST …/returns/{returnId}/payments while it awaits that.' })
      })
      .nullable()
      .meta({ description: 'How far what comes instead is; null where nothing does.' }),
    lines: z.array(Thing.extend({ id: Id, reason: Reason, instead: Thing.nullable() })),
    units: z.array(z.object({ id: Id, lineId: Id, receivedAt: Time.nullable(), disposition: z.enum(dispositions).nullable() })),
    refunds: z.array(
      z.object({
        id: Id,
        amountMinor: Minor,
        how: z.enum(['taken-off', 'bank', 'by-hand', 'gift-card', 'store-credit']),
        state: z.enum(['due', 'paid']),
        paidAt: Time.nullable()
      })
    )
  })
  .meta({ id: 'Return' });

export const Returns = z.object({
  things: z.array(ReturnableThing).meta({ description: 'All that was sent.' }),
  returns: z.array(Return).meta({ description: 'Newest first.' })
});
