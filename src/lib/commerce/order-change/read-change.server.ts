import { sealOf } from '#db/queries/idempotency.ts';
import { orderFacts } from '#db/queries/order-facts.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PolicyMark } from '../policies/policy.ts';
import type { ChangeEffect } from './change-effect.ts';
import { lookAround } from './look-around.server.ts';
import { planChange } from './plan-change.ts';
import type { ChangeWish } from './wish.ts';

/** What a wish would do to an order at this moment, with the seal by which it is confirmed and the rule that allows it. Refuses what `changeOrder` does. */
export async function readChange(
  shop: Pick<Shop, 'db' | 'keys' | 'now' | 'holidays'>,
  { orderKey, wish }: { orderKey: string; wish: ChangeWish }
): Promise<{ effect: ChangeEffect; seal: string; policy: PolicyMark | null }> {
  const orderId = shop.keys.open('order', orderKey) ?? refuse('not-found');
  const facts = (await orderFacts(shop.db, orderId)) ?? refuse('not-found');
  const { effect, policy } = planChange(facts, wish, await lookAround(shop.db, shop, facts, wish));
  return { effect, seal: sealOf(effect), policy };
}
