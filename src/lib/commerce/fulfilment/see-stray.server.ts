import { endStray } from '#db/queries/stray-scans.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atDesk } from '../stores/staff-policy.ts';
import type { StrayReason } from './stray-scan.ts';

/** Somebody has looked at news that fits no parcel; it comes up again with the next message. Refuses `forbidden`. */
export async function seeStray(
  shop: Shop,
  actor: Actor,
  input: { provider: string; trackingNumber: string; reason: StrayReason }
): Promise<void> {
  atDesk(actor);
  await endStray(shop.db, input, shop.now());
}
