import * as z from 'zod';
import type { PaymentMethod } from '#lib/commerce/payments/payment-provider.ts';
import { parseForm, type FormProblems } from '#lib/server/parse.ts';
import { passesLuhn, testInstruments } from '#lib/server/providers/test-bank/test-instruments.ts';

/** `balance`: nothing is left to pay beside gift cards and credit. `restMinor` is what is, in minor units, as the form told it. `handle` is all that goes on to the bank: the UPI address, or the card's number. Expiry and code end here. */
export type ReadPayment = {
  method: PaymentMethod | 'balance';
  restMinor: number | undefined;
  handle: string | undefined;
  key: string;
  version: number | undefined;
};

const Count = (digits: number) => z.string().regex(/^\d+$/).max(digits).transform(Number).optional();

const Form = z.strictObject({
  method: z.enum(['upi', 'card', 'cash_on_delivery', 'pay_in_store', 'balance'], 'Choose how you want to pay.'),
  upi: z.string().trim().max(120).default(''),
  cardNumber: z.string().trim().max(40).default(''),
  cardExpiry: z.string().trim().max(10).default(''),
  cardCvc: z.string().trim().max(6).default(''),
  key: z.string().regex(/^[\w-]{8,64}$/),
  version: Count(9),
  restMinor: Count(12)
});
type Form = z.infer<typeof Form>;

/** Reads how someone wants to pay, with a sentence for each field that will not do. Card data are never among the values sent back. */
export function readPayment(form: FormData, at: Date): { data: ReadPayment } | { problems: FormProblems } {
  const read = parseForm(Form.check(instrumentFits(at)), form);
  if ('problems' in read) return read;
  const { method, key, version, restMinor, upi, cardNumber } = read.data;
  const handle = method === 'upi' ? upi.toLowerCase() : method === 'card' ? cardNumber.replaceAll(/[\s-]/g, '') : undefined;
  return { data: { method, handle, key, version, restMinor } };
}

function instrumentFits(at: Date): z.core.CheckFn<Form> {
  return ({ value, issues }) => {
    const wrong = (path: keyof Form, message: string) => issues.push({ code: 'custom', path: [path], message, input: value[path] });
    if (value.method === 'upi' && !/^[\w.-]{2,60}@[\w.-]{2,40}$/.test(value.upi)) wrong('upi', 'Write your UPI address, as in rhea@bank.');
    if (value.method !== 'card') return;
    if (!passesLuhn(value.cardNumber)) wrong('cardNumber', 'This card number has a slip in it. Check its digits.');
    if (!isStillValid(value.cardExpiry, at)) wrong('cardExpiry', 'Write the month and year on the card, as in 08/29. It must not be over.');
    if (!/^\d{3,4}$/.test(value.cardCvc)) wrong('cardCvc', 'Write the 3 or 4 digits of the security code.');
  };
}

/** A card is good until the end of its month, by the calendar of the last place on earth where that month ends. */
function isStillValid(expiry: string, at: Date): boolean {
  const [, month, year] = /^(\d{1,2})\s*\/\s*(?:20)?(\d{2})$/.exec(expiry) ?? [];
  if (month === undefined || Number(month) < 1 || Number(month) > 12) return false;
  return at.getTime() < Date.UTC(2000 + Number(year), Number(month), 1, 12);
}

/** What the pretended bank answers to which instrument, for the folded note at the form. */
export const instrumentsToTry = () => testInstruments.map(({ method, handle, says }) => ({ method, handle, says }));
