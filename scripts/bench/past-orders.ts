import { setTimeout as pause } from 'node:timers/promises';
import { countFinishedOrders } from '#db/bench/counts.ts';
import { makeManyOrders } from '#db/bench/many-orders.ts';
import { stockUp, thingsForSale } from '#db/bench/many-goods.ts';
import { buy } from './buy.ts';
import { FROM } from './buyer.ts';
import { httpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { startShop } from './shop-process.ts';

/** Days of warehouse and carrier in seconds. */
export const HURRY = 40_000;
const PLAYED = 10;
const PATIENCE_MS = 180_000;

/**
 * Gives a shop a past: ten orders are really bought, packed, carried and delivered, and then copied with their whole histories until
 * there are so many. @returns how many there are
 */
export async function givePast(lab: Lab, world: World, orders: number): Promise<number> {
  await stockUp(world.db, FROM.nodeId, 1_000_000);
  const shop = await startShop(lab, world, { carrierSpeed: HURRY });
  const client = httpClient(shop.origin, 1);
  const things = await thingsForSale(world.db, PLAYED);
  for (let i = 0; i < PLAYED; i++) await buy(client, things[i % things.length]?.variantId ?? '', `past-${i}`);
  client.close();
  for (const until = performance.now() + PATIENCE_MS; (await countFinishedOrders(world.db)) < PLAYED; await pause(500)) {
    if (performance.now() > until) throw new Error('the orders of the past were not delivered within three minutes');
  }
  await shop.stop();
  return makeManyOrders(world.db, orders);
}
