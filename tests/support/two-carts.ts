import { cartView } from '#db/queries/carts.ts';
import { saveCartMove } from '#db/queries/cart-steps.ts';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { demandOf } from '#lib/commerce/cart/delivery-choice.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { aCart, address, aPlan, contact, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';

export const STORE = 'blr-indiranagar';
const TWENTY_MINUTES_MS = 20 * 60_000;
export type InHand = { cartId: string; cartKey: string };

/** An account's cart and a guest's, and what is in them. */
export function cartsOf(shop: TestShop) {
  async function anAccount(): Promise<Shopper & { customerId: string }> {
    const id = shop.newId();
    await shop.db
      .insertInto('app_user')
      .values({ id, email: `${id}@example.com`, name: 'Rhea', role: 'shopper', node_id: null, password_hash: null, pin_hash: null })
      .execute();
    return { role: 'shopper', channel: 'web', customerId: id, name: 'Rhea' };
  }

  /** An account with an open cart, and a guest's cart beside it. */
  async function twoCarts(): Promise<{ rhea: Shopper & { customerId: string }; own: InHand; guest: InHand }> {
    const rhea = await anAccount();
    const own = await aCart(shop);
    await mergeCarts(shop, rhea, { cartKey: own.cartKey });
    return { rhea, own, guest: await aCart(shop) };
  }

  const put = async ({ cartKey }: InHand, variantId: string, quantity = 1, pickupNodeId: string | null = null) =>
    addToCart(shop, shopper, { cartKey, variantId, quantity, pickupNodeId, key: shop.newId() });
  const linesIn = async ({ cartId }: InHand) =>
    ((await cartView(shop.db, cartId))?.lines ?? []).map(({ variantId, quantity, pickupNodeId }) => ({
      variantId,
      quantity,
      pickupNodeId
    }));
  const savedIn = async ({ cartId }: InHand) =>
    shop.db.selectFrom('cart_saved').select(['variant_id as variantId', 'quantity', 'reason']).where('cart_id', '=', cartId).execute();
  const holdsIn = async ({ cartId }: InHand) =>
    shop.db
      .selectFrom('hold')
      .select(['variant_id as variantId', 'quantity', 'expires_at as until'])
      .where('cart_id', '=', cartId)
      .where('state', '=', 'held')
      .execute();
  const stateOf = async ({ cartId }: InHand) => (await cartView(shop.db, cartId))?.state;

  /** As far as holding: details given, a plan chosen. */
  async function hold({ cartId, cartKey }: InHand, lines: { variantId: string; quantity: number }[]): Promise<void> {
    await giveDetails(shop, shopper, { cartKey, contact, address });
    const cart = await cartView(shop.db, cartId);
    const delivery = aPlan(lines, { nodeId: STORE, nodeName: STORE });
    const until = new Date(shop.now().getTime() + TWENTY_MINUTES_MS);
    const holds = { wanted: demandOf(delivery).map((one) => ({ ...one, id: shop.newId() })), until };
    await saveCartMove(
      shop.db,
      { cart: cart!, change: { delivery, step: 'payment' }, events: [], holds },
      { actor: shopper, at: shop.now() }
    );
  }

  return { anAccount, twoCarts, put, linesIn, savedIn, holdsIn, stateOf, hold };
}
