import { exchangeWorld } from '#db/queries/exchange-world.ts';
import { exchangeLinesOf } from '#db/queries/exchanges.ts';
import { newestPayment } from '#db/queries/payments.ts';
import { holdForChange, orderChannel } from '#db/queries/swapped-lines.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { askForMore } from '../../payments/ask-for-more.server.ts';
import { owesCash } from '../../payments/payment.ts';
import { PAY_WITHIN_MS } from '../../stores/market.ts';
import { planInstead, type NewParcel } from '../exchange/exchange-plan.ts';
import { unitsOf } from './hold-exchange.server.ts';
import type { ReturnTurn } from './in-return.server.ts';

/**
 * A step of a turn: what comes instead costs more, so it is kept as a cart keeps things until that is paid, and of the order nothing is touched. Refuses
 * `out-of-stock`, `no-service`, and `in-progress` while the order itself is to be paid.
 */
export async function askForExchange(turn: ReturnTurn, method: 'upi' | 'card'): Promise<void> {
  const { tx, record, order, found, stream, at, shop } = turn;
  const own = await newestPayment(tx, order.id);
  if (own && owesCash(own)) refuse('in-progress', 'to be paid in cash');
  const lines = await exchangeLinesOf(tx, found.id);
  const variantIds = lines.map(({ variantId }) => variantId);
  const world = (await exchangeWorld(tx, order.id, variantIds)) ?? refuse('not-found');
  const planned = planInstead(world, lines, { dropNodeId: found.dropNodeId, holidays: shop.holidays(world.country, at), at });
  const until = new Date(at.getTime() + PAY_WITHIN_MS);
  const { id: returnId, exchangeMoreMinor: moreMinor } = found;
  record(stream.next({ type: 'exchange.asked', returnId, units: unitsOf(lines), moreMinor, payBy: until.toISOString() }));
  const asking = { order, changeId: returnId, amountMinor: moreMinor, method, payBy: until, stream, at, newId: shop.newId };
  record(...(await askForMore(tx, asking)).events);
  const counted = new Set(world.targets.flatMap((target) => (target.counted ? [target.variantId] : [])));
  const units = summedUnits(planned, counted).map((one) => ({ ...one, id: shop.newId() }));
  if (units.length === 0) return;
  const { currency, country } = world;
  const channel = await orderChannel(tx, order.id);
  record(...(await holdForChange(tx, { changeId: returnId, channel, currency, country, units, until, at })));
}

/** One hold for each thing at each place. */
function summedUnits(planned: readonly NewParcel[], counted: ReadonlySet<string>) {
  const sums = new Map<string, { variantId: string; nodeId: string; quantity: number }>();
  for (const { nodeId, lines } of planned) {
    for (const { variantId, quantity } of lines.filter((line) => counted.has(line.variantId))) {
      const key = `${variantId}/${nodeId}`;
      sums.set(key, { variantId, nodeId, quantity: quantity + (sums.get(key)?.quantity ?? 0) });
    }
  }
  return [...sums.values()];
}
