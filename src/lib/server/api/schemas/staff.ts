import * as z from 'zod';
import { staffRoles } from '#lib/kernel/actor.ts';
import { CartKey, Id, Minor, NodeId, Quantity } from '../schemas.ts';

const DeviceOfStaff = z
  .string()
  .regex(/^[\w-]{43}$/)
  .meta({ description: 'What enrolling the device answered. Keep it secret: with a PIN it opens the counter.' });

export const Enrol = z.strictObject({
  code: z.string().min(1).max(80).meta({ description: 'The code that a manager is shown at /devices; ten minutes, once.' })
});
export const EnrolledDevice = z.object({
  device: DeviceOfStaff,
  nodeId: NodeId,
  people: z.array(z.object({ userId: Id, name: z.string() })).meta({ description: 'Who may sign in on it with a PIN.' })
});

export const SignInWithPin = z.strictObject({ device: DeviceOfStaff, userId: Id, pin: z.string().regex(/^\d{4,12}$/, 'give the digits') });
export const StaffSession = z
  .object({
    token: z
      .string()
      .meta({ description: 'Send it as `Authorization: Bearer …`. It is shown this once, and is over after an hour without use.' }),
    userId: Id,
    role: z.enum(staffRoles)
  })
  .meta({ id: 'StaffSession' });

export const Claim = z.strictObject({
  code: z.string().min(1).max(300).meta({ description: 'The eight characters, or the link in the picture.' }),
  terminal: z.string().trim().min(1).max(120).meta({ description: 'As the owner of the cart reads it: “the till at Indiranagar”.' })
});
export const ClaimedByStaff = z.object({ cartId: Id, cartKey: CartKey });

export const Sale = z.strictObject({
  lines: z
    .array(z.strictObject({ variantId: Id, quantity: Quantity }))
    .min(1)
    .max(20),
  payment: z.literal('cash'),
  seenTotalMinor: Minor.meta({ description: 'What the customer was told. Another sum is refused.' })
});
export const Sold = z.object({ orderId: Id, number: z.string(), totalMinor: Minor });

export const StockCount = z.strictObject({
  variantId: Id,
  counted: z.number().int().min(0).max(1_000_000),
  seen: z.number().int().optional().meta({ description: 'How many were on hand when the count began; another number now is refused.' }),
  reason: z.string().trim().max(200).default('')
});
export const Delivery = z.strictObject({
  variantId: Id,
  quantity: z.number().int().min(1).max(1_000_000),
  reason: z.string().trim().max(200).default('').meta({ description: 'The number on the delivery note.' })
});
export const ReceivedStock = z.object({ onHand: z.number().int(), available: z.number().int(), short: z.number().int() });

export const Damage = z.strictObject({
  variantId: Id,
  quantity: z.number().int().min(1).max(1_000_000),
  fate: z.enum(['damaged', 'sound', 'discarded']).meta({
    description: 'Damaged: it lies here and is not for sale. Sound: it is for sale after all. Discarded: what was damaged is thrown away.'
  }),
  reason: z.string().trim().max(200).default('')
});
export const MarkedStock = ReceivedStock.extend({ unavailable: z.number().int() });

export const CountedStock = z.object({
  onHand: z.number().int(),
  difference: z.number().int(),
  available: z.number().int(),
  short: z.number().int()
});
