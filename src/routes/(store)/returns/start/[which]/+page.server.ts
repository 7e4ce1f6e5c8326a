import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { orderOfNumber } from '#db/queries/orders.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { foundOrder } from '#db/queries/receipt-searches.ts';
import { openReturnsOf } from '#db/queries/return-desk.ts';
import { returnableOrder, type Returnable, type ReturnableLine } from '#db/queries/returnable.ts';
import { returnableUntil } from '#lib/commerce/policies/decide-return.ts';
import { returnReasons, termsFor, type Policy, type ReturnReason } from '#lib/commerce/policies/policy.ts';
import { policySentence } from '#lib/commerce/policies/policy-words.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { readFoundName } from '#lib/commerce/returns/receipt-search.ts';
import { readReturnable, type ReturnableThing } from '#lib/commerce/returns/read-returnable.server.ts';
import { readScan } from '#lib/commerce/stock/till-lines.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { dateText } from '#lib/ui/when.ts';
import { findByScan } from '../../../find/find-barcode.ts';
import { allowed } from '../../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, url }) => {
  const { userId } = allowed(() => atNode(actor, 'take-returns'));
  const { orderId, order, foundAs } = await orderOf(shop, params.which, userId);
  const [policy, open] = [await policyOfOrder(shop.db, orderId), await openReturnsOf(shop.db, orderId)];
  const { currency, channel, placedAt } = order;
  // Without a receipt its number is not theirs to have: it alone would open it as a receipt does.
  const number = foundAs === undefined ? order.number : null;
  const payBy = BY_BANK.find((method) => policy.terms.payment.difference.includes(method));
  const sought = await otherThings(shop, url.searchParams.get('q') ?? '');
  const things = await readReturnable(shop, orderId, { variantIds: sought.variantIds });
  const instead = new Map(things.map((thing) => [thing.fulfilmentLineId, insteadOf(thing, payBy !== undefined)]));
  const lines = order.lines.map((line) => ({
    ...shown(policy, order, line, shop.now()),
    instead: instead.get(line.fulfilmentLineId) ?? []
  }));
  const terms = order.lines.map(({ category }) => termsFor(policy.terms, category).terms);
  const mayBeCredit = terms.every(({ refundTo }) => refundTo.includes('store-credit'));
  const mayBeOriginal = terms.every(({ refundTo }) => refundTo.includes('original'));
  const bonusPercent = Math.min(...terms.map((one) => one.bonusPercent), 100);
  const ways = { mayBeCredit, mayBeOriginal, bonusPercent };
  const mayBeOther = things.some(({ left, instead: { mayBeOther: any } }) => any && left > 0);
  const other = { mayBeOther, asked: sought.code, found: sought.variantIds.length };
  return { number, currency, channel, placedAt, lines, other, open, ways, zone: MARKET.timeZone, key: shop.newId() };
};

/** What they would have instead of another product, by its code or its name. */
async function otherThings(shop: App.Locals['shop'], text: string): Promise<{ code: string; variantIds: string[] }> {
  const { code } = readScan(text.slice(0, 80));
  const { only, found } = await findByScan(shop.db, code);
  return { code, variantIds: (only ? [only] : found).map(({ variantId }) => variantId) };
}

/** What a bank is asked for, where it is not paid in cash: a card is held to the terminal here, UPI is paid on their phone. */
const BY_BANK = ['card', 'upi'] as const;

/** What is to be had for it, with what is paid on top; nothing of that where no bank may be asked. */
const insteadOf = ({ instead, unitPriceMinor }: ReturnableThing, mayCostMore: boolean) =>
  instead.choices
    .filter((one) => one.isThere && (mayCostMore || one.unitPriceMinor <= unitPriceMinor))
    .map((one) => ({ ...one, moreMinor: Math.max(0, one.unitPriceMinor - unitPriceMinor) }));

type Opened = { orderId: string; order: Returnable; foundAs: string | undefined };

/** By the number on the receipt, or by the name of what the same person found without one. */
async function orderOf(shop: App.Locals['shop'], which: string, userId: string): Promise<Opened> {
  const name = readFoundName(which);
  const orderId = name ? (await foundOrder(shop.db, { ...name, userId, at: shop.now() }))?.orderId : await orderNumbered(shop, which);
  const order = orderId === undefined ? undefined : await returnableOrder(shop.db, orderId);
  if (orderId === undefined || !order) error(404, { message: name ? SEARCH_OVER : NO_ORDER });
  return { orderId, order, foundAs: name && which };
}

const SEARCH_OVER = 'This search is over. Look once more.';
const NO_ORDER = 'There is no order with this number. Scan the receipt again.';

const orderNumbered = async (shop: App.Locals['shop'], number: string): Promise<string | undefined> =>
  /^MZ-[0-9A-Z]{10}$/.test(number) ? orderOfNumber(shop.db, number) : undefined;

function shown(policy: Policy, order: Returnable, line: ReturnableLine, at: Date) {
  const { fulfilmentLineId: id, title, options, imageSrc, unitPriceMinor } = line;
  const open = returnableUntil(policy, { ...order, timeZone: MARKET.timeZone }, line, { at });
  const what = { id, title, options, imageSrc, unitPriceMinor };
  if (open.allowed) return { ...what, left: open.left, until: open.until, reasons: termsFor(policy.terms, line.category).terms.reasons };
  const detail = open.code === 'window-over' ? dateText(open.detail, MARKET.timeZone) : open.detail || title;
  return { ...what, left: 0, why: policySentence(open.code, detail) };
}

const Asked = z.object({
  to: z.enum(['original', 'store-credit'], 'Say how the money goes back.'),
  words: z.string().trim().max(400, '400 characters at most.').default(''),
  key: z.string().min(1).max(200)
});
const Units = z.coerce.number().int().min(0).max(1_000);
const Reason = z.enum(returnReasons);
/** What comes instead, with the price at which it stood on the page. */
const Instead = z
  .string()
  .regex(/^[0-9a-f-]{36} \d{1,12}$/)
  .transform((text) => text.split(' '))
  .transform(([variantId = '', price]) => ({ variantId, unitPriceMinor: Number(price) }));

export const actions: Actions = {
  default: async ({ request, params, locals: { shop, actor } }) => {
    const { nodeId, userId } = allowed(() => atNode(actor, 'take-returns'));
    const data = await request.formData();
    const form = Asked.safeParse({ to: data.get('to'), words: data.get('words') ?? '', key: data.get('key') });
    if (!form.success) return fail(422, { message: form.error.issues[0]?.message ?? 'Say how the money goes back.' });
    const { orderId, order, foundAs } = await orderOf(shop, params.which, userId);
    const lines = linesIn(data, order, form.data.words);
    if (lines === undefined) return fail(422, { message: 'Say of each thing why it comes back.' });
    const { to, key } = form.data;
    const { difference } = (await policyOfOrder(shop.db, orderId)).terms.payment;
    const payBy = BY_BANK.find((method) => difference.includes(method));
    const input = { orderId, lines, method: 'store' as const, to, isKept: false, dropNodeId: nodeId, foundAs, payBy, key };
    const asked = await askForReturn(shop, actor, input).catch(refusalToHttp);
    if ('status' in asked) return fail(asked.status, { message: asked.message });
    redirect(303, `/returns/${asked.number}`);
  }
};

/** Fields `units-LINE`, `reason-LINE` and `instead-LINE`. Undefined when a thing has no reason. */
function linesIn(data: FormData, { lines }: Returnable, words: string) {
  const asked = lines.map(({ fulfilmentLineId }) => {
    const quantity = Units.safeParse(data.get(`units-${fulfilmentLineId}`)).data ?? 0;
    const exchange = Instead.safeParse(data.get(`instead-${fulfilmentLineId}`)).data;
    return { fulfilmentLineId, quantity, exchange, reason: Reason.safeParse(data.get(`reason-${fulfilmentLineId}`)).data };
  });
  const chosen = asked.filter(({ quantity }) => quantity > 0);
  const known = chosen.filter((line): line is typeof line & { reason: ReturnReason } => line.reason !== undefined);
  return known.length < chosen.length ? undefined : known.map((line) => ({ ...line, detail: '', words, photoIds: [] }));
}
