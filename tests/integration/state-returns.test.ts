import { afterAll, beforeAll, expect, test } from 'vitest';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { AFTER_SALE_NODE, TAKEN_LATER } from '../support/after-sale-world.ts';
import { afterSale } from '../support/after-sale.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { policyOfChannel } from '../support/policies.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { bringIn, takenOut } from '../support/state-files.ts';

let shop: TestShop;
let empty: TestShop;
beforeAll(async () => {
  [shop, empty] = [await openShop(), await openShop()];
  await thePostcode(shop.db);
  await aNode(shop.db, AFTER_SALE_NODE, { kind: 'dark_store' });
  await policyOfChannel(shop, TAKEN_LATER, { payment: { ...standardPolicy.payment, take: 'on-leaving' } });
});
afterAll(async () => {
  await shop.close();
  await empty.close();
});

const COUNT = 100;

test('orders that were changed, sent back and paid back go into an empty shop and come out again byte for byte', async () => {
  const managers = [await aPerson(shop, 'manager'), await aPerson(shop, 'manager')] as const;
  // oxlint-disable-next-line no-await-in-loop -- one history after the other
  for (let n = 0; n < COUNT; n += 1) await afterSale(shop, { managers }, 30_000 + n);
  const out = await takenOut(shop);
  // Returns in all but the shortest of their states, or this would be a test of nothing.
  const states = new Set(out.split('\n').flatMap((line) => /^\{"type":"return".*?"state":"(\w+)"/.exec(line)?.[1] ?? []));
  expect(states.size).toBeGreaterThan(5);
  expect(/"graded_by":\{[^}]*"name":"[^"]+"/.test(out)).toBe(true);
  const report = await bringIn(empty, out);
  expect(report.issues.filter(({ severity }) => severity === 'error').slice(0, 5)).toEqual([]);
  expect(report.issues).toEqual([]);
  const [was, is] = [out.split('\n'), (await takenOut(empty)).split('\n')];
  const differing = was.flatMap((line, index) => (line === is[index] ? [] : [{ was: line, is: is[index] }]));
  expect(differing.slice(0, 2)).toEqual([]);
  expect(is.length).toBe(was.length);
  expect(await brokenInvariants(empty.db)).toEqual([]);
  expect((await bringIn(empty, out)).changed).toBe(0);
}, 120_000);
