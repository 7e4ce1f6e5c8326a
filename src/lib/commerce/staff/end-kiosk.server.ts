import { changeCart, lockCart } from '#db/queries/carts.ts';
import { endClaim, handOversAtKiosk, moveHandOver } from '#db/queries/hand-over.ts';
import { endKioskRow, placeOfKiosk } from '#db/queries/kiosks.ts';
import { inTransaction } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { cartTopic } from '../cart/cart.events.ts';
import { handOverMachine } from '../hand-over/hand-over.machine.ts';
import { overKiosks } from '../stores/staff-policy.ts';
import { kioskTopic } from './staff.events.ts';

/**
 * The screen is no kiosk any more, and what somebody had brought to it is out of its hands. By whoever sells at its store, or looks
 * after devices. Safe to ask twice. Refuses `forbidden`, `not-found`.
 */
export async function endKiosk(shop: Shop, actor: Actor, { kioskId }: { kioskId: string }): Promise<void> {
  const at = shop.now();
  await inTransaction(shop, { actor }, async (tx, record) => {
    const nodeId = await placeOfKiosk(tx, kioskId);
    overKiosks(actor, nodeId);
    if (nodeId === undefined) refuse('not-found');
    for (const one of await handOversAtKiosk(tx, kioskId)) {
      // oxlint-disable-next-line no-await-in-loop -- one cart at most, but for a screen that lost its network
      await lockCart(tx, one.cartId);
      const context = { expiresAt: one.expiresAt.toISOString() };
      await moveHandOver(tx, one, { state: advance(handOverMachine, { state: one.state, context }, { type: 'end' }), at });
      if (one.grantId) await endClaim(tx, one.grantId, at);
      const version = await changeCart(tx, one.cartId, {}, at);
      const about = { topic: cartTopic(one.cartId), version, cartId: one.cartId, handOverId: one.id };
      record({ type: 'cart.hand_over_ended', ...about, by: 'kiosk' });
    }
    const version = await endKioskRow(tx, kioskId, at);
    if (version !== undefined) record({ type: 'kiosk.ended', topic: kioskTopic(kioskId), version, kioskId, nodeId });
  });
}
