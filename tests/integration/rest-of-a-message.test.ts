import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { approveInTalk, leaveInTalk, pressInTalk } from '#agents/assistant.ts';
import { cancelTool } from '#agents/tools/change-tools.ts';
import { findAction } from '#db/queries/pending-actions.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { cardsIn, type CardOf } from '#lib/commerce/support/card.ts';
import { claimAction } from '#lib/commerce/support/claim-action.server.ts';
import { CUT_OFF_MS } from '#lib/commerce/support/pending-action.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { endCutOffActions } from '#realtime/cut-off-actions.ts';
import { aCustomer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { aPerson, outcomeOf } from '../support/staff.ts';
import { cardIn, saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, aTalk, beside, stateOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let talk: Asking;
let one: PaidOrder;
let other: PaidOrder;
let press: { actionId: string; hash: string };
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
beforeEach(async () => twoWishes());
afterEach(() => void vi.restoreAllMocks());
afterAll(() => shop.close());

/** In one message: the first stands on a card, the second comes when that is decided. */
async function twoWishes(first: { quantity?: number; priceMinor?: number } = {}): Promise<void> {
  const { customerId } = await aCustomer(shop, { passwordless: true });
  [one, other] = [await aPaidOrder(shop, { customerId, ...first }), await aPaidOrder(shop, { customerId })];
  talk = await aTalk(shop, asCustomer(customerId));
  press = cardIn(await saidTo(shop, talk, `cancel order ${one.number}. and also cancel order ${other.number}`), 'action')!;
  expect(await newestCard()).toMatchObject({ order: one.number });
}

async function newestCard(): Promise<CardOf<'action'>> {
  const cards = (await messagesOf(shop.db, talk.threadId)).flatMap((message) => cardsIn(message.cards));
  return cards.findLast((card) => card.type === 'action')!;
}

test('after Not now, from any device of the talk, what else was asked for is shown, and confirmed there', async () => {
  const elsewhere = beside(shop, talk);
  await leaveInTalk(shop, elsewhere, press.actionId);
  const card = await newestCard();
  expect(card).toMatchObject({ order: other.number });
  expect(await outcomeOf(leaveInTalk(shop, talk, press.actionId))).toBe('not-allowed');
  expect(await pressInTalk(shop, elsewhere, card)).toMatchObject({ decision: 'done' });
  expect([(await stateOf(shop, one.orderId)).refunds, (await stateOf(shop, other.orderId)).refunds]).toEqual([0, 1]);
});

test('after a press that was refused it is shown as well', async () => {
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', one.orderId).execute();
  expect(await pressInTalk(shop, talk, press)).toMatchObject({ decision: 'refused', code: 'already-begun' });
  expect(await newestCard()).toMatchObject({ order: other.number });
});

test('a press that decides nothing leaves what waits, and the rest behind it', async () => {
  expect((await pressInTalk(shop, beside(shop, talk), press)).code).toBe('action-elsewhere');
  expect((await pressInTalk(shop, talk, { ...press, hash: 'what somebody made up' })).code).toBe('action-changed');
  expect(await newestCard()).toMatchObject({ order: one.number });
  expect(await pressInTalk(shop, talk, press)).toMatchObject({ decision: 'done' });
});

test('after the second yes it is shown, and confirmed in the browser of whoever pressed first', async () => {
  await twoWishes({ quantity: 1, priceMinor: 5_000_000 });
  expect((await pressInTalk(shop, talk, press)).code).toBe('staff');
  expect(await newestCard()).toMatchObject({ order: one.number });
  await approveInTalk(shop, await aPerson(shop, 'support'), press.actionId);
  const card = await newestCard();
  expect(card).toMatchObject({ order: other.number });
  expect((await pressInTalk(shop, beside(shop, talk), card)).code).toBe('action-elsewhere');
  expect(await pressInTalk(shop, talk, card)).toMatchObject({ decision: 'done' });
});

test('after what was cut off half-way has been ended it is shown', async () => {
  await claimAction(shop, talk, press);
  shop.at(new Date(Date.parse(MORNING) + CUT_OFF_MS));
  await endCutOffActions(shop);
  expect(await newestCard()).toMatchObject({ order: other.number });
  shop.at(MORNING);
});

test('where what comes next fails, what was decided stands, and the fault is reported', async () => {
  const fault = new Error('nobody knows why');
  vi.spyOn(cancelTool, 'propose').mockRejectedValueOnce(fault);
  await leaveInTalk(shop, talk, press.actionId);
  expect(shop.faults.splice(0)).toMatchObject([{ message: fault.message }]);
  expect((await findAction(shop.db, press.actionId))!.state).toBe('withdrawn');
});
