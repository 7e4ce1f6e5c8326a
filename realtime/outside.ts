import type { Shop } from '#lib/server/shop.ts';
import { keptLease } from './kept-lease.ts';
import { loop } from './loop.ts';

/** The bank and the carrier of the demonstration: between start and stop they send their webhooks. */
export type Outside = { start: () => void; stop: () => Promise<void> };

const EVERY_MS = 1_000;
const LEASE_SECONDS = 5;

/** Only one process drives the outside world; when it ends, another goes on. */
export function driveOutside(shop: Shop, outside: Outside): { stop: () => Promise<void> } {
  const lease = keptLease(shop, 'outside', LEASE_SECONDS);
  let driving = false;

  async function drive(should: boolean): Promise<void> {
    if (should === driving) return;
    driving = should;
    if (should) outside.start();
    else await outside.stop();
  }

  const turning = loop(async () => {
    await drive((await lease.token()) !== undefined);
    return EVERY_MS;
  }, shop.report);

  return {
    async stop() {
      await turning.stop();
      await drive(false);
      await lease.drop().catch(shop.report);
    }
  };
}
