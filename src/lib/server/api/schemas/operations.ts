import * as z from 'zod';
import { cartStates } from '#lib/commerce/cart/cart.machine.ts';
import { Id, NodeId, Time, Units, Version } from '../schemas.ts';

const Author = z
  .object({
    role: z.enum(['shopper', 'staff']),
    name: z.string().nullable().meta({ description: 'Null for a shopper without an account.' }),
    channel: z.string(),
    nodeId: NodeId.nullable(),
    nodeName: z.string().nullable(),
    device: z.string().nullable(),
    link: z.string().optional().meta({ description: 'What the shared link is called by which somebody came in.' })
  })
  .meta({ id: 'Author' });

const Line = z.object({
  variantId: Id,
  pickupNodeId: NodeId.nullable(),
  quantity: Units,
  title: z.string(),
  by: Author,
  addedAt: Time
});

/** As `CartSnapshot` says it, and as the live wire sends it. */
export const FollowedCart = z
  .object({
    cartId: Id,
    version: Version,
    at: Time,
    state: z.enum(cartStates),
    step: z.enum(['details', 'delivery', 'payment']),
    lines: z.array(Line),
    saved: z.array(z.object({ variantId: Id, quantity: Units, title: z.string(), reason: z.enum(['chosen', 'set-aside']) })),
    latest: z
      .object({ id: Id, by: Author, words: z.string().meta({ description: 'To be read after a name: added Mug.' }), at: Time })
      .nullable(),
    done: z.array(Id).meta({ description: 'The last operations that are in here, newest first.' }),
    heldUntil: Time.nullable()
  })
  .meta({ id: 'FollowedCart' });

export const Outcome = z
  .discriminatedUnion('outcome', [
    z.object({ id: Id, outcome: z.literal('applied') }),
    z.object({ id: Id, outcome: z.literal('refused'), code: z.string(), detail: z.string() })
  ])
  .meta({ id: 'OperationOutcome' });
