import { error, fail, isRedirect, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { promiseBoard } from '#lib/commerce/catalog/board.ts';
import { boardView, type BoardView } from '#lib/commerce/catalog/board-view.ts';
import { fitHint, type FitCount } from '#lib/commerce/catalog/fit-hint.ts';
import { headForOthers } from '#lib/commerce/catalog/head-for-others.ts';
import { productView, type ProductView } from '#lib/commerce/catalog/product-view.ts';
import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';
import { cardsOf, readPage, readPageText } from '#lib/commerce/catalog/read-catalog.server.ts';
import { deliveryRulesV1 } from '#lib/commerce/fulfilment/delivery-rules-v1.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { intoCart } from '../../into-cart.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const GONE = 'There is nothing of that name in the shop any more. Search for what you want, or start at the front.';

export const load: PageServerLoad = async ({ params, url, cookies, depends, locals: { shop, productPage } }) => {
  // Loaded again when stock changes while the page is open.
  depends('shop:product');
  // Read even when the text is at hand: of what a page never read, the framework thinks that another one changes nothing.
  const { handle } = params;
  const [text, place] = await Promise.all([productPage?.text ?? readPageText(shop, handle), readVisitorPlace(shop, postcodeFrom(cookies))]);
  const read = text === undefined ? undefined : await readPage(shop, text);
  const view = read && productView(read.product, read.now, url.searchParams.get('variant'));
  if (!read || !view) error(404, GONE);
  const table = await readPromises(shop, place);
  if (productPage) productPage.head = headForOthers(view, url.origin);
  const store = url.searchParams.get('store') ?? undefined;
  return {
    ...shown(view, read.fit),
    board: boardOf(view, { table, store, now: shop.now() }),
    freeFromMinor: deliveryRulesV1.tariffs[view.currency]?.standard?.freeFrom ?? null,
    related: cardsOf(read.beside, { table, zone: MARKET.timeZone }, shop.now()),
    place: placeWords(place),
    at: shop.now().toISOString(),
    store,
    added: url.searchParams.has('added')
  };
};

function placeWords(place: { code: string; city: string } | undefined): string {
  return place ? [place.code, place.city].filter((word) => word !== '').join(', ') : 'we do not know where';
}

type Where = { table: PromiseTable; store: string | undefined; now: Date };

function boardOf({ chosen, currency, sizeClass, department }: ProductView, { table, store, now }: Where): BoardView {
  const board = promiseBoard({
    table,
    variant: { minor: chosen.minor, counted: chosen.counted, size: sizeClass },
    levels: chosen.stock?.nodes ?? [],
    shownAt: chosen.shownAt,
    ages: agesOf(chosen.countedAt, now),
    currency,
    rules: deliveryRulesV1,
    store
  });
  return boardView(board, { now, zone: MARKET.timeZone, currency, isLight: department.slug === 'light', countedAt: chosen.countedAt });
}

function agesOf(countedAt: Record<string, string | null>, now: Date): Record<string, number> {
  return Object.fromEntries(
    Object.entries(countedAt).flatMap(([nodeId, at]) => (at === null ? [] : [[nodeId, now.getTime() - Date.parse(at)]]))
  );
}

/** What the page itself needs; the rest was for the board and for search engines. */
function shown(
  { handle, title, subtitle, text, facts, department, shelf, sizeClass, rows, size, currency, isGone, chosen }: ProductView,
  fit: readonly FitCount[]
) {
  const { id, slug, options, minor, wasMinor, counted, pictures, stock } = chosen;
  return {
    view: { handle, title, subtitle, text, facts, department, shelf, sizeClass, rows, size, currency, isGone },
    chosen: { id, slug, options, minor, wasMinor, counted, pictures, stock },
    fit: fitHint(fit, id) ?? null
  };
}

const HOW_MANY = 'Choose how many: a whole number from 1 to 99.';
const Wanted = z.strictObject({
  variantId: z.uuid('This choice is not there any more. Choose again.'),
  quantity: z
    .string()
    .regex(/^\d{1,3}$/, HOW_MANY)
    .transform(Number)
    .pipe(z.number().min(1, HOW_MANY).max(99, HOW_MANY)),
  route: z.enum(['bring', 'collect', 'see'], 'Choose how it should reach you.'),
  collectAt: z.string().regex(/^[a-z0-9-]{0,60}$/, 'Choose a store from the list.'),
  seeAt: z.string().regex(/^[a-z0-9-]{0,60}$/, 'Choose a store from the list.'),
  key: z.string().regex(/^[A-Za-z0-9-]{8,64}$/, 'This form is too old. Load the page again.')
});
type Wanted = z.infer<typeof Wanted>;

export const actions: Actions = {
  /** Puts it into the cart and returns here; a piece to look at leads to its store instead. */
  add: async (event) => {
    const read = parseForm(Wanted, await event.request.formData());
    if ('problems' in read) return fail(422, { message: Object.values(read.problems.fields)[0] ?? HOW_MANY });
    const { data } = read;
    if (data.route === 'see') redirect(303, `/stores#${data.seeAt}`);
    try {
      await intoCart(event, data.key, async (cartKey) => put(event, data, cartKey));
    } catch (fault) {
      if (isRedirect(fault)) throw fault;
      const { status, message, code } = refusalToHttp(fault);
      return fail(status, { message, code });
    }
    const back = new URLSearchParams([...event.url.searchParams].filter(([name]) => !name.startsWith('/') && name !== 'added'));
    back.set('added', '');
    redirect(303, `${event.url.pathname}?${back.toString().replace('added=', 'added')}`);
  }
};

async function put({ locals }: RequestEvent, { variantId, quantity, route, collectAt, key }: Wanted, cartKey: string): Promise<void> {
  const pickupNodeId = route === 'collect' ? collectAt : null;
  await addToCart(locals.shop, locals.actor, { cartKey, variantId, quantity, pickupNodeId, key });
}
