import { sql } from 'kysely';
import { aGrant } from './grants.ts';
import type { Answer, Buyer, Sent } from './api-world.ts';
import { ofKeys } from './provoked.ts';
import type { TestShop } from './shop.ts';

export type OfCart = Sent & { cartKey: string };

export const forged = (what: 'carts' | 'orders') => `/${what}/${'A'.repeat(43)}`;

/** What it takes to bring a cart into the state in which something is refused. */
export function provoking(shop: () => TestShop, buyer: () => Buyer) {
  const cartOf = (cartKey: string) => ({ id: shop().keys.open('cart', cartKey)! });
  const update = async (cartKey: string, change: object) => {
    await shop().db.updateTable('cart').set(change).where('id', '=', cartOf(cartKey).id).execute();
  };
  return {
    cartOf,
    update,
    opening: async (): Promise<Sent> => ({ method: 'POST', path: '/carts', body: {}, key: buyer().key() }),
    ofKeys: (right: () => Promise<Sent>, other: object) => ofKeys(async (sent) => buyer().ask(sent), right, other),
    variantOf: async (cartKey: string) =>
      (await shop().db.selectFrom('cart_line').select('variant_id').where('cart_id', '=', cartOf(cartKey).id).executeTakeFirstOrThrow())
        .variant_id,
    async closed(sent: OfCart) {
      await update(sent.cartKey, { state: 'expired' });
      return sent;
    },
    /** The same, by a link of the cart that only shows it. */
    async byLink(sent: OfCart): Promise<Sent> {
      const { key } = await aGrant(shop(), { cartId: cartOf(sent.cartKey).id, may: 'view' });
      return { ...sent, path: sent.path.replace(sent.cartKey, key) };
    },
    async tooOften(sent: Sent): Promise<Answer> {
      const answers: Answer[] = [];
      while (answers.length < 11 && answers.at(-1)?.status !== 429) answers.push(await buyer().ask(sent));
      return answers.at(-1)!;
    },
    async takeAll(variantId: string): Promise<void> {
      await shop()
        .db.transaction()
        .execute(async (tx) => {
          await sql`update stock_level set on_hand = held + allocated where variant_id = ${variantId}`.execute(tx);
          await sql`delete from stock_movement where variant_id = ${variantId}`.execute(tx);
        });
    }
  };
}
