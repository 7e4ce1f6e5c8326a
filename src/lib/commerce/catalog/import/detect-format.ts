import { columnName, folded } from './product-columns.ts';
import { inventoryColumn } from './inventory-columns.ts';
import type { KnownNode } from './inventory-draft.ts';
import { findNode } from './inventory-header.ts';

export const FORMATS = ['shopify-products', 'shopify-inventory', 'spree', 'saleor'] as const;
export type Format = (typeof FORMATS)[number];

/** Tells the format of a CSV by its header. What is nothing else is read as products, whose errors say what is missing. */
export function detectCsvFormat(cells: string[], nodes: readonly KnownNode[]): Format {
  const names = new Set(cells.map(folded));
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name));
  if (has('slug', 'sku', 'price') && (has('option1_name') || has('inventory_count'))) return 'spree';
  if (!has('handle')) return 'shopify-products';
  if (has('location')) return 'shopify-inventory';
  return isPerLocation(cells, nodes) ? 'shopify-inventory' : 'shopify-products';
}

/** Nothing but what identifies a variant, and then one column for each location. */
function isPerLocation(cells: string[], nodes: readonly KnownNode[]): boolean {
  const others = cells.map((cell) => cell.trim()).filter((name) => name !== '' && inventoryColumn(name) === undefined);
  const isProductFile = cells.some((cell) => folded(cell) === folded(columnName('price', 2)));
  return !isProductFile && others.length > 0 && others.every((name) => findNode(nodes, name) !== undefined);
}
