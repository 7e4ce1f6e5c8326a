import type { Talking } from './asking.ts';
import { LIMITS, limited } from './rate-limit.ts';
import type { Shop } from './shop.ts';

/**
 * Counts what is said by whoever has no session, by where it comes from: what their talk hangs on is a cookie that they may make up, and each has
 * limits of its own. Refuses `too-many-requests` (detail: seconds to wait).
 */
export async function countMessage(shop: Pick<Shop, 'db' | 'now'>, { session }: Pick<Talking, 'session'>, address: string): Promise<void> {
  if (session === undefined) await limited(shop, LIMITS.messageByAddress, address);
}
