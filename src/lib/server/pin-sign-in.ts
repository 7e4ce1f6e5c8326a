import { usePin, type UsePin } from '#lib/commerce/staff/use-pin.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from './shop.ts';
import { signIn, type SessionCookie } from './session.ts';
import type { SignedIn } from './sign-in.ts';

/** `broughtAlong` is the cookie header: whatever session it names ends here. */
export type PinSignIn = UsePin & { broughtAlong: string | null; userAgent: string | null };

/** Starts a session that lasts no longer than the device is one of ours. Refuses as `usePin` does. */
export async function signInWithPin(shop: Shop, actor: Actor, { broughtAlong, userAgent, ...given }: PinSignIn): Promise<SignedIn> {
  const { userId, role, deviceId } = await usePin(shop, actor, given);
  const cookie: SessionCookie = await signIn(shop.db, userId, { door: 'staff', broughtAlong, userAgent, deviceId });
  return { cookie, role };
}
