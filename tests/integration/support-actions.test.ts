import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimAction } from '#lib/commerce/support/claim-action.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { decideAction } from '#lib/commerce/support/decide-action.server.ts';
import { CONFIRMING_MS, PROPOSED_MS } from '#lib/commerce/support/pending-action.ts';
import { withdrawAction } from '#lib/commerce/support/withdraw-action.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { callTool } from '#agents/call-tool.ts';
import { approveAction, confirmAction } from '#agents/confirm-action.ts';
import { lapseProposals } from '#realtime/sweeps.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { aPaidOrder, asCustomer, asGuest, aTalk, beside, logOf, proposed, stateOf, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let omar: Customer;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  [rhea, omar] = [await aCustomer(shop), await aCustomer(shop, { name: 'Omar' })];
});
afterAll(() => shop.close());

async function cancelling(more: { quantity?: number; priceMinor?: number } = {}) {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, ...more });
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const press = await proposed(shop, talk, 'cancel', { order: order.number });
  return { order, talk, press };
}

test('what is proposed does nothing; what is confirmed is done once, by the command of the button, and the log says both', async () => {
  const { order, talk, press } = await cancelling();
  const before = await stateOf(shop, order.orderId);
  expect(before).toMatchObject({ life: 'confirmed', parcels: ['released'] });

  const done = await confirmAction(shop, talk, press);
  expect(done).toMatchObject({ decision: 'done', code: null, rule: { profile: 'standard', version: 1, rule: expect.any(String) } });
  expect(done.effect).toMatchObject({ kind: 'cancel', order: order.number, result: { toPay: false } });
  expect(await stateOf(shop, order.orderId)).toMatchObject({ parcels: ['cancelled'], refunds: 1 });
  const log = await logOf(shop, talk.threadId);
  expect(log.map(({ tool, decision }) => `${tool} ${decision}`)).toEqual(['cancel needs_approval', 'cancel done']);
  expect(log[1]).toMatchObject({
    before: { version: before.version },
    after: { parcels: ['cancelled'] },
    who: asCustomer(rhea.customerId)
  });
});

test('a hundred presses at once are one effect', async () => {
  const { order, talk, press } = await cancelling();
  const answers = await Promise.all(Array.from({ length: 100 }, async () => confirmAction(shop, talk, press)));
  expect(answers.filter(({ decision }) => decision === 'done')).toHaveLength(1);
  expect(new Set(answers.map(({ code }) => code))).toEqual(
    new Set([null, 'in-progress', 'action-over'].filter((code) => answers.some((one) => one.code === code)))
  );
  expect(await stateOf(shop, order.orderId)).toMatchObject({ parcels: ['cancelled'], refunds: 1 });
  const changes = await shop.db.selectFrom('order_change').select('id').where('order_id', '=', order.orderId).execute();
  expect(changes).toHaveLength(1);
});

test('expired, edited, from another session, of another talk and once more: refused, and nothing changed', async () => {
  const { order, talk, press } = await cancelling();
  const before = await stateOf(shop, order.orderId);
  const theirs = await aTalk(shop, asCustomer(omar.customerId));
  const elsewhere = await aTalk(shop, asCustomer(rhea.customerId));
  const codes = [
    await confirmAction(shop, beside(shop, talk), press),
    await confirmAction(shop, talk, { ...press, hash: 'what somebody made up' }),
    await confirmAction(shop, theirs, press),
    await confirmAction(shop, { ...elsewhere, session: talk.session }, press),
    await confirmAction(shop, talk, { ...press, actionId: shop.newId() })
  ].map(({ code }) => code);
  expect(codes).toEqual(['action-elsewhere', 'action-changed', 'not-found', 'not-found', 'not-found']);

  await shop.db.updateTable('pending_action').set({ arguments: '{"items":[]}' }).where('id', '=', press.actionId).execute();
  expect((await confirmAction(shop, talk, press)).code).toBe('action-changed');

  const late = await proposed(shop, talk, 'cancel', { order: order.number });
  shop.at(new Date(Date.parse(MORNING) + PROPOSED_MS));
  expect((await confirmAction(shop, talk, late)).code).toBe('action-expired');
  await lapseProposals(shop);
  expect((await confirmAction(shop, talk, late)).code).toBe('action-expired');
  shop.at(MORNING);
  expect(await stateOf(shop, order.orderId)).toEqual(before);

  const good = await proposed(shop, talk, 'cancel', { order: order.number });
  expect((await confirmAction(shop, talk, good)).decision).toBe('done');
  const after = await stateOf(shop, order.orderId);
  expect((await confirmAction(shop, talk, good)).code).toBe('action-over');
  expect(await stateOf(shop, order.orderId)).toEqual(after);
});

test('two browsers in one talk: one thing waits, the newest, and it is confirmed where it was shown', async () => {
  const { order, talk, press } = await cancelling();
  const other = beside(shop, talk);
  const many = await Promise.all(
    Array.from({ length: 8 }, async (_, at) => proposed(shop, at % 2 === 0 ? talk : other, 'cancel', { order: order.number }))
  );
  const rows = await shop.db.selectFrom('pending_action').select(['id', 'state']).where('thread_id', '=', talk.threadId).execute();
  expect(rows.filter(({ state }) => state === 'waiting')).toHaveLength(1);
  expect((await confirmAction(shop, talk, press)).code).toBe('action-over');
  const waiting = rows.find(({ state }) => state === 'waiting')!.id;
  const at = many.findIndex(({ actionId }) => actionId === waiting);
  const [shown, notShown] = at % 2 === 0 ? [talk, other] : [other, talk];
  expect((await confirmAction(shop, notShown, many[at]!)).code).toBe('action-elsewhere');
  expect((await confirmAction(shop, shown, many[at]!)).decision).toBe('done');
});

test('what is not wanted any more is withdrawn from any device of the talk, and never done', async () => {
  const { order, talk, press } = await cancelling();
  expect(await outcomeOf(withdrawAction(shop, await aTalk(shop, asCustomer(omar.customerId)), press.actionId))).toBe('not-found');
  await withdrawAction(shop, beside(shop, talk), press.actionId);
  expect(await outcomeOf(withdrawAction(shop, talk, press.actionId))).toBe('not-allowed');
  expect((await confirmAction(shop, talk, press)).code).toBe('action-over');
  expect((await stateOf(shop, order.orderId)).life).toBe('confirmed');
});

test('what changed since it was shown is not done: whoever asked looks at it once more', async () => {
  const { order, talk, press } = await cancelling();
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', order.orderId).execute();
  const refusedNow = await confirmAction(shop, talk, press);
  expect(refusedNow).toMatchObject({ decision: 'refused', code: 'already-begun', rule: { rule: expect.any(String) } });
  await shop.db.updateTable('fulfilment_order').set({ state: 'released' }).where('order_id', '=', order.orderId).execute();
  expect((await confirmAction(shop, talk, press)).code).toBe('action-over');
  expect((await stateOf(shop, order.orderId)).refunds).toBe(0);
});

test('a process that dies after the effect leaves what the next press ends in the same way', async () => {
  const { order, talk, press } = await cancelling();
  const { action } = await claimAction(shop, talk, press);
  const { wish, seal } = action.plan as { wish: ChangeWish; seal: string };
  const orderKey = shop.keys.make('order', order.orderId);
  const made = await changeOrder(
    shop,
    { role: 'shopper', channel: 'chat', customerId: rhea.customerId },
    { orderKey, wish, seal, key: action.id }
  );

  expect((await confirmAction(shop, talk, press)).code).toBe('in-progress');
  shop.at(new Date(Date.parse(MORNING) + CONFIRMING_MS));
  const again = await Promise.all([1, 2, 3].map(async () => confirmAction(shop, talk, press)));
  shop.at(MORNING);
  const done = again.filter(({ decision }) => decision === 'done');
  expect(done.map(({ effect }) => effect)).toMatchObject([{ result: { changeId: made.changeId } }]);
  expect((await stateOf(shop, order.orderId)).refunds).toBe(1);
});

test('so much money that two people look at it: the shopper’s press waits for one of us, who may say no', async () => {
  const { order, talk, press } = await cancelling({ quantity: 1, priceMinor: 5_000_000 });
  const [support, associate] = [await aPerson(shop, 'support'), await aPerson(shop, 'associate', TALK_NODE)];
  expect(await outcomeOf(decideAction(shop, support, { actionId: press.actionId, decision: 'approve' }))).toBe('not-allowed');
  expect(await confirmAction(shop, talk, press)).toMatchObject({ decision: 'needs_approval', code: 'staff' });
  expect((await confirmAction(shop, talk, press)).code).toBe('action-over');
  expect(await outcomeOf(approveAction(shop, associate, press.actionId))).toBe('forbidden');
  expect(await outcomeOf(approveAction(shop, { role: 'shopper', channel: 'web', customerId: rhea.customerId }, press.actionId))).toBe(
    'forbidden'
  );
  expect((await stateOf(shop, order.orderId)).refunds).toBe(0);

  const pressed = await Promise.allSettled(Array.from({ length: 10 }, async () => approveAction(shop, support, press.actionId)));
  expect(pressed.filter((one) => one.status === 'fulfilled').map((one) => one.value.decision)).toEqual(['done']);
  expect((await stateOf(shop, order.orderId)).refunds).toBe(1);

  const other = await cancelling({ quantity: 1, priceMinor: 6_000_000 });
  await confirmAction(shop, other.talk, other.press);
  await decideAction(shop, support, { actionId: other.press.actionId, decision: 'decline', reason: 'Too much at once.' });
  expect(await outcomeOf(approveAction(shop, support, other.press.actionId))).toBe('not-allowed');
  expect((await stateOf(shop, other.order.orderId)).refunds).toBe(0);
});

test('an order of somebody else and one that never was are answered alike', async () => {
  const theirs = await aPaidOrder(shop, { customerId: omar.customerId });
  const guests = await aPaidOrder(shop);
  const [mine, guest, nobody] = [
    await aTalk(shop, asCustomer(rhea.customerId)),
    await aTalk(shop, asGuest(guests.orderId)),
    await aTalk(shop, { as: 'anonymous' })
  ];
  const names = [theirs.number, theirs.orderId, 'MZ-0000000000', shop.newId(), "' or 1=1 --"];
  for (const name of ['order_status', 'cancel', 'track_return', 'reorder']) {
    for (const talk of [mine, guest, nobody]) {
      const answers = await Promise.all(names.map(async (order) => callTool(shop, talk, { name, args: { order } })));
      expect(new Set(answers.map((one) => JSON.stringify(one))).size, `${name} ${talk.who.as}`).toBe(1);
      expect(answers[0]).toEqual({
        decision: 'refused',
        code: talk.who.as === 'anonymous' ? 'sign-in-needed' : 'not-found',
        rule: null,
        effect: null,
        facts: []
      });
    }
  }
  expect((await callTool(shop, guest, { name: 'order_status', args: {} })).effect).toMatchObject({ order: guests.number });
});

test('the log stays as it was written, and what was shown stays as it was shown', async () => {
  const { press } = await cancelling();
  for (const statement of [
    sql`update support_audit set decision = 'done'`,
    sql`delete from support_audit`,
    sql`truncate support_audit`,
    sql`update pending_action set amount_minor = 1 where id = ${press.actionId}`,
    sql`update pending_action set session_seal = 'mine' where id = ${press.actionId}`,
    sql`update pending_action set state = 'done' where id = ${press.actionId}`
  ]) {
    // oxlint-disable-next-line no-await-in-loop -- each by itself
    await expect(statement.execute(shop.db)).rejects.toThrow(/only grows|stays|check constraint/);
  }
});
