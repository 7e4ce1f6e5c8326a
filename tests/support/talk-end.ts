import { trackedOrder } from '#db/queries/tracking.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { TestShop } from './shop.ts';
import type { OrderEnd, TalkEnd } from './talk-file.ts';
import type { TalkOrder } from './talk-world.ts';

type Played = { asking: Asking; orders: readonly TalkOrder[]; email: string; answers: readonly string[] };

/** Where a talk led, as its database has it; only what was asked for is looked up. Empty: all as expected. */
export async function wrongAtTheEnd(shop: TestShop, played: Played, end: TalkEnd): Promise<string[]> {
  const wrong: string[] = [];
  const differs = (what: string, is: unknown, should: unknown): void => {
    if (should !== undefined && JSON.stringify(is) !== JSON.stringify(should))
      wrong.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
  };
  for (const [at, should] of (end.orders ?? []).entries()) {
    const order = played.orders[at];
    if (!order) throw new Error(`There is no order ${at + 1}.`);
    // oxlint-disable-next-line no-await-in-loop -- one or two
    const is = await orderEnd(shop, order.orderId);
    for (const [field, value] of Object.entries(should)) differs(`${field} of order ${at + 1}`, is[field as keyof OrderEnd], value);
  }
  const { threadId } = played.asking;
  if (end.waiting !== undefined) differs('waiting', await waitingIn(shop, threadId), end.waiting);
  if (end.ticket !== undefined) differs('ticket', await hasTicket(shop, threadId), end.ticket);
  const looked = end.looked ? await lookedIn(shop, threadId) : new Set();
  for (const tool of end.looked ?? []) if (!looked.has(tool)) wrong.push(`${tool} did not answer`);
  if (end.inCart !== undefined) differs('cart', await inCart(shop, played.asking), end.inCart);
  if (end.alert !== undefined) differs('alert', await alertsOf(shop, played.email), [end.alert]);
  const last = played.answers.at(-1) ?? '';
  if (end.says !== undefined && !new RegExp(end.says, 'isu').test(last)) wrong.push(`it says: ${last}`);
  if (end.never !== undefined && new RegExp(end.never, 'isu').test(played.answers.join('\n'))) wrong.push(`it said ${end.never}`);
  return wrong;
}

async function orderEnd(shop: TestShop, orderId: string): Promise<Required<OrderEnd>> {
  const order = (await trackedOrder(shop.db, orderId))!;
  const returns = await shop.db.selectFrom('return_case').select('id').where('order_id', '=', orderId).execute();
  const wishes = await shop.db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `order:${orderId}`)
    .where('type', '=', 'order.wished')
    .execute();
  return {
    life: order.life,
    parcels: order.parcels.map(({ state }) => state).toSorted(),
    refunds: order.refunds.length,
    line1: order.address?.line1 ?? '',
    postcode: order.address?.postcode ?? '',
    has: await unitsBySku(shop, orderId),
    method: order.payment?.method ?? '',
    returns: returns.length,
    wished: wishes.length > 0
  };
}

async function unitsBySku(shop: TestShop, orderId: string): Promise<Record<string, number>> {
  const rows = await shop.db
    .selectFrom('fulfilment_line as l')
    .innerJoin('fulfilment_order as f', 'f.id', 'l.fulfilment_order_id')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .select(['v.sku', 'l.quantity'])
    .where('f.order_id', '=', orderId)
    .where('f.state', '<>', 'cancelled')
    .where('l.quantity', '>', 0)
    .orderBy('v.sku')
    .execute();
  const sums: Record<string, number> = {};
  for (const { sku, quantity } of rows) sums[sku ?? ''] = (sums[sku ?? ''] ?? 0) + quantity;
  return sums;
}

async function waitingIn(shop: TestShop, threadId: string): Promise<string | null> {
  const row = await shop.db
    .selectFrom('pending_action')
    .select('kind')
    .where('thread_id', '=', threadId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row?.kind ?? null;
}

async function hasTicket(shop: TestShop, threadId: string): Promise<boolean> {
  const row = await shop.db
    .selectFrom('support_ticket')
    .select('id')
    .where('thread_id', '=', threadId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row !== undefined;
}

async function lookedIn(shop: TestShop, threadId: string): Promise<Set<string>> {
  const rows = await shop.db
    .selectFrom('support_audit')
    .select('tool')
    .where('thread_id', '=', threadId)
    .where('decision', '<>', 'refused')
    .execute();
  return new Set(rows.map(({ tool }) => tool));
}

async function inCart(shop: TestShop, { who }: Asking): Promise<number> {
  if (who.as !== 'customer') return 0;
  const row = await shop.db
    .selectFrom('cart_line')
    .innerJoin('cart', 'cart.id', 'cart_line.cart_id')
    .select(({ fn }) => fn.sum<string>('cart_line.quantity').as('n'))
    .where('cart.customer_id', '=', who.customerId)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

async function alertsOf(shop: TestShop, email: string): Promise<(string | null)[]> {
  const rows = await shop.db
    .selectFrom('stock_alert')
    .innerJoin('variant', 'variant.id', 'stock_alert.variant_id')
    .select('sku')
    .where('email', '=', email)
    .execute();
  return rows.map(({ sku }) => sku);
}
