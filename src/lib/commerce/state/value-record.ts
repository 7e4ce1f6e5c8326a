import * as z from 'zod';
import { currency, head, maybe, moment, money, reference, words } from './parts.ts';

/** Money that was paid to the shop before: a gift card by its code, store credit of an account. Of a shop like this a code leaves only as its seal. */
export const gift_card = z.object({
  type: z.literal('gift_card'),
  ...head,
  kind: z.enum(['gift_card', 'store_credit']).default('gift_card'),
  /** As it is typed; kept as a seal, and no longer than it takes to read the line. */
  code: maybe(words(60)),
  seal: maybe(z.string().regex(/^[0-9a-f]{64}$/)),
  last_four: maybe(z.string().regex(/^[0-9A-Z]{4}$/)),
  customer: maybe(reference),
  order: maybe(reference),
  currency: maybe(currency),
  balance: money,
  state: z.enum(['active', 'blocked']).default('active'),
  issued_at: maybe(moment),
  expires_at: maybe(moment),
  entries: z
    .array(
      z.object({
        id: maybe(z.uuid()),
        kind: z.enum(['issued', 'redeemed', 'refunded', 'bonus', 'points', 'corrected']),
        /** In minor units; what was paid with it is below zero. */
        delta: z.int().refine((delta) => delta !== 0),
        cause: maybe(z.string().regex(/^[a-z-]+:.{1,200}$/)),
        order: maybe(reference),
        payment: maybe(reference),
        refund: maybe(z.uuid()),
        at: moment
      })
    )
    .max(5000)
    .default([])
});
