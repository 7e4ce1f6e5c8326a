import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { turnPointsIntoCredit } from '#lib/commerce/loyalty/turn-points-into-credit.server.ts';
import { afterSale } from '../support/after-sale.ts';
import { AFTER_SALE_NODE } from '../support/after-sale-world.ts';
import { aCustomer } from '../support/customers.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { pointsNow, pointsTold } from '../support/points.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { bringIn, fileOf, takenOut } from '../support/state-files.ts';

let shop: TestShop;
const closing: TestShop[] = [];
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => shop.close());
afterAll(async () => {
  for (const one of closing) await one.close();
});

const rhea = (loyalty: object | undefined) => ({
  type: 'customer',
  source: 'old-shop',
  external_id: 'c-9',
  name: 'Rhea Pinto',
  emails: ['rhea@old.example'],
  ...(loyalty && { loyalty })
});
const idOf = async () =>
  (await shop.db.selectFrom('app_user').select('id').where('email', '=', 'rhea@old.example').executeTakeFirstOrThrow()).id;
const loyaltyOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.includes('"type":"customer"'))
    .map((line) => (JSON.parse(line) as { loyalty?: object }).loyalty);

test('points come in as an opening entry that may be spent, the same file again changes nothing, and they go out as the balance with their tier', async () => {
  const file = fileOf(rhea({ tier: 'gold', points: 1250 }));
  for (const _ of [1, 2]) expect(await bringIn(shop, file)).toMatchObject({ outcome: 'applied', errors: 0 });
  expect(await pointsNow(shop, await idOf())).toEqual([0, 1250]);
  expect(await pointsTold(shop, await idOf())).toEqual([['opened', 0, 1250, 0]]);
  expect(loyaltyOf(await takenOut(shop))).toEqual([{ points: 1250, tier: 'gold' }]);
  await turnPointsIntoCredit(shop, { role: 'shopper', channel: 'web', customerId: await idOf() }, { points: 1000, key: shop.newId() });
  expect(loyaltyOf(await takenOut(shop))).toEqual([{ points: 250, tier: 'gold' }]);
});

test('a tier without points, points of nobody with an account, none at all, and none left: each goes out as it came', async () => {
  const guest = { ...rhea({ tier: 'silver', points: 7 }), external_id: 'c-99', emails: [], registered: false };
  await bringIn(shop, fileOf(rhea({ tier: 'gold' }), guest));
  expect(loyaltyOf(await takenOut(shop))).toEqual([{ tier: 'gold' }, { tier: 'silver', points: 7 }]);
  const other = await openShop();
  closing.push(other);
  await bringIn(other, fileOf(rhea({ points: 0 })));
  expect(loyaltyOf(await takenOut(other))).toEqual([{ points: 0 }]);
});

test('another balance later is an entry that says so; not where points were spent meanwhile, unless the file is to count', async () => {
  await bringIn(shop, fileOf(rhea({ points: 1250 })));
  expect(await bringIn(shop, fileOf(rhea({ points: 1500 })))).toMatchObject({ outcome: 'applied' });
  // What a file leaves out stays as it is.
  expect(await bringIn(shop, fileOf(rhea(undefined)))).toMatchObject({ outcome: 'applied' });
  expect(await pointsTold(shop, await idOf())).toEqual([
    ['opened', 0, 1250, 0],
    ['corrected', 0, 250, 0]
  ]);
  await turnPointsIntoCredit(shop, { role: 'shopper', channel: 'web', customerId: await idOf() }, { points: 500, key: shop.newId() });
  const again = fileOf(rhea({ points: 1600 }));
  expect(await bringIn(shop, again)).toMatchObject({ outcome: 'refused', issues: [{ code: 'conflict', pointer: '/loyalty/points' }] });
  expect(await bringIn(shop, again, { onConflict: 'take' })).toMatchObject({ outcome: 'applied' });
  expect(await pointsNow(shop, await idOf())).toEqual([0, 1600]);
});

test('points that wait for goods which may come back are not taken by a file, and a balance below nothing is none', async () => {
  await thePostcode(shop.db);
  await aNode(shop.db, AFTER_SALE_NODE);
  await bringIn(shop, fileOf(rhea({ points: 100 })));
  const by = { role: 'shopper' as const, channel: 'web' as const, customerId: await idOf() };
  await aDeliveredOrder(shop, { nodeId: AFTER_SALE_NODE, units: [1], by });
  expect(await pointsNow(shop, await idOf())).toEqual([490, 100]);
  const fewer = await bringIn(shop, fileOf(rhea({ points: 489 })), { onConflict: 'take' });
  expect(fewer).toMatchObject({ outcome: 'refused', issues: [{ code: 'bad_value', pointer: '/loyalty/points' }] });
  expect(await bringIn(shop, fileOf(rhea({ points: -1 })))).toMatchObject({ outcome: 'refused' });
});

test('orders that come by a file earn nothing, and a shop with points in all states goes out, in and out again byte for byte', async () => {
  await thePostcode(shop.db);
  await aNode(shop.db, AFTER_SALE_NODE, { kind: 'dark_store' });
  const managers = [await aPerson(shop, 'manager'), await aPerson(shop, 'manager')] as const;
  const customer = await aCustomer(shop, { passwordless: true });
  // oxlint-disable-next-line no-await-in-loop -- one history after the other
  for (let n = 0; n < 20; n += 1) await afterSale(shop, { managers, customers: [customer, customer, customer, customer] }, 33_000 + n);
  const { entries } = await shop.db
    .selectFrom('loyalty_entry')
    .select((eb) => eb.fn.countAll<number>().as('entries'))
    .executeTakeFirstOrThrow();
  expect(entries).toBeGreaterThan(5);
  const other = await openShop();
  closing.push(other);
  const out = await takenOut(shop);
  expect((await bringIn(other, out)).issues).toEqual([]);
  expect((await takenOut(other)).split('\n')).toEqual(out.split('\n'));
  expect(await other.db.selectFrom('loyalty_order').selectAll().execute()).toEqual([]);
  // Into the shop itself it changes nothing either.
  expect(await bringIn(shop, out)).toMatchObject({ outcome: 'applied' });
  expect(await takenOut(shop)).toBe(out);
}, 60_000);
