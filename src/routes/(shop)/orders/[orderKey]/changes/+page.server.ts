import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { exchangeToPay } from '#db/queries/exchanges.ts';
import { orderFacts } from '#db/queries/order-facts.ts';
import { swapChoices } from '#db/queries/swap-facts.ts';
import { closedChange } from '#lib/commerce/order-change/closed-change.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { changeableLines, openChoices } from '#lib/commerce/order-change/changeable-lines.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';
import { payMoreWithBalance } from '#lib/commerce/payments/pay-more-with-balance.server.ts';
import { policySentence } from '#lib/commerce/policies/policy-words.ts';
import { localPath } from '#lib/server/local-path.ts';
import { parseForm } from '#lib/server/parse.ts';
import { payMoreByCode } from '#lib/server/pay-by-code.ts';
import { payMore } from '#lib/server/pay-more.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { readPayment } from '../../../checkout/read-payment.ts';
import { openOrder } from '../open-order.ts';
import { refusedWith, said, waysFrom } from '../ways-from.ts';
import { readWish } from './read-wish.ts';
import { toPayOf } from './to-pay.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const WHAT = ['cancel', 'swap', 'address', 'note', 'payment', 'pay'] as const;

export const load: PageServerLoad = async ({ params, url, setHeaders, locals: { shop, actor } }) => {
  const { orderKey } = params;
  const order = await openOrder(shop, orderKey);
  setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex, nofollow' });
  const what = WHAT.find((one) => one === url.searchParams.get('what')) ?? 'cancel';
  const at = { order, orderKey, shop };
  return {
    orderKey,
    what,
    number: order.number,
    currency: order.currency,
    note: order.note,
    ...(await changeableOf(at, what)),
    asked: [...url.searchParams],
    seen: url.searchParams.has('see') ? await look(at, url.searchParams) : null,
    ...(await toPayOf(shop, actor, order)),
    formKey: shop.newId()
  };
};

type At = { shop: App.Locals['shop']; order: TrackedOrder; orderKey: string };

/** What is chosen from; `closed`: why there is nothing to choose, and what else can be done. */
async function changeableOf(at: At, what: (typeof WHAT)[number]) {
  const { shop, order } = at;
  const facts = await orderFacts(shop.db, order.id);
  if (!facts) return { closed: null, sentTo: null, lines: [], reasons: [], choices: [] };
  const closed = what === 'note' || what === 'pay' ? undefined : closedChange(facts, what);
  const choices = what === 'swap' ? openChoices(facts, await swapChoices(shop.db, order.id)) : [];
  return {
    closed: closed ? { words: policySentence(closed.code, closed.detail), instead: waysFrom(closed.open, at) } : null,
    sentTo: what === 'address' ? { ...facts.contact, ...facts.address } : null,
    lines: changeableLines(facts),
    reasons: facts.policy.terms.cancel.reasons,
    choices: choices.map(({ orderLineId, variantId, options, priceMinor }) => ({ orderLineId, variantId, options, priceMinor }))
  };
}

async function look({ shop, order, orderKey }: At, fields: URLSearchParams) {
  const read = readWish(fields);
  if ('problem' in read) return said(read.problem);
  const found = await readChange(shop, { orderKey, wish: read.wish }).catch(refusalToHttp);
  return 'code' in found ? refusedWith(found, { shop, order, orderKey }) : found;
}

const Confirm = z.object({ seal: z.string().min(1).max(64), key: z.uuid() });
const Change = z.object({ changeId: z.uuid() });
const Balance = Change.extend({ key: z.uuid(), giftCode: z.string().max(200).default('') });
const NOT_READ = said('Something in there cannot be right. Load the page again.');

export const actions: Actions = {
  confirm: async ({ params: { orderKey }, request, locals: { shop, actor } }) => {
    const order = await openOrder(shop, orderKey);
    const form = await request.formData();
    const [read, confirmed] = [readWish(form), Confirm.safeParse(Object.fromEntries(form))];
    if ('problem' in read) return fail(422, said(read.problem));
    if (!confirmed.success) return fail(422, NOT_READ);
    const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, said(counted.message));
    const made = await changeOrder(shop, actor, { orderKey, wish: read.wish, ...confirmed.data }).catch(refusalToHttp);
    if ('code' in made) return fail(made.status, refusedWith(made, { shop, order, orderKey }));
    redirect(303, made.toPay ? `/orders/${orderKey}/changes?what=pay` : `/orders/${orderKey}#changes`);
  },

  undo: async ({ params: { orderKey }, request, locals: { shop, actor } }) => {
    const order = await openOrder(shop, orderKey);
    const read = Change.safeParse(Object.fromEntries(await request.formData()));
    if (!read.success) return fail(422, NOT_READ);
    const counted = await limited(shop, LIMITS.wishByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, said(counted.message));
    const refused = await undoChange(shop, actor, { orderKey, ...read.data }).catch(refusalToHttp);
    if (refused) return fail(refused.status, said(UNDO_REFUSED[refused.code] ?? refused.message));
    redirect(303, `/orders/${orderKey}#changes`);
  },

  /** What is paid before a change is made. After a no of the bank the same form tries again. */
  pay: async ({ params: { orderKey }, request, locals: { shop, actor } }) => {
    const order = await openOrder(shop, orderKey);
    const form = await request.formData();
    const change = Change.safeParse({ changeId: form.get('changeId') });
    form.delete('changeId');
    const read = readPayment(form, shop.now());
    if (!change.success) return fail(422, NOT_READ);
    if ('problems' in read) return fail(422, said(Object.values(read.problems.fields)[0] ?? NOT_READ.problem));
    const counted = await limited(shop, LIMITS.payByOrder, order.id).catch(refusalToHttp);
    if ('status' in counted) return fail(counted.status, said(counted.message));
    const exchange = await exchangeToPay(shop.db, order.id);
    const returnUrl = `/orders/${orderKey}`;
    const { key, handle = '' } = read.data;
    const { changeId } = change.data;
    const paid = await payMore(shop, actor, { orderKey, changeId, returnUrl, handle, key }).catch(refusalToHttp);
    if ('code' in paid) return fail(paid.status, said(paid.message));
    if (paid.outcome === 'declined') return fail(402, said('The bank said no. Nothing was taken. Try again, or with another one.'));
    const then = exchange?.changeId === changeId ? `${returnUrl}/returns/${changeId}` : `${returnUrl}#changes`;
    redirect(303, paid.outcome === 'action-required' ? localPath(paid.actionUrl, returnUrl) : then);
  },

  /** By a code, whole or as far as the policy lets it. */
  card: async (event) => {
    const { shop, actor } = event.locals;
    return payBalance(event, async (of, typed) => payMoreByCode(shop, actor, { ...of, typed, address: event.getClientAddress() }));
  },

  credit: async (event) => {
    const { shop, actor } = event.locals;
    return payBalance(event, async (of) => payMoreWithBalance(shop, actor, { ...of, credit: true }));
  }
};

type Paying = { orderKey: string; changeId: string; key: string };
type Press = Pick<RequestEvent, 'params' | 'request' | 'locals' | 'setHeaders'>;

/** A code that did not do stands in its field again, with why. */
async function payBalance(
  { params: { orderKey }, request, locals: { shop }, setHeaders }: Press,
  pay: (of: Paying, typed: string) => Promise<{ restMinor: number }>
) {
  const order = await openOrder(shop, orderKey);
  const read = parseForm(Balance, await request.formData());
  if ('problems' in read) return fail(422, NOT_READ);
  const { giftCode, ...of } = read.data;
  const exchange = await exchangeToPay(shop.db, order.id);
  const paid = await pay({ orderKey, ...of }, giftCode).catch(refusalToHttp);
  if ('status' in paid) {
    if (paid.status === 429) setHeaders({ 'retry-after': paid.detail });
    const { instead, problem } = refusedWith(paid, { shop, order, orderKey });
    const isOfCode = giftCode !== '' && (paid.code === 'balance-wrong' || paid.code === 'card-covers-less' || paid.status === 429);
    return fail(
      paid.status,
      isOfCode ? { problem: undefined, instead, wrong: { typed: giftCode.slice(0, 40), problem } } : { problem, instead }
    );
  }
  if (paid.restMinor > 0) redirect(303, `/orders/${orderKey}/changes?what=pay`);
  redirect(303, exchange?.changeId === of.changeId ? `/orders/${orderKey}/returns/${of.changeId}` : `/orders/${orderKey}#changes`);
}

const UNDO_REFUSED: Partial<Record<string, string>> = {
  'not-allowed': 'That cannot be taken back any more: its time is over, or somebody has begun with it.',
  'in-progress': 'That cannot be taken back any more: the money is on its way to you.',
  'out-of-stock': 'Somebody else has it by now, so it cannot be taken back. You can order it again when there is more.'
};
