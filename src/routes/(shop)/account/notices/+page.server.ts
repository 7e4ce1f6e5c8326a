import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { noticesOfCustomer } from '#db/queries/inbox.ts';
import { orderSnapshots } from '#db/queries/live-orders.ts';
import { shownNotice } from '#lib/commerce/notices/inbox.ts';
import { readNotices } from '#lib/commerce/notices/read-notices.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { signedIn } from '../at-the-door.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 20;
/** So many orders are watched for news while the page is open: the newest. */
const WATCHED = 10;
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({ before: z.coerce.date().min(new Date('2000-01-01')).optional().catch(undefined) });

export const load: PageServerLoad = async (event) => {
  event.depends('account:notices');
  const { customerId } = signedIn(event);
  const { shop } = event.locals;
  const { before } = Wish.parse(Object.fromEntries(event.url.searchParams));
  const pathOf = (orderId: string) => `/orders/${shop.keys.make('order', orderId)}`;
  // How far the orders are is read first: what is told meanwhile makes the page look again.
  const orders = await ordersOfCustomer(shop.db, customerId, { before: undefined, limit: WATCHED });
  const snapshots = await orderSnapshots(
    shop.db,
    orders.map(({ id }) => id)
  );
  const found = await noticesOfCustomer(shop.db, customerId, { before, limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  return {
    notices: shown.map((notice) => {
      const href = pathOf(notice.orderId);
      return { ...shownNotice(notice, href), order: { number: notice.number, href } };
    }),
    watched: snapshots.map(({ orderId, version }) => ({ orderKey: shop.keys.make('order', orderId), version })),
    older: found.length > PAGE ? (shown.at(-1)?.at.toISOString() ?? null) : null
  };
};

const Read = z.strictObject({ upTo: z.coerce.date() });

export const actions: Actions = {
  read: async (event) => {
    signedIn(event);
    const form = parseForm(Read, await event.request.formData());
    if ('problems' in form) return fail(422, form.problems);
    const refused = await readNotices(event.locals.shop, event.locals.actor, form.data).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    redirect(303, event.url.pathname);
  }
};
