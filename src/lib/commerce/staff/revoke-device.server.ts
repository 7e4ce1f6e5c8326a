import { placeOfDevice, revoke } from '#db/queries/staff-devices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overDevices } from '../stores/staff-policy.ts';
import { deviceTopic } from './staff.events.ts';

/**
 * The device is none of ours any more: nobody signs in on it with a PIN, and whoever did is signed out within seconds.
 * Safe to ask twice. Refuses `forbidden`, `not-found`.
 */
export async function revokeDevice(shop: Shop, actor: Actor, { deviceId }: { deviceId: string }): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const nodeId = await placeOfDevice(tx, deviceId);
    overDevices(actor, nodeId);
    if (nodeId === undefined) refuse('not-found');
    const revoked = await revoke(tx, { id: deviceId, at: shop.now() });
    if (revoked) record({ type: 'device.revoked', topic: deviceTopic(deviceId), version: revoked.version, deviceId, nodeId });
  });
}
