import { once } from '#db/queries/idempotency.ts';
import { findPlace } from '#db/queries/shelf.ts';
import { insertDevice } from '#db/queries/staff-devices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overDevices } from '../stores/staff-policy.ts';
import { CODE_MS, codeOf, codeSeal } from './device-code.ts';
import { deviceTopic } from './staff.events.ts';

export type OfferDevice = { name: string; nodeId: string; key: string };

/**
 * A manager begins to enrol a device: whoever types its code on it within ten minutes makes it one of that place.
 * Refuses `forbidden`, `not-found` (no such place), `key-reused`.
 */
export async function offerDevice(shop: Shop, actor: Actor, input: OfferDevice): Promise<{ deviceId: string }> {
  const { key, ...asked } = input;
  const { userId } = overDevices(actor, input.nodeId);
  return inTransaction(shop, { actor, once: once(`offer-device:${userId}`, key, asked) }, async (tx, record) => {
    if (!(await findPlace(tx, input.nodeId))) refuse('not-found');
    const [id, at, { seal }] = [shop.newId(), shop.now(), shop.keys];
    const until = new Date(at.getTime() + CODE_MS);
    await insertDevice(tx, { id, ...asked, codeHash: codeSeal(seal, codeOf(seal, id)), by: userId, at, until });
    const what = { deviceId: id, nodeId: input.nodeId, name: input.name, expiresAt: until.toISOString() };
    record({ type: 'device.offered', topic: deviceTopic(id), version: 1, ...what });
    return { deviceId: id };
  });
}
