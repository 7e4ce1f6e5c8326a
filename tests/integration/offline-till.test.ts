import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortages } from '#db/queries/shelf.ts';
import { shelfItems } from '#db/queries/till-sales.ts';
import { correctStock } from '#lib/commerce/stock/correct-stock.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { settleTillSale } from '#lib/commerce/stock/settle-till-sale.server.ts';
import { keptSales, tillQueue } from '#lib/commerce/stock/till-queue.ts';
import type { TillSale } from '#lib/commerce/stock/till-sale.ts';
import { asha, aVariant, level } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { everybody, outcomeOf } from '../support/staff.ts';

const here = 'blr-indiranagar';
const PRICE = 49_000;
const ravi = { ...asha, userId: '0199f000-0000-7000-8000-00000000a5a2', name: 'Ravi' };
let shop: TestShop;
let receipt = 0;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

const variant = (onHand: number, more: { priceMinor?: number; tracked?: boolean } = {}) =>
  aVariant(shop.db, { priceMinor: PRICE, stock: { [here]: onHand }, ...more });

function aSale(variantId: string, more: Partial<TillSale> & { quantity?: number } = {}): TillSale {
  const { quantity = 1, ...given } = more;
  const lines = given.lines ?? [{ variantId, quantity, unitPriceMinor: PRICE }];
  const totalMinor = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  const madeAt = new Date(shop.now().getTime() - 3_600_000).toISOString();
  const head = { id: shop.newId(), till: 'K7Q2', receipt: ++receipt, nodeId: here, soldBy: asha.userId, madeAt, currency: 'INR' };
  return { ...head, totalMinor, ...given, lines };
}
const settle = (sale: TillSale, by = asha) => settleTillSale(shop, by, sale);
const orderOf = (number: string) => shop.db.selectFrom('orders').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
const ordersWith = (variantId: string) => shop.db.selectFrom('order_line').selectAll().where('variant_id', '=', variantId).execute();
const shortEvents = async (variantId: string) =>
  (await shop.db.selectFrom('event').select(['type', 'data']).where('topic', '=', `shortage:${here}/${variantId}`).execute()).length;

test('a sale without network arrives as an order of the time it was made, paid in cash and handed over', async () => {
  const mug = await variant(5);
  const sale = aSale(mug, { quantity: 2 });
  const settled = await settle(sale);
  expect(settled).toMatchObject({ totalMinor: 2 * PRICE, differenceMinor: 0, oversold: 0 });
  expect(await orderOf(settled.number)).toMatchObject({ life: 'completed', channel: 'pos', placed_at: new Date(sale.madeAt), version: 6 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3, short: 0 });
  const [told] = await shop.db
    .selectFrom('event')
    .select(['data', 'actor'])
    .where('topic', '=', `order:${settled.orderId}`)
    .where('type', '=', 'order.sold_offline')
    .execute();
  expect(told?.data).toMatchObject({ receipt: `K7Q2-${String(sale.receipt).padStart(4, '0')}`, soldBy: asha.userId, paidMinor: 2 * PRICE });
});

test('it counts once, however often and by whomever it is sent, at once and after the keys are forgotten', async () => {
  const mug = await variant(5);
  const sale = aSale(mug);
  const answers = await Promise.all([settle(sale), settle(sale), settle(sale, ravi), settle(sale, ravi)]);
  expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
  await shop.db.deleteFrom('idempotency').execute();
  expect((await settle(sale)).number).toBe(answers[0]?.number);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 4 });
  expect(await ordersWith(mug)).toHaveLength(1);
});

test('two tills sell the last one without network: one shortage, both moneys kept, and the shelf says so', async () => {
  const lamp = await variant(1);
  const [one, two] = [aSale(lamp), aSale(lamp, { till: '9XYZ', soldBy: ravi.userId })];
  const answers = await Promise.all([settle(one), settle(two, ravi)]);
  expect(answers.map(({ oversold }) => oversold)).toEqual(expect.arrayContaining([0, 1]));
  expect(await level(shop.db, lamp, here)).toMatchObject({ on_hand: 0, short: 1 });
  expect(await shortEvents(lamp)).toBe(1);
  expect((await shortages(shop.db, here)).filter(({ variantId }) => variantId === lamp)).toMatchObject([{ short: 1 }]);
  const money = await shop.db
    .selectFrom('payment')
    .select(['captured_minor', 'state'])
    .where(
      'order_id',
      'in',
      answers.map(({ orderId }) => orderId)
    )
    .execute();
  expect(money).toEqual([
    { captured_minor: PRICE, state: 'captured' },
    { captured_minor: PRICE, state: 'captured' }
  ]);
  // Whoever counts the shelf ends it.
  await correctStock(shop, asha, { variantId: lamp, counted: 0, reason: 'looked', key: shop.newId() });
  expect(await level(shop.db, lamp, here)).toMatchObject({ on_hand: 0, short: 0 });
});

test('the customer keeps the price that was paid, and the difference is written down', async () => {
  const mug = await variant(5, { priceMinor: 59_000 });
  const settled = await settle(aSale(mug));
  expect(settled).toMatchObject({ totalMinor: PRICE, differenceMinor: -10_000 });
  expect(await orderOf(settled.number)).toMatchObject({ total_minor: PRICE });
  const row = await shop.db.selectFrom('till_sale').selectAll().where('order_id', '=', settled.orderId).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ paid_minor: PRICE, shop_minor: 59_000 });
});

test('what went out of sale meanwhile was sold all the same', async () => {
  const mug = await variant(5);
  await shop.db
    .updateTable('product')
    .set({ status: 'archived' })
    .where('id', '=', (eb) => eb.selectFrom('variant').select('product_id').where('id', '=', mug))
    .execute();
  const settled = await settle(aSale(mug));
  const row = await shop.db.selectFrom('till_sale').selectAll().where('order_id', '=', settled.orderId).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ paid_minor: PRICE, shop_minor: null });
});

test('a count that came after the sale is believed; a clock that is ahead makes no sale of tomorrow; uncounted goods move no shelf', async () => {
  const mug = await variant(5);
  await correctStock(shop, asha, { variantId: mug, counted: 3, reason: 'looked', key: shop.newId() });
  await settle(aSale(mug));
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3, short: 0 });

  const ahead = await settle(aSale(mug, { madeAt: new Date(shop.now().getTime() + 86_400_000).toISOString() }));
  expect((await orderOf(ahead.number)).placed_at).toEqual(shop.now());
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 2 });

  const card = await aVariant(shop.db, { priceMinor: PRICE, tracked: false });
  expect(await settle(aSale(card))).toMatchObject({ oversold: 0 });
});

test('the counter’s own request whose answer was lost and the sale that the till kept of it are one, whichever comes first', async () => {
  const mug = await variant(5);
  const lines = [{ variantId: mug, quantity: 1 }];
  for (const first of ['counter', 'till'] as const) {
    const sale = aSale(mug);
    const counter = () => sellInStore(shop, asha, { lines, payment: 'cash', key: sale.id, seenTotalMinor: sale.totalMinor });
    const ways = first === 'counter' ? [counter, () => settle(sale)] : [() => settle(sale), counter];
    const numbers: string[] = [];
    for (const way of ways) numbers.push((await way()).number);
    expect(new Set(numbers).size).toBe(1);
  }
  expect(await ordersWith(mug)).toHaveLength(2);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 3 });
});

test('who may sell there may send it, and nobody else; odd sales are refused and leave nothing', async () => {
  const mug = await variant(5);
  for (const actor of everybody(here)) {
    const may = 'nodeId' in actor && actor.nodeId === here && ['associate', 'manager', 'admin'].includes(actor.role);
    expect(await outcomeOf(settleTillSale(shop, actor, aSale(mug)))).toBe(may ? 'done' : 'forbidden');
  }
  const odd: [Partial<TillSale>, string][] = [
    [{ nodeId: 'bom-bandra' }, 'forbidden'],
    [{ totalMinor: PRICE - 1 }, 'invalid'],
    [{ currency: 'USD' }, 'invalid'],
    [{ lines: [] }, 'cart-empty'],
    [{ lines: [1, 2].map(() => ({ variantId: mug, quantity: 1, unitPriceMinor: PRICE })) }, 'invalid'],
    [{ lines: [{ variantId: shop.newId(), quantity: 1, unitPriceMinor: PRICE }] }, 'not-found'],
    [{ lines: [{ variantId: mug, quantity: 100, unitPriceMinor: PRICE }] }, 'too-many']
  ];
  const before = await ordersWith(mug);
  for (const [more, code] of odd) expect(await outcomeOf(settle(aSale(mug, more)))).toBe(code);
  const sale = aSale(mug);
  await settle(sale);
  expect(await outcomeOf(settle({ ...sale, lines: [{ variantId: mug, quantity: 2, unitPriceMinor: PRICE }], totalMinor: 2 * PRICE }))).toBe(
    'key-reused'
  );
  expect(await ordersWith(mug)).toHaveLength(before.length + 1);
});

test('a queue over a lossy line settles everything once, in order', async () => {
  const mug = await variant(50);
  const keep = keptSales('LOSS');
  const lose = [true, false, true, true, false, false, true];
  const queue = tillQueue({
    keep,
    async send(sale) {
      const answer = await settle(sale);
      return lose.shift() ? undefined : { ok: answer };
    }
  });
  for (let n = 0; n < 6; n++) await queue.sell((number) => ({ ...aSale(mug), ...number }));
  const heard: number[] = [];
  while ((await queue.settle(({ receipt: at }) => void heard.push(at))) !== 'empty');
  const rows = await shop.db.selectFrom('till_sale').select('receipt').where('till', '=', 'LOSS').orderBy('order_id').execute();
  expect(rows.map((row) => row.receipt)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 44 });
});

test('the till keeps what its own place sells, at the prices of the shop', async () => {
  const [mug, away] = [await variant(5), await aVariant(shop.db, { stock: { 'bom-bandra': 3 } })];
  const items = await shelfItems(shop.db, { nodeId: here, currency: 'INR', limit: 5_000 });
  expect(items.find(({ variantId }) => variantId === mug)).toMatchObject({ priceMinor: PRICE, free: 5, tracked: true });
  expect(items.some(({ variantId }) => variantId === away)).toBe(false);
});
