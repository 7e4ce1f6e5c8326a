import * as z from 'zod';
import { Id, Minor } from '../schemas.ts';

const Refund = z
  .object({
    id: Id,
    amountMinor: Minor,
    how: z.enum(['taken-off', 'bank', 'by-hand', 'gift-card', 'store-credit']),
    state: z.enum(['due', 'paid']),
    isRefused: z.boolean().meta({ description: 'Its bank did not take it back: have it as store credit, or wait for one of us.' })
  })
  .meta({ id: 'Refund' });

export const Refunds = z.object({
  refunds: z.array(Refund).meta({ description: 'All that goes back of the order, or went, the oldest first.' })
});

export const OtherWay = z.strictObject({ how: z.literal('store-credit') });
