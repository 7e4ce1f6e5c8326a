import { expect, test } from 'vitest';
import { isCreditDue } from './late-credit.ts';

const on = (day: number, reason = 'placed', state = 'revised') => ({
  ruleVersion: 'v1',
  state,
  reason,
  deliverUntil: new Date(Date.UTC(2026, 10, day, 14))
});
const placed = on(27, 'placed', 'committed');

test('a promise that we move behind the first one gives its credit before it is late', () => {
  for (const reason of ['node-down', 'no-capacity', 'not-found', 'damaged', 'missed-pickup']) {
    expect(isCreditDue([placed, on(28, reason)])).toBe(true);
  }
});

test('what the road does gives nothing before it has come late', () => {
  expect(isCreditDue([placed, on(28, 'delayed')])).toBe(false);
  expect(isCreditDue([placed, on(28, 'delayed'), on(28, 'delivered', 'broken')])).toBe(true);
});

test('kept, moved within the first promise, waived and chosen ones give nothing', () => {
  expect(isCreditDue([])).toBe(false);
  expect(isCreditDue([placed])).toBe(false);
  expect(isCreditDue([placed, on(26, 'not-found')])).toBe(false);
  expect(isCreditDue([placed, on(27, 'delivered', 'kept')])).toBe(false);
  expect(isCreditDue([placed, on(30, 'chosen')])).toBe(false);
  expect(isCreditDue([placed, on(28, 'not-found'), on(28, 'not-filled', 'waived')])).toBe(false);
});

test('what another system promised gives nothing, and a day chosen here does', () => {
  const elsewhere = { ...placed, ruleVersion: 'imported' };
  expect(isCreditDue([elsewhere, on(28, 'node-down')])).toBe(false);
  expect(isCreditDue([elsewhere, on(28, 'delayed', 'broken')])).toBe(false);
  expect(isCreditDue([elsewhere, on(28, 'chosen'), on(29, 'node-down')])).toBe(true);
});

test('after a choice the chosen day is the one that counts', () => {
  expect(isCreditDue([placed, on(30, 'chosen'), on(29, 'node-down')])).toBe(false);
  expect(isCreditDue([placed, on(30, 'chosen'), on(31, 'node-down')])).toBe(true);
});
