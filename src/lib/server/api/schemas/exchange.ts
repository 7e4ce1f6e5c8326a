import * as z from 'zod';
import { refundTriggers, returnReasons } from '#lib/commerce/policies/policy.ts';
import { PointsEffect } from './points.ts';
import { Currency, Id, Minor, NodeId, Quantity, Time } from '../schemas.ts';
import { Method, ReturnAsked } from './return.ts';

export const LookedFor = z.object({
  fulfilmentLineId: Id.meta({ description: 'What comes back, by listReturns.' }),
  words: z.string().trim().max(80).default('').meta({ description: 'What its shopper would like, where it may be another product.' })
});

export const ExchangeChoices = z.object({
  currency: Currency,
  choices: z.array(
    z
      .object({
        variantId: Id,
        title: z.string(),
        options: z.array(z.string()),
        sku: z.string().nullable(),
        unitPriceMinor: Minor.meta({ description: 'What each costs this shopper. Sent with the exchange.' }),
        isThere: z.boolean(),
        isOther: z.boolean().meta({ description: 'Another product than the one that comes back.' })
      })
      .meta({ id: 'ExchangeChoice' })
  ),
  mayBeOther: z.boolean().meta({ description: 'Other products are found by words.' })
});

const Instead = z
  .strictObject({ variantId: Id, unitPriceMinor: Minor })
  .nullable()
  .default(null)
  .meta({ description: 'What comes instead, at the price that its shopper saw; null: money.' });

const asked = {
  units: z
    .array(z.strictObject({ fulfilmentLineId: Id, quantity: Quantity, reason: z.enum(returnReasons), instead: Instead }))
    .max(20)
    .refine((units) => units.some(({ instead }) => instead !== null), 'say what comes instead'),
  method: Method,
  dropNodeId: NodeId.nullable().default(null).meta({ description: 'A store of ours; null for any.' }),
  payBy: z.enum(['upi', 'card']).default('upi').meta({ description: 'How a bank is asked for what it costs more.' })
};
export const PreviewExchange = z.strictObject(asked);
export const AskExchange = z.strictObject({
  ...asked,
  words: z.string().trim().max(500).default(''),
  seal: z.string().min(1).max(64)
});

export const ExchangePreviewed = z.object({
  effect: z
    .object({
      currency: Currency,
      goodsMinor: Minor.meta({ description: 'What comes back is worth so much.' }),
      bringingMinor: Minor,
      feeMinor: Minor,
      newMinor: Minor.meta({ description: 'What comes instead costs so much.' }),
      moreMinor: Minor.meta({ description: 'To be paid on top; until then nothing is changed.' }),
      backMinor: Minor,
      trigger: z.enum(refundTriggers).meta({ description: 'When it leaves us.' }),
      approval: z.enum(['rule', 'person', 'two-people']),
      arrivesUntil: Time.meta({ description: 'When it would be there if the old one were given in now.' }),
      isCollected: z.boolean(),
      dropNodeId: NodeId.nullable().meta({ description: 'The counter that has it, where it is collected.' }),
      points: PointsEffect.optional()
    })
    .meta({ id: 'ExchangeEffect' }),
  seal: z.string().meta({ description: 'Of this effect. Sent with the exchange, so that nothing else is done than was shown.' })
});
export const ExchangeAsked = ReturnAsked.extend({
  toPay: z.boolean().meta({ description: 'It costs more, and goes on when that is paid.' })
});
