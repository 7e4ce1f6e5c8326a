import { expect, test } from 'vitest';
import type { ReturnPlan } from '#lib/commerce/policies/decide-return.ts';
import { outcomeText } from './tried-words.ts';

const told = { currency: 'INR', zone: 'Asia/Kolkata' };
const plan: ReturnPlan = {
  goodsMinor: 200_000,
  bringingMinor: 0,
  feeMinor: 9_900,
  bonusPercent: 0,
  keepPercent: null,
  keepOffer: null,
  approval: 'rule',
  trigger: 'received',
  refundDueAt: new Date('2026-11-27T05:00:00Z'),
  sendBy: new Date('2026-11-30T05:00:00Z'),
  exchange: null
};

test('an answer says what is given, the fee, and the place in the profile that gave it', () => {
  const yes = (change: Partial<ReturnPlan> = {}) => outcomeText({ code: null, rule: 'returns', plan: { ...plan, ...change } }, told);
  expect(yes()).toMatch(/^yes: ₹1,901 by .*, ₹99 of it taken off as a fee, once we have it, by rule \(returns\)$/);
  expect(yes({ feeMinor: 0, keepPercent: 30 })).toMatch(/^yes: ₹2,000 by .*, it stays there \(returns\)$/);
  expect(yes({ exchange: { newMinor: 250_000, moreMinor: 50_000, backMinor: 0 } })).toMatch(/₹500 more to be paid/);
  expect(outcomeText({ code: null, rule: 'address.states', plan: null }, told)).toBe('yes (address.states)');
  expect(outcomeText({ code: 'already-begun', rule: 'address.states', plan: null }, told)).toMatch(
    /^no: already begun \(address\.states\)$/
  );
});
