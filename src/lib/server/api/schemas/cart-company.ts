import * as z from 'zod';
import { CartKey, Currency, Id, Minor, NodeId, Time, Units } from '../schemas.ts';

export const SavedThing = z
  .object({
    variantId: Id,
    quantity: Units,
    title: z.string(),
    handle: z.string(),
    options: z.array(z.string()),
    currency: Currency,
    unitPriceMinor: Minor.meta({ description: 'What one cost when it was saved.' }),
    priceNowMinor: Minor.nullable().meta({ description: 'What one costs now; null when it is no longer for sale.' }),
    reason: z.enum(['chosen', 'set-aside']),
    savedAt: Time
  })
  .meta({ id: 'SavedThing' });

export const Label = z
  .string()
  .trim()
  .max(40)
  .refine((label) => !/\p{Cc}/u.test(label) && label.isWellFormed(), 'give a name on one line');

export const Share = z
  .object({
    grantId: Id,
    grantKey: CartKey,
    may: z.enum(['view', 'edit']),
    label: z.string(),
    url: z.string().meta({ description: 'The link to send.' }),
    madeAt: Time,
    expiresAt: Time
  })
  .meta({ id: 'Share' });

const who = { by: z.string(), at: Time };
const out = { handOverId: Id, code: z.string().meta({ description: 'To be typed at the till.' }), url: z.string(), expiresAt: Time };

export const Offer = z.object(out).meta({ id: 'HandOverOffer' });
export const HandOver = z
  .object({
    out: Offer.nullable().meta({ description: 'The code that is out now.' }),
    opened: z.array(z.object({ handOverId: Id, ...who })).meta({ description: 'Who has the cart in hand and can be sent away.' }),
    taken: z.object(who).nullable().meta({ description: 'Another device of the owner that opened it last.' }),
    askedMinor: Minor.nullable().meta({ description: 'What the counter asks to be paid on the owner’s screen.' }),
    guesses: Units.meta({ description: 'How many wrong codes were typed meanwhile; 0 while they are few.' })
  })
  .meta({ id: 'HandOver' });

export const ReceiptLine = z
  .object({
    kind: z.enum(['kept', 'added', 'summed', 'capped', 'set-aside', 'gone', 'price-changed']),
    variantId: Id,
    pickupNodeId: NodeId.nullable(),
    title: z.string(),
    words: z.string().meta({ description: 'What became of it.' })
  })
  .meta({ id: 'ReceiptLine' });
