import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import { addressIn, type SaidAddress } from './address.ts';
import { dayIn, type Day } from './dates.ts';
import { optionsIn, type OptionChoices, type SaidOption } from './options.ts';
import { postcodesIn, type Postcode } from './postcode.ts';
import { quantityIn } from './quantity.ts';
import { returnReasonIn } from './reason.ts';
import { emailsIn, orderNumbersIn, phonesIn, returnNumbersIn, withoutReferences } from './references.ts';
import { storesIn, type NamedStore } from './stores.ts';

/** What a message names. An empty list or undefined: it names none. */
export type Slots = {
  orderNumbers: string[];
  returnNumbers: string[];
  emails: string[];
  phones: string[];
  postcodes: Postcode[];
  address: SaidAddress | undefined;
  options: SaidOption[];
  stores: string[];
  day: Day | undefined;
  reason: ReturnReason | undefined;
  quantity: number | undefined;
};

/** What the shop has to offer and what day it is: the same words mean something only with these. */
export type Known = { today: Day; stores: readonly NamedStore[]; options: OptionChoices };

/** More than a shopper may write; what comes after it is not read. */
const MOST_LETTERS = 4_000;

export function slotsOf(message: string, known: Known): Slots {
  const text = message.slice(0, MOST_LETTERS);
  return {
    orderNumbers: orderNumbersIn(text),
    returnNumbers: returnNumbersIn(text),
    emails: emailsIn(text),
    phones: phonesIn(text),
    postcodes: postcodesIn(text),
    address: addressIn(text),
    options: optionsIn(withoutReferences(text), known.options),
    stores: storesIn(text, known.stores),
    day: dayIn(text, known.today),
    reason: returnReasonIn(text),
    quantity: quantityIn(text)
  };
}
