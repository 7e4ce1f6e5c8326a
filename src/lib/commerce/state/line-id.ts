import type { Deriving, OrderFacts } from './order-facts.ts';

const ROW = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Whether a line is called by the id of its row in a shop like this. What refers to it goes by that id, so it stays the same here; ids that an
 * import made (version 8) come out the same again by themselves.
 */
export const isRowId = (id: string | null | undefined): id is string => typeof id === 'string' && ROW.test(id);

export function lineId({ lineIds, partId }: Deriving, { id, record }: OrderFacts['order'], place: number): string {
  const known = lineIds.get(`${id}/${place}`);
  if (known) return known;
  const named = record.lines[place - 1]?.id;
  return isRowId(named) ? named : partId('order-line', id, String(place));
}

/** The number of the line that is called so, from 1; not a number where there is none. */
export function placeOf(order: OrderFacts['order'], name: string): number {
  const ids = order.record.lines.map((line, index) => line.id ?? order.kept[`/lines/${index}/id`]);
  const named = ids.indexOf(name);
  return named >= 0 ? named + 1 : Number(name);
}
