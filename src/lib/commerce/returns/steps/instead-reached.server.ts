import { exchangeWorld } from '#db/queries/exchange-world.ts';
import { isRefusal, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { AskedUnit } from '../../policies/decide-return.ts';
import { wordsFor } from '../../policies/policy-words.ts';
import type { WayOpen } from '../../policies/policy.ts';
import { planInstead, type ExchangeWorld, type WantedInstead } from '../exchange/exchange-plan.ts';
import type { RankedStore } from '../drop-store.ts';

/** When all of it would be there if it went now. */
export type InsteadArrival = { until: string; isCollected: boolean };
type Asking = {
  orderId: string;
  units: readonly (Pick<AskedUnit, 'fulfilmentLineId' | 'quantity'> & { exchange?: { variantId: string } | undefined })[];
  stores: RankedStore[];
  at: Date;
};
type No = { code: RefusalCode; detail: string; message: string; open: readonly WayOpen[] };
type Reached = { arrival: InsteadArrival | null; stores: RankedStore[] } | { no: No };

/** Whether what is wanted instead is there, and how it comes: to the door, or for an order that was not brought at those of the counters that have it. */
export async function insteadReached(shop: Shop, { orderId, units, stores, at }: Asking): Promise<Reached> {
  const wanted = units.flatMap(({ fulfilmentLineId: lineId, quantity, exchange }) =>
    exchange ? [{ lineId, variantId: exchange.variantId, quantity }] : []
  );
  const world =
    wanted.length > 0
      ? await exchangeWorld(
          shop.db,
          orderId,
          wanted.map(({ variantId }) => variantId)
        )
      : undefined;
  if (!world) return { arrival: null, stores };
  const when = { holidays: shop.holidays(world.country, at), at };
  if (world.postcode !== '') {
    const reached = untilOf(world, wanted, { ...when, dropNodeId: null });
    return 'no' in reached ? reached : { arrival: { until: reached.until, isCollected: false }, stores };
  }
  const tried = stores.map((store) => ({ store, reached: untilOf(world, wanted, { ...when, dropNodeId: store.nodeId }) }));
  const there = tried.flatMap(({ store, reached }) => ('until' in reached ? [{ store, until: reached.until }] : []));
  const [first] = there;
  if (!first) return { no: noOf('out-of-stock', '') };
  return { arrival: { until: first.until, isCollected: true }, stores: there.map(({ store }) => store) };
}

function untilOf(
  world: ExchangeWorld,
  wanted: readonly WantedInstead[],
  when: Parameters<typeof planInstead>[2]
): { until: string } | { no: No } {
  try {
    const latest = planInstead(world, wanted, when).map(({ promised }) => promised.deliverUntil.getTime());
    return { until: new Date(Math.max(...latest)).toISOString() };
  } catch (fault) {
    if (isRefusal(fault)) return { no: noOf(fault.code, fault.message) };
    throw fault;
  }
}

const noOf = (code: RefusalCode, detail: string): No => ({ code, detail, message: wordsFor(code, detail), open: [] });
