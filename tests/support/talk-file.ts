import * as z from 'zod';

/** Scripted shoppers as a file has them, a line of JSON for each; docs/assistant-talks.md says the same in words. */
const Ordered = z.strictObject({ sku: z.string(), quantity: z.int().min(1).default(1) });
const orderStates = ['unpaid', 'paid', 'cash', 'packed', 'sent', 'delivered', 'returning', 'cancelled'] as const;
const Setup = z.strictObject({ of: z.array(Ordered).min(1), state: z.enum(orderStates).default('paid') });

const Turn = z.union([
  z.strictObject({ say: z.string() }),
  /** Said when the last answer reads so, and passed over when it does not. */
  z.strictObject({ if: z.string(), say: z.string() }),
  z.strictObject({ press: z.string() }),
  z.strictObject({ if: z.string(), press: z.string() })
]);

const OrderEnd = z.strictObject({
  life: z.string().optional(),
  parcels: z.array(z.string()).optional(),
  refunds: z.int().optional(),
  line1: z.string().optional(),
  postcode: z.string().optional(),
  /** What is still to come or has come, by SKU. */
  has: z.record(z.string(), z.int()).optional(),
  method: z.string().optional(),
  returns: z.int().optional(),
  wished: z.boolean().optional()
});

const End = z.strictObject({
  orders: z.array(OrderEnd).optional(),
  /** What waits for the button; null: nothing. */
  waiting: z.string().nullable().optional(),
  ticket: z.boolean().optional(),
  /** Tools that have answered. */
  looked: z.array(z.string()).optional(),
  inCart: z.int().optional(),
  /** SKU of what one mail was asked for. */
  alert: z.string().optional(),
  /** How the last answer reads; how none of them does. */
  says: z.string().optional(),
  never: z.string().optional()
});

export const Talk = z.strictObject({
  name: z.string().min(1),
  as: z.enum(['customer', 'guest', 'anonymous']).default('customer'),
  orders: z.array(Setup).default([]),
  turns: z.array(Turn).min(1),
  expect: End
});
export type Talk = z.output<typeof Talk>;
export type TalkEnd = z.output<typeof End>;
export type OrderEnd = z.output<typeof OrderEnd>;

/** @throws Error that names the line which is no talk */
export function talksIn(file: string): Talk[] {
  const lines = file.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [talkIn(line, at + 1)]));
}

function talkIn(line: string, number: number): Talk {
  try {
    return Talk.parse(JSON.parse(line));
  } catch (fault) {
    throw new Error(`Line ${number} is no talk: ${fault instanceof z.ZodError ? z.prettifyError(fault) : String(fault)}`, { cause: fault });
  }
}
