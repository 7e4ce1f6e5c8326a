import { once } from '#db/queries/idempotency.ts';
import { insertMovements, openLevel, type Movement } from '#db/queries/stock.ts';
import { counterItems, insertCounterSale } from '#db/queries/till.ts';
import { claimTillSale, lockShelf, noteOversold, setShelf, settledSale, type SettledRow } from '#db/queries/till-sales.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { orderTopic } from '../orders/order.events.ts';
import { MARKET } from '../stores/market.ts';
import { atNode } from '../stores/staff-policy.ts';
import { decideWhatIsSold, spellOutSale, type CounterItem, type CounterSale } from './counter-sale.ts';
import { levelEvents } from './stock-level.ts';
import type { StockEvent } from './stock.events.ts';
import type { Settled } from './till-queue.ts';
import { receiptOf, totalOf, type TillSale } from './till-sale.ts';
import { askedNow, settleOnShelf } from './till-settle.ts';

/**
 * Writes down what a till sold while it had no network. The money was taken and the goods are gone, so neither an empty shelf nor
 * another price refuses it: what lacks is written down as short and said aloud, the customer keeps the price that was paid, and the
 * difference stands beside it. Counts once by its id for ever, and shares its key with a sale at the counter whose answer was lost.
 * Refuses `forbidden` (of another place), `invalid`, `not-found` (no such thing), `key-reused`.
 */
export async function settleTillSale(shop: Shop, actor: Actor, sale: TillSale): Promise<Settled> {
  const { nodeId, userId } = atNode(actor, 'sell-in-store');
  if (sale.nodeId !== nodeId) refuse('forbidden', 'sold at another place');
  refuseOddSale(sale);
  // As the counter would have asked, so that of both only one is done.
  const lines = sale.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const named = once(`sell-in-store:${sale.soldBy}`, sale.id, { lines, payment: 'cash', seenTotalMinor: sale.totalMinor });
  return inTransaction(shop, { actor, once: named }, async (tx, record) => {
    const known = await settledSale(tx, sale.id);
    if (known) return answerOf(sale, known);

    const at = shop.now();
    const madeAt = new Date(Math.min(at.getTime(), Date.parse(sale.madeAt)));
    const { counter, shopMinor } = await spelledOut(shop, tx, { sale, madeAt });
    const paid = { paidMinor: sale.totalMinor, shopMinor };
    const { id, till, receipt, soldBy } = sale;
    const mine = await claimTillSale(tx, {
      id,
      till,
      receipt,
      soldBy,
      orderId: counter.id,
      nodeId,
      madeAt,
      settledBy: userId,
      at,
      ...paid
    });
    if (!mine) return answerOf(sale, (await settledSale(tx, id)) ?? refuse('in-progress'));

    const shelves = await takeWhatIsGone(shop, tx, { counter, madeAt, at });
    const told = { receipt: receiptOf(sale), madeAt: madeAt.toISOString(), soldBy, ...paid, oversold: shelves.oversold };
    counter.events.push({
      type: 'order.sold_offline',
      topic: orderTopic(counter.id),
      version: counter.events.length + 1,
      orderId: counter.id,
      ...told
    });
    await insertCounterSale(tx, counter);
    await insertMovements(tx, shelves.movements, { actor, at });
    if (shelves.oversold > 0) await noteOversold(tx, id, shelves.oversold);
    record(...counter.events, ...shelves.events);
    return answerOf(sale, { orderId: counter.id, number: counter.number, shopMinor, oversold: shelves.oversold });
  });
}

function refuseOddSale({ lines, totalMinor, currency }: TillSale): void {
  const wanted = decideWhatIsSold(lines);
  if (wanted.length !== lines.length) refuse('invalid', 'a thing stands on the receipt twice');
  if (totalOf(lines) !== totalMinor) refuse('invalid', 'the sum differs from its lines');
  if (currency !== MARKET.currency) refuse('invalid', 'another currency');
}

const answerOf = ({ totalMinor }: TillSale, { orderId, number, shopMinor, oversold }: SettledRow): Settled => ({
  orderId,
  number,
  totalMinor,
  differenceMinor: shopMinor === null ? 0 : totalMinor - shopMinor,
  oversold
});

/** The order as of the moment of the sale, with the prices that were paid. */
async function spelledOut(shop: Shop, tx: Tx, { sale, madeAt }: { sale: TillSale; madeAt: Date }) {
  const items = await counterItems(
    tx,
    sale.lines.map(({ variantId }) => variantId),
    MARKET.currency
  );
  if (items.length !== sale.lines.length) refuse('not-found');
  const paid = new Map(sale.lines.map((line) => [line.variantId, line.unitPriceMinor]));
  const asPaid = items.map((item): CounterItem => ({ ...item, priceMinor: paid.get(item.variantId) ?? null }));
  const { newId, newCode } = shop;
  const making = { nodeId: sale.nodeId, currency: MARKET.currency, country: MARKET.country, at: madeAt, newId, newCode };
  const counter = spellOutSale(decideWhatIsSold(sale.lines), asPaid, { ...making, seenTotalMinor: sale.totalMinor });
  return { counter, shopMinor: askedNow(sale.lines, new Map(items.map(({ variantId, priceMinor }) => [variantId, priceMinor]))) };
}

type Gone = { counter: CounterSale; madeAt: Date; at: Date };

/** Sorted by variant, as every sale does: nobody waits in a circle. */
async function takeWhatIsGone(shop: Shop, tx: Tx, { counter, madeAt, at }: Gone) {
  const [movements, events]: [Movement[], StockEvent[]] = [[], []];
  let oversold = 0;
  for (const { variantId, quantity } of counter.lines.filter(({ tracked }) => tracked)) {
    const where = { nodeId: counter.nodeId, variantId };
    await openLevel(tx, where);
    const before = await lockShelf(tx, where);
    const left = settleOnShelf(before, { quantity, madeAt });
    const level = await setShelf(tx, { ...where, onHand: left.onHand, short: left.short, at });
    const sold = { ...where, id: shop.newId(), kind: 'sold' as const, quantity: -quantity, orderId: counter.id };
    const reason = 'sold without network';
    const corrected = { ...where, id: shop.newId(), kind: 'corrected' as const, quantity: left.corrected, reason, orderId: counter.id };
    movements.push(sold, ...(left.corrected > 0 ? [corrected] : []));
    events.push(...levelEvents(before, level));
    oversold += left.oversold;
  }
  return { movements, events, oversold };
}
