import { afterAll, beforeAll, expect, test } from 'vitest';
import { messagesOf } from '#db/queries/support-messages.ts';
import { aCustomer, shopperCookie } from '../support/customers.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '../support/live.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson, cookieOf } from '../support/staff.ts';
import { aPaidOrder, TALK_NODE } from '../support/talks.ts';

let shop: TestShop;
let web: WebProcess;
const pages: LivePage[] = [];
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  web = await aProcess(shop);
});
afterAll(async () => {
  for (const page of pages) page.close();
  await web.stop();
  await shop.close();
});

async function open(cookie: string): Promise<LivePage> {
  const page = aPage(web.url, { origin: web.url, cookie });
  pages.push(page);
  await new Promise<void>((connected) => page.socket.once('connect', connected));
  return page;
}

test('what is said on a page is answered sentence by sentence there, and as one message everywhere; said again with its key it is not said twice', async () => {
  const rhea = await aCustomer(shop);
  const order = await aPaidOrder(shop, { customerId: rhea.customerId });
  const cookie = await shopperCookie(shop, rhea);
  const [page, beside] = [await open(cookie), await open(cookie)];
  const pieces: string[] = [];
  page.socket.on('chat.piece', ({ text }) => void pieces.push(text));
  beside.socket.on('chat.piece', () => void pieces.push('on the wrong page'));
  const key = shop.newId();
  const say = async () => page.socket.timeout(60_000).emitWithAck('chat.say', { key, words: `where is ${order.number}` });
  const answer = await say();
  if (!('ok' in answer)) throw new Error(answer.refused);
  expect(answer.ok).toMatchObject({ said: 'answered', seq: 1 });
  const kept = await messagesOf(shop.db, answer.ok.threadId);
  expect(kept.map(({ author }) => author)).toEqual(['shopper', 'assistant']);
  expect(pieces.filter((text) => text !== 'I look at your orders. ').join('')).toBe(kept[1]!.words);
  expect(await say()).toEqual(answer);
  expect(await messagesOf(shop.db, answer.ok.threadId)).toHaveLength(2);
});

test('nobody speaks in the talk of somebody else, without a browser of their own, or too much', async () => {
  const guest = await open(`__Host-talk=${'a'.repeat(43)}`);
  const nobody = await open('');
  const staff = await open(await cookieOf(shop, await aPerson(shop, 'support')));
  const say = async (page: LivePage, more: object = {}) => {
    const answer = await page.socket.timeout(60_000).emitWithAck('chat.say', { key: shop.newId(), words: 'hello', ...more });
    return 'ok' in answer ? answer.ok.said : answer.refused;
  };
  expect([await say(guest), await say(nobody), await say(staff)]).toEqual(['answered', 'invalid', 'forbidden']);
  expect(await say(guest, { threadId: shop.newId() })).toBe('not-found');
  expect(await say(guest, { orderKey: 'made up' })).toBe('not-found');
  expect(await say(guest, { words: 'x'.repeat(30_000) })).toBe('invalid');
  const many = await Promise.all(Array.from({ length: 24 }, async () => say(guest)));
  expect(many.filter((one) => one === 'too-many-requests').length).toBeGreaterThanOrEqual(4);
  expect(shop.faults).toEqual([]);
});
