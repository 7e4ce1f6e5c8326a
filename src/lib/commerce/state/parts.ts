import * as z from 'zod';

/** What the records of a store state are made of. Times carry their offset; money is whole or written out, never a fraction in binary. */
export const moment = z.iso
  .datetime({ offset: true, error: 'Write the time with its offset, as in 2026-11-25T10:30:00+05:30.' })
  .transform((text) => new Date(text).toISOString());
export const money = z.union([z.int().min(0), z.string().regex(/^\d{1,13}(\.\d{1,4})?$/)], {
  error: 'Write whole minor units, as in 129900, or text with a point, as in "1299.00".'
});
export const currency = z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters, as in INR.');
export const country = z.string().regex(/^[A-Z]{2}$/, 'A country is two capital letters, as in IN.');

/** A system and what a thing is called there: kept for ever, so neither is ever trimmed or folded. */
const systemName = z.string().regex(/^[^\p{Cc}]{1,60}$/u, 'A source is a name of 1 to 60 characters.');
const externalId = z.string().regex(/^[^\p{Cc}]{1,200}$/u, 'An external id is text of 1 to 200 characters.');

/** The external id of another record of the same source, or of another source that is named. */
export const reference = z.union([externalId, z.strictObject({ source: systemName, external_id: externalId })], {
  error: 'A reference is an external id, or {"source": …, "external_id": …}.'
});
export type Reference = z.infer<typeof reference>;

export const head = { source: systemName, external_id: externalId };
export const words = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0]*$/u, 'A character with the number 0 cannot be kept.');
export const units = z.int().min(1).max(1_000_000);
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullish();
export const bag = z.record(z.string(), z.unknown());

export const address = z.object({
  line1: words(200),
  line2: maybe(words(200)),
  city: words(120),
  state: maybe(words(120)),
  postcode: words(20),
  country
});
export const contact = z.object({ email: words(254), name: words(200), phone: maybe(words(40)) });
