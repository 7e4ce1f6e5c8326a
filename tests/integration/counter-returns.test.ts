import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deskReturn, moneyOfReturn, openReturnsOf, returnsAt } from '#db/queries/return-desk.ts';
import { creditsOf } from '#db/queries/order-money.ts';
import { rulingsOf } from '#db/queries/policies.ts';
import { instrumentsOf } from '#db/queries/refunds.ts';
import { openIssues } from '#db/queries/return-issues.ts';
import { returnCosts, returnCostsByPlace, waitingReturns } from '#db/queries/return-office.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { workSnapshots } from '#db/queries/store-work.ts';
import { trackedReturn } from '#db/queries/tracked-returns.ts';
import { spread } from '#lib/commerce/payments/spread.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { endReturnIssue } from '#lib/commerce/returns/end-return-issue.server.ts';
import { keepUnannounced } from '#lib/commerce/returns/keep-unannounced.server.ts';
import { owedAtCounter, totalOf } from '#lib/commerce/returns/return-money.ts';
import { stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { aDeliveredOrder, type DeliveredOrder } from '../support/delivered-order.ts';
import { asha, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, everybody, outcomeOf } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const ask = async (actor: Actor, of: DeliveredOrder, reason: 'damaged' | 'changed-mind' = 'changed-mind', quantity = 1) =>
  askForReturn(shop, actor, {
    orderId: of.orderId,
    lines: [{ fulfilmentLineId: of.lineIds[0]!, quantity, reason, detail: '', words: '', photoIds: [] }],
    method: 'store',
    to: 'original',
    isKept: false,
    dropNodeId: STORE,
    key: shop.newId()
  });

test('what is to be given in at a place stands in its list and is news there, until it was looked at', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const before = (await workSnapshots(shop.db, [STORE]))[0]!.version;
  const made = await ask(shopper, of);
  const asked = (await workSnapshots(shop.db, [STORE]))[0]!.version;
  expect(asked).toBeGreaterThan(before);
  expect(await openReturnsOf(shop.db, of.orderId)).toEqual([{ number: made.number, state: 'store_dropoff' }]);
  const listed = (await returnsAt(shop.db, STORE, 50)).filter(({ number }) => number === made.number);
  expect(listed).toMatchObject([{ state: 'store_dropoff', units: 1, came: 0, isOwed: false }]);
  expect(await returnsAt(shop.db, HERE, 50)).toEqual([]);

  const units = await unitsOfReturn(shop.db, made.returnId);
  const grades = units.map(({ id }) => ({ unitId: id, disposition: 'restock_a' as const, note: '', isOther: false }));
  await takeBackAtCounter(shop, asha, { returnId: made.returnId, grades, key: shop.newId() });
  expect((await workSnapshots(shop.db, [STORE]))[0]!.version).toBeGreaterThan(asked);
  expect((await returnsAt(shop.db, STORE, 50)).filter(({ number }) => number === made.number)).toEqual([]);
  const steps = stepsOfReturn((await trackedReturn(shop.db, { orderId: of.orderId, returnId: made.returnId }))!, shop.now());
  expect(steps.map(({ title, note }) => [title, note])).toEqual([
    ['Asked for', undefined],
    ['Yes: you can give it back', undefined],
    ['Given in', STORE],
    ['With us', STORE],
    ['Looked at', 'As new'],
    [expect.stringMatching(/is yours again$/) as string, 'to your UPI'],
    ['Your money', undefined]
  ]);
  expect(await deskReturn(shop.db, made.returnId)).toMatchObject({ cameTo: STORE, trackingNumber: null, photos: [], issues: [] });
});

test('the money that the counter says is the money that is owed, whatever the grades are', async () => {
  for (const fates of [['restock_a'], ['missing', 'scrap'], ['back_to_customer', 'restock_b']] as const) {
    for (const priceMinor of [49_000, 300_000, 900_000]) {
      // oxlint-disable no-await-in-loop -- one order after the other
      const of = await aDeliveredOrder(shop, { nodeId: HERE, units: [fates.length], priceMinor });
      const { returnId } = await ask(shopper, of, 'changed-mind', fates.length);
      const [found, units] = [(await findReturn(shop.db, returnId))!, await unitsOfReturn(shop.db, returnId)];
      const graded = units.map((unit, at) => ({ ...unit, disposition: fates[at]! }));
      const total = totalOf(owedAtCounter(found, graded));
      const said = spread(await instrumentsOf(shop.db, of.orderId), total, 'original').map((part) => part.amountMinor);
      const grades = graded.map(({ id, disposition }) => ({ unitId: id, disposition, note: '', isOther: false }));
      await takeBackAtCounter(shop, asha, { returnId, grades, key: shop.newId() });
      expect((await moneyOfReturn(shop.db, returnId)).map(({ amountMinor }) => amountMinor)).toEqual(said);
      // oxlint-enable no-await-in-loop
    }
  }
});

test('who has it in hand needs no picture of what is damaged; its shopper does', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  expect(await outcomeOf(ask(shopper, of, 'damaged'))).toBe('photo-needed');
  expect(await outcomeOf(ask(asha, of, 'damaged'))).toBe('done');
});

test('a parcel that nobody announced is laid before a person once, by whoever takes returns', async () => {
  const keep = { code: 'TRUNKNOWN1', words: 'A lamp, no letter in it.' };
  const may = await Promise.all(everybody(STORE).map(async (actor) => outcomeOf(keepUnannounced(shop, actor, keep))));
  expect(may.filter((outcome) => outcome === 'done')).toHaveLength(4);
  expect(await outcomeOf(keepUnannounced(shop, asha, { ...keep, words: ' ' }))).toBe('invalid');
  const rows = await shop.db.selectFrom('return_issue').select(['kind', 'node_id', 'words']).where('kind', '=', 'unannounced').execute();
  expect(rows).toEqual([{ kind: 'unannounced', node_id: STORE, words: 'TRUNKNOWN1: A lamp, no letter in it.' }]);
});

test('what is laid before a person is seen to once, by whoever decides about returns', async () => {
  await keepUnannounced(shop, asha, { code: 'TRUNKNOWN2', words: 'Two mugs.' });
  const issue = (await openIssues(shop.db, 50)).find(({ words }) => words.startsWith('TRUNKNOWN2'))!;
  const [manager, support] = [await aPerson(shop, 'manager'), await aPerson(shop, 'support')];
  const end = async (actor: Actor, outcome = 'Found its owner.') => outcomeOf(endReturnIssue(shop, actor, { issueId: issue.id, outcome }));
  expect([await end(asha), await end(manager, '')]).toEqual(['forbidden', 'invalid']);
  expect((await Promise.all([end(manager), end(support)])).toSorted()).toEqual(['done', 'not-allowed']);
  expect((await openIssues(shop.db, 50)).filter(({ id }) => id === issue.id)).toEqual([]);
});

test('another parcel with the code of one that was seen to is laid before a person as well, once', async () => {
  const manager = await aPerson(shop, 'manager');
  const waiting = async () => (await openIssues(shop.db, 50)).filter(({ words }) => words.startsWith('TRUNKNOWN3'));
  for (const words of ['A lamp.', 'A chair.', 'Two mugs.']) {
    await Promise.all([1, 2, 3].map(async () => keepUnannounced(shop, asha, { code: 'TRUNKNOWN3', words })));
    const laid = await waiting();
    expect(laid.map((issue) => issue.words)).toEqual([`TRUNKNOWN3: ${words}`]);
    await endReturnIssue(shop, manager, { issueId: laid[0]!.id, outcome: 'Found its owner.' });
  }
  expect(await waiting()).toEqual([]);
});

test('the office reads what waits, with who said yes already, and what came back by product and place', async () => {
  const dear = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 5_500_000, units: [1] });
  const made = await ask(shopper, dear);
  const manager = await aPerson(shop, 'manager');
  await decideReturnCase(shop, manager, { returnId: made.returnId, isApproved: true, reason: '' });
  const waiting = (await waitingReturns(shop.db, 50)).find(({ number }) => number === made.number);
  expect(waiting).toMatchObject({
    needsTwo: true,
    goodsMinor: 5_500_000,
    reasons: ['changed-mind'],
    approvedOnceBy: { name: manager.name }
  });

  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  const { returnId } = await ask(shopper, of);
  const grades = (await unitsOfReturn(shop.db, returnId)).map(({ id }) => ({
    unitId: id,
    disposition: 'restock_b' as const,
    note: '',
    isOther: false
  }));
  await takeBackAtCounter(shop, asha, { returnId, grades, key: shop.newId() });
  const within = { from: new Date(shop.now().getTime() - 1), until: new Date(shop.now().getTime() + 1) };
  const { product_id: productId } = await shop.db
    .selectFrom('variant')
    .select('product_id')
    .where('id', '=', of.variantIds[0]!)
    .executeTakeFirstOrThrow();
  expect((await returnCosts(shop.db, within, 100)).filter((cost) => cost.productId === productId)).toMatchObject([
    { units: 1, goodsMinor: 49_000, reasons: [{ reason: 'changed-mind', units: 1 }] }
  ]);
  const here = (await returnCostsByPlace(shop.db, within)).find(({ nodeId }) => nodeId === STORE)!;
  expect(here.reasons.reduce((sum, { units }) => sum + units, 0)).toBe(here.units);
  expect(here.forSale).toBeLessThanOrEqual(here.units);
  expect(await returnCosts(shop.db, { from: within.until, until: within.until }, 100)).toEqual([]);
});

test('the office reads of an order what was paid, what went back and why, and what its policy said yes and no to', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  expect(await outcomeOf(ask(shopper, of, 'damaged'))).toBe('photo-needed');
  const { returnId } = await ask(asha, of);
  const grades = (await unitsOfReturn(shop.db, returnId)).map(({ id }) => ({
    unitId: id,
    disposition: 'restock_a' as const,
    note: '',
    isOther: false
  }));
  await takeBackAtCounter(shop, asha, { returnId, grades, key: shop.newId() });
  expect(await rulingsOf(shop.db, of.orderId)).toMatchObject([
    { asked: 'return', code: 'photo-needed', rule: 'returns', by: '' },
    { asked: 'return', code: null, rule: 'returns', by: 'Asha' }
  ]);
  expect(await creditsOf(shop.db, of.orderId)).toMatchObject([{ reason: 'returned', goodsMinor: 49_000, feeMinor: 0, by: 'Asha' }]);
});

test('what went back to its shopper unpaid cost nothing; what was paid for and stayed with them did', async () => {
  const within = { from: shop.now(), until: new Date(shop.now().getTime() + 1) };
  const costsOf = async (of: DeliveredOrder) => {
    const variant = shop.db.selectFrom('variant').select('product_id').where('id', '=', of.variantIds[0]!);
    const { product_id: productId } = await variant.executeTakeFirstOrThrow();
    return (await returnCosts(shop.db, within, 1_000)).flatMap((one) => (one.productId === productId ? [[one.units, one.goodsMinor]] : []));
  };
  const placed = async () => (await returnCostsByPlace(shop.db, within)).find(({ nodeId }) => nodeId === STORE);
  const before = await placed();
  const refused = await aDeliveredOrder(shop, { nodeId: HERE });
  const { returnId } = await ask(shopper, refused);
  const grades = (await unitsOfReturn(shop.db, returnId)).map(({ id }) => {
    return { unitId: id, disposition: 'back_to_customer' as const, note: '', isOther: false };
  });
  await takeBackAtCounter(shop, asha, { returnId, grades, key: shop.newId() });
  expect(await costsOf(refused)).toEqual([]);
  expect(await placed()).toEqual(before);

  const kept = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 20_000 });
  await ask(asha, kept, 'damaged');
  expect(await costsOf(kept)).toEqual([[1, 20_000]]);
});

test('what was kept for a part of its price cost that part, and no place has a part in it', async () => {
  const within = { from: shop.now(), until: new Date(shop.now().getTime() + 1) };
  const places = await returnCostsByPlace(shop.db, within);
  const of = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 80_001 });
  const line = { fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'not-as-described' as const, detail: '', words: '', photoIds: [] };
  const asked = { orderId: of.orderId, lines: [line], method: 'store' as const, to: 'original' as const, dropNodeId: STORE };
  const { returnId } = await askForReturn(shop, asha, { ...asked, isKept: true, key: shop.newId() });
  const given = (await moneyOfReturn(shop.db, returnId)).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect(given).toBe(24_000);
  const { product_id: productId } = await shop.db
    .selectFrom('variant')
    .select('product_id')
    .where('id', '=', of.variantIds[0]!)
    .executeTakeFirstOrThrow();
  const costs = await returnCosts(shop.db, within, 1_000);
  expect(costs.filter((cost) => cost.productId === productId)).toMatchObject([{ units: 1, goodsMinor: given }]);
  expect(await returnCostsByPlace(shop.db, within)).toEqual(places);
});
