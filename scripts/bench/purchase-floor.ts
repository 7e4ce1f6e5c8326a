import { join } from 'node:path';
import { freePort } from '#db/embedded-database.ts';
import { HOUSE } from '../steps/programs.ts';
import { address, contact } from './buyer.ts';
import type { HttpClient } from './http-client.ts';
import type { Lab, World } from './lab.ts';
import { startOne, type ShopProcess } from './shop-process.ts';

const BENCH = join(HOUSE, 'scripts', 'bench');
const BODY = JSON.stringify({ contact, address });
const HEADERS = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) };

/** A server without a shop: what is left when all that a purchase is about is taken away. */
export async function startFloor(lab: Lab, world: World): Promise<ShopProcess> {
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: world.url, PORT: String(port) };
  const floor = await startOne(['--import', join(BENCH, 'inside.ts'), join(BENCH, 'purchase-floor-server.ts')], env);
  lab.undo.later(floor.stop);
  return { origin: `http://127.0.0.1:${port}`, ...floor };
}

/** The requests of a purchase, given as the number of statements that each of them sends. */
export async function buyNothing(client: HttpClient, statements: readonly number[]): Promise<void> {
  for (const count of statements) {
    const { status } = await client.send('POST', `/${count}`, { headers: HEADERS, body: BODY });
    if (status !== 200) throw new Error(`the bare server answered ${status}`);
  }
}
