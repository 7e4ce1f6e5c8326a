import { changePathOf } from '#lib/commerce/orders/change-path.ts';
import type { TrackedOrder } from '#lib/commerce/orders/tracked-order.ts';
import type { WayOpen } from '#lib/commerce/policies/policy.ts';
import { wayLinks, type WayLink } from '#lib/commerce/policies/way-links.ts';
import type { Shop } from '#lib/server/shop.ts';

type Refused = { message: string; open: readonly WayOpen[] };
type At = { order: TrackedOrder; orderKey: string; shop: Pick<Shop, 'carrier'> };

/** A "no" as a page of the order shows it: its sentence, and what can be done instead. */
export type ShownNo = { problem: string; instead: WayLink[] };

export const said = (problem: string): ShownNo => ({ problem, instead: [] });

export function refusedWith({ message, open }: Refused, at: At): ShownNo {
  return { problem: message, instead: waysFrom(open, at) };
}

export function waysFrom(open: readonly WayOpen[], { order, orderKey, shop }: At): WayLink[] {
  const at = { orderKey, life: order.life, takesWishes: shop.carrier.canInstruct.size > 0 };
  const changePaths = order.parcels.map((parcel) => changePathOf(parcel, at)).filter((path) => path !== undefined);
  return wayLinks(open, { orderKey, changePaths });
}
