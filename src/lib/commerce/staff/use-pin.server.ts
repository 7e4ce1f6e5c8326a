import { findDevice, findPin, noteUse, type StaffDevice } from '#db/queries/staff-devices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor, StaffRole } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { isPassword } from '#lib/server/passwords.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { deviceHandle } from '#lib/server/staff-device.ts';
import { deviceTopic } from './staff.events.ts';

/** `secret` is that of the device's cookie; `userId` is whom they picked. `vouches`: they only say yes to what another does there. */
export type UsePin = { secret: string; userId: string; pin: string; vouches?: boolean };
export type PinUsed = { userId: string; name: string; role: StaffRole; deviceId: string; nodeId: string };

/**
 * Who types the PIN of somebody of the device's own place is that person. Tries are counted before the PIN is looked at, by person
 * and by device, and taken back from whoever gets in; when there are none left, only the password opens.
 * Somebody of another place, who has left or has no PIN costs as much time as a wrong one and is told the same.
 * Refuses `device-unknown`, `pin-refused`, `too-many-requests` (detail: seconds to wait).
 */
export async function usePin(shop: Shop, actor: Actor, { secret, userId, pin, vouches = false }: UsePin): Promise<PinUsed> {
  const device = (await findDevice(shop.db, deviceHandle(secret))) ?? refuse('device-unknown');
  const forgive = await countTry(shop, { userId, deviceId: device.id });
  const person = await findPin(shop.db, { userId, nodeId: device.nodeId });
  const matches = await isPassword(person?.pinHash, pin);
  const right = person !== undefined && matches;
  await writeDown(shop, actor, { device, userId, type: !right ? 'device.pin_refused' : vouches ? 'device.vouched' : 'device.signed_in' });
  if (!right) refuse('pin-refused');
  await forgive();
  return { userId, name: person.name, role: person.role, deviceId: device.id, nodeId: device.nodeId };
}

/** Where one of the two has no tries left, the other loses none. */
async function countTry(shop: Shop, { userId, deviceId }: { userId: string; deviceId: string }): Promise<() => Promise<void>> {
  const forgivePerson = await limited(shop, LIMITS.pinByPerson, userId);
  const forgiveDevice = await limited(shop, LIMITS.pinByDevice, deviceId).catch(async (fault: unknown) => {
    await forgivePerson();
    throw fault;
  });
  return async () => {
    await forgivePerson();
    await forgiveDevice();
  };
}

type Tried = { device: StaffDevice; userId: string; type: 'device.signed_in' | 'device.vouched' | 'device.pin_refused' };

async function writeDown(shop: Shop, actor: Actor, { device, userId, type }: Tried): Promise<void> {
  await inTransaction(shop, { actor }, async (tx, record) => {
    const used = await noteUse(tx, { id: device.id, userId: type === 'device.signed_in' ? userId : null, at: shop.now() });
    const { id, nodeId, version } = used ?? refuse('device-unknown');
    record({ type, topic: deviceTopic(id), version, deviceId: id, nodeId, userId });
  });
}
