import type { Attributes } from './catalog-product.ts';
import { folded } from './product-columns.ts';

/** The attributes with some cells applied: names meet without regard to capitals, a blank cell takes its attribute away. */
export function withCells(attributes: Attributes, cells: Attributes): Attributes {
  const next = { ...attributes };
  for (const [name, value] of Object.entries(cells)) {
    const key = findName(next, name) ?? name;
    if (value === '') delete next[key];
    else next[key] = value;
  }
  return next;
}

export function findName(attributes: Attributes, name: string): string | undefined {
  return Object.keys(attributes).find((key) => folded(key) === folded(name));
}
