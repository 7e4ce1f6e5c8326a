import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleStore } from '#scripts/steps/sample-store.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { asha, shopper, thePostcode } from '../support/makers.ts';
import { ask, CANCEL_ALL, change, oneUnit, type AnyOrder } from '../support/order-states.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { bringIn } from '../support/state-files.ts';

const ORDERS = 1_000;
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  const file = [...sampleStore({ orders: ORDERS, seed: 20_261_126 })].map((record) => `${JSON.stringify(record)}\n`).join('');
  const report = await bringIn(shop, file);
  expect(report.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(report.counts.order).toMatchObject({ created: ORDERS });
}, 120_000);
afterAll(() => shop.close());

/** Orders that have nothing but parcels in this state, in the order in which they came. */
async function ordersWith(state: 'released' | 'picking' | 'closed', most: number): Promise<AnyOrder[]> {
  const rows = await shop.db
    .selectFrom('fulfilment_order as f')
    .innerJoin('order_line as l', 'l.order_id', 'f.order_id')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .innerJoin('variant as o', (join) => join.onRef('o.product_id', '=', 'v.product_id').onRef('o.id', '<>', 'v.id'))
    .select(['f.order_id as orderId', 'o.id as other'])
    .where('f.state', '=', state)
    .where('f.order_id', 'not in', shop.db.selectFrom('fulfilment_order').select('order_id').where('state', '<>', state))
    .where('f.order_id', 'not in', shop.db.selectFrom('return_case').select('order_id'))
    .orderBy('f.order_id')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...row, orderKey: shop.keys.make('order', row.orderId) }));
}

async function outcomes(some: readonly AnyOrder[], doing: (of: AnyOrder) => Promise<unknown>): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const of of some) {
    const outcome = await outcomeOf(doing(of));
    counted[outcome] = (counted[outcome] ?? 0) + 1;
  }
  return counted;
}

const payAll = async ({ orderId }: AnyOrder) => {
  const due = await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).where('state', '=', 'due').execute();
  for (const { id } of due) await payRefund(shop, SYSTEM, { refundId: id });
};

test('a thousand orders in mixed states come in, and their books are right', async () => {
  const lives = new Set((await shop.db.selectFrom('orders').select('life').execute()).map(({ life }) => life));
  expect([...lives].toSorted()).toEqual(['cancelled', 'completed', 'confirmed', 'placed']);
  const cases = new Set((await shop.db.selectFrom('return_case').select('state').execute()).map(({ state }) => state));
  expect([...cases].toSorted()).toEqual(['closed', 'in_transit', 'requested']);
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('their shoppers change them, take it back, cancel and send back, and the books stay right', async () => {
  const released = await ordersWith('released', 40);
  const [swapped, noted, cancelled, undone] = [0, 1, 2, 3].map((n) => released.filter((_, index) => index % 4 === n)) as [
    AnyOrder[],
    AnyOrder[],
    AnyOrder[],
    AnyOrder[]
  ];
  const swap = async (of: AnyOrder) =>
    change(shop, of, { kind: 'swap', toVariantId: of.other, method: 'upi', ...(await oneUnit(shop, of)) });
  expect(await outcomes(swapped, swap)).toEqual({ done: swapped.length });
  expect(await outcomes(noted, async (of) => change(shop, of, { kind: 'note', note: 'Ring twice.' }))).toEqual({ done: noted.length });
  expect(await outcomes(cancelled, async (of) => change(shop, of, CANCEL_ALL))).toEqual({ done: cancelled.length });
  const andBack = async (of: AnyOrder) =>
    undoChange(shop, shopper, { orderKey: of.orderKey, changeId: await change(shop, of, CANCEL_ALL) });
  expect(await outcomes(undone, andBack)).toEqual({ done: undone.length });
  // What a place has begun with is not called off any more.
  const picking = await ordersWith('picking', 20);
  expect(await outcomes(picking, async (of) => change(shop, of, CANCEL_ALL))).toEqual({ 'already-begun': picking.length });

  const delivered = await ordersWith('closed', 30);
  const back = async (of: AnyOrder) => {
    const returnId = await ask(shop, of);
    const grades = (await unitsOfReturn(shop.db, returnId)).map(({ id }) => ({
      unitId: id,
      disposition: 'restock_a' as const,
      note: '',
      isOther: false
    }));
    const nodeId = (
      await shop.db.selectFrom('fulfilment_order').select('node_id').where('order_id', '=', of.orderId).executeTakeFirstOrThrow()
    ).node_id;
    await takeBackAtCounter(shop, { ...asha, nodeId }, { returnId, grades, key: shop.newId() });
  };
  expect(await outcomes(delivered, back)).toEqual({ done: delivered.length });
  shop.at(new Date(shop.now().getTime() + 3_600_000));
  for (const of of [...cancelled, ...swapped, ...delivered]) await payAll(of);
  const due = await shop.db.selectFrom('refund').select('id').where('state', '=', 'due').execute();
  expect(due).toEqual([]);
  expect(await brokenInvariants(shop.db)).toEqual([]);
}, 120_000);
