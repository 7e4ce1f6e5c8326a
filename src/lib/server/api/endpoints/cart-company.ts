import * as z from 'zod';
import { sharesOf } from '#db/queries/cart-grants.ts';
import { unreadReceipt } from '#db/queries/cart-merges.ts';
import { savedView } from '#db/queries/cart-saved.ts';
import { handOversOf } from '#db/queries/hand-over.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { forgetSaved } from '#lib/commerce/cart/forget-saved.server.ts';
import { mergeCarts } from '#lib/commerce/cart/merge-carts.server.ts';
import { revokeShare } from '#lib/commerce/cart/revoke-share.server.ts';
import { saveFurther } from '#lib/commerce/cart/save-further.server.ts';
import { shareCart } from '#lib/commerce/cart/share-cart.server.ts';
import { undoMerge } from '#lib/commerce/cart/undo-merge.server.ts';
import { handOverState } from '#lib/commerce/hand-over/hand-over-state.ts';
import { offerHandOver } from '#lib/commerce/hand-over/offer-hand-over.server.ts';
import { revokeHandOver } from '#lib/commerce/hand-over/revoke-hand-over.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { LIMITS } from '../../rate-limit.ts';
import type { Shop } from '../../shop.ts';
import { handOverAnswer, offerAnswer, receiptAnswer, savedAnswer, shareAnswer } from '../answers/cart-company.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { HandOver, Label, Offer, ReceiptLine, SavedThing, Share } from '../schemas/cart-company.ts';
import { CartKey, Id, Nothing, OfCart } from '../schemas.ts';

const OfSaved = OfCart.extend({ variantId: Id });
const OfShare = OfCart.extend({ grantId: Id });
const OfHandOver = OfCart.extend({ handOverId: Id });

/** What only the owner may see: a key that was handed on opens none of it. Refuses `not-found`. */
async function owned(shop: Shop, actor: Actor, cartKey: string): Promise<string> {
  const { cartId, grant } = await openedCart(shop, actor, cartKey, 'view');
  if (grant) refuse('not-found');
  return cartId;
}

export const cartCompanyEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/saved',
    operationId: 'listSaved',
    tag: 'carts',
    summary: 'What is saved for later',
    description: 'Things come here and go back into the cart by the operations save and unsave.',
    params: OfCart,
    status: 200,
    answer: z.object({ saved: z.array(SavedThing) }),
    refusals: [],
    run: async (shop, actor, { params }) => ({
      saved: (await savedView(shop.db, await owned(shop, actor, params.cartKey))).map(savedAnswer)
    })
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/saved',
    operationId: 'saveFurther',
    tag: 'carts',
    summary: 'Take along what was saved in a cart that is ordered',
    description: 'From a cart that is still open, or the second time, nothing moves.',
    params: OfCart,
    body: z.strictObject({ orderedKey: CartKey }),
    status: 200,
    answer: Nothing,
    refusals: ['not-allowed', 'cart-closed'],
    example: { body: { orderedKey: 'k'.repeat(43) } },
    async run(shop, actor, { params, body }) {
      await saveFurther(shop, actor, { ...params, ...body });
      return {};
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/saved/{variantId}',
    operationId: 'forgetSaved',
    tag: 'carts',
    summary: 'Forget a thing that was saved',
    params: OfSaved,
    status: 200,
    answer: Nothing,
    refusals: ['not-allowed', 'cart-closed'],
    async run(shop, actor, { params }) {
      await forgetSaved(shop, actor, params);
      return {};
    }
  }),
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/shares',
    operationId: 'listShares',
    tag: 'carts',
    summary: 'The links that open this cart for others',
    params: OfCart,
    status: 200,
    answer: z.object({ shares: z.array(Share) }),
    refusals: [],
    async run(shop, actor, { params }) {
      const shares = await sharesOf(shop.db, await owned(shop, actor, params.cartKey), shop.now());
      return { shares: shares.map((one) => shareAnswer(shop, one)) };
    }
  }),
  endpoint({
    method: 'POST',
    path: '/carts/{cartKey}/shares',
    operationId: 'shareCart',
    tag: 'carts',
    summary: 'Make a link for somebody else',
    description: 'For 30 days it opens the cart to look at, or to change what is in it; never to buy. Its key takes the place of cartKey.',
    params: OfCart,
    body: z.strictObject({ may: z.enum(['view', 'edit']), label: Label.default('') }),
    status: 201,
    answer: z.object({ grantKey: CartKey }),
    refusals: ['cart-closed', 'links-full', 'not-allowed'],
    once: true,
    example: { body: { may: 'edit', label: 'For Arun' } },
    run: async (shop, actor, { params, body, key }) => shareCart(shop, actor, { ...params, ...body, key })
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/shares/{grantId}',
    operationId: 'revokeShare',
    tag: 'carts',
    summary: 'Take a link back',
    params: OfShare,
    status: 200,
    answer: Nothing,
    refusals: [],
    async run(shop, actor, { params }) {
      await revokeShare(shop, actor, params);
      return {};
    }
  }),
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/hand-over',
    operationId: 'readHandOver',
    tag: 'carts',
    summary: 'Who has the cart in hand, and the code that is out',
    params: OfCart,
    status: 200,
    answer: HandOver,
    refusals: [],
    async run(shop, actor, { params }) {
      const all = await handOversOf(shop.db, await owned(shop, actor, params.cartKey));
      return handOverAnswer(shop, handOverState(all, shop.now()));
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/hand-over',
    operationId: 'offerHandOver',
    tag: 'carts',
    summary: 'Make a code that opens this cart in a store, once',
    description: 'It lives for ten minutes; the code before it ends.',
    params: OfCart,
    status: 200,
    answer: Offer,
    refusals: ['cart-closed', 'cart-empty'],
    limit: { rate: LIMITS.handOverByCart, of: 'cart' },
    async run(shop, actor, { params }) {
      const { handOverId, expiresAt } = await offerHandOver(shop, actor, params);
      return offerAnswer(shop, { id: handOverId, expiresAt: new Date(expiresAt) });
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/hand-over/{handOverId}',
    operationId: 'revokeHandOver',
    tag: 'carts',
    summary: 'Take the code back, or the cart out of the hands of whoever opened it',
    params: OfHandOver,
    status: 200,
    answer: Nothing,
    refusals: [],
    async run(shop, actor, { params }) {
      await revokeHandOver(shop, actor, params);
      return {};
    }
  }),
  endpoint({
    method: 'PUT',
    path: '/carts/{cartKey}/account',
    operationId: 'mergeCarts',
    tag: 'carts',
    summary: 'Make this cart one with the account’s',
    description: 'The key that is answered is the cart to go on with; null when there is none. With merged, a receipt waits.',
    params: OfCart,
    status: 200,
    answer: z.object({ cartKey: CartKey.nullable(), merged: z.boolean() }),
    refusals: [],
    signedIn: 'yes',
    run: async (shop, actor, { params }) => mergeCarts(shop, actor, params)
  }),
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/merge',
    operationId: 'readReceipt',
    tag: 'carts',
    summary: 'The receipt of the latest merge',
    description: 'Line by line; empty when none waits to be read.',
    params: OfCart,
    status: 200,
    answer: z.object({ lines: z.array(ReceiptLine) }),
    refusals: [],
    async run(shop, actor, { params }) {
      const merge = await unreadReceipt(shop.db, await owned(shop, actor, params.cartKey));
      return { lines: (merge?.receipt ?? []).map((line) => receiptAnswer(line, MARKET.currency)) };
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/merge',
    operationId: 'undoMerge',
    tag: 'carts',
    summary: 'Take the latest merge back',
    description: 'Both carts are as they were. The key that is answered is the one that was in hand.',
    params: OfCart,
    status: 200,
    answer: z.object({ cartKey: CartKey }),
    refusals: ['not-allowed', 'cart-closed', 'merge-kept'],
    run: async (shop, actor, { params }) => undoMerge(shop, actor, params)
  })
];
