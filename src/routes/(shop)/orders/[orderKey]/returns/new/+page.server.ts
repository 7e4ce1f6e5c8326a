import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { askForReturn, type AskedLine } from '#lib/commerce/returns/ask-for-return.server.ts';
import { readReturnable, readReturnOffer } from '#lib/commerce/returns/read-returnable.server.ts';
import { reasonDetails } from '#lib/commerce/returns/return-words.ts';
import { parseForm } from '#lib/server/parse.ts';
import { photosOfOrder } from '#lib/server/photos-of-order.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { openOrder } from '../../open-order.ts';
import { refusedWith, said, waysFrom } from '../../ways-from.ts';
import { chosenFrom, wantedInstead, type Chosen } from './chosen.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, setHeaders, locals: { shop } }) => {
  const order = await openOrder(shop, params.orderKey);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const words = url.searchParams.get('f')?.slice(0, 80) ?? '';
  const things = await readReturnable(shop, order.id, { words, variantIds: wantedInstead(url.searchParams) });
  const { chosen, problems } = chosenFrom(url.searchParams, things);
  const at = { order, orderKey: params.orderKey, shop };
  const isReady = !url.searchParams.has('look') && chosen.length > 0 && Object.keys(problems).length === 0;
  const offered = isReady ? await readReturnOffer(shop, order.id, chosen) : undefined;
  return {
    order: { number: order.number, currency: order.currency },
    orderKey: params.orderKey,
    things: things.map((thing) => ({ ...thing, ways: waysFrom(thing.no?.open ?? [], at) })),
    chosen,
    problems,
    words,
    wasAsked: url.searchParams.size > 0 && !url.searchParams.has('look'),
    offered,
    refused: offered && 'no' in offered ? refusedWith(offered.no, at) : null,
    query: url.searchParams.toString(),
    formKey: shop.newId()
  };
};

const Asked = z.object({
  how: z.string('Choose how it comes back.').regex(/^(keep|label|qr|home|store(:[\w-]{1,60})?)$/, 'Choose how it comes back.'),
  to: z.enum(['original', 'store-credit'], 'Choose where the money goes.').default('original'),
  payBy: z.enum(['upi', 'card'], 'Choose how you pay the difference.').optional(),
  key: z.string().min(1).max(80)
});

export const actions: Actions = {
  ask: async ({ params, url, request, locals: { shop, actor } }) => {
    const { orderKey } = params;
    const order = await openOrder(shop, orderKey);
    const things = await readReturnable(shop, order.id, { variantIds: wantedInstead(url.searchParams) });
    const { chosen, problems } = chosenFrom(url.searchParams, things);
    const [gone] = Object.values(problems);
    if (gone !== undefined) return fail(409, said(gone));
    const form = await request.formData();
    const read = parseForm(Asked, form);
    if ('problems' in read) return fail(422, said(Object.values(read.problems.fields)[0] ?? 'Choose how it comes back.'));
    const counted = await limited(shop, LIMITS.returnByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, said(counted.message));

    const lines = await linesFrom(shop, order.id, { chosen, form });
    if ('problem' in lines) return fail(422, said(lines.problem));
    const { how, to, payBy, key } = read.data;
    const way = { ...wayOf(how), to, payBy, isKept: how === 'keep' };
    const made = await askForReturn(shop, actor, { orderId: order.id, lines: lines.lines, ...way, key }).catch(refusalToHttp);
    if ('status' in made) return fail(made.status, refusedWith(made, { order, orderKey, shop }));
    redirect(303, made.toPay ? `/orders/${orderKey}/changes?what=pay` : `/orders/${orderKey}/returns/${made.returnId}`);
  }
};

function wayOf(how: string): { method: AskedMethod; dropNodeId: string | null } {
  if (how === 'label' || how === 'qr' || how === 'home') return { method: how, dropNodeId: null };
  return { method: 'store', dropNodeId: how.split(':')[1] ?? null };
}
type AskedMethod = 'store' | 'label' | 'qr' | 'home';

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

type Lines = { lines: AskedLine[] } | { problem: string };

async function linesFrom(shop: Shop, orderId: string, { chosen, form }: { chosen: Chosen[]; form: FormData }): Promise<Lines> {
  const lines: AskedLine[] = [];
  for (const one of chosen) {
    // oxlint-disable-next-line no-await-in-loop -- one picture after the other: a decoder takes memory
    const photos = await photosOfOrder(shop, orderId, form.getAll(`photo-${one.fulfilmentLineId}`));
    if ('problem' in photos) return photos;
    const answer = textOf(form.get(`detail-${one.fulfilmentLineId}`));
    const detail = reasonDetails[one.reason]?.answers.includes(answer) ? answer : '';
    const words = textOf(form.get(`words-${one.fulfilmentLineId}`)).trim();
    if (words.length > 500) return { problem: 'That is more than 500 letters. Say it shorter.' };
    lines.push({ ...one, detail, words, photoIds: photos.ids, exchange: seenExchange(one, form) });
  }
  return { lines };
}

/** At the price that stood on the page: what costs something else by now is refused. */
function seenExchange({ fulfilmentLineId, exchange }: Chosen, form: FormData): AskedLine['exchange'] {
  if (!exchange) return undefined;
  const seen = Number(textOf(form.get(`p-${fulfilmentLineId}`)));
  return { variantId: exchange.variantId, unitPriceMinor: Number.isSafeInteger(seen) ? seen : exchange.unitPriceMinor };
}
