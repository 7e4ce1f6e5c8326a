import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { countGuestOrders, ordersOfCustomer } from '#db/queries/customer-orders.ts';
import { pointsEntries, pointsOf, pointsTerms, waitingPoints } from '#db/queries/loyalty.ts';
import { creditOfCustomer, entriesOf } from '#db/queries/stored-values.ts';
import { findAccount } from '#db/queries/users.ts';
import { askForOrders } from '#lib/commerce/customers/claim-orders.server.ts';
import { turnPointsIntoCredit } from '#lib/commerce/loyalty/turn-points-into-credit.server.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
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
  const [orders, earlier, credit, points] = await Promise.all([
    ordersOfCustomer(shop.db, customerId, { before, limit: PAGE + 1 }),
    countGuestOrders(shop.db, account.email),
    creditOfCustomer(shop.db, customerId, MARKET.currency),
    readPoints(shop, customerId)
  ]);
  const shown = orders.slice(0, PAGE);
  const oldest = shown.at(-1)?.placedAt;
  return {
    name: account.name,
    email: account.email,
    earlier,
    credit: credit && { ...credit, entries: await entriesOf(shop.db, credit.id, MOST_ENTRIES) },
    points,
    turned: event.url.searchParams.has('turned'),
    mailed: event.url.searchParams.has('mailed'),
    came: event.url.searchParams.has('came'),
    orders: shown.map(({ id, ...order }) => ({ ...order, href: `/orders/${shop.keys.make('order', id)}` })),
    older: orders.length > PAGE && oldest ? oldest.toISOString() : null
  };
};

/** Nothing of it where there are none and none can be earned. */
async function readPoints(shop: Shop, customerId: string) {
  const [terms, balance, entries] = await Promise.all([
    pointsTerms(shop.db, MARKET.currency),
    pointsOf(shop.db, customerId),
    pointsEntries(shop.db, customerId, MOST_ENTRIES)
  ]);
  if (!terms || (!terms.isOn && entries.length === 0)) return null;
  const waiting = balance.pending > 0 ? await waitingPoints(shop.db, customerId, PAGE) : [];
  return { ...balance, terms, entries, waiting, formKey: shop.newId() };
}

const WHOLE = 'Type how many points, as a whole number.';
const Turn = z.object({ points: z.coerce.number(WHOLE).int(WHOLE).min(1, WHOLE).max(1_000_000_000, WHOLE), key: z.uuid() });

export const actions: Actions = {
  points: async (event) => {
    signedIn(event);
    const { request, locals } = event;
    const read = parseForm(Turn, await request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const turned = await turnPointsIntoCredit(locals.shop, locals.actor, read.data).catch(refusalToHttp);
    if ('status' in turned)
      return fail(turned.status, { fields: { points: turned.message }, values: { points: String(read.data.points) } });
    redirect(303, '/account?turned');
  },

  earlier: async (event) => {
    signedIn(event);
    const refused = await askForOrders(event.locals.shop, event.locals.actor).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    redirect(303, '/account?mailed');
  }
};
