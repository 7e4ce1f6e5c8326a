import * as z from 'zod';
import { Handle } from './order.ts';
import { Currency, Id, Minor } from '../schemas.ts';

const ByCode = z.strictObject({ code: z.string().trim().min(1).max(200).meta({ description: 'Of a gift card, or of store credit.' }) });
const ByCredit = z.strictObject({ credit: z.literal(true).meta({ description: 'That of the account whose token is sent.' }) });

export const PayBy = z.union([ByCode, ByCredit]);
/** What is asked on top of an order: by a bank, or by what is with us. */
export const PayMoreBy = z.union([z.strictObject({ handle: Handle }), ByCode, ByCredit]);

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
