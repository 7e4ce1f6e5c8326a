import * as z from 'zod';
import { nodePlaces, type NodePlace } from '#db/queries/nodes.ts';
import { hoursOn } from '#lib/commerce/fulfilment/calendar.ts';
import { nodeOf } from '#lib/commerce/fulfilment/node.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { localDate } from '#lib/kernel/zoned.ts';
import { Words } from './arguments.ts';
import { reading, type Ground } from './tool.ts';

export const storeHoursTool = reading({
  name: 'store_hours',
  about: 'Where our stores are and when they are open.',
  args: z.strictObject({ store: Words(120).default('') }),
  async read(shop, _, { store }) {
    const called = store.toLowerCase();
    const stores = (await nodePlaces(shop.db)).filter(
      ({ kind, id, name, city }) => kind === 'store' && (id === called || `${name} ${city}`.toLowerCase().includes(called))
    );
    if (stores.length === 0) refuse('not-found', 'store');
    const at = shop.now();
    return {
      effect: { stores: stores.map((one) => hoursOf(one, at)) },
      rule: null,
      facts: stores.map(({ id }): Ground => ({ what: 'place', id: `place:${id}`, at: at.toISOString() }))
    };
  }
});

function hoursOf(place: NodePlace, at: Date): object {
  const { id, name, address, city, postcode, phone, status, opening, closedDates, timeZone } = place;
  const node = nodeOf(place, place.queueDepth);
  const today = hoursOn(node.calendar, localDate(at, timeZone));
  return {
    store: id,
    name,
    address: `${address}, ${city} ${postcode}`,
    phone,
    isOpenNow: status === 'up' && today !== undefined && at >= today.opens && at < today.closes,
    today: today ? { opens: today.opens.toISOString(), closes: today.closes.toISOString() } : null,
    week: opening,
    closedOn: closedDates,
    timeZone
  };
}
