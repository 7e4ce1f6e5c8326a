import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { counterItems, recentSales } from '#db/queries/till.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { linesIn, queryOf, readScan, withMore } from '#lib/commerce/stock/till-lines.ts';
import { sumOf } from '#lib/commerce/stock/counter-sale.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../refused.ts';
import { findItems } from '../find-items.ts';
import { shelvesFor } from '../shelves-for.ts';
import type { Actions, PageServerLoad } from './$types';

const RECENT = 8;
const { currency } = MARKET;

export const load: PageServerLoad = async ({ locals: { shop, actor }, url }) => {
  const { nodeId } = allowed(() => atNode(actor, 'sell-in-store'));
  const lines = linesIn(url.searchParams);
  const scan = readScan(url.searchParams.get('q') ?? '');
  const { only, found } = await findItems(shop.db, scan.code);
  if (only) redirect(303, `/till?${queryOf(withMore(lines, only.variantId, scan.quantity))}`);

  const items = await counterItems(
    shop.db,
    lines.map((line) => line.variantId),
    currency
  );
  const counter = lines.flatMap(({ variantId, quantity }) =>
    items.filter((item) => item.variantId === variantId).map((item) => ({ ...item, quantity }))
  );
  return {
    shelf: await shelvesFor(
      shop,
      nodeId,
      [...counter, ...found].map(({ variantId }) => variantId)
    ),
    lines: counter,
    found,
    asked: scan,
    totalMinor: sumOf(counter),
    currency,
    sales: await recentSales(shop.db, nodeId, RECENT),
    sold: url.searchParams.get('sold'),
    /** Made with the form: the same press twice is one sale. */
    key: shop.newId()
  };
};

const Sell = z.object({ key: z.string().min(1).max(200), seenTotalMinor: z.coerce.number().int() });

export const actions: Actions = {
  sell: async ({ locals: { shop, actor }, request, url }) => {
    const form = parseForm(Sell, await request.formData());
    if ('problems' in form)
      return fail(400, { detail: '', message: 'This form was not whole. Load the page again and send it once more.' });

    const lines = linesIn(url.searchParams);
    const sold = await sellInStore(shop, actor, { lines, payment: 'cash', ...form.data }).catch(refusalToHttp);
    if ('status' in sold) return fail(sold.status, sold);
    redirect(303, `/till?sold=${sold.number}`);
  }
};
