import * as z from 'zod';

/** Words as a model or a shopper gives them: never longer than they need be, and nothing that a database cannot keep. */
export const Words = (most: number): z.ZodType<string, string> =>
  z
    .string()
    .max(most)
    .transform((text) => text.toWellFormed().replaceAll('\0', '').trim()) as z.ZodType<string, string>;

export const Needed = (most: number): z.ZodType<string, string> =>
  Words(most).refine((text) => text !== '', 'is empty') as z.ZodType<string, string>;

export const Order = Needed(200)
  .optional()
  .describe('The number of the order, such as MZ-7K2P9Q4R1S. May be left out by whoever opened the talk with one order.');
export const Item = Needed(200).describe('What of the order: its title, its SKU, or the id of its line.');
export const Quantity = z.int().min(1).max(99);
