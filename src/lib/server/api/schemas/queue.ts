import * as z from 'zod';
import { NodeId, Time, Units } from '../schemas.ts';

export const Place = z.strictObject({
  pickupNodeId: NodeId.nullable().meta({ description: 'Where it is to be collected; null: to be brought.' })
});

export const QueuePlace = z
  .object({
    free: Units.meta({ description: 'What nobody has: buy it, there is no queue.' }),
    held: Units.meta({ description: 'What others hold with a clock.' }),
    heldUntil: Time.nullable(),
    waiting: Units.meta({ description: 'How many stand in line.' }),
    mine: z
      .object({
        state: z.enum(['waiting', 'offered']),
        ahead: Units,
        until: Time.meta({ description: 'How long the place is kept, or the unit that is offered.' })
      })
      .nullable(),
    missed: z.boolean().meta({ description: 'One was offered, and its time is over.' })
  })
  .meta({ id: 'QueuePlace' });
