import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import { changesOf } from '#db/queries/order-changes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { applyChange, lapseChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { orderChangeMachine, orderChangeStates, type OrderChangeMove } from '#lib/commerce/order-change/order-change.machine.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { advance } from '#lib/kernel/advance.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import { statusOf } from '#lib/server/refusal-to-http.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-domlur';
const TEN_MINUTES = 10 * 60_000;
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
beforeEach(() => shop.at(MORNING));
afterAll(() => shop.close());

type Walk = { orderId: string; orderKey: string; costsMore: boolean; changeId: string };
const later = async (ms: number, run: () => Promise<unknown>) => {
  const now = shop.now();
  shop.at(new Date(now.getTime() + ms));
  await run();
  shop.at(now);
};

/** A mug and, of the same product, a dearer jar to have instead; paid. */
async function begun(costsMore: boolean): Promise<Walk & { wish: ChangeWish }> {
  const mug = await aVariant(shop.db, { stock: { [HERE]: 5 } });
  const jar = await aVariant(shop.db, { stock: { [HERE]: 5 }, priceMinor: 80_000 });
  const { product_id } = await shop.db.selectFrom('variant').select('product_id').where('id', '=', mug).executeTakeFirstOrThrow();
  await shop.db
    .updateTable('variant')
    .set({ product_id, options: ['Large'] })
    .where('id', '=', jar)
    .execute();
  const { cartKey, version } = await aCheckout(shop, [{ variantId: mug, quantity: 1 }]);
  const { orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez', key: shop.newId() });
  const orderId = shop.keys.open('order', orderKey)!;
  const orderLineId = (await trackedOrder(shop.db, orderId))!.lines[0]!.id;
  const wish: ChangeWish = costsMore
    ? { kind: 'swap', toVariantId: jar, method: 'upi', orderLineId, quantity: 1 }
    : { kind: 'cancel', units: null, reason: 'changed-mind' };
  return { orderId, orderKey, costsMore, changeId: '', wish };
}

type Act = { move: OrderChangeMove; how: 'asked' | 'heard'; run: (walk: Walk) => Promise<unknown> };
const ACTS: Record<string, Act> = {
  pay: {
    move: { type: 'pay' },
    how: 'heard',
    async run({ changeId, orderKey, costsMore }) {
      // What costs nothing has no payment of its own to be made.
      if (costsMore) await authorizePayment(shop, shopper, { changeId, orderKey, handle: 'ok@mez' }).catch(unlessRefused);
      await applyChange(shop, SYSTEM, { changeId });
    }
  },
  lapse: {
    move: { type: 'lapse' },
    how: 'heard',
    run: async ({ changeId }) =>
      later(60 * 60_000, async () => {
        await lapseWhatIsNotPaid(shop);
        await lapseChange(shop, SYSTEM, { changeId });
      })
  },
  undo: { move: { type: 'undo' }, how: 'asked', run: async ({ orderKey, changeId }) => undoChange(shop, shopper, { orderKey, changeId }) },
  settle: {
    move: { type: 'settle' },
    how: 'heard',
    run: async ({ changeId }) => later(TEN_MINUTES, async () => settleChange(shop, SYSTEM, { changeId }))
  }
};
function unlessRefused(fault: unknown): void {
  if (!isRefusal(fault)) throw fault;
}

const events: OrderChangeMove[] = [{ type: 'confirm' }, ...Object.values(ACTS).map(({ move }) => move)];
/** What a bank took a difference for is not undone. */
const contextOf = (costsMore: boolean) => ({ costsMore, isUndoable: !costsMore });
const pathsBy = (way: typeof getSimplePaths | typeof getShortestPaths, costsMore: boolean) =>
  way(orderChangeMachine, { events, input: contextOf(costsMore) })
    .map(({ steps, state }) => ({ costsMore, moves: steps.map(({ event }) => event.type).slice(1), end: state.value }))
    // What is only asked for is no row.
    .filter(({ moves }) => moves.length > 0);

async function walked({ costsMore, moves }: { costsMore: boolean; moves: string[] }): Promise<Walk> {
  const { wish, ...walk } = await begun(costsMore);
  const { seal } = await readChange(shop, { orderKey: walk.orderKey, wish });
  const { changeId } = await changeOrder(shop, shopper, { orderKey: walk.orderKey, wish, seal, key: shop.newId() });
  for (const move of moves.slice(1)) await ACTS[move]!.run({ ...walk, changeId });
  return { ...walk, changeId };
}
const stateOf = async ({ orderId }: Walk) => (await changesOf(shop.db, orderId))[0]!.state;

test.each([...pathsBy(getSimplePaths, false), ...pathsBy(getSimplePaths, true)])(
  'walked in the database, $moves of a change ($costsMore: costs more) ends as $end',
  async (path) => {
    expect(await stateOf(await walked(path))).toBe(path.end);
  }
);

const seenOf = async ({ orderId }: Walk) => {
  const { parcels, lines } = (await trackedOrder(shop.db, orderId))!;
  return {
    parcels,
    lines,
    changes: await changesOf(shop.db, orderId),
    money: await shop.db.selectFrom('payment').selectAll().where('order_id', '=', orderId).orderBy('id').execute(),
    credits: await shop.db.selectFrom('order_credit').selectAll().where('order_id', '=', orderId).orderBy('id').execute(),
    log: await shop.db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute()
  };
};
const ends = [...pathsBy(getShortestPaths, false), ...pathsBy(getShortestPaths, true)];

test.each(ends)('$moves ($costsMore: costs more): what the chart does not know in $end changes nothing', async ({ end, ...path }) => {
  const walk = await walked({ ...path });
  const state = orderChangeStates.find((one) => one === end)!;
  const context = contextOf(path.costsMore);
  const tried: string[] = [];
  for (const [name, { move, how, run }] of Object.entries(ACTS)) {
    const isDue = await Promise.resolve()
      .then(() => advance(orderChangeMachine, { state, context }, move))
      .then(() => true, unlessRefused);
    if (isDue) continue;
    tried.push(name);
    const before = await seenOf(walk);
    const code = await run(walk).then(
      () => 'done' as const,
      (fault: unknown) => (isRefusal(fault) ? fault.code : Promise.reject(fault as Error))
    );
    // To undo twice is to undo: the same answer, and nothing done again.
    const isAgain = name === 'undo' && end === 'undone';
    expect([name, code === 'done' ? 'done' : statusOf(code)]).toEqual([name, how === 'asked' && !isAgain ? 409 : 'done']);
    expect([name, await seenOf(walk)]).toEqual([name, before]);
  }
  expect(tried.length).toBeGreaterThan(1);
});

test('the paths reach every state that is kept', () => {
  const kept = orderChangeStates.filter((state) => state !== 'requested' && state !== 'declined');
  expect(new Set(ends.map(({ end }) => end))).toEqual(new Set(kept));
});
