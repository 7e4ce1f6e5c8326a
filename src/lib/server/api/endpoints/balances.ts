import { cartView } from '#db/queries/carts.ts';
import { openedCart } from '#lib/commerce/cart/cart-access.server.ts';
import { payWithBalance } from '#lib/commerce/payments/pay-with-balance.server.ts';
import { readBalances } from '#lib/commerce/payments/read-balances.server.ts';
import { takeOutBalance } from '#lib/commerce/payments/take-out-balance.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { payByCode } from '../../pay-by-code.ts';
import type { Shop } from '../../shop.ts';
import { endpoint, keyIfAny, type Endpoint } from '../endpoint.ts';
import { Balances, PayBy } from '../schemas/balance.ts';
import { Id, OfCart } from '../schemas.ts';

async function read(shop: Shop, actor: Actor, { cartKey }: { cartKey: string }) {
  const { cartId } = await openedCart(shop, actor, cartKey, 'buy');
  const cart = (await cartView(shop.db, cartId)) ?? refuse('not-found');
  const { balances, restMinor } = await readBalances(shop, cart);
  return { currency: cart.currency, balances, restMinor };
}

export const balanceEndpoints: Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/carts/{cartKey}/balances',
    operationId: 'readBalances',
    tag: 'checkout',
    summary: 'What gift cards and credit pay of a cart',
    description: 'And what is left to pay beside them at this moment: its restMinor is sent with the order.',
    params: OfCart,
    status: 200,
    answer: Balances,
    refusals: ['not-found', 'not-allowed'],
    run: async (shop, actor, { params }) => read(shop, actor, params)
  }),
  endpoint({
    method: 'POST',
    path: '/carts/{cartKey}/balances',
    operationId: 'payWithBalance',
    tag: 'checkout',
    summary: 'Pay with a gift card or store credit',
    description: 'By its code, or with the credit of the account that is signed in. It is taken with the order, and not before.',
    params: OfCart,
    body: PayBy,
    status: 200,
    answer: Balances,
    refusals: ['not-found', 'not-allowed', 'cart-closed', 'balances-full', 'balance-wrong', 'too-many-requests'],
    again: 'The same again changes nothing.',
    keyed: 'command',
    example: { body: { code: 'MEZ0-0000-0000-0000' } },
    async run(shop, actor, { params, body, key, from: address }) {
      const paying = { ...params, key: keyIfAny(key) };
      if ('code' in body) await payByCode(shop, actor, { ...paying, typed: body.code, address });
      else await payWithBalance(shop, actor, { ...paying, credit: true });
      return read(shop, actor, params);
    }
  }),
  endpoint({
    method: 'DELETE',
    path: '/carts/{cartKey}/balances/{balanceId}',
    operationId: 'takeOutBalance',
    tag: 'checkout',
    summary: 'Pay without it after all',
    params: OfCart.extend({ balanceId: Id }),
    status: 200,
    answer: Balances,
    refusals: ['not-found', 'not-allowed', 'cart-closed'],
    async run(shop, actor, { params: { cartKey, balanceId } }) {
      await takeOutBalance(shop, actor, { cartKey, valueId: balanceId });
      return read(shop, actor, { cartKey });
    }
  })
];
