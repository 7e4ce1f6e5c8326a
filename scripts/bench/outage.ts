import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { settle } from '#db/bench/databases.ts';
import { stockUp, thingsForSale } from '#db/bench/many-goods.ts';
import { parcelsByPlace } from '#db/bench/parcels-by-place.ts';
import { outboxSignal } from '#db/outbox-signal.ts';
import { setNodeStatusTo } from '#lib/commerce/stores/set-node-status.server.ts';
import type { Shop } from '#lib/server/shop.ts';
import { askApi } from './api.ts';
import { FROM } from './buyer.ts';
import { httpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { closedLoop } from './load.ts';
import { note } from './progress.ts';
import { untilPassedOn } from './quiet.ts';
import { readyCarts } from './ready-carts.ts';
import type { Section } from './report.ts';
import { startShop } from './shop-process.ts';

const ORDERS = 2_000;
const MOST_SECONDS = 30;
const PATIENCE_MS = 180_000;
/** Couriers take no more than ₹50,000. */
const MOST_IN_CASH_MINOR = 4_900_000;
const ELSEWHERE = 'del-bilaspur';

/** A warehouse is shut while so many orders wait there: how long until each of them lies somewhere else, and whether each does so once. */
export async function measureOutage(lab: Lab): Promise<Section> {
  const orders = lab.options.quick ? 200 : ORDERS;
  note(`outage: ${orders} orders wait at one place`);
  const world = await lab.worldOf('outage', 2_000);
  for (const nodeId of [FROM.nodeId, ELSEWHERE]) await stockUp(world.db, nodeId, 100_000);
  await settle(world.db);
  const shop = await startShop(lab, world);
  await placeAll(lab, world, { origin: shop.origin, orders });
  await untilPassedOn(world.db);
  await untilReleased(world, orders);

  note('outage: it is shut');
  const began = performance.now();
  const signal = outboxSignal(world.db);
  const office = { db: world.db, outbox: signal, now: () => new Date(), newId: uuidv7 } as unknown as Shop;
  const manager = { role: 'manager', channel: 'web', userId: uuidv7(), name: 'Kabir', nodeId: null } as const;
  await setNodeStatusTo(office, manager, { nodeId: FROM.nodeId, status: 'down', reason: 'Flooded' });
  const seconds = await untilEmpty(world, began);
  await untilPassedOn(world.db);
  await shop.stop();
  const { elsewhere, unfillable, moved } = await parcelsByPlace(world.db, FROM.nodeId);
  if (elsewhere !== orders || unfillable !== 0) lab.failures.note(`${elsewhere} of ${orders} lie elsewhere, ${unfillable} nowhere`);
  return {
    name: 'outage',
    title: `a warehouse is shut with ${orders} open orders, one web process`,
    figures: [
      { name: 'all sourced anew', value: seconds, unit: 's', goal: { atMost: MOST_SECONDS }, samples: orders },
      { name: 'that is', value: orders / seconds, unit: 'orders/s' },
      { name: 'moved', value: moved, unit: 'times', note: `${elsewhere} lie elsewhere, ${unfillable} nowhere; none was lost, none is in two places` }
    ],
    remarks: ['each with a new promise where its day is another, its event, notice and mail; the books are asked afterwards (db/invariants.sql)']
  };
}

/** Cash at the door: confirmed at once, so that the place may work on them. */
async function placeAll(lab: Lab, world: World, { origin, orders }: { origin: string; orders: number }): Promise<void> {
  const things = (await thingsForSale(world.db, 1_000)).filter(({ priceMinor }) => priceMinor < MOST_IN_CASH_MINOR);
  const carts = (await readyCarts(lab, world, things, orders)).values();
  const client = httpClient(origin, 16);
  const next = () => {
    const cart = carts.next().value;
    if (!cart) return undefined;
    const body = { version: cart.version, method: 'cash_on_delivery' };
    return async () => void (await askApi(client, { method: 'POST', path: `/carts/${cart.cartKey}/order`, body, key: uuidv7() }));
  };
  await closedLoop({ atOnce: 16, seconds: 600, failures: lab.failures, next });
  client.close();
}

async function untilReleased({ db }: World, orders: number): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; (await parcelsByPlace(db, FROM.nodeId)).releasedHere < orders; await pause(250)) {
    if (performance.now() > until) throw new Error('the orders were not released within three minutes');
  }
}

async function untilEmpty({ db }: World, began: number): Promise<number> {
  while ((await parcelsByPlace(db, FROM.nodeId)).releasedHere > 0) {
    if (performance.now() - began > PATIENCE_MS) throw new Error('the place was not empty within three minutes');
    // oxlint-disable-next-line no-await-in-loop -- asked again and again
    await pause(100);
  }
  return (performance.now() - began) / 1_000;
}
