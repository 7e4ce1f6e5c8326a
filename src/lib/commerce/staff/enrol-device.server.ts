import { enrolByCode } from '#db/queries/staff-devices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { deviceHandle, newDeviceSecret } from '#lib/server/staff-device.ts';
import { codeSeal, readDeviceCode } from './device-code.ts';
import { deviceTopic } from './staff.events.ts';

/** `typed` as it was typed or stood in the link; `address` is the caller's. */
export type EnrolDevice = { typed: string; address: string };

/**
 * The browser that shows the code becomes the device, once. Tries are counted before the code is looked at, and taken back from
 * whoever knew one. Wrong, used and lapsed are told alike. Refuses `code-wrong`, `too-many-requests`.
 * @returns the secret of its cookie, which is stored nowhere
 */
export async function enrolDevice(shop: Shop, actor: Actor, { typed, address }: EnrolDevice): Promise<{ secret: string }> {
  const forgive = [await limited(shop, LIMITS.enrolByAddress, address), await limited(shop, LIMITS.enrolEverywhere, 'all')];
  const code = readDeviceCode(typed) ?? refuse('code-wrong');
  const secret = newDeviceSecret();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const hashes = { codeHash: codeSeal(shop.keys.seal, code), secretHash: deviceHandle(secret) };
    const { id, nodeId, version } = (await enrolByCode(tx, { ...hashes, at: shop.now() })) ?? refuse('code-wrong');
    record({ type: 'device.enrolled', topic: deviceTopic(id), version, deviceId: id, nodeId });
  });
  for (const one of forgive) await one();
  return { secret };
}
