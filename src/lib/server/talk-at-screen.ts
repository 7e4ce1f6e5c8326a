import { ownerInHands } from '#db/queries/talk-in-hands.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Talking } from './asking.ts';
import type { Shop } from './shop.ts';

/**
 * Whoever stands at a kiosk that has the cart of a phone in hand goes on with the talk of that phone, as long as the claim holds: of its account, or of
 * the browser in which the code was shown. Where no browser has shown it, the talk is that of this visit. Refuses `not-found` for a key that opens
 * nothing here (any more).
 */
export async function talkingAtScreen(shop: Shop, talking: Talking, cartKey: string): Promise<Talking> {
  const { actor } = talking;
  if (actor.role !== 'shopper') refuse('forbidden', 'talk');
  const { grant } = await openedCart(shop, actor, cartKey, 'view');
  const owner = grant && (await ownerInHands(shop.db, { grantId: grant.id, at: shop.now() }));
  if (!grant || !owner || !actor.kiosk) refuse('not-found');
  const { customerId, seal } = owner;
  if (customerId !== null) return { ...talking, actor: { ...actor, customerId }, inHands: { grantId: grant.id, seal: null } };
  return seal === null ? talking : { ...talking, inHands: { grantId: grant.id, seal } };
}
