import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerTurn } from '#agents/assistant.ts';
import { MOST_MODEL_CALLS } from '#agents/conversation/run.ts';
import { SYSTEM_PROMPT } from '#agents/conversation/prompt.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { ScriptedModel } from '../support/scripted-model.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, aTalk, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let order: PaidOrder;
let talk: Asking;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
});
beforeEach(async () => {
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(() => shop.close());

const looking = () => ({ name: 'order_status', args: { order: order.number } });

/** What the talk has used up, as the budget of its day has it. */
async function booked(): Promise<number> {
  const rows = await shop.db.selectFrom('support_usage').select('tokens').where('thread_id', '=', talk.threadId).execute();
  return rows.reduce((sum, { tokens }) => sum + tokens, 0);
}

test('a turn books what each of its calls of the model used up, not what the last did', async () => {
  const model = new ScriptedModel(({ calls }) =>
    calls < 3 ? { calls: [looking()], tokens: calls * 100 } : { text: 'You find it on the card.', tokens: 7 }
  );
  await saidTo(shop, talk, 'where is it', { hosted: model });
  expect(await booked()).toBe(100 + 200 + 7);
});

test('a turn that hits its cap books what it spent', async () => {
  const model = new ScriptedModel(() => ({ calls: [looking()], tokens: 1_000 }));
  expect((await saidTo(shop, talk, 'where is it', { hosted: model })).words).toContain('One of us goes on');
  expect(await booked()).toBe(MOST_MODEL_CALLS * 1_000);
});

test('of a model that does not say what it used up, all that it was sent and said is estimated, results of tools among it', async () => {
  const model = new ScriptedModel(({ results }) => (results.length === 0 ? { calls: [looking()] } : { text: 'You find it on the card.' }));
  await saidTo(shop, talk, 'where is it', { hosted: model });
  // All of it was sent twice, and the second time with what the tool found.
  const told = model.heard.reduce((sum, one) => sum + one.length, 0);
  expect(model.heard[1]).toContain('END OF DATA');
  expect(model.heard[0]).toContain(SYSTEM_PROMPT);
  expect(await booked()).toBeGreaterThanOrEqual(told / 4);
});

test('a turn that the embedded model finishes books what the other one was sent before it failed', async () => {
  const model = new ScriptedModel(({ calls }) => {
    if (calls === 1) return { calls: [looking()], tokens: 500 };
    throw new Error('it broke');
  });
  await saidTo(shop, talk, `where is ${order.number}`, { hosted: model });
  expect(await booked()).toBeGreaterThanOrEqual(500 + model.heard[1]!.length / 4);
});

test('an answer that is not taken is booked as well', async () => {
  const model = new ScriptedModel(() => ({ calls: [{ name: 'refund_everything', args: {} }], tokens: 300 }));
  await saidTo(shop, talk, `where is ${order.number}`, { hosted: model });
  expect(await booked()).toBe(300);
});

test('what a server refuses costs nothing, and the embedded model neither', async () => {
  const model = new ScriptedModel(() => {
    throw Object.assign(new Error('not now'), { status: 429 });
  });
  await saidTo(shop, talk, `where is ${order.number}`, { hosted: model });
  expect(await booked()).toBe(0);
});

test('a turn that ends in a fault books what it spent, and is answered by whoever tries again', async () => {
  const model = new ScriptedModel(({ results }) =>
    results.length === 0 ? { calls: [looking()], tokens: 400 } : { text: 'You find it on the card.', tokens: 40 }
  );
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'where is it' });
  const faulty = () => {
    throw new Error('the line is cut');
  };
  const broken = { ...shop, keys: { ...shop.keys, make: faulty } };
  const cancels = new ScriptedModel(() => ({ calls: [{ name: 'cancel', args: { order: order.number } }], tokens: 400 }));
  await expect(answerTurn(broken, talk, { messageId }, { hosted: cancels })).rejects.toThrow('the line is cut');
  expect(await booked()).toBe(400);
  expect((await answerTurn(shop, talk, { messageId }, { hosted: model })).said).toBe('answered');
  expect(await booked()).toBe(400 + 440);
});

test('a turn that one of us has taken meanwhile says nothing, and books what it spent', async () => {
  const { userId } = await aPerson(shop, 'support');
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'where is it' });
  const asked = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  const model = new ScriptedModel(async () => {
    asked.resolve();
    await taken.promise;
    return { text: 'Hello.', tokens: 60 };
  });
  const answering = answerTurn(shop, talk, { messageId }, { hosted: model });
  await asked.promise;
  await shop.db.updateTable('support_thread').set({ taken_by: userId }).where('id', '=', talk.threadId).execute();
  taken.resolve();
  expect(await answering).toEqual({ said: 'taken' });
  expect(await booked()).toBe(60);
  await shop.db.updateTable('support_thread').set({ taken_by: null }).where('id', '=', talk.threadId).execute();
});

test('a turn that is stopped books what it spent until then', async () => {
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'where is it' });
  const asked = Promise.withResolvers<void>();
  const stopping = new AbortController();
  const model = new ScriptedModel(({ calls }) => {
    if (calls === 1) return { calls: [looking()], tokens: 900 };
    asked.resolve();
    return 'never';
  });
  const answering = answerTurn(shop, talk, { messageId }, { hosted: model, stop: stopping.signal });
  await asked.promise;
  stopping.abort();
  await answering;
  expect(await booked()).toBeGreaterThanOrEqual(900 + model.heard[1]!.length / 4);
});
