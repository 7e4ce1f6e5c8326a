import * as z from 'zod';
import { trackedOrder } from '#db/queries/tracking.ts';
import { readWishes, readWishRuling, type ShownWishes } from '#lib/commerce/parcel-choice/read-wishes.server.ts';
import type { Wish } from '#lib/commerce/parcel-choice/travel-wish.ts';
import { wishForParcel } from '#lib/commerce/parcel-choice/wish-for-parcel.server.ts';
import { obey } from '#lib/commerce/policies/obey.ts';
import { daysFrom, type LocalDate } from '#lib/kernel/zoned.ts';
import { Refusal, refuse } from '#lib/kernel/refusal.ts';
import { Needed, Order } from './arguments.ts';
import { groundOf, theirOrder } from './own-order.ts';
import { proposing } from './tool.ts';

const Wished = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('day'), day: z.iso.date() }),
  z.strictObject({ kind: z.literal('safe-place'), place: Needed(120) }),
  z.strictObject({ kind: z.literal('store'), store: Needed(120).describe('Its name or id.') })
]);

export const deliveryWishTool = proposing({
  name: 'delivery_wish',
  about:
    'Asks for a later day, a safe place, or a store instead, of a parcel on its way; a later day also of one that nobody has begun with.',
  args: z.strictObject({ order: Order, parcel: z.int().min(1).max(99).default(1), wish: Wished }),
  async propose(shop, asking, { order: name, parcel: place, wish: wished }) {
    const order = await theirOrder(shop, asking, name);
    const parcel = (await trackedOrder(shop.db, order.id))?.parcels[place - 1] ?? refuse('wrong-item');
    const kind = wished.kind === 'store' ? 'collect' : wished.kind;
    const { by: policy } = obey(await readWishRuling(shop, parcel.id, kind), { orderId: order.id, asked: 'delivery' });
    const offered = await readWishes(shop, parcel.id);
    const { wish, shown, window } = chosen(offered, wished);
    const last = parcel.promises.at(-1);
    return {
      orderId: order.id,
      // The version is the seal: whatever happens to the order meanwhile, it is looked at once more.
      plan: { fulfilmentOrderId: parcel.id, wish, version: order.version },
      effect: {
        kind: 'delivery',
        order: order.number,
        parcel: place,
        wish: shown,
        was: last ? { from: last.deliverFrom, until: last.deliverUntil } : null,
        is: window
      },
      amountMinor: 0,
      currency: order.currency,
      policy,
      needsStaff: false,
      facts: [groundOf(order)]
    };
  },
  async perform(shop, actor, { id, orderId, plan }) {
    const asked = plan as { fulfilmentOrderId: string; wish: Wish; version: number };
    await wishForParcel(shop, actor, { orderKey: shop.keys.make('order', orderId ?? refuse('not-found')), ...asked, key: id });
    return {};
  }
});

const MOST_DAYS = 3;

/** The "no" names the days that are open, those next to the one that was wished for, in their order. */
function noSuchDay(days: ShownWishes['days'], wished: string): never {
  const away = (day: string) => Math.abs(daysFrom(wished, day));
  const near = days.map(({ day }) => day).toSorted((one, other) => away(one) - away(other));
  throw new Refusal('not-allowed', 'day', { open: near.slice(0, MOST_DAYS).toSorted() });
}

/** `shown`: as its card says it, a store by the name that it has. */
type Chosen = { wish: Wish; shown: z.output<typeof Wished>; window: { from: string; until: string } | null };

/** Only what the order's page would offer at this moment. Refuses `not-allowed`. */
function chosen(offered: ShownWishes, wished: z.output<typeof Wished>): Chosen {
  if (wished.kind === 'day') {
    const day = offered.days.find((one) => one.day === wished.day) ?? noSuchDay(offered.days, wished.day);
    return { wish: { kind: 'day', day: wished.day as LocalDate }, shown: wished, window: { from: day.from, until: day.until } };
  }
  if (wished.kind === 'safe-place') {
    if (!offered.safePlace) refuse('not-allowed', 'safe-place');
    return { wish: wished, shown: wished, window: null };
  }
  const called = wished.store.toLowerCase();
  const store = offered.stores.find(({ nodeId, name }) => nodeId === called || name.toLowerCase().includes(called));
  if (!store) refuse('not-allowed', 'collect');
  const window = { from: store.from, until: store.until };
  return { wish: { kind: 'collect', nodeId: store.nodeId }, shown: { kind: 'store', store: store.name }, window };
}
