import { usePin, type UsePin } from '#lib/commerce/staff/use-pin.server.ts';
import type { Actor, Staff } from '#lib/kernel/actor.ts';
import type { Shop } from './shop.ts';

/** Whoever types their PIN at a colleague's device does one thing there as themselves, and is not signed in by it. Refuses as `usePin` does. */
export async function vouchByPin(shop: Shop, actor: Actor, given: Omit<UsePin, 'vouches'>): Promise<Staff> {
  const { userId, name, role, nodeId } = await usePin(shop, actor, { ...given, vouches: true });
  return { role, userId, name, nodeId, channel: 'pos' };
}
