import { pointsOf } from '#db/queries/loyalty.ts';
import { releasePoints } from '#lib/commerce/loyalty/release-points.server.ts';
import { turnPointsIntoCredit } from '#lib/commerce/loyalty/turn-points-into-credit.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { World } from './after-sale-world.ts';

/** As after the days in which things come back; what is asked for afterwards is asked within them, so that spent points come back as well. */
export async function releaseSomePoints({ shop, orderId }: World): Promise<boolean> {
  const later = { ...shop, now: () => new Date(shop.now().getTime() + 60 * 24 * 3_600_000) };
  return releasePoints(later, SYSTEM, { orderId });
}

/** All there are, or some; other orders of the same customer go on at the same moment. */
export async function spendPoints({ shop, by, random }: World): Promise<boolean> {
  if (by.customerId === undefined) return false;
  const { spendable } = await pointsOf(shop.db, by.customerId);
  const points = random() < 0.6 ? Math.max(1, spendable) : 500 + Math.floor(random() * 5_000);
  await turnPointsIntoCredit(shop, by, { points, key: shop.newId() });
  return true;
}
