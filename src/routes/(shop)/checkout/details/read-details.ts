import * as z from 'zod';
import type { Address, Contact } from '#lib/commerce/cart/cart.ts';

const text = (longest: number, missing: string) =>
  z.string().trim().min(1, missing).max(longest, `That is too long: ${longest} characters at most.`);

const PHONE = 'Write the phone number with its digits, as in 98450 12345.';
const Contact = {
  email: z.string().trim().max(254).pipe(z.email('Write your e-mail address, as in rhea@example.com.')),
  name: text(120, 'Write your name, as it should stand on the parcel.'),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[\d\s()-]{7,20}$/, PHONE)
    .refine((typed) => (typed.match(/\d/g)?.length ?? 0) >= 8, PHONE)
    .transform((typed) => typed.replaceAll(/[()]/g, ''))
};
const Note = { note: z.string().trim().max(500, 'Keep the note under 500 characters.').optional() };

/** City and state may be left out: the postcode knows them. */
const Address = {
  postcode: z.string().trim().min(1, 'Write the PIN code first: it tells us what is possible there.').max(20),
  city: z.string().trim().max(120),
  state: z.string().trim().max(120),
  line1: text(200, 'Write the house and the street.'),
  line2: z.string().trim().max(200)
};

export const DetailsToHome = z.strictObject({ ...Contact, ...Address, ...Note });
export const DetailsToCollect = z.strictObject({ ...Contact, ...Note });

export type Details = { contact: Contact; address: Omit<Address, 'country'> | null; note: string };

export function asDetails(read: z.infer<typeof DetailsToCollect> & Partial<z.infer<typeof DetailsToHome>>): Details {
  const { email, name, phone, note = '', postcode, city = '', state = '', line1 = '', line2 = '' } = read;
  const address = postcode === undefined ? null : { postcode, city, state, line1, line2 };
  return { contact: { email, name, phone }, address, note };
}
