import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exchangeAtDesk } from '#db/queries/exchanges.ts';
import { orderPoints, pointsEntries, pointsStory, waitingPoints } from '#db/queries/loyalty.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { creditOfCustomer, entriesOf } from '#db/queries/stored-values.ts';
import { releasePoints } from '#lib/commerce/loyalty/release-points.server.ts';
import { adjusted, effectOnPoints } from '#lib/commerce/loyalty/points.ts';
import { turnPointsIntoCredit } from '#lib/commerce/loyalty/turn-points-into-credit.server.ts';
import { effectWords } from '#lib/commerce/order-change/change-words.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { readExchangePlan } from '#lib/commerce/returns/read-exchange-plan.server.ts';
import { readReturnOffer } from '#lib/commerce/returns/read-returnable.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { exchangedAtCounter } from '#lib/commerce/returns/exchange/desk-exchange.ts';
import { owedAtCounter } from '#lib/commerce/returns/return-money.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { releaseDuePoints } from '#realtime/sweeps.ts';
import { changedOrders, type Ordered } from '../support/changed-orders.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { exchangedOrders } from '../support/exchanged-orders.ts';
import { asha, aVariant, shopper } from '../support/makers.ts';
import { AFTER_WINDOW, pointsNow, pointsTold, spendablePoints } from '../support/points.ts';
import { returnedOrders } from '../support/returned-orders.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
let rhea: Customer;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
beforeEach(async () => {
  shop.at(MORNING);
  rhea = await aCustomer(shop);
});
afterAll(() => shop.close());

const { anOrder, cancelOf, ALL, change, lineOf } = changedOrders(
  () => shop,
  () => rhea
);
const { delivered, ask, asked: askedOf, graded } = returnedOrders(() => shop);
const { bought, exchange, takeBack } = exchangedOrders(
  () => shop,
  () => rhea
);
const now = async () => pointsNow(shop, rhea.customerId);
const told = async () => pointsTold(shop, rhea.customerId);
const turn = async (points: number, key = shop.newId()) => turnPointsIntoCredit(shop, rhea, { points, key });
const credit = async () => (await creditOfCustomer(shop.db, rhea.customerId, 'INR'))?.balanceMinor ?? 0;
const counterReturn = async (of: Awaited<ReturnType<typeof delivered>>) => {
  const made = await ask(of);
  await takeBackAtCounter(shop, asha, { returnId: made.returnId, grades: await graded(made, 'restock_a'), key: shop.newId() });
};
const spendable = async (rupees: number) =>
  spendablePoints(shop, rupees, async (priceMinor) => delivered({ by: rhea, units: [1], priceMinor }));

test('an order earns a point for each rupee of its goods once it is paid, and not for bringing it', async () => {
  const of = await anOrder('upi', false);
  expect(await now()).toEqual([0, 0]);
  const paid = await anOrder('upi');
  expect(await now()).toEqual([1980, 0]);
  expect(await orderPoints(shop.db, paid.orderId)).toMatchObject({ points: 1980, isPending: true, dueAt: null });
  expect(await orderPoints(shop.db, of.orderId)).toBeUndefined();
  await anOrder('cash_on_delivery');
  expect(await now()).toEqual([3960, 0]);
});

test('guests have none, and nothing is written for them', async () => {
  const of = await delivered();
  expect(await orderPoints(shop.db, of.orderId)).toBeUndefined();
});

test('what is cancelled gives its points back in the same transaction, and taken back they are there again exactly', async () => {
  const of = await anOrder();
  const { changeId } = await change(of, await cancelOf(of, of.mug, 1));
  expect(await now()).toEqual([1490, 0]);
  await undoChange(shop, shopper, { orderKey: of.orderKey, changeId });
  expect(await now()).toEqual([1980, 0]);
  await change(of, ALL);
  expect(await now()).toEqual([0, 0]);
  expect(await told()).toEqual([
    ['earned', 1980, 0, 0],
    ['lowered', -490, 0, 0],
    ['earned', 490, 0, 0],
    ['lowered', -1980, 0, 0]
  ]);
  expect((await pointsStory(shop.db, of.orderId)).map(({ points }) => points)).toEqual([1980, -490, 490, -1980]);
});

test('what a change or a return does to points is said before it is made, and is what it does', async () => {
  const of = await anOrder();
  const { effect } = await readChange(shop, { orderKey: of.orderKey, wish: await cancelOf(of, of.mug, 1) });
  expect(effect.points).toEqual({ before: 1980, after: 1490 });
  expect(effectWords(effect, { currency: 'INR', zone: 'Asia/Kolkata' })).toContainEqual({
    label: 'Points',
    words: 'You keep 1,490 of 1,980 points.'
  });
  const came = await delivered({ by: rhea, units: [2] });
  const unit = { fulfilmentLineId: came.lineIds[0]!, quantity: 1, reason: 'changed-mind' as const };
  const offered = await readReturnOffer(shop, came.orderId, [unit]);
  expect(offered).toMatchObject({ offer: { points: { before: 980, after: 490 } } });
  await counterReturn(came);
  expect(await orderPoints(shop.db, came.orderId)).toMatchObject({ points: 490 });
  const guests = await delivered();
  expect(await readReturnOffer(shop, guests.orderId, [{ ...unit, fulfilmentLineId: guests.lineIds[0]! }])).not.toHaveProperty(
    'offer.points'
  );
  const exchanged = await bought({ priceMinor: 40_000 });
  const way = { method: 'store' as const, payBy: 'upi' as const, dropNodeId: null };
  const lines = [
    {
      fulfilmentLineId: exchanged.lineIds[0]!,
      quantity: 1,
      reason: 'too-small' as const,
      photoIds: [],
      exchange: { variantId: exchanged.other, unitPriceMinor: 40_000 }
    }
  ];
  expect((await readExchangePlan(shop, { orderId: exchanged.orderId, lines, ...way })).points).toEqual({ before: 490, after: 400 });
});

test('another size earns what it costs, more or less', async () => {
  const of = await anOrder('cash_on_delivery');
  const swapped = async (priceMinor: number): Promise<Ordered> => {
    const toVariantId = await aVariant(shop.db, { likeVariant: of.mug, options: [shop.newId()], priceMinor, stock: { [HERE]: 5 } });
    await change(of, { kind: 'swap', orderLineId: await lineOf(of, of.mug), quantity: 1, toVariantId, method: 'upi' });
    return of;
  };
  await swapped(59_050);
  expect(await now()).toEqual([2080, 0]);
  await swapped(48_900);
  expect(await now()).toEqual([2079, 0]);
});

test('they may be spent when their things can no longer come back, and until then the day is said', async () => {
  const of = await delivered({ by: rhea, units: [1], priceMinor: 64_900 });
  await releaseDuePoints(shop);
  expect(await now()).toEqual([649, 0]);
  const [waiting] = await waitingPoints(shop.db, rhea.customerId, 10);
  expect(waiting).toMatchObject({ orderId: of.orderId, points: 649 });
  shop.at(new Date(waiting!.dueAt!.getTime() - 1));
  await releaseDuePoints(shop);
  expect(await now()).toEqual([649, 0]);
  shop.at(waiting!.dueAt!);
  await Promise.all([1, 2].map(async () => releasePoints(shop, SYSTEM, { orderId: of.orderId })));
  expect(await now()).toEqual([0, 649]);
  expect((await told()).filter(([kind]) => kind === 'spendable')).toHaveLength(1);
});

test('what comes back lowers what is pending; while it is open nothing of the order may be spent', async () => {
  const of = await delivered({ by: rhea, units: [2] });
  const made = await ask(of);
  shop.at(AFTER_WINDOW);
  await releaseDuePoints(shop);
  expect(await now()).toEqual([980, 0]);
  await takeBackAtCounter(shop, asha, { returnId: made.returnId, grades: await graded(made, 'restock_a'), key: shop.newId() });
  expect(await now()).toEqual([490, 0]);
});

test('what was spent before it came back is forgiven, and nobody ever owes points', async () => {
  const of = await delivered({ by: rhea, units: [2], priceMinor: 50_000 });
  await releaseDuePoints(shop);
  shop.at(AFTER_WINDOW);
  await releaseDuePoints(shop);
  await turn(800);
  expect(await now()).toEqual([0, 200]);
  // A manager takes it back although its days are over: as an order that is credited by hand.
  await shop.db
    .insertInto('order_credit')
    .values({
      id: shop.newId(),
      order_id: of.orderId,
      cause: `goodwill:${of.orderId}`,
      reason: 'goodwill',
      goods_minor: 50_000,
      untaken_minor: 50_000,
      policy: null,
      actor: '{}',
      at: shop.now(),
      fulfilment_order_id: null,
      return_id: null
    })
    .execute();
  expect(await now()).toEqual([0, 0]);
  expect((await told()).at(-1)).toEqual(['lowered', 0, -200, 300]);
  const { order, delta } = adjusted({ points: 1000, forgiven: 0, isPending: false }, 500, 200);
  expect(await orderPoints(shop.db, of.orderId)).toMatchObject(order);
  expect(delta).toBe(-200);
  // What was earned later is nobody else's debt; and what is kept again is not earned twice.
  await spendable(700);
  expect(await now()).toEqual([0, 700]);
  await shop.db.deleteFrom('order_credit').where('order_id', '=', of.orderId).execute();
  expect(await now()).toEqual([0, 900]);
});

test('an exchange keeps the points of what is kept: the same, more or fewer', async () => {
  const same = await bought();
  const { returnId } = await exchange(same, 49_000);
  expect(await now()).toEqual([490, 0]);
  await takeBack(returnId);
  expect(await now()).toEqual([490, 0]);
  const less = await bought({ priceMinor: 40_000 });
  const made = await exchange(less, 40_000);
  await takeBack(made.returnId);
  expect(await now()).toEqual([490 + 400, 0]);
});

test('the points that the counter says are those that the order has afterwards, whatever the grades are', async () => {
  for (const fates of [['restock_a'], ['missing', 'scrap'], ['back_to_customer', 'missing']] as const) {
    for (const instead of [undefined, 40_000, 49_000]) {
      // oxlint-disable no-await-in-loop -- one order after the other
      const quantity = fates.length;
      const of = await bought({ units: [quantity], priceMinor: instead ?? 1 });
      const asked =
        instead === undefined ? await ask(of, { lines: [askedOf(of, { quantity })] }) : await exchange(of, instead, { quantity });
      const { returnId } = asked;
      const [found, units] = [(await findReturn(shop.db, returnId))!, await unitsOfReturn(shop.db, returnId)];
      const then = units.map((unit, at) => ({ ...unit, disposition: fates[at]! }));
      const desk = await exchangeAtDesk(shop.db, { returnId, nodeId: STORE });
      const before = (await orderPoints(shop.db, of.orderId))!;
      const byMinor = desk ? exchangedAtCounter(found, then, desk).goodsMinor : -owedAtCounter(found, then).goodsMinor;
      const said = effectOnPoints(before, byMinor).points ?? { before: before.points, after: before.points };
      await takeBack(returnId, [...fates]);
      expect([said.before, said.after], `${fates.join()} ${instead}`).toEqual([
        before.points,
        (await orderPoints(shop.db, of.orderId))!.points
      ]);
      // oxlint-enable no-await-in-loop
    }
  }
});

test('orders of a guest that come into an account bring their points, once', async () => {
  const of = await delivered({ units: [1] });
  await shop.db.updateTable('orders').set({ customer_id: rhea.customerId }).where('id', '=', of.orderId).execute();
  expect(await now()).toEqual([490, 0]);
  expect(await told()).toEqual([['earned', 490, 0, 0]]);
});

test('points become store credit, once for a key, with which everything can be paid', async () => {
  await spendable(1000);
  const key = shop.newId();
  const [one, other] = await Promise.all([turn(600, key), turn(600, key)]);
  expect(one).toEqual({ points: 600, creditedMinor: 1200, currency: 'INR', pending: 0, spendable: 400 });
  expect(other).toEqual(one);
  expect(await credit()).toBe(1200);
  expect(await outcomeOf(turn(500, key))).toBe('key-reused');
  const { id } = (await creditOfCustomer(shop.db, rhea.customerId, 'INR'))!;
  expect(await entriesOf(shop.db, id, 5)).toMatchObject([{ kind: 'points', deltaMinor: 1200 }]);
  expect(await pointsEntries(shop.db, rhea.customerId, 1)).toMatchObject([{ kind: 'spent', points: -600, creditedMinor: 1200 }]);
});

test('two devices turn the same points: one has the credit, the other is told', async () => {
  await spendable(1000);
  const answers = await Promise.all([1, 2, 3, 4].map(async () => outcomeOf(turn(600))));
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set(['done', 'not-enough-points']));
  expect([await now(), await credit()]).toEqual([[0, 400], 1200]);
});

test('a return and a device that spends at once: one after the other, and never below nothing', async () => {
  for (const first of ['return', 'spend'] as const) {
    rhea = await aCustomer(shop);
    shop.at(MORNING);
    const of = await delivered({ by: rhea, units: [2], priceMinor: 60_000 });
    // Its points are let go although it may still come back, as after a return that is taken by grace.
    await shop.db.selectNoFrom((eb) => eb.fn('release_points', [eb.val(of.orderId), eb.val(shop.now())]).as('done')).execute();
    const back = async () => counterReturn(of);
    const both = first === 'return' ? [back(), outcomeOf(turn(1000))] : [outcomeOf(turn(1000)), back()];
    await Promise.all(both);
    const [pending, left] = await now();
    const { points, forgiven } = (await orderPoints(shop.db, of.orderId))!;
    expect([pending, points - forgiven]).toEqual([0, 600]);
    expect(left).toBe((await credit()) > 0 ? 0 : 600);
  }
});

test('too few, more than there are, not spendable yet, guests and staff: refused, and nothing is written', async () => {
  await delivered({ by: rhea, units: [1], priceMinor: 100_000 });
  expect(await outcomeOf(turn(499))).toBe('points-too-few');
  expect(await outcomeOf(turn(1001))).toBe('not-enough-points');
  expect(await outcomeOf(turn(1000))).toBe('points-pending');
  for (const actor of [shopper, SYSTEM, asha]) {
    expect(await outcomeOf(turnPointsIntoCredit(shop, actor, { points: 500, key: shop.newId() }))).toBe('not-allowed');
  }
  await shop.db.updateTable('loyalty_terms').set({ is_on: false }).execute();
  expect(await outcomeOf(turn(1000))).toBe('not-allowed');
  await anOrder();
  expect(await now()).toEqual([1000, 0]);
  await shop.db.updateTable('loyalty_terms').set({ is_on: true }).execute();
  expect(await creditOfCustomer(shop.db, rhea.customerId, 'INR')).toBeUndefined();
});
