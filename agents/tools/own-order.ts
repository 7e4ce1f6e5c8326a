import { namedLines, ownOrder, type NamedLine, type OwnOrder } from '#db/queries/support-orders.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Ground } from './tool.ts';

/**
 * The order somebody speaks of, if it is theirs. One that is not and one that never was are answered alike, after the same work. Refuses `not-found`,
 * and `sign-in-needed` to whoever has shown nothing.
 */
export async function theirOrder(shop: Shop, { who }: Asking, name: string | undefined): Promise<OwnOrder> {
  if (who.as === 'anonymous') refuse('sign-in-needed');
  if (name === undefined && who.as === 'customer') refuse('invalid', 'order is missing');
  return (await ownOrder(shop.db, who, name)) ?? refuse('not-found');
}

/** The last thing that happened to it. */
export const groundOf = ({ id, version }: Pick<OwnOrder, 'id' | 'version'>): Ground => ({
  what: 'event',
  id: `order:${id}@${version}`,
  at: null
});

/** The line that is called so: by its id or SKU, by all of its title, or by the only title with these words in it. Refuses `wrong-item`. */
export async function theirLine(shop: Shop, orderId: string, name: string): Promise<NamedLine> {
  const lines = await namedLines(shop.db, orderId);
  return lineCalled(lines, name) ?? refuse('wrong-item');
}

export function lineCalled<Line extends Omit<NamedLine, 'quantity' | 'productId'>>(lines: readonly Line[], name: string): Line | undefined {
  const wanted = name.toLowerCase();
  const exact = lines.find((line) => [line.orderLineId, line.variantId, ...line.names].some((one) => one.toLowerCase() === wanted));
  if (exact) return exact;
  const called = lines.filter((line) => spoken(line) === wanted || line.title.toLowerCase() === wanted);
  const [first] = called.length > 0 ? called : lines.filter((line) => spoken(line).includes(wanted));
  const others = called.length > 0 ? called : lines.filter((line) => spoken(line).includes(wanted));
  return others.length === 1 ? first : undefined;
}

const spoken = ({ title, options }: Pick<NamedLine, 'title' | 'options'>): string => [title, ...options].join(', ').toLowerCase();
