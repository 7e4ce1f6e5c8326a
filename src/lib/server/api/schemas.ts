import * as z from 'zod';

/** Shapes that several endpoints share. Amounts are whole minor units (paise), times ISO 8601 in UTC. */
export const Minor = z.number().int().min(0).meta({ description: 'Whole minor units of the currency, such as paise.' });
export const Currency = z.string().meta({ description: 'ISO 4217, such as INR.' });
/** As we say it, always with Z. */
export const Time = z.iso.datetime();
/** As we take it, with any offset. */
export const GivenTime = z.iso.datetime({ offset: true });
export const Id = z.uuid();
export const Version = z
  .number()
  .int()
  .min(1)
  .max(2_147_483_647)
  .meta({ description: 'Grows with every change. Send it back where an endpoint asks for it.' });
export const NodeId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .meta({ description: 'A place of ours, such as blr-indiranagar.' });
export const Postcode = z.string().trim().min(1).max(12).meta({ description: 'A PIN code, such as 560038.' });
export const Quantity = z.number().int().min(1, 'take at least 1').max(99, 'take at most 99 at once');
export const Units = z.number().int();

const key = (what: string) =>
  z
    .string()
    .regex(/^[\w-]{43}$/)
    .meta({ description: `The key of the ${what}: whoever has it may open it. Keep it secret.` });
export const CartKey = key('cart');
export const OrderKey = key('order');

export const Nothing = z.strictObject({});
export const OfCart = z.object({ cartKey: CartKey });
export const OfOrder = z.object({ orderKey: OrderKey });
export const OfVariant = z.object({ variantId: Id });

export const Changed = z.object({ version: Version });

export const Picture = z
  .object({ url: z.string(), alt: z.string(), width: z.number().int().nullable(), height: z.number().int().nullable() })
  .meta({ id: 'Picture' });
