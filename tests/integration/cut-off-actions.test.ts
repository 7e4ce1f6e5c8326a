import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { answerTurn, approveInTalk, pressInTalk } from '#agents/assistant.ts';
import { approveAction, confirmAction } from '#agents/confirm-action.ts';
import { cancelTool } from '#agents/tools/change-tools.ts';
import { findAction } from '#db/queries/pending-actions.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { decideAction } from '#lib/commerce/support/decide-action.server.ts';
import { claimAction } from '#lib/commerce/support/claim-action.server.ts';
import { cardsIn } from '#lib/commerce/support/card.ts';
import { CUT_OFF_MS } from '#lib/commerce/support/pending-action.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { endCutOffActions, tellUntoldActions } from '#realtime/cut-off-actions.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, shopper, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, proposed, stateOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let talk: Asking;
let order: PaidOrder;
let press: { actionId: string; hash: string };
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
beforeEach(async () => {
  shop.at(MORNING);
  rhea = await aCustomer(shop, { passwordless: true });
  await cancelling();
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => shop.close());

async function cancelling(more: { quantity?: number; priceMinor?: number } = {}): Promise<void> {
  order = await aPaidOrder(shop, { customerId: rhea.customerId, ...more });
  talk = await aTalk(shop, asCustomer(rhea.customerId));
  await sayInTalk(shop, talk, { key: shop.newId(), words: 'cancel it' });
  press = await proposed(shop, talk, 'cancel', { order: order.number });
}

const later = (ms: number): void => shop.at(new Date(shop.now().getTime() + ms));
const stateOfAction = async (): Promise<string> => (await findAction(shop.db, press.actionId))!.state;
const decisions = async (): Promise<string[]> => (await logOf(shop, talk.threadId)).map(({ tool, decision }) => `${tool} ${decision}`);
const told = async (): Promise<string[]> =>
  (await messagesOf(shop.db, talk.threadId)).filter(({ author }) => author === 'assistant').map(({ words }) => words);
const changesMade = async (): Promise<number> =>
  (await shop.db.selectFrom('order_change').select('id').where('order_id', '=', order.orderId).execute()).length;

const DIED = new Error('the process died');
const dyingBefore = (): unknown => vi.spyOn(cancelTool, 'perform').mockRejectedValueOnce(DIED);
function dyingAfter(): void {
  const perform = cancelTool.perform.bind(cancelTool);
  vi.spyOn(cancelTool, 'perform').mockImplementationOnce(async (...asked) => perform(...asked).then(async () => Promise.reject(DIED)));
}

const ways: [string, () => Promise<unknown>][] = [
  ['right after it was claimed', async () => claimAction(shop, talk, press)],
  [
    'by a fault of its command',
    async () => {
      dyingBefore();
      await expect(pressInTalk(shop, talk, press)).rejects.toThrow(DIED);
    }
  ],
  [
    'after the effect and before its outcome was written',
    async () => {
      dyingAfter();
      await expect(pressInTalk(shop, talk, press)).rejects.toThrow(DIED);
      expect((await stateOf(shop, order.orderId)).refunds).toBe(1);
    }
  ]
];
test.each(ways)('what was cut off %s is ended by the sweep: done once, told once, in the log', async (_, cutOff) => {
  await cutOff();
  later(CUT_OFF_MS - 1);
  await endCutOffActions(shop);
  expect([await stateOfAction(), await told()]).toEqual(['confirming', []]);

  later(1);
  await Promise.all([endCutOffActions(shop), endCutOffActions(shop)]);
  await endCutOffActions(shop);
  expect(await stateOfAction()).toBe('done');
  expect(await stateOf(shop, order.orderId)).toMatchObject({ parcels: ['cancelled'], refunds: 1 });
  expect(await changesMade()).toBe(1);
  expect(await told()).toEqual([expect.stringMatching(/^It is cancelled\. Money: ₹/)]);
  expect((await decisions()).filter((one) => one.startsWith('cancel'))).toEqual(['cancel needs_approval', 'cancel done']);
});

test('what fails again is reported, and tried again at a later sweep, until it ends', async () => {
  await claimAction(shop, talk, press);
  dyingBefore();
  later(CUT_OFF_MS);
  await endCutOffActions(shop);
  expect(shop.faults.splice(0)).toEqual([DIED]);
  await endCutOffActions(shop);
  expect([await stateOfAction(), await changesMade()]).toEqual(['confirming', 0]);
  later(CUT_OFF_MS);
  await endCutOffActions(shop);
  expect([await stateOfAction(), await changesMade()]).toEqual(['done', 1]);
});

test('what cannot be done any more is refused, and that is told', async () => {
  await claimAction(shop, talk, press);
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', order.orderId).execute();
  later(CUT_OFF_MS);
  await endCutOffActions(shop);
  expect([await stateOfAction(), await changesMade()]).toEqual(['refused', 0]);
  expect(await told()).toEqual([expect.stringContaining('being made ready by now')]);
  expect((await decisions()).at(-1)).toBe('cancel refused');
});

test('what somebody wrote into meanwhile is not done', async () => {
  await claimAction(shop, talk, press);
  await shop.db.updateTable('pending_action').set({ plan: '{}' }).where('id', '=', press.actionId).execute();
  later(CUT_OFF_MS);
  await endCutOffActions(shop);
  expect([await stateOfAction(), await changesMade()]).toEqual(['refused', 0]);
  expect(await told()).toEqual([expect.stringContaining('not what was shown')]);
});

test('what was cut off after the second yes is ended as well', async () => {
  await cancelling({ quantity: 1, priceMinor: 5_000_000 });
  await pressInTalk(shop, talk, press);
  const support = await aPerson(shop, 'support');
  dyingAfter();
  await expect(approveInTalk(shop, support, press.actionId)).rejects.toThrow(DIED);
  later(CUT_OFF_MS);
  await endCutOffActions(shop);
  expect([await stateOfAction(), await changesMade()]).toEqual(['done', 1]);
  expect((await told()).at(-1)).toMatch(/^It is cancelled\. Money: ₹/);
  expect((await decisions()).filter((one) => one === 'cancel done')).toHaveLength(1);
});

test('what was done, and cut off before it was told, is told by the sweep: once, with how the order stands', async () => {
  await confirmAction(shop, talk, press);
  later(CUT_OFF_MS - 1);
  await tellUntoldActions(shop);
  expect([await stateOfAction(), await told()]).toEqual(['done', []]);

  later(1);
  await Promise.all([tellUntoldActions(shop), tellUntoldActions(shop)]);
  await tellUntoldActions(shop);
  expect(await told()).toEqual([expect.stringMatching(/^It is cancelled\. Money: ₹/)]);
  const messages = await messagesOf(shop.db, talk.threadId);
  expect(messages.at(-1)).toMatchObject({ key: `action:${press.actionId}:done`, cards: [{ type: 'order', number: order.number }] });
  expect(await changesMade()).toBe(1);
});

test('a no that was cut off before it was told is told, and so is what was done after the second yes', async () => {
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', order.orderId).execute();
  await confirmAction(shop, talk, press);
  later(CUT_OFF_MS);
  await tellUntoldActions(shop);
  expect([await stateOfAction(), await told()]).toEqual(['refused', [expect.stringContaining('being made ready by now')]]);

  await cancelling({ quantity: 1, priceMinor: 5_000_000 });
  await pressInTalk(shop, talk, press);
  await approveAction(shop, await aPerson(shop, 'support'), press.actionId);
  later(CUT_OFF_MS);
  await tellUntoldActions(shop);
  expect((await told()).at(-1)).toMatch(/^It is cancelled\. Money: ₹/);
});

test('what was told is not told again, nor what one of us said no to, nor in a talk whose words were deleted', async () => {
  await pressInTalk(shop, talk, press);
  later(CUT_OFF_MS);
  await tellUntoldActions(shop);
  expect(await told()).toHaveLength(1);
  await shop.db.deleteFrom('support_message').where('thread_id', '=', talk.threadId).execute();
  await tellUntoldActions(shop);
  expect(await told()).toEqual([]);

  await cancelling({ quantity: 1, priceMinor: 5_000_000 });
  await pressInTalk(shop, talk, press);
  await decideAction(shop, await aPerson(shop, 'support'), { actionId: press.actionId, decision: 'decline', reason: 'It left already.' });
  later(CUT_OFF_MS);
  await tellUntoldActions(shop);
  expect(await told()).toHaveLength(1);
});

/** One of its two things is cancelled, which its page can take back. */
async function undoneOnItsPage(end: () => Promise<unknown>): Promise<void> {
  const [line] = (await trackedOrder(shop.db, order.orderId))!.lines;
  press = await proposed(shop, talk, 'cancel', { order: order.number, items: [{ item: line!.title }] });
  await end();
  const { id } = await shop.db.selectFrom('order_change').select('id').where('order_id', '=', order.orderId).executeTakeFirstOrThrow();
  await undoChange(shop, shopper, { orderKey: shop.keys.make('order', order.orderId), changeId: id });
  later(CUT_OFF_MS);
}

test('what was undone before it was told is not told any more', async () => {
  await undoneOnItsPage(async () => confirmAction(shop, talk, press));
  await tellUntoldActions(shop);
  expect([await stateOfAction(), await told()]).toEqual(['done', []]);
});

test('nor is what was undone before its outcome was written', async () => {
  await undoneOnItsPage(async () => {
    dyingAfter();
    await expect(pressInTalk(shop, talk, press)).rejects.toThrow(DIED);
  });
  await endCutOffActions(shop);
  await tellUntoldActions(shop);
  expect([await stateOfAction(), await told()]).toEqual(['done', []]);
});

/** Two wishes in one message: the first is done, and nobody is told. */
async function ofTwoWishesTheFirst(): Promise<void> {
  const other = await aPaidOrder(shop, { customerId: rhea.customerId });
  const words = `cancel ${order.number} and cancel ${other.number}`;
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words });
  await answerTurn(shop, talk, { messageId });
  const [shown] = (await messagesOf(shop.db, talk.threadId))
    .flatMap(({ cards }) => cardsIn(cards))
    .filter((card) => card.type === 'action');
  await confirmAction(shop, talk, { actionId: shown!.actionId, hash: shown!.hash });
}

test('what else was asked for in the same message is answered after it', async () => {
  await ofTwoWishesTheFirst();
  later(CUT_OFF_MS);
  await tellUntoldActions(shop);
  const [outcome, next] = (await messagesOf(shop.db, talk.threadId)).slice(-2);
  expect(outcome?.words).toMatch(/^It is cancelled/);
  expect(cardsIn(next?.cards)).toContainEqual(expect.objectContaining({ type: 'action' }));
});

test('but not once something was said since: what is on the card by then stays', async () => {
  await ofTwoWishesTheFirst();
  const third = await aPaidOrder(shop, { customerId: rhea.customerId });
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: `change the way to pay of ${third.number} to card` });
  await answerTurn(shop, talk, { messageId });
  const waiting = async () =>
    shop.db.selectFrom('pending_action').select('order_id').where('thread_id', '=', talk.threadId).where('state', '=', 'waiting').execute();
  expect(await waiting()).toEqual([{ order_id: third.orderId }]);
  later(CUT_OFF_MS);
  await tellUntoldActions(shop);
  expect((await told()).at(-1)).toMatch(/^It is cancelled/);
  expect(await waiting()).toEqual([{ order_id: third.orderId }]);
});
