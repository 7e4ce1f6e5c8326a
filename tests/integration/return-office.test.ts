import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lateReturns, returnsSnapshot } from '#db/queries/return-office.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { soundClock } from '#lib/commerce/returns/sound-clock.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { aPage, aProcess } from '../support/live.ts';
import { asha, shopper } from '../support/makers.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { aPerson, cookieOf } from '../support/staff.ts';
import { HERE, openTwoPlaces, STORE } from '../support/two-places.ts';

const DAY_MS = 24 * 3_600_000;

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => shop.at(MORNING));

async function asked(): Promise<{ returnId: string; number: string }> {
  const of = await aDeliveredOrder(shop, { nodeId: HERE, priceMinor: 600_000 });
  return askForReturn(shop, shopper, {
    orderId: of.orderId,
    lines: [{ fulfilmentLineId: of.lineIds[0]!, quantity: 1, reason: 'changed-mind', detail: '', words: '', photoIds: [] }],
    method: 'store',
    to: 'original',
    isKept: false,
    dropNodeId: STORE,
    key: shop.newId()
  });
}

test('the office lists the clocks that ran out, also after their shoppers were told; not those of what nobody sent', async () => {
  await asked();
  const given = await asked();
  await acceptReturn(shop, asha, given);
  expect(await lateReturns(shop.db, shop.now(), 50)).toEqual([]);
  const late = new Date(Date.parse(MORNING) + 8 * DAY_MS);
  shop.at(late);
  const numbers = async () => (await lateReturns(shop.db, late, 50)).map(({ number, nodeName, state }) => [number, nodeName, state]);
  expect(await numbers()).toEqual([[given.number, STORE, 'dropped_off']]);
  await soundClock(shop, SYSTEM, given);
  expect(await numbers()).toEqual([[given.number, STORE, 'dropped_off']]);
});

test('whoever sees the office hears of a return that is asked for; a counter and shoppers do not', async () => {
  const one = await aProcess(shop);
  const desk = aPage(one.url, { origin: one.url, cookie: await cookieOf(shop, await aPerson(shop, 'support')) });
  const counter = aPage(one.url, { origin: one.url, cookie: await cookieOf(shop, await aPerson(shop, 'associate', STORE)) });
  const guest = aPage(one.url, { origin: one.url });
  try {
    for (const page of [counter, guest]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await page.socket.emitWithAck('returns.watch', {})).toEqual({ refused: 'forbidden' });
    }
    const first = (await desk.socket.emitWithAck('returns.watch', {})) as { ok: { version: number } };
    expect(await returnsSnapshot(shop.db)).toEqual(first.ok);
    // News of what was asked before may still be on its way.
    const { promise: heard, resolve: hear } = Promise.withResolvers<void>();
    desk.socket.on('returns.changed', ({ version }: { version: number }) => version > first.ok.version && hear());
    await asked();
    await heard;
  } finally {
    for (const page of [desk, counter, guest]) page.close();
    await one.stop();
  }
});
