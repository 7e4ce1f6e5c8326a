import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deskReturn } from '#db/queries/return-desk.ts';
import { waitingReturns } from '#db/queries/return-office.ts';
import { returnLabelOf, returnShipmentOf } from '#db/queries/return-shipments.ts';
import { findReturn } from '#db/queries/returns.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { handOverReturn } from '#lib/commerce/returns/hand-over-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aDeliveredOrder, type DeliveredOrder } from '../support/delivered-order.ts';
import { aNode, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf, type Person } from '../support/staff.ts';

const HERE = 'blr-domlur';
const OTHER = 'blr-indiranagar';
const WORDS = 'I only opened the box, ask my neighbour at number 12.';

let shop: TestShop;
let manager: Person;
let support: Person;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  await aNode(shop.db, OTHER, { kind: 'warehouse' });
  manager = await aPerson(shop, 'manager');
  support = await aPerson(shop, 'support');
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

const asked = async (of: DeliveredOrder, method: 'store' | 'label') =>
  askForReturn(shop, shopper, {
    orderId: of.orderId,
    lines: [{ fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'changed-mind', detail: '', words: '', photoIds: [] }],
    method,
    to: 'original',
    isKept: false,
    dropNodeId: null,
    key: shop.newId()
  });
const decide = async (by: Person, { returnId }: { returnId: string }, isApproved: boolean) =>
  outcomeOf(decideReturnCase(shop, by, { returnId, isApproved, reason: isApproved ? '' : 'It was used.' }));

const sentFrom = async ({ orderId }: DeliveredOrder, nodeId: string) =>
  shop.db.updateTable('fulfilment_order').set({ node_id: nodeId }).where('order_id', '=', orderId).execute();

test('what a shopper writes when they ask once more is read by whoever decides, and stands in no event', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 2_500_000, units: [1] });
  const made = await asked(of, 'store');
  await decide(manager, made, false);
  await appealReturn(shop, shopper, { orderId: of.orderId, ...made, words: ` ${WORDS} ` });
  const waiting = (await waitingReturns(shop.db, 50)).find(({ number }) => number === made.number);
  expect(waiting).toMatchObject({ isAppealed: true, appealWords: WORDS });
  expect(await deskReturn(shop.db, made.returnId)).toMatchObject({ appealWords: WORDS });
  const log = await shop.db.selectFrom('event').select('data').where('topic', '=', `order:${of.orderId}`).execute();
  expect(JSON.stringify(log)).not.toContain('neighbour');
});

test('a no takes back the first of two yeses: after an appeal two people say yes anew', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 5_500_000, units: [1] });
  const made = await asked(of, 'store');
  expect([await decide(manager, made, true), await decide(support, made, false)]).toEqual(['done', 'done']);
  await appealReturn(shop, shopper, { orderId: of.orderId, ...made, words: WORDS });
  await decide(support, made, true);
  expect((await findReturn(shop.db, made.returnId))?.state).toBe('requested');
  expect(await decide(support, made, true)).toBe('forbidden');
  await decide(manager, made, true);
  expect((await findReturn(shop.db, made.returnId))?.state).toBe('store_dropoff');
});

test('a label keeps the place it names, also when that place is shut afterwards', async () => {
  const of = await aDeliveredOrder(shop, { nodeId: HERE });
  await shop.db.updateTable('node').set({ status: 'down' }).where('id', '=', HERE).execute();
  const made = await asked(of, 'label');
  await sentFrom(of, OTHER);
  await issueReturnLabel(shop, SYSTEM, made);
  expect((await returnLabelOf(shop.db, made.returnId))?.facts.to.name).toBe(OTHER);

  await shop.db.updateTable('node').set({ status: 'up' }).where('id', '=', HERE).execute();
  await shop.db.updateTable('node').set({ status: 'down' }).where('id', '=', OTHER).execute();
  await sentFrom(of, HERE);
  expect((await returnLabelOf(shop.db, made.returnId))?.facts.to.name).toBe(OTHER);
  await handOverReturn(shop, shopper, { orderId: of.orderId, returnId: made.returnId });
  expect(await returnShipmentOf(shop.db, made.returnId)).toMatchObject({ bookedAt: shop.now() });
  await shop.db.updateTable('node').set({ status: 'up' }).where('id', '=', OTHER).execute();
});
