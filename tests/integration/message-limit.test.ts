import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countMessage } from '#lib/server/message-limit.ts';
import { LIMITS } from '#lib/server/rate-limit.ts';
import { actions } from '../../src/routes/(shop)/assistant/+page.server.ts';
import { aCustomer, shopperCookie } from '../support/customers.ts';
import { aPage, aProcess, type LivePage, type WebProcess } from '../support/live.ts';
import { shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
let web: WebProcess;
const pages: LivePage[] = [];
beforeAll(async () => {
  shop = await openShop();
  web = await aProcess(shop, { behindProxy: true });
});
afterAll(async () => {
  for (const page of pages) page.close();
  await web.stop();
  await shop.close();
});

let addresses = 0;
let address: string;
beforeEach(() => {
  addresses += 1;
  address = `203.0.113.${addresses}`;
});

const aBrowser = (): string => randomBytes(32).toString('base64url');
const { limit } = LIMITS.messageByAddress;
const NOBODY = { session: undefined };
/** Others have said that much from there within the minute. */
const saidBefore = async (times: number): Promise<void> =>
  void (await Promise.all(Array.from({ length: times }, async () => countMessage(shop, NOBODY, address))));

async function saysOnAPage(cookie: string, from = address): Promise<string> {
  const page = aPage(web.url, { origin: web.url, cookie, 'x-forwarded-for': `198.51.100.7, ${from}` });
  pages.push(page);
  const answer = await page.socket.timeout(60_000).emitWithAck('chat.say', { key: shop.newId(), words: 'hello' });
  return 'ok' in answer ? answer.ok.said : answer.refused;
}

async function saysByForm(action: 'say' | 'photo'): Promise<unknown> {
  const form = new FormData();
  form.set('words', 'hello');
  const event = {
    request: new Request('http://shop.example/assistant', { method: 'POST', body: form }),
    locals: { shop, actor: shopper, session: undefined },
    cookies: { get: () => aBrowser(), set: () => undefined },
    url: new URL('http://shop.example/assistant'),
    getClientAddress: () => address
  };
  try {
    return await actions[action]!(event as never);
  } catch (redirected) {
    return redirected;
  }
}

test('a cookie that somebody made up brings no limit of its own: what is said from one address is counted together, on a page and by a form', async () => {
  await saidBefore(limit - 2);
  expect(await saysOnAPage(`__Host-talk=${aBrowser()}`)).toBe('answered');
  expect(await saysByForm('say')).toMatchObject({ status: 303 });
  expect(await saysOnAPage(`__Host-talk=${aBrowser()}`)).toBe('too-many-requests');
  expect(await saysByForm('say')).toMatchObject({ status: 429 });
  expect(await saysByForm('photo')).toMatchObject({ status: 429 });
  expect(await saysOnAPage(`__Host-talk=${aBrowser()}`, '192.0.2.1')).toBe('answered');
});

test('whoever has signed in there goes on, and a minute later all do', async () => {
  await saidBefore(limit);
  expect(await saysOnAPage(await shopperCookie(shop, await aCustomer(shop)))).toBe('answered');
  await expect(countMessage(shop, NOBODY, address)).rejects.toMatchObject({ code: 'too-many-requests' });
  shop.at(new Date(shop.now().getTime() + 70_000));
  expect(await countMessage(shop, NOBODY, address)).toBeUndefined();
});
