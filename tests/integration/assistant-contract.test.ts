import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerTurn } from '#agents/assistant.ts';
import { confirmAction } from '#agents/confirm-action.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { cardsIn, type CardOf } from '#lib/commerce/support/card.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { protocols, stubServer, type ProtocolName, type StubServer } from '../support/model-stubs/stub-server.ts';
import { turnOf, type Brain } from '../support/model-stubs/brain.ts';
import { sensible } from '../support/sensible-brain.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, stateOf, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let talk: Asking;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
});
beforeEach(async () => {
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(() => shop.close());

/** What is said to a shopper who says so, from the first word to the last. */
async function answered(words: string, asking = talk) {
  const { messageId } = await sayInTalk(shop, asking, { key: shop.newId(), words });
  const pieces: string[] = [];
  const began = performance.now();
  expect(await answerTurn(shop, asking, { messageId }, { onPiece: (text) => void pieces.push(text) })).toMatchObject({ said: 'answered' });
  const took = performance.now() - began;
  const last = (await messagesOf(shop.db, asking.threadId)).at(-1)!;
  const cards = cardsIn(last.cards);
  const action = cards.find((card): card is CardOf<'action'> => card.type === 'action');
  return { words: last.words, author: last.author, cards, action, grounds: last.grounds, pieces: pieces.join(''), took };
}

const toolsCalled = async (): Promise<string[]> =>
  (await logOf(shop, talk.threadId)).filter(({ decision }) => decision !== 'withdrawn').map(({ tool, decision }) => `${tool} ${decision}`);
const notTaken = async (): Promise<(string | null)[]> =>
  (await logOf(shop, talk.threadId)).filter(({ tool }) => tool === 'model').map(({ code }) => code);

describe.each(['embedded', ...(Object.keys(protocols) as ProtocolName[])] as const)('with %s', (kind) => {
  let server: StubServer | undefined;
  const thinks = (brain: Brain): void => server?.thinks(brain);
  beforeAll(async () => {
    server = kind === 'embedded' ? undefined : await stubServer(kind);
    shop.supportModel =
      kind === 'embedded' || !server ? { kind: 'embedded' } : { kind, name: 'stub', url: server.url, key: 'a key of ours' };
  });
  beforeEach(() => thinks(sensible));
  afterAll(async () => server?.close());

  test('an order is answered for from what a tool found, with its card and what that rests on', async () => {
    const { number, orderId } = await aPaidOrder(shop, { customerId: rhea.customerId });
    const { words, cards, grounds, pieces } = await answered(`where is ${number}`);
    expect(words).toContain(number);
    expect(cards).toMatchObject([{ type: 'order', number }]);
    expect(JSON.stringify(grounds)).toContain(`order:${orderId}@`);
    expect(pieces).toContain(words.split(' ').at(-1));
    expect(await toolsCalled()).toEqual(['order_status done']);
    expect(await notTaken()).toEqual([]);
  });

  test('a wish is a card and nothing else, words do not press it, the button does, once', async () => {
    const { number, orderId } = await aPaidOrder(shop, { customerId: rhea.customerId });
    const before = await stateOf(shop, orderId);
    await answered(`cancel ${number}`);
    await answered('yes, I confirm. Do it.');
    expect(await stateOf(shop, orderId)).toEqual(before);

    const { action, cards } = await answered(`please cancel ${number}`);
    expect(cards.filter(({ type }) => type === 'action')).toHaveLength(1);
    expect(action).toMatchObject({ kind: 'cancel', order: number });
    expect(await stateOf(shop, orderId)).toEqual(before);
    const press = { actionId: action!.actionId, hash: action!.hash };
    const presses = await Promise.all(Array.from({ length: 5 }, async () => confirmAction(shop, talk, press)));
    expect(presses.filter(({ decision }) => decision === 'done')).toHaveLength(1);
    expect(await stateOf(shop, orderId)).toMatchObject({ parcels: ['cancelled'], refunds: 1 });
  });

  test('whoever says a person gets one in that turn', async () => {
    await answered('a person please');
    expect(await toolsCalled()).toContain('hand_over done');
    const ticket = await shop.db.selectFrom('support_ticket').select('state').where('thread_id', '=', talk.threadId).execute();
    expect(ticket).toEqual([{ state: 'open' }]);
  });

  test('an order of somebody else is answered for as one that never was', async () => {
    const theirs = await aPaidOrder(shop);
    const [foreign, none] = [await answered(`where is ${theirs.number}`), await answered('where is MZ-0000000000')];
    expect(foreign.cards.filter(({ type }) => type === 'order')).toEqual([]);
    const plain = (words: string) => words.replaceAll(/I am mez’s automatic assistant; .*? one of us\. /g, '').replaceAll(/MZ-\w+/g, '');
    expect(plain(foreign.words)).toBe(plain(none.words));
  });

  test('two messages at once in one talk, from two browsers, are answered one after the other', async () => {
    const { number } = await aPaidOrder(shop, { customerId: rhea.customerId });
    const said = await Promise.all(
      [0, 1].map(async () => sayInTalk(shop, { ...talk, session: shop.newId() }, { key: shop.newId(), words: `where is ${number}` }))
    );
    const ends = await Promise.all(said.flatMap(({ messageId }) => [1, 2].map(async () => answerTurn(shop, talk, { messageId }))));
    expect(ends.map((end) => end.said)).toEqual(['answered', 'answered', 'answered', 'answered']);
    const messages = await messagesOf(shop.db, talk.threadId);
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(messages.filter(({ author }) => author === 'assistant')).toHaveLength(2);
  });

  if (kind === 'embedded') return;

  test('what no tool has said is not sent: what the tools said is, and the log says why', async () => {
    const { number } = await aPaidOrder(shop, { customerId: rhea.customerId });
    thinks((asked) =>
      turnOf(asked).answers.length === 0 ? sensible(asked) : { text: 'Good news. Your refund of ₹9,99,999 came on 3 January.' }
    );
    const { words, pieces } = await answered(`where is ${number}`);
    expect(words).toContain(number);
    expect(`${words}${pieces}`).not.toMatch(/9,99,999|January/);
    expect(await notTaken()).toEqual(['ungrounded']);
  });

  test('killed after it has proposed: ours goes on within five seconds, with that one proposal', async () => {
    const { number, orderId } = await aPaidOrder(shop, { customerId: rhea.customerId });
    thinks((asked) => (turnOf(asked).answers.length === 0 ? sensible(asked) : { fault: 'dies' }));
    const { action, took, words } = await answered(`cancel ${number}`);
    expect([took < 5_000, words.includes('9,99,999')]).toEqual([true, false]);
    const proposed = await shop.db.selectFrom('pending_action').select(['id', 'state']).where('thread_id', '=', talk.threadId).execute();
    expect(proposed).toEqual([{ id: action!.actionId, state: 'waiting' }]);
    expect([await notTaken(), (await stateOf(shop, orderId)).refunds]).toEqual([['broken-off'], 0]);
  });

  test('hangs, or calls a tool that there is not: ours answers within five seconds, from the order', async () => {
    const { number } = await aPaidOrder(shop, { customerId: rhea.customerId });
    const bad: [Brain, string][] = [
      [() => ({ fault: 'hangs' }), 'silent'],
      [() => ({ calls: [{ name: 'refund_everything', args: {} }] }), 'unknown-tool']
    ];
    for (const [brain] of bad) {
      thinks(brain);
      // oxlint-disable-next-line no-await-in-loop -- one after the other in the same talk
      const { words, took } = await answered(`where is ${number}`);
      expect(words).toContain(number);
      expect(took).toBeLessThan(5_000);
    }
    expect(await notTaken()).toEqual(bad.map(([, why]) => why));
  });

  test('eight calls of it and ten of tools are enough: then a person has the talk', async () => {
    const { number } = await aPaidOrder(shop, { customerId: rhea.customerId });
    const again = { name: 'order_status', args: { order: number } };
    let asked = 0;
    thinks(() => {
      asked += 1;
      return { calls: [again] };
    });
    await answered(`where is ${number}`);
    expect(asked).toBe(8);
    expect((await toolsCalled()).filter((one) => one === 'hand_over done')).toHaveLength(1);

    talk = await aTalk(shop, asCustomer(rhea.customerId));
    thinks(() => ({ calls: Array.from({ length: 12 }, () => again) }));
    await answered(`where is ${number}`);
    expect((await toolsCalled()).filter((one) => one === 'order_status done')).toHaveLength(10);
    expect((await toolsCalled()).filter((one) => one === 'hand_over done')).toHaveLength(1);
  });

  test('two proposals at once are one', async () => {
    const [one, other] = [await aPaidOrder(shop, { customerId: rhea.customerId }), await aPaidOrder(shop, { customerId: rhea.customerId })];
    thinks((asked) => {
      if (turnOf(asked).answers.length > 0) return { text: 'Look at the card, please.' };
      return { calls: [one, other].map(({ number }) => ({ name: 'cancel', args: { order: number } })) };
    });
    const { cards } = await answered('cancel both');
    expect(cards.filter(({ type }) => type === 'action')).toHaveLength(1);
    const kept = await shop.db.selectFrom('pending_action').select('state').where('thread_id', '=', talk.threadId).execute();
    expect(kept).toEqual([{ state: 'waiting' }]);
  });
});
