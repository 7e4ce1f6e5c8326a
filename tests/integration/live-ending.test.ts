import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { aPage, aProcess } from '../support/live.ts';
import { asha, aVariant } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { SOON } from '../support/soon.ts';

const STORE = 'blr-indiranagar';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => shop.close());

test('a process that ends tells its pages to come back elsewhere, and the other process goes on with everything', async () => {
  const drivers: string[] = [];
  const outsideOf = (name: string) => ({
    start: () => void drivers.push(`${name} drives`),
    stop: async () => void drivers.push(`${name} stops`)
  });
  const one = await aProcess(shop, { outside: outsideOf('one') });
  await vi.waitFor(() => expect(drivers).toEqual(['one drives']), SOON);
  const other = await aProcess(shop, { outside: outsideOf('other') });
  const variantId = await aVariant(shop.db, { stock: { [STORE]: 1 } });
  const [leaving, staying] = [aPage(one.url), aPage(other.url)];
  await Promise.all([leaving.watchStock(variantId), staying.watchStock(variantId)]);

  const told = new Promise<{ spreadMs: number }>((notice) => leaving.socket.once('server.closing', notice));
  const left = new Promise((reason) => leaving.socket.once('disconnect', reason));
  await one.stop();
  expect((await told).spreadMs).toBeGreaterThan(0);
  expect(await left).toBe('transport close');
  expect(drivers.slice(0, 2)).toEqual(['one drives', 'one stops']);
  await vi.waitFor(() => expect(drivers).toEqual(['one drives', 'one stops', 'other drives']), SOON);

  await receiveStock(other.shop, asha, { variantId, quantity: 4, reason: 'delivery', key: shop.newId() });
  await vi.waitFor(() => expect(staying.stock.at(-1)?.available).toBe(5), SOON);
  await vi.waitFor(async () => expect(await shop.db.selectFrom('outbox').selectAll().execute()).toEqual([]), SOON);
  leaving.close();
  staying.close();
  await other.stop();
  expect(drivers.at(-1)).toBe('other stops');
});

test('a second process never drives the outside world beside the first', async () => {
  let driving = 0;
  const starts = vi.fn<() => void>();
  const outside = () => ({
    start() {
      starts();
      driving += 1;
      expect(driving).toBe(1);
    },
    stop: async () => void (driving -= 1)
  });
  const processes = await Promise.all([1, 2, 3].map(async () => aProcess(shop, { outside: outside() })));
  await vi.waitFor(() => expect(driving).toBe(1), SOON);
  for (const process of processes) await process.stop();
  expect(driving).toBe(0);
  expect(starts).toHaveBeenCalled();
});
