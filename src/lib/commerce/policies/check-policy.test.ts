import { expect, test } from 'vitest';
import { readPolicy } from './check-policy.ts';
import { standardPolicy } from './standard-policy.ts';
import type { PolicyProfile } from './policy.ts';

const { cancel, items, payment, returns, limits } = standardPolicy;
const problemOf = (change: object): string | undefined => {
  const read = readPolicy({ ...standardPolicy, ...change });
  return 'problem' in read ? read.problem : undefined;
};
const ofReturns = (change: object): string | undefined => problemOf({ returns: { ...returns, ...change } });

test('what the shop starts with is sound and taken as it is', () => {
  expect(readPolicy(standardPolicy)).toEqual({ terms: standardPolicy, warnings: [] });
});

test('final sale is a category without days', () => {
  const terms: PolicyProfile = { ...standardPolicy, byCategory: { Food: { days: null }, 'Table > Mugs': { days: 14, from: 'placed' } } };
  expect(readPolicy(terms, ['Food > Spices', 'Table > Mugs'])).toEqual({ terms, warnings: [] });
  expect(readPolicy(terms, ['Table'])).toMatchObject({
    warnings: ['Nothing lies in “Food” today.', 'Nothing lies in “Table > Mugs” today.']
  });
});

test.each([
  [{ cancel: { ...cancel, states: ['shipped'] } }, '“states in which it may be cancelled” knows'],
  [{ cancel: { ...cancel, states: ['packed', 'packed'] } }, '“states in which it may be cancelled” names something twice.'],
  [{ cancel: { ...cancel, states: 'packed' } }, '“states in which it may be cancelled” needs a list.'],
  [{ cancel: { ...cancel, reasons: [] } }, 'Something may be cancelled, but for no reason: name reasons for cancelling.'],
  [{ cancel: { ...cancel, afterItemChange: 'yes' } }, '“cancelling after things were changed” needs yes or no.'],
  [{ items: { ...items, mostChanges: 1.5 } }, '“changes of things for an order” needs a whole number from 0 to 100.'],
  [{ items: { ...items, mostChanges: 0 } }, '“changes of things for an order” must be 0 when nothing may be changed'],
  [{ items: { ...items, swapFor: 'any-product' } }, '“what a thing may be changed for” needs one of nothing, same-product.'],
  [{ payment: { ...payment, difference: ['upi'] } }, '“a gift card must cover all of a difference” says nothing'],
  [
    { payment: { ...payment, difference: ['gift_card', 'pay_in_store'] } },
    '“ways to pay a difference” names gift cards or store credit alone'
  ],
  [{ payment: { ...payment, difference: ['cheque'] } }, '“ways to pay a difference” knows upi, card'],
  [{ limits: { ...limits, twoPeopleAboveMinor: 1 } }, '“worth above which two people approve” must not be less'],
  [{ limits: { ...limits, refundDays: null } }, '“days until the money is back” needs a whole number from 0 to 730.'],
  [{ limits: { ...limits, mostReturns: -1 } }, '“returns of an order” needs a whole number from 0 to 1000.'],
  [{ currency: 'rupees' }, 'This is no policy'],
  [{ cheese: 1 }, 'This is no policy'],
  [{ byCategory: { Food: { colour: 1 } } }, 'This is no policy'],
  [{ byCategory: { Food: { days: 'ever' } } }, 'Food: “days to give back” needs a whole number from 0 to 730.'],
  [{ byCategory: { Food: { methods: ['store'] } } }, 'Food: There is a fee of coming back by home, which is no way to come back.'],
  [{ byCategory: { '': {} } }, 'A category has 1 to 200 characters.']
])('%j is refused in words that name the field', (change, problem) => {
  expect(problemOf(change)).toContain(problem);
});

test.each([
  [{ days: -1 }, '“days to give back” needs a whole number from 0 to 730.'],
  [{ from: 'never' }, '“start of the days to give back” needs one of placed'],
  [{ reasons: [] }, '“reasons for giving back” needs one while there are days to give back.'],
  [{ reasons: ['too-small'] }, '“reasons that need a photo” names damaged, which is no reason for giving back.'],
  [{ reasons: ['too-small'], photoFor: [] }, '“what may be kept” names damaged, which is no reason for giving back.'],
  [{ methods: [], fees: { store: 0, label: 0, qr: 0, home: 0 } }, '“ways to come back” needs one'],
  [{ fees: { ...returns.fees, post: 1 } }, 'This is no policy'],
  [{ fees: { ...returns.fees, qr: 0.5 } }, '“fee of coming back by QR code” needs a whole number'],
  [{ refundTo: [] }, '“where money goes back to” needs one'],
  [{ refundTo: ['original'] }, '“percent on top of store credit” must be 0 while no money goes to store credit.'],
  [{ bonusPercent: 101 }, '“percent on top of store credit” needs a whole number from 0 to 100.'],
  [{ triggers: [] }, '“when the money goes back” needs 1 to 10 steps'],
  [{ triggers: [{ upToMinor: 5, trigger: 'instant' }] }, 'The last step of “when the money goes back” must have no bound.'],
  [
    {
      triggers: [
        { upToMinor: null, trigger: 'instant' },
        { upToMinor: null, trigger: 'received' }
      ]
    },
    'Only the last step of “when the money goes back” is without a bound.'
  ],
  [
    {
      triggers: [
        { upToMinor: 5, trigger: 'instant' },
        { upToMinor: 5, trigger: 'first-scan' },
        { upToMinor: null, trigger: 'received' }
      ]
    },
    'The bounds of “when the money goes back” must rise from step to step.'
  ],
  [{ keeps: [{ reasons: ['damaged'], belowMinor: 100, percent: 101 }] }, '“what may be kept” needs'],
  [{ keeps: [{ reasons: [], belowMinor: 100, percent: 10 }] }, '“what may be kept” needs']
])('of giving back, %j is refused', (change, problem) => {
  expect(ofReturns(change)).toContain(problem);
});

test.each([null, 1, 'standard', [], {}])('%j is no policy', (input) => {
  expect(readPolicy(input)).toHaveProperty('problem', expect.stringContaining('This is no policy'));
});
