import type { SeedNode } from './nodes.ts';
import type { SeedProduct, SeedVariant } from './goods.ts';

/** What lies where when the shop opens. `display` stands on the floor to be looked at and is not sold. */
export type SeedLevel = { sku: string; nodeId: string; onHand: number; display: number; bin: string };

type Sold = { product: SeedProduct; variant: SeedVariant };

/** None left anywhere: "Tell me when it is back". */
const SOLD_OUT = new Set(['MEZ-GUMBAD-CHALK', 'MEZ-MUG-ROSE', 'MEZ-CHARPAI-BRICK']);

/** The goods that the guided tour of the shop speaks of, by SKU and place; places left out have none. */
const told: Record<string, Record<string, number>> = {
  'MEZ-GUMBAD-MARIGOLD': {
    'blr-hoskote': 24,
    'del-bilaspur': 18,
    'blr-domlur': 6,
    'blr-indiranagar': 3,
    'blr-church-street': 2,
    'bom-bandra': 4,
    'del-khan-market': 1
  },
  'MEZ-GUMBAD-INDIGO': { 'blr-hoskote': 2 }
};

/** Big goods stand in warehouses; these stores show one of each kind. */
const SHOWROOMS = new Set(['blr-church-street', 'del-khan-market']);

/** The same shop each time: amounts follow from SKU and place alone. */
export function stockOf(products: SeedProduct[], nodes: SeedNode[]): SeedLevel[] {
  const sold = products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
  return sold.flatMap((one) => nodes.flatMap((node) => levelAt(one, node)));
}

function levelAt({ product, variant }: Sold, node: SeedNode): SeedLevel[] {
  const { sku } = variant;
  const display = displayAt(product, variant, node);
  if (product.sizeClass === 'large' && node.kind !== 'warehouse' && display === 0) return [];
  const free = SOLD_OUT.has(sku) ? 0 : told[sku] ? (told[sku][node.id] ?? 0) : amountAt(product, sku, node);
  return [{ sku, nodeId: node.id, onHand: free + display, display, bin: binOf(sku, node.id) }];
}

/** One of each big thing is shown in the showrooms, and one of each lamp in every store: a lamp is bought lit. */
function displayAt(product: SeedProduct, variant: SeedVariant, node: SeedNode): number {
  const first = product.variants[0] === variant;
  if (!first || node.kind !== 'store') return 0;
  if (product.sizeClass === 'large') return SHOWROOMS.has(node.id) ? 1 : 0;
  return product.department === 'light' ? 1 : 0;
}

function amountAt(product: SeedProduct, sku: string, node: SeedNode): number {
  const dice = hash(`${sku}@${node.id}`);
  const size = { small: 3, medium: 1, large: 0.25 }[product.sizeClass];
  if (product.sizeClass === 'large' && node.kind !== 'warehouse') return 0;
  if (node.kind === 'warehouse') return dice % 19 === 0 ? 0 : 2 + Math.round((4 + (dice % 33)) * size);
  // Every seventh shelf is empty and many are low, as shelves are.
  if (dice % 7 === 0) return 0;
  const most = node.kind === 'dark_store' ? 9 : 6;
  return 1 + Math.round((dice % most) * (size > 1 ? 2 : 1));
}

/** Aisle, bay and shelf, so that a picker finds it. */
function binOf(sku: string, nodeId: string): string {
  const dice = hash(`${nodeId}/${sku}`);
  return `${'ABCDEFGH'[dice % 8]}-${String(1 + (dice % 24)).padStart(2, '0')}-${1 + (dice % 4)}`;
}

/** FNV-1a, 32 bits: the same number for the same text on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
