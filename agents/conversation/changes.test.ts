import { expect, test } from 'vitest';
import type { Answer } from '../answer.ts';
import { NOW, policy, status, wrong } from '#tests/support/grounded-answers.ts';
import { unsupportedIn } from './grounding.ts';
import { supportOf } from './support.ts';

test('what was changed is said of what was changed, and of nothing else', () => {
  const after = (outcome: string) => (text: string) => unsupportedIn(text, supportOf([status], [outcome]), NOW);
  const [address, things, paying, carrier] = [
    after('It goes to the new address.'),
    after('It is changed. Money: nothing.'),
    after('The way to pay is changed.'),
    after('The carrier is told. From now on: Fri 27 Nov.')
  ];
  for (const [is, text] of [
    [address, 'Your delivery address has been updated.'],
    [address, 'I have changed the address for you.'],
    [things, 'The size was changed.'],
    [things, 'Your lamp has been changed to brass.'],
    [paying, 'Your payment method has been updated.'],
    [carrier, 'The delivery day was changed.']
  ] as const)
    expect(is(text), text).toEqual([]);
  for (const is of [address, things, paying, carrier]) expect(is('Your order has been updated.')).toEqual([]);
  for (const [is, text] of [
    [address, 'Your items have been changed.'],
    [address, 'Your lamp has been changed to brass.'],
    [address, 'The address and the payment method have been updated.'],
    [things, 'The address has been changed.'],
    [paying, 'The delivery date has been updated.'],
    [carrier, 'The address has been updated.'],
    [things, 'Your phone number has been updated.']
  ] as const)
    expect(is(text), text).toHaveLength(1);
});

test('a rule of when something is changed, or a mind that was, changed nothing', () => {
  const rules: Answer = {
    ...policy,
    effect: { topic: 'address', answer: 'The address is changed until somebody begins to pack it. Reasons: I changed my mind.' }
  };
  expect(wrong('Your address has been changed.', rules)).toEqual(['changed address']);
  expect(wrong('Your order was changed.', rules)).toEqual(['changed any']);
  expect(wrong('The address is changed until somebody begins to pack it.', rules)).toEqual([]);
  expect(wrong('An address is changed until packing begins.', rules)).toEqual([]);
});

test('what the house refuses because it changed may be said in other words', () => {
  const no = (code: Answer['code']): Answer => ({ ...status, decision: 'refused', code, effect: null });
  expect(wrong('The price has changed since you looked.', no('price-changed'))).toEqual([]);
  expect(wrong('Its things were changed before, so it cannot be cancelled.', no('changed-before'))).toEqual([]);
  expect(wrong('The address was changed.', no('price-changed'))).toHaveLength(1);
  const moved = { ...status, effect: { parcels: [{ promise: { why: '', moved: 'later' } }] } };
  expect(wrong('The delivery date has changed.', moved)).toEqual([]);
  expect(wrong('The delivery date has changed.', status)).toHaveLength(1);
});
