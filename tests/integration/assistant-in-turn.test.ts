import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { goOnAfter, pressInTalk } from '#agents/assistant.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import { restAfter } from '#agents/conversation/after-press.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { cardsIn } from '#lib/commerce/support/card.ts';
import { dropTurn } from '#lib/commerce/support/end-turn.server.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { takeTurn } from '#lib/commerce/support/take-turn.server.ts';
import { askedBy } from '#lib/commerce/support/turn.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { cardIn, saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let talk: Asking;
let orders: [PaidOrder, PaidOrder];
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
beforeEach(async () => {
  rhea = await aCustomer(shop, { passwordless: true });
  orders = [await aPaidOrder(shop, { customerId: rhea.customerId }), await aPaidOrder(shop, { customerId: rhea.customerId })];
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(() => shop.close());

/** Two wishes in one message: the first stands on a card, the second comes after its button. */
async function twoWishes(): Promise<{ actionId: string; hash: string }> {
  const [one, other] = orders;
  return cardIn(await saidTo(shop, talk, `cancel order ${one.number}. and also cancel order ${other.number}`), 'action')!;
}

const proposals = async (): Promise<number> =>
  (await logOf(shop, talk.threadId)).filter(({ decision }) => decision === 'needs_approval').length;
const saidUnder = async (key: string): Promise<number> =>
  (await messagesOf(shop.db, talk.threadId)).filter((one) => one.key === key).length;

test('what was left of a message is answered once, however many go on with it at once: one answer, one proposal', async () => {
  const { actionId, hash } = await twoWishes();
  await confirmAction(shop, talk, { actionId, hash });
  const went = await Promise.all([1, 2, 3].map(async () => goOnAfter(shop, talk, actionId)));
  expect(new Set(went.map((one) => (one.said === 'answered' ? one.answerId : one.said))).size).toBe(1);
  expect([await saidUnder(`after:${actionId}`), await proposals()]).toEqual([1, 2]);
});

test('it waits for the turn that is being answered, as a message does, and is silent while one of us has the talk', async () => {
  const { actionId, hash } = await twoWishes();
  await confirmAction(shop, talk, { actionId, hash });
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'hello' });
  const message = askedBy(messageId);
  const [one, other] = [shop.newId(), shop.newId()];
  const rest = restAfter(talk, { actionId, at: shop.now() });
  expect((await takeTurn(shop, talk, { asked: message, holder: one })).go).toBe('answer');
  expect((await takeTurn(shop, talk, { asked: rest, holder: other })).go).toBe('busy');
  await dropTurn(shop, { threadId: talk.threadId, holder: one, tokens: 0 });
  expect((await takeTurn(shop, talk, { asked: rest, holder: other })).go).toBe('answer');
  expect((await takeTurn(shop, talk, { asked: message, holder: one })).go).toBe('busy');
  await dropTurn(shop, { threadId: talk.threadId, holder: other, tokens: 0 });

  const { userId } = await aPerson(shop, 'support');
  await shop.db.updateTable('support_thread').set({ taken_by: userId }).where('id', '=', talk.threadId).execute();
  expect(await goOnAfter(shop, talk, actionId)).toEqual({ said: 'taken' });
  expect(await saidUnder(`after:${actionId}`)).toBe(0);
  await shop.db.updateTable('support_thread').set({ taken_by: null }).where('id', '=', talk.threadId).execute();
});

test('a press and a message at the same moment: one answer after the other, and what waits is on the newest card', async () => {
  const press = await twoWishes();
  const elsewhere = { ...talk, session: shop.newId() };
  await Promise.all([pressInTalk(shop, talk, press), saidTo(shop, elsewhere, `where is ${orders[1].number}`)]);
  const all = await messagesOf(shop.db, talk.threadId);
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_, at) => at + 1));
  const shown = all.flatMap(({ cards }) => cardsIn(cards)).findLast((card) => card.type === 'action');
  const waiting = await shop.db
    .selectFrom('pending_action')
    .select('id')
    .where('thread_id', '=', talk.threadId)
    .where('state', '=', 'waiting')
    .execute();
  expect(waiting.filter(({ id }) => id !== shown!.actionId)).toEqual([]);
  expect(await shop.db.selectFrom('support_turn').selectAll().where('thread_id', '=', talk.threadId).execute()).toEqual([]);
});
