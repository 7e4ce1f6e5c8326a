import * as z from 'zod';
import { Currency, Id, Minor } from '../schemas.ts';

export const PayBy = z.union([
  z.strictObject({ code: z.string().trim().min(1).max(200).meta({ description: 'Of a gift card, or of store credit.' }) }),
  z.strictObject({ credit: z.literal(true).meta({ description: 'That of the account whose token is sent.' }) })
]);

export const Balances = z.object({
  currency: Currency,
  balances: z.array(
    z
      .object({
        id: Id,
        kind: z.enum(['gift_card', 'store_credit']),
        lastFour: z.string().nullable(),
        amountMinor: Minor.meta({ description: 'What it pays of this cart.' })
      })
      .meta({ id: 'Balance' })
  ),
  restMinor: Minor.meta({ description: 'What is left to pay beside them; 0: order with the method `balance`.' })
});
