import * as z from 'zod';
import { newestOrders } from '#db/queries/office.ts';
import { orderLifeStates } from '#lib/commerce/orders/order-life.machine.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;
const FIRST_DAY = new Date('2000-01-01');
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({
  life: z.enum(orderLifeStates).optional().catch(undefined),
  before: z.coerce.date().min(FIRST_DAY).optional().catch(undefined)
});

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  allowed(() => atDesk(actor));
  const wish = Wish.parse(Object.fromEntries(url.searchParams));
  const orders = await newestOrders(shop.db, { ...wish, limit: PAGE + 1 });
  const shown = orders.slice(0, PAGE);
  const oldest = shown.at(-1)?.placedAt;
  return {
    now: shop.now(),
    orders: shown,
    life: wish.life ?? null,
    lives: orderLifeStates,
    older: orders.length > PAGE && oldest ? oldest.toISOString() : null
  };
};
