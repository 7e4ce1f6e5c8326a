import * as z from 'zod';
import { CartKey, Id, Minor, NodeId, Units } from '../schemas.ts';

export const AgainInto = z.strictObject({
  cartKey: CartKey.nullable().default(null).meta({ description: 'The cart it would go into; null: a new one.' })
});
export const OrderAgain = z.strictObject({ cartKey: CartKey, seal: z.string().min(1).max(64) });

export const AgainPreviewed = z.object({
  lines: z.array(
    z
      .object({
        variantId: Id,
        pickupNodeId: NodeId.nullable(),
        title: z.string(),
        options: z.array(z.string()),
        quantity: Units.meta({ description: 'As many as were ordered.' }),
        units: Units.meta({ description: 'As many as go into the cart.' }),
        paidMinor: Minor.meta({ description: 'What one of it cost then.' }),
        priceMinor: Minor.meta({ description: 'And costs now.' }),
        whyNot: z
          .object({ code: z.string(), words: z.string() })
          .nullable()
          .meta({ description: 'Why not all of them do: a code of refusals, and in words.' })
      })
      .meta({ id: 'AgainLine' })
  ),
  seal: z.string().meta({ description: 'Of these lines. Sent with the order, so that nothing else goes in than was shown.' })
});
export const OrderedAgain = z.object({ units: Units.meta({ description: 'How many things went into the cart.' }) });
