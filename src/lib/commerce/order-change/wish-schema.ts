import * as z from 'zod';
import { cancelReasons } from '../policies/policy.ts';
import { LONGEST_NOTE } from './wish.ts';

const Units = z.strictObject({ orderLineId: z.uuid(), quantity: z.int().min(1).max(99) });

const PHONE = 'Write the phone number with its digits, as in 98450 12345.';

/** What a change is asked for by, at every edge. */
export const Wish = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('cancel'),
    units: z.array(Units).min(1, 'Say how many of what.').max(50).nullable(),
    reason: z.enum(cancelReasons, 'Choose a reason.')
  }),
  z.strictObject({
    kind: z.literal('swap'),
    orderLineId: z.uuid('Choose what is to be changed.'),
    toVariantId: z.uuid('Choose what it should be.'),
    quantity: z.int('Say how many.').min(1).max(99),
    method: z.enum(['upi', 'card'])
  }),
  z.strictObject({
    kind: z.literal('address'),
    name: z.string().trim().min(1, 'Write the name, as it should stand on the parcel.').max(120),
    phone: z
      .string()
      .trim()
      .regex(/^\+?[\d\s-]{7,20}$/, PHONE),
    line1: z.string().trim().min(1, 'Write the house and the street.').max(200),
    line2: z.string().trim().max(200),
    postcode: z.string().trim().min(1, 'Write the PIN code.').max(20)
  }),
  z.strictObject({ kind: z.literal('payment'), method: z.enum(['upi', 'card'], 'Choose UPI or a card.') }),
  z.strictObject({ kind: z.literal('note'), note: z.string().trim().max(LONGEST_NOTE, `A note has at most ${LONGEST_NOTE} characters.`) })
]);
