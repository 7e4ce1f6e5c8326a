import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listen } from '#db/listen.ts';
import { lossyProxy } from '../support/lossy-proxy.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

const say = async (channel: string, word: string) => sql`select pg_notify(${channel}, ${word})`.execute(shop.db);

test('each channel has its own ear, and nothing is heard after the end', async () => {
  const [heard, other, listening] = [vi.fn<(word: string) => void>(), vi.fn<(word: string) => void>(), vi.fn<() => void>()];
  const deafen = listen(shop.url, { pages: heard, 'odd"name': other }, listening);
  await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(1), SOON);
  await say('pages', 'one');
  await say('odd"name', 'two');
  await vi.waitFor(() => expect(other).toHaveBeenCalledWith('two'), SOON);
  expect(heard.mock.calls).toEqual([['one']]);
  await deafen();
  await say('pages', 'three');
  expect(heard).toHaveBeenCalledTimes(1);
});

test('a line that only seems to live is found out, and the ears open again on another', async () => {
  const { hostname, port } = new URL(shop.url);
  const proxy = await lossyProxy({ host: hostname, port: Number(port), seed: 7 });
  const url = new URL(shop.url);
  Object.assign(url, { hostname: '127.0.0.1', port: String(proxy.port) });
  const [heard, listening] = [vi.fn<(word: string) => void>(), vi.fn<() => void>()];
  const deafen = listen(url.href, { pages: heard }, listening);
  await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(1), SOON);

  // The server believes it told; nothing arrives and nothing ends.
  proxy.set({ freeze: true });
  await say('pages', 'lost');
  await vi.waitFor(() => expect(proxy.counters.connections).toBe(2), SOON);
  proxy.set({ freeze: false });
  await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(2), SOON);
  await say('pages', 'heard');
  await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith('heard'), SOON);
  await deafen();
  console.info(proxy.assertInjected());
  await proxy.close();
}, 60_000);
