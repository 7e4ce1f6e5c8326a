import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { histories } from '../support/histories.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, takenOut } from '../support/state-files.ts';

const sample = readFileSync(new URL('../fixtures/state/old-shop.jsonl', import.meta.url), 'utf8');

let shop: TestShop;
let empty: TestShop;
beforeAll(async () => {
  [shop, empty] = [await openShop(), await openShop()];
});
afterAll(async () => {
  await shop.close();
  await empty.close();
});

test('the sample goes in without an error', async () => {
  const report = await bringIn(shop, sample);
  expect(report.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(report.outcome).toBe('applied');
});

test('what is taken out goes into an empty shop and comes out again byte for byte', async () => {
  const out = await takenOut(shop);
  const report = await bringIn(empty, out);
  expect(report.errors).toBe(0);
  const again = await takenOut(empty);
  expect(again.split('\n')).toEqual(out.split('\n'));
});

test('a shop with orders in all states, made by shoppers, stores, a bank and a carrier, does so too', async () => {
  const [lively, other] = [await openShop(), await openShop()];
  await histories(lively, { count: 5, length: 40, seed: 20_261_128 });
  const out = await takenOut(lively);
  const report = await bringIn(other, out);
  expect(report.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  const again = await takenOut(other);
  expect(differing(out, again)).toEqual([]);
  await lively.close();
  await other.close();
}, 120_000);

function differing(out: string, again: string): unknown[] {
  const [was, is] = [out.split('\n'), again.split('\n')];
  return was.flatMap((line, index) => (line === is[index] ? [] : [{ was: line, is: is[index] }])).slice(0, 3);
}
