import * as z from 'zod';

const EMAIL = 'Type your whole e-mail, as in rhea@example.com.';
export const email = z.string().trim().max(254, EMAIL).pipe(z.email(EMAIL));
export const name = z.string().trim().min(1, 'Type your name.').max(120, 'That is too long: 120 characters at most.');
/** What will do as a password is decided by the command. */
export const password = z.string().min(1, 'Type a password.').max(200, 'That is too long: 200 characters at most.');

const PHONE = 'Write the phone number with its digits, as in 98450 12345.';
export const phone = z
  .string()
  .trim()
  .regex(/^(\+?[\d\s()-]{7,20})?$/, PHONE)
  .refine((typed) => typed === '' || (typed.match(/\d/g)?.length ?? 0) >= 8, PHONE);
