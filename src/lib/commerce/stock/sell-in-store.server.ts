import { once } from '#db/queries/idempotency.ts';
import { insertMovements, takeFromShelf, unitsLeft } from '#db/queries/stock.ts';
import { counterItems, insertCounterSale } from '#db/queries/till.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Tx } from '#db/client.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { MARKET } from '../stores/market.ts';
import { decideWhatIsSold, spellOutSale, type CounterSale, type Wanted } from './counter-sale.ts';
import { stockChanged, type StockLevel } from './stock-level.ts';

/** `seenTotalMinor` is the sum the customer was told; the prices are the shop's own, whatever the till showed. */
export type SellInStore = { lines: Wanted[]; payment: 'cash'; key: string; seenTotalMinor?: number | undefined };
export type SoldInStore = { orderId: string; number: string; totalMinor: number };

/**
 * Sells what lies on the shelf of the actor's own node: paid, handed over and done, as an order like every other.
 * Refuses `forbidden`, `cart-empty`, `cart-full`, `invalid`, `too-many`, `not-for-sale`, `price-changed`, `key-reused`,
 * `out-of-stock` (detail: the variant) and `not-enough-stock` (detail: how many are left, then the variant).
 */
export async function sellInStore(shop: Shop, actor: Actor, input: SellInStore): Promise<SoldInStore> {
  const { nodeId, userId } = atNode(actor, 'sell-in-store');
  const { key, ...asked } = input;
  return inTransaction(shop, { actor, once: once(`sell-in-store:${userId}`, key, asked) }, async (tx, record) => {
    const wanted = decideWhatIsSold(input.lines);
    const items = await counterItems(
      tx,
      wanted.map(({ variantId }) => variantId),
      MARKET.currency
    );
    const at = shop.now();
    const { newId, newCode } = shop;
    const { currency, country } = MARKET;
    const sale = spellOutSale(wanted, items, { nodeId, currency, country, at, newId, newCode, seenTotalMinor: input.seenTotalMinor });

    await insertCounterSale(tx, sale);
    const levels = await takeFromShelves(tx, sale);
    await insertMovements(tx, movementsOf(sale, newId), { actor, at });
    record(...sale.events, ...levels.map(stockChanged));
    return { orderId: sale.id, number: sale.number, totalMinor: sale.totals.totalMinor };
  });
}

/** Last and sorted by variant: a shelf that others wait for is locked as shortly as possible, and nobody waits in a circle. */
async function takeFromShelves(tx: Tx, { nodeId, lines, at }: CounterSale): Promise<StockLevel[]> {
  const levels: StockLevel[] = [];
  for (const { variantId, quantity } of lines.filter(({ tracked }) => tracked)) {
    const level = await takeFromShelf(tx, { nodeId, variantId, quantity, atCounter: true, at });
    if (!level) refuseWhatIsGone(variantId, await unitsLeft(tx, { nodeId, variantId, atCounter: true }));
    levels.push(level);
  }
  return levels;
}

function refuseWhatIsGone(variantId: string, left: number): never {
  if (left === 0) refuse('out-of-stock', variantId);
  refuse('not-enough-stock', `${left} ${variantId}`);
}

const movementsOf = ({ id, nodeId, lines }: CounterSale, newId: () => string) =>
  lines
    .filter(({ tracked }) => tracked)
    .map(({ variantId, quantity }) => ({ id: newId(), kind: 'sold' as const, quantity: -quantity, nodeId, variantId, orderId: id }));
