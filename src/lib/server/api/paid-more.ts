import type * as z from 'zod';
import { payMoreWithBalance } from '#lib/commerce/payments/pay-more-with-balance.server.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { RefusalCode } from '#lib/kernel/refusal.ts';
import { payMoreByCode } from '../pay-by-code.ts';
import { payMore } from '../pay-more.ts';
import type { Shop } from '../shop.ts';
import { balanceAnswer, outcomeAnswer } from './answers/order.ts';
import type { Call } from './endpoint.ts';
import type { PayMoreBy } from './schemas/balance.ts';

/** What every way to pay on top of an order may refuse. */
export const PAYING_NOES: RefusalCode[] = [
  'not-found',
  'balance-changed',
  'balance-wrong',
  'card-covers-less',
  'in-progress',
  'not-allowed',
  'not-paid-so'
];

type Paying = Pick<Call<unknown, unknown, z.infer<typeof PayMoreBy>>, 'body' | 'key' | 'origin' | 'from'>;

/** Pays what a change or an exchange costs more: by a bank, by a code, or with the credit of an account. */
export async function paidMore(
  shop: Shop,
  actor: Actor,
  of: { orderKey: string; changeId: string },
  { body, key, origin, from: address }: Paying
) {
  if ('code' in body) return balanceAnswer(await payMoreByCode(shop, actor, { ...of, typed: body.code, key, address }));
  if ('credit' in body) return balanceAnswer(await payMoreWithBalance(shop, actor, { ...of, credit: true, key }));
  return outcomeAnswer(await payMore(shop, actor, { ...of, ...body, key, returnUrl: `/orders/${of.orderKey}` }), origin);
}
