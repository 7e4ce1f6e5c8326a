import * as z from 'zod';
import { MAX_QUANTITY } from './cart.ts';
import { MOST_OPERATIONS } from './operations.ts';

/** Operations as they come over the wire, by whatever way. Lower case, as the database says ids. */
const Id = z.uuid().toLowerCase();
const Units = z.number().int().min(1, 'take at least 1').max(MAX_QUANTITY, `take at most ${MAX_QUANTITY}`);
const NOTE_LENGTH = 500;

const head = {
  id: Id.meta({ description: 'Made by the client before the first try and kept on every retry.' }),
  baseVersion: z.number().int().min(0).max(2_147_483_647).meta({ description: 'The version of the cart that was seen.' }),
  madeAt: z.iso.datetime({ offset: true }).meta({ description: 'By the clock of the device. It is kept and decides nothing.' })
};
const line = {
  variantId: Id,
  pickupNodeId: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .nullable()
    .meta({ description: 'Where it is collected; null for what is brought.' })
};

const Operation = z.discriminatedUnion('kind', [
  z.strictObject({ ...head, kind: z.literal('add'), ...line, quantity: Units }),
  z.strictObject({
    ...head,
    kind: z.literal('change'),
    ...line,
    by: z
      .number()
      .int()
      .min(-MAX_QUANTITY)
      .max(MAX_QUANTITY)
      .refine((by) => by !== 0, 'say how many more or fewer')
  }),
  z.strictObject({ ...head, kind: z.literal('remove'), ...line, seen: Units.meta({ description: 'So many are taken away.' }) }),
  z.strictObject({ ...head, kind: z.literal('save'), ...line }),
  z.strictObject({ ...head, kind: z.literal('unsave'), ...line }),
  z.strictObject({
    ...head,
    kind: z.literal('note'),
    note: z
      .string()
      .max(NOTE_LENGTH, `write at most ${NOTE_LENGTH} characters`)
      .refine((note) => !note.includes('\0') && note.isWellFormed(), 'holds characters that are none')
  })
]);

export const Operations = z.array(Operation).min(1).max(MOST_OPERATIONS, `send at most ${MOST_OPERATIONS} operations at once`);
