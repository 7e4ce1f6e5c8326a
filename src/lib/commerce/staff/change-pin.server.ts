import { findOwnPassword, setPin } from '#db/queries/staff-devices.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { hashPassword, isPassword } from '#lib/server/passwords.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atPlace } from '../stores/staff-policy.ts';
import { isWeakPin, PIN_SHAPE } from './pin.ts';

export type ChangePin = { password: string; pin: string };

/**
 * Whoever stands at a till that somebody else left open does not know the password: it is asked for, and its tries count with those
 * of the door. Refuses `forbidden` for whoever belongs to no place, `pin-weak`, `password-wrong`, `too-many-requests`.
 */
export async function changePin(shop: Shop, actor: Actor, { password, pin }: ChangePin): Promise<void> {
  const { userId } = atPlace(actor);
  if (!PIN_SHAPE.test(pin) || isWeakPin(pin)) refuse('pin-weak');
  const known = await findOwnPassword(shop.db, userId);
  const forgive = await limited(shop, LIMITS.signInByAccount, known?.email ?? userId);
  if (!(await isPassword(known?.passwordHash, password))) refuse('password-wrong');
  await forgive();
  const pinHash = await hashPassword(pin);
  await inTransaction(shop, { actor }, async (tx) => setPin(tx, userId, pinHash));
}
