import type { Instant } from '#lib/ui/when.ts';
import { sinceText } from './cart-words.ts';

/** The last thing that made one variant scarcer somewhere: it was sold, or a count found fewer. ISO instant. */
export type StockNews = { variantId: string; nodeId: string; kind: 'sold' | 'counted'; at: string };
type Place = { variantId: string; pickupNodeId: string | null; addedAt: string };
type Told = { now: Instant; zone: string; stock?: StockNews[] };

/**
 * Why there is less than was put in, as the end of "Only 2 left": " since 5:40 pm, when we counted". Only what happened after the
 * thing was put in is a cause; empty when nothing is known.
 */
export function stockCause({ variantId, pickupNodeId, addedAt }: Place, { now, zone, stock = [] }: Told): string {
  const [last] = stock
    .filter(
      (one) =>
        one.variantId === variantId && (pickupNodeId === null || one.nodeId === pickupNodeId) && Date.parse(one.at) > Date.parse(addedAt)
    )
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  if (!last) return '';
  const when = sinceText(last.at, now, zone);
  return last.kind === 'sold' ? `: somebody bought it ${when}` : `: we counted again ${when}`;
}
