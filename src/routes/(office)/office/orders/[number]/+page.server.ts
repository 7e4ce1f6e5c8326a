import { error } from '@sveltejs/kit';
import { eventTrail, orderInFull, promisesOf } from '#db/queries/office.ts';
import { orderTopic } from '#lib/commerce/orders/order.events.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params }) => {
  allowed(() => atDesk(actor));
  const order = /^MZ-[0-9A-Z]{10}$/.test(params.number) ? await orderInFull(shop.db, params.number) : undefined;
  if (!order) error(404, { message: 'There is no order with this number.' });
  const [promises, trail] = await Promise.all([promisesOf(shop.db, order.id), eventTrail(shop.db, orderTopic(order.id))]);
  return { now: shop.now(), order, promises, trail };
};
