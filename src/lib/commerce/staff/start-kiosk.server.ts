import { insertKiosk } from '#db/queries/kiosks.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { KIOSK_S, kioskHandle, newKioskSecret } from '#lib/server/kiosk-cookie.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { kioskTopic } from './staff.events.ts';

/** A screen becomes a kiosk of the store where its starter stands. The secret is told once, for its cookie. Refuses `forbidden`. */
export async function startKiosk(shop: Shop, actor: Actor): Promise<{ kioskId: string; secret: string }> {
  const { nodeId, userId } = atNode(actor, 'sell-in-store');
  const [kioskId, secret, at] = [shop.newId(), newKioskSecret(), shop.now()];
  const expiresAt = new Date(at.getTime() + KIOSK_S * 1000);
  await inTransaction(shop, { actor }, async (tx, record) => {
    await insertKiosk(tx, { id: kioskId, nodeId, secretHash: kioskHandle(secret), by: userId, at, expiresAt });
    record({ type: 'kiosk.started', topic: kioskTopic(kioskId), version: 1, kioskId, nodeId });
  });
  return { kioskId, secret };
}
