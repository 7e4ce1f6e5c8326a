import { redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { newestOrders } from '#db/queries/office.ts';
import { numbersOfOrdersCalled } from '#db/queries/order-names.ts';
import { meantNumbers } from '#lib/commerce/orders/guest-proof.ts';
import { orderLifeStates } from '#lib/commerce/orders/order-life.machine.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;
const FIRST_DAY = new Date('2000-01-01');
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({
  life: z.enum(orderLifeStates).optional().catch(undefined),
  find: z.string().trim().min(1).max(200).optional().catch(undefined),
  before: z.coerce.date().min(FIRST_DAY).optional().catch(undefined)
});

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => atDesk(actor));
  const { find, ...wish } = Wish.parse(Object.fromEntries(url.searchParams));
  const [found] = find === undefined ? [] : await numbersOfOrdersCalled(shop.db, meantNumbers(find), 1);
  if (found !== undefined) redirect(303, `/office/orders/${found}`);
  const orders = await newestOrders(shop.db, { ...wish, limit: PAGE + 1 });
  const shown = orders.slice(0, PAGE);
  const oldest = shown.at(-1)?.placedAt;
  return {
    now: shop.now(),
    orders: shown,
    notFound: find ?? null,
    life: wish.life ?? null,
    lives: orderLifeStates,
    older: orders.length > PAGE && oldest ? oldest.toISOString() : null
  };
};
