import { doorsOf } from '#lib/commerce/catalog/promise-table.ts';
import { dayNames, type Opening } from '#lib/commerce/fulfilment/calendar.ts';
import { shownRate } from '#lib/commerce/fulfilment/kept-rate.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { readNetwork, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { metresBetween } from '#lib/kernel/geo.ts';
import { postcodeFrom } from '#lib/server/postcode-cookie.ts';
import type { PageServerLoad } from './$types';

/** Every store, nearest first, with its doors now and its week. */
export const load: PageServerLoad = async ({ cookies, locals: { shop } }) => {
  const [{ nodes, places }, place] = await Promise.all([readNetwork(shop), readVisitorPlace(shop, postcodeFrom(cookies))]);
  const at = shop.now();
  const stores = places.flatMap((store) => {
    const node = nodes.find(({ id }) => id === store.id);
    if (!node || store.kind !== 'store') return [];
    const { id, name, address, city, postcode, phone } = store;
    const kept = shownRate(store.keptRates, 'pickup') ?? null;
    const metres = place ? metresBetween(place, node.place) : null;
    return [
      {
        id,
        name,
        address,
        city,
        postcode,
        phone,
        kept,
        metres,
        isUp: node.isUp,
        doors: doorsOf(node.calendar, at),
        week: weekOf(store.opening)
      }
    ];
  });
  return {
    stores: stores.toSorted((a, b) => (a.metres ?? 0) - (b.metres ?? 0) || a.name.localeCompare(b.name)),
    at: at.toISOString(),
    zone: MARKET.timeZone
  };
};

/** Days of the same hours in a row are one line: "mon" to "sat". */
function weekOf(opening: Opening): { from: string; to: string; hours: readonly [string, string] | null }[] {
  const lines: { from: string; to: string; hours: readonly [string, string] | null }[] = [];
  for (const day of dayNames) {
    const hours = opening[day] ?? null;
    const last = lines.at(-1);
    if (last && String(last.hours) === String(hours)) last.to = day;
    else lines.push({ from: day, to: day, hours });
  }
  return lines;
}
