import { trackedOrder } from '#db/queries/tracking.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { openThread } from '#lib/commerce/support/open-thread.server.ts';
import type { Asking, Who } from '#lib/commerce/support/who.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { callTool } from '#agents/call-tool.ts';
import { aCheckout } from './checkout.ts';
import { aPlan, aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

export const TALK_NODE = 'blr-domlur';

export const asCustomer = (customerId: string): Who => ({ as: 'customer', customerId });
export const asGuest = (orderId: string): Who => ({ as: 'guest', orderId });

/** A talk in one browser; `beside` is another browser in the same one. */
export async function aTalk(shop: TestShop, who: Who): Promise<Asking> {
  const session = shop.newId();
  return { who, threadId: await openThread(shop, { who, session }), channel: 'chat', session };
}
export const beside = (shop: TestShop, asking: Asking): Asking => ({ ...asking, session: shop.newId() });

export type PaidOrder = { orderId: string; number: string; variantId: string };

/** Paid by UPI, to be packed next, and of that account or of a guest. */
export async function aPaidOrder(
  shop: TestShop,
  { customerId = null, quantity = 2, priceMinor = 49_000 }: { customerId?: string | null; quantity?: number; priceMinor?: number } = {}
): Promise<PaidOrder> {
  const variantId = await aVariant(shop.db, { priceMinor, stock: { [TALK_NODE]: quantity } });
  const lines = [{ variantId, quantity }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines, { nodeId: TALK_NODE }));
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderKey, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  if (customerId !== null) await ownedBy(shop, orderId, customerId);
  return { orderId, variantId, number: (await trackedOrder(shop.db, orderId))!.number };
}

export async function ownedBy(shop: TestShop, orderId: string, customerId: string): Promise<void> {
  await shop.db.updateTable('orders').set({ customer_id: customerId }).where('id', '=', orderId).execute();
}

/** A proposal of one of the tools, with what its button needs. */
export async function proposed(shop: TestShop, asking: Asking, name: string, args: object): Promise<{ actionId: string; hash: string }> {
  const answer = await callTool(shop, asking, { name, args });
  if (!answer.action) throw new Error(`nothing proposed: ${answer.code} ${JSON.stringify(answer.effect)}`);
  return { actionId: answer.action.id, hash: answer.action.hash };
}

export const logOf = async (shop: TestShop, threadId: string) =>
  shop.db.selectFrom('support_audit').selectAll().where('thread_id', '=', threadId).orderBy('id').execute();

export const stateOf = async (shop: TestShop, orderId: string) => {
  const order = (await trackedOrder(shop.db, orderId))!;
  return { life: order.life, version: order.version, parcels: order.parcels.map(({ state }) => state), refunds: order.refunds.length };
};
