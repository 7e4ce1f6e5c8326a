import { afterAll, beforeAll, expect, test } from 'vitest';
import { callTool } from '#agents/call-tool.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import { tools } from '#agents/tools/all-tools.ts';
import { customerData, forgetCustomer } from '#db/queries/customer-data.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aLevel, aNode, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPaidOrder, asCustomer, asGuest, aTalk, logOf, ownedBy, stateOf, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let talk: Asking;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  await aNode(shop.db, 'blr-indiranagar');
  rhea = await aCustomer(shop);
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(() => shop.close());

const asked = async (name: string, args: object, asking = talk) => callTool(shop, asking, { name, args });

/** Proposed and confirmed in the same browser. */
async function done(name: string, args: object, asking = talk) {
  const { action, code, effect } = await asked(name, args, asking);
  if (!action) throw new Error(`${name}: ${code} ${JSON.stringify(effect)}`);
  return confirmAction(shop, asking, { actionId: action.id, hash: action.hash });
}

test('no tool can be told who asks', () => {
  for (const { name, schema } of tools) {
    const fields = Object.keys((schema as unknown as { shape: object }).shape);
    expect(
      fields.filter((field) => /customer|user|account|session|thread|who/i.test(field)),
      name
    ).toEqual([]);
  }
});

test('an order is told with its promise and why, and every event that it rests on', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const status = await asked('order_status', { order: order.number });
  expect(status).toMatchObject({
    decision: 'done',
    effect: {
      order: order.number,
      life: 'confirmed',
      totalMinor: 102_900,
      parcels: [{ promise: { why: 'As promised when you ordered.' } }]
    }
  });
  const events = await shop.db.selectFrom('event').select('version').where('topic', '=', `order:${order.orderId}`).execute();
  expect(status.facts.map(({ id }) => id)).toEqual(events.map(({ version }) => `order:${order.orderId}@${version}`));
  expect(JSON.stringify(status)).not.toMatch(/collectCode|pin/i);

  const mine = await asked('my_orders', {});
  expect(mine.effect).toMatchObject({ orders: expect.arrayContaining([expect.objectContaining({ number: order.number })]) });
  const guest = await aTalk(shop, asGuest(order.orderId));
  expect((await asked('my_orders', {}, guest)).effect).toMatchObject({ orders: [{ number: order.number }] });
});

test('an address, another make and another way to pay are changed by the commands of the page', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1 });
  const moved = await done('change_address', { order: order.number, line1: '99 Office Road', postcode: '560038' });
  expect(moved).toMatchObject({ decision: 'done', effect: { kind: 'address' } });
  const row = await shop.db.selectFrom('orders').select(['address', 'contact']).where('id', '=', order.orderId).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ address: { line1: '99 Office Road' }, contact: { name: 'Rhea Test' } });

  const other = await aVariant(shop.db, { likeVariant: order.variantId, options: ['Blue'], stock: { [TALK_NODE]: 3 } });
  const [line] = await shop.db.selectFrom('order_line').select('title').where('order_id', '=', order.orderId).execute();
  expect(await done('swap_items', { order: order.number, item: line!.title, to: 'blue' })).toMatchObject({
    decision: 'done',
    effect: { kind: 'swap' }
  });
  const now = await shop.db
    .selectFrom('fulfilment_line')
    .innerJoin('fulfilment_order as f', 'f.id', 'fulfilment_order_id')
    .select('variant_id')
    .where('f.order_id', '=', order.orderId)
    .where('f.state', '<>', 'cancelled')
    .execute();
  expect(now.map(({ variant_id }) => variant_id)).toEqual([other]);

  const paid = await done('change_payment', { order: order.number, method: 'card' });
  expect(paid.effect).toMatchObject({ kind: 'payment', result: { toPay: true } });
  const names = (await logOf(shop, talk.threadId)).map(({ arguments: said }) => JSON.stringify(said));
  expect(names.some((text) => text.includes('99 Office Road'))).toBe(false);
});

test('a part of an order is called off by its title, and what is not in it is said to be none of it', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 3 });
  const [line] = await shop.db.selectFrom('order_line').select(['title', 'id']).where('order_id', '=', order.orderId).execute();
  expect((await asked('cancel', { order: order.number, items: [{ item: 'Sofa', quantity: 1 }] })).code).toBe('wrong-item');
  expect((await done('cancel', { order: order.number, items: [{ item: line!.title.toUpperCase(), quantity: 2 }] })).decision).toBe('done');
  expect(await stateOf(shop, order.orderId)).toMatchObject({ life: 'confirmed', refunds: 1 });
  expect((await asked('cancel', { order: order.number, items: [{ item: line!.id, quantity: 2 }] })).decision).toBe('refused');
});

test('a return shows its money and its day before it is asked for, and is then followed', async () => {
  const order = await aDeliveredOrder(shop, { nodeId: TALK_NODE });
  await ownedBy(shop, order.orderId, rhea.customerId);
  const [{ number }] = (await shop.db.selectFrom('orders').select('number').where('id', '=', order.orderId).execute()) as [
    { number: string }
  ];
  const [line] = await shop.db.selectFrom('order_line').select('title').where('order_id', '=', order.orderId).execute();
  const items = [{ item: line!.title, quantity: 1, reason: 'changed-mind' }];
  const shown = await asked('start_return', { order: number, items, method: 'label' });
  expect(shown).toMatchObject({ decision: 'needs_approval', effect: { kind: 'return', goodsMinor: 49_000, approval: 'rule' } });
  expect((await shop.db.selectFrom('return_case').select('id').where('order_id', '=', order.orderId).execute()).length).toBe(0);

  const made = await confirmAction(shop, talk, { actionId: shown.action!.id, hash: shown.action!.hash });
  expect(made).toMatchObject({ decision: 'done', effect: { result: { number: expect.stringMatching(/^R-/) } } });
  const tracked = await asked('track_return', { order: number });
  expect(tracked.effect).toMatchObject({ returns: [{ amountMinor: 49_000, refundDueAt: expect.any(String), isOver: false }] });
  expect(tracked.facts.length).toBeGreaterThan(0);
  expect((await asked('start_return', { order: number, items: [{ ...items[0], quantity: 2 }] })).code).toBe('more-than-came');
  expect((await asked('start_return', { order: number, items: [{ ...items[0], reason: 'damaged' }] })).code).toBe('photo-needed');
});

test('a return is shown as it will be: what it is of by its name, that it is kept, or the store it is brought to', async () => {
  const order = await aDeliveredOrder(shop, { nodeId: TALK_NODE, priceMinor: 100_000 });
  await ownedBy(shop, order.orderId, rhea.customerId);
  const { number } = await shop.db.selectFrom('orders').select('number').where('id', '=', order.orderId).executeTakeFirstOrThrow();
  const line = await shop.db
    .selectFrom('order_line')
    .select(['id', 'title'])
    .where('order_id', '=', order.orderId)
    .executeTakeFirstOrThrow();
  const items = [{ item: line.id, quantity: 1, reason: 'not-as-described' }];
  const kept = await asked('start_return', { order: number, items, keep: true });
  expect(kept).toMatchObject({
    decision: 'needs_approval',
    effect: { isKept: true, goodsMinor: 30_000, items: [{ item: expect.stringContaining(line.title) }] }
  });

  const brought = await asked('start_return', { order: number, items, store: 'Indiranagar' });
  expect(brought).toMatchObject({ effect: { isKept: false, method: 'store', store: 'blr-indiranagar' } });
  expect((await asked('start_return', { order: number, items })).effect).not.toHaveProperty('store');
});

test('a return that would give something else by now than was shown is not asked for', async () => {
  const order = await aDeliveredOrder(shop, { nodeId: TALK_NODE });
  await ownedBy(shop, order.orderId, rhea.customerId);
  const [{ number }] = (await shop.db.selectFrom('orders').select('number').where('id', '=', order.orderId).execute()) as [
    { number: string }
  ];
  const item = (await shop.db.selectFrom('order_line').select('id').where('order_id', '=', order.orderId).executeTakeFirstOrThrow()).id;
  const shown = await asked('start_return', { order: number, items: [{ item, quantity: 2, reason: 'changed-mind' }] });
  const line = { fulfilmentLineId: order.lineIds[0]!, quantity: 1, reason: 'changed-mind' as const, detail: '', words: '', photoIds: [] };
  const way = { method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null };
  await askForReturn(shop, shopper, { orderId: order.orderId, lines: [line], ...way, key: shop.newId() });
  const pressed = await confirmAction(shop, talk, { actionId: shown.action!.id, hash: shown.action!.hash });
  expect(pressed).toMatchObject({ decision: 'refused', code: 'more-than-came' });
  const stale = askForReturn(shop, shopper, {
    orderId: order.orderId,
    lines: [line],
    ...way,
    seal: 'of something else',
    key: shop.newId()
  });
  await expect(stale).rejects.toMatchObject({ code: 'stale-version' });
});

test('a later day is promised once, however often the same wish arrives', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1 });
  await shop.db
    .updateTable('promise')
    .set({ inputs: JSON.stringify({ transit: { unit: 'day' } }) })
    .where('order_id', '=', order.orderId)
    .execute();
  const days = ['2026-11-30', '2026-12-01', '2026-12-02'];
  const answers = [];
  for (const day of days) answers.push(await asked('delivery_wish', { order: order.number, wish: { kind: 'day', day } }));
  const open = answers.findLast(({ decision }) => decision === 'needs_approval')!;
  expect(open.effect).toMatchObject({ kind: 'delivery', is: { from: expect.any(String) } });
  expect((await asked('delivery_wish', { order: order.number, wish: { kind: 'day', day: '2027-11-30' } })).code).toBe('not-allowed');
  expect((await confirmAction(shop, talk, { actionId: open.action!.id, hash: open.action!.hash })).decision).toBe('done');
  const wished = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `order:${order.orderId}`)
    .where('type', '=', 'order.wished')
    .execute();
  expect(wished).toHaveLength(1);
});

test('shelves are told with their age and the level that says so; policies with their version; what is not there is not made up', async () => {
  const variantId = await aVariant(shop.db, { options: ['Sea'], stock: { 'blr-indiranagar': 4 } });
  await aLevel(shop.db, { variantId, nodeId: TALK_NODE, onHand: 9 });
  const stock = await asked('stock_at_store', { product: variantId });
  expect(stock).toMatchObject({
    decision: 'done',
    effect: { shelves: [{ store: 'blr-indiranagar', available: 4, ageSeconds: expect.any(Number) }] }
  });
  expect(stock.facts).toMatchObject([{ what: 'stock', id: expect.stringMatching(`^stock:${variantId}/blr-indiranagar@\\d+$`) }]);
  expect((await asked('stock_at_store', { product: variantId, store: 'Atlantis' })).code).toBe('not-found');
  expect((await asked('product_question', { product: 'xylophone' })).code).toBe('not-found');
  expect((await asked('find_product', { search: variantId })).effect).toMatchObject({ isExact: true, products: [{ available: 13 }] });

  const policy = await asked('ask_policy', { topic: 'returns' });
  expect(policy).toMatchObject({
    effect: { version: 1, answer: expect.stringContaining('30 days') },
    facts: [{ id: 'policy:standard@1' }]
  });
  expect((await asked('store_hours', { store: 'indiranagar' })).effect).toMatchObject({
    stores: [{ store: 'blr-indiranagar', isOpenNow: true }]
  });
});

test('a thing that is gone is waited for at the address of the account, and an order goes into its cart again', async () => {
  const gone = await aVariant(shop.db, { stock: { 'blr-indiranagar': 0 } });
  expect((await done('back_in_stock', { product: gone })).decision).toBe('done');
  expect(await shop.db.selectFrom('stock_alert').select(['variant_id', 'email']).execute()).toEqual([
    { variant_id: gone, email: rhea.email }
  ]);
  const nobody = await aTalk(shop, { as: 'anonymous' });
  expect((await asked('back_in_stock', { product: gone }, nobody)).code).toBe('sign-in-needed');

  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1 });
  await shop.db.updateTable('stock_level').set({ on_hand: 5 }).where('variant_id', '=', order.variantId).execute();
  const moved = {
    variant_id: order.variantId,
    node_id: TALK_NODE,
    kind: 'received' as const,
    quantity: 4,
    order_id: null,
    import_id: null
  };
  await shop.db
    .insertInto('stock_movement')
    .values({ id: shop.newId(), ...moved, actor: '{}', at: shop.now() })
    .execute();
  expect((await done('reorder', { order: order.number })).effect).toMatchObject({ kind: 'reorder', result: { units: 1 } });
  expect((await asked('reorder', { order: order.number }, await aTalk(shop, asGuest(order.orderId)))).code).toBe('sign-in-needed');
});

test('a person gets the talk with all of it, once, and the event says so', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1 });
  const own = await aTalk(shop, asCustomer(rhea.customerId));
  await asked('cancel', { order: order.number }, own);
  const answers = await Promise.all(
    [1, 2, 3].map(async () => asked('hand_over', { about: 'order', order: order.number, words: 'a person please' }, own))
  );
  expect(new Set(answers.map(({ effect }) => JSON.stringify(effect))).size).toBe(1);
  const [ticket] = await shop.db.selectFrom('support_ticket').selectAll().where('thread_id', '=', own.threadId).execute();
  expect(ticket).toMatchObject({
    order_id: order.orderId,
    about: 'order',
    summary: { who: `customer:${rhea.customerId}`, order: order.orderId, waiting: { kind: 'cancel', state: 'waiting' }, mood: 'calm' }
  });
  const told = await shop.db.selectFrom('event').select(['type', 'data']).where('topic', '=', `support:${own.threadId}`).execute();
  expect(told.toSorted((a, b) => (a.type < b.type ? -1 : 1))).toMatchObject([
    { type: 'support.handed_over', data: { ticketId: ticket!.id } },
    { type: 'support.said', data: { author: 'shopper', seq: 1 } }
  ]);
  expect(await shop.db.selectFrom('support_message').select('words').where('thread_id', '=', own.threadId).execute()).toHaveLength(1);
  shop.at(MORNING);
});

test('what somebody said and wanted is in their file, and goes with their account; that it was asked stays', async () => {
  const omar = await aCustomer(shop, { name: 'Omar', passwordless: true });
  const order = await aPaidOrder(shop, { customerId: omar.customerId, quantity: 1 });
  const own = await aTalk(shop, asCustomer(omar.customerId));
  await asked('change_address', { order: order.number, line1: '7 Secret Lane', postcode: '560038' }, own);
  await asked('hand_over', { words: 'I live in Secret Lane now' }, own);
  const kept = async () =>
    JSON.stringify(
      await shop.db.selectFrom('pending_action').select(['arguments', 'plan', 'effect']).where('thread_id', '=', own.threadId).execute()
    );
  expect(JSON.stringify((await customerData(shop.db, omar.customerId))?.talks)).toMatch(/7 Secret Lane.*|I live in Secret Lane now/);
  expect(await kept()).toContain('7 Secret Lane');
  await shop.db.transaction().execute(async (tx) => forgetCustomer(tx, omar.customerId, shop.now()));
  expect(await kept()).not.toContain('Secret');
  expect(await shop.db.selectFrom('support_message').select('id').where('thread_id', '=', own.threadId).execute()).toEqual([]);
  const log = await logOf(shop, own.threadId);
  expect([log.length, JSON.stringify(log).includes('Secret')]).toEqual([2, false]);
});
