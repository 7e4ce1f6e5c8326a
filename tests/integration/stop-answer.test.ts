import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerTurn } from '#agents/assistant.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer, shopperCookie, type Customer } from '#tests/support/customers.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { aPage, aProcess, type LivePage } from '#tests/support/live.ts';
import { aNode, thePostcode } from '#tests/support/makers.ts';
import { stubServer } from '#tests/support/model-stubs/stub-server.ts';
import { ScriptedModel, type Script } from '#tests/support/scripted-model.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, TALK_NODE, type PaidOrder } from '#tests/support/talks.ts';
import { saidTo } from '#tests/support/talking.ts';

let shop: TestShop;
let rhea: Customer;
let order: PaidOrder;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

/** Proposes to cancel, and then says nothing more. `asked`: when it is waited for. */
function aHangingModel() {
  const asked = Promise.withResolvers<void>();
  const script: Script = ({ calls }) => {
    if (calls === 1) return { text: 'One moment.', calls: [{ name: 'cancel', args: { order: order.number } }] };
    asked.resolve();
    return 'never';
  };
  return { hosted: new ScriptedModel(script), asked: asked.promise };
}

const proposalsIn = async ({ threadId }: Asking) =>
  shop.db.selectFrom('pending_action').select(['state']).where('thread_id', '=', threadId).execute();
const lastOf = async ({ threadId }: Asking) => (await messagesOf(shop.db, threadId)).at(-1);

test('stopped in the middle: what was said until then is the message, what was proposed is no offer any more, and the next is answered at once', async () => {
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const { hosted, asked } = aHangingModel();
  const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'cancel my order' });
  const stopping = new AbortController();
  const pieces: string[] = [];
  const answering = answerTurn(shop, talk, { messageId }, { hosted, stop: stopping.signal, onPiece: (text) => void pieces.push(text) });
  await asked;
  expect(await proposalsIn(talk)).toEqual([{ state: 'waiting' }]);
  stopping.abort();
  expect(await answering).toMatchObject({ said: 'answered' });
  expect(await proposalsIn(talk)).toEqual([{ state: 'withdrawn' }]);
  const said = await lastOf(talk);
  expect(said?.words).toBe(`${pieces.join('').trim()} (You stopped me here.)`);
  expect(said).toMatchObject({ author: 'assistant', cards: [], waits: null });
  expect((await logOf(shop, talk.threadId)).map(({ tool, decision, code }) => `${tool} ${decision} ${code}`)).toEqual([
    'cancel needs_approval null',
    'cancel withdrawn stopped'
  ]);
  const next = await saidTo(shop, talk, `where is ${order.number}?`);
  expect(next.cards.map(({ type }) => type)).toContain('order');
  // Asked again, the message that was stopped has its answer.
  expect(await answerTurn(shop, talk, { messageId })).toMatchObject({ said: 'answered', answerId: said?.id });
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('whenever it is stopped, nothing that was being proposed comes to be afterwards', async () => {
  const talks = await Promise.all(Array.from({ length: 12 }, async () => aTalk(shop, asCustomer(rhea.customerId))));
  for (const [at, talk] of talks.entries()) {
    const { hosted } = aHangingModel();
    const { messageId } = await sayInTalk(shop, talk, { key: shop.newId(), words: 'cancel my order' });
    const stopping = new AbortController();
    const answering = answerTurn(shop, talk, { messageId }, { hosted, stop: stopping.signal });
    // Before the model, while the tool looks, while it writes, after it: wherever that falls.
    await sleep(at * 6);
    stopping.abort();
    await answering;
    expect((await lastOf(talk))?.words).toMatch(/\(You stopped me here\.\)$/);
  }
  const states = (await Promise.all(talks.map(proposalsIn))).flat();
  expect(states.filter(({ state }) => state !== 'withdrawn')).toEqual([]);
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test('an answer that was there already stays whole', async () => {
  const talk = await aTalk(shop, asCustomer(rhea.customerId));
  const stopping = new AbortController();
  const heard = await saidTo(shop, talk, `where is ${order.number}?`, { stop: stopping.signal });
  stopping.abort();
  expect(heard.words).not.toContain('stopped');
  expect((await lastOf(talk))?.id).toBe(heard.message.id);
});

test('over the socket: the page that asked stops it, no other page can, and the model is not waited for', async () => {
  const stub = await stubServer('openai');
  const model = { kind: 'openai', name: 'stub', url: stub.url, key: 'a key' } as const;
  const web = await aProcess(Object.assign(Object.create(shop) as TestShop, shop, { supportModel: model }));
  const pages: LivePage[] = [];
  try {
    stub.thinks(() => ({ fault: 'hangs' }));
    const cookie = await shopperCookie(shop, rhea);
    for (let many = 0; many < 2; many++) pages.push(aPage(web.url, { origin: web.url, cookie }));
    const [page, other] = pages as [LivePage, LivePage];
    const key = shop.newId();
    const first = new Promise((heard) => page.socket.once('chat.piece', heard));
    const answer = page.socket.timeout(30_000).emitWithAck('chat.say', { key, words: 'what can you do?' });
    await first;
    const stop = async (by: LivePage, which = key) => by.socket.timeout(30_000).emitWithAck('chat.stop', { key: which });
    expect(await stop(other)).toEqual({ ok: { isStopped: false } });
    expect(await stop(page, shop.newId())).toEqual({ ok: { isStopped: false } });
    expect(await stop(page)).toEqual({ ok: { isStopped: true } });
    const said = await answer;
    if (!('ok' in said)) throw new Error(said.refused);
    expect((await messagesOf(shop.db, said.ok.threadId)).at(-1)?.words).toMatch(/\(You stopped me here\.\)$/);
    expect(await stop(page)).toEqual({ ok: { isStopped: false } });
    expect(shop.faults).toEqual([]);
  } finally {
    for (const page of pages) page.close();
    await web.stop();
    await stub.close();
  }
});
