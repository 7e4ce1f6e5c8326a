import { redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { countGuestOrders, ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { creditOfCustomer, entriesOf } from '#db/queries/stored-values.ts';
import { findAccount } from '#db/queries/users.ts';
import { askForOrders } from '#lib/commerce/customers/claim-orders.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { signedIn } from './at-the-door.ts';
import { refusedForm } from './refused.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 20;
const MOST_ENTRIES = 20;
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({ before: z.coerce.date().min(new Date('2000-01-01')).optional().catch(undefined) });

export const load: PageServerLoad = async (event) => {
  const { customerId } = signedIn(event);
  const { shop } = event.locals;
  const { before } = Wish.parse(Object.fromEntries(event.url.searchParams));
  const account = await findAccount(shop.db, customerId);
  if (!account) redirect(303, '/account/sign-in');
  const [orders, earlier, credit] = await Promise.all([
    ordersOfCustomer(shop.db, customerId, { before, limit: PAGE + 1 }),
    countGuestOrders(shop.db, account.email),
    creditOfCustomer(shop.db, customerId, MARKET.currency)
  ]);
  const shown = orders.slice(0, PAGE);
  const oldest = shown.at(-1)?.placedAt;
  return {
    name: account.name,
    email: account.email,
    earlier,
    credit: credit && { ...credit, entries: await entriesOf(shop.db, credit.id, MOST_ENTRIES) },
    mailed: event.url.searchParams.has('mailed'),
    came: event.url.searchParams.has('came'),
    orders: shown.map(({ id, ...order }) => ({ ...order, href: `/orders/${shop.keys.make('order', id)}` })),
    older: orders.length > PAGE && oldest ? oldest.toISOString() : null
  };
};

export const actions: Actions = {
  earlier: async (event) => {
    signedIn(event);
    const refused = await askForOrders(event.locals.shop, event.locals.actor).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    redirect(303, '/account?mailed');
  }
};
