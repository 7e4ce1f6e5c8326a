import { allProducts } from '#db/queries/catalog-import-products.ts';
import { allShelves, catalogExtent, quantitiesAt } from '#db/queries/catalog-import-export.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import type { Shop } from '#lib/server/shop.ts';
import { plainAmount } from '#lib/ui/money.ts';
import type { PlannedProduct } from '../import/planned-product.ts';
import type { Generation } from '../import/product-columns.ts';
import { INVENTORY_HEADER, inventoryLine } from './inventory-csv.ts';
import { productCsv } from './product-csv.ts';

export type ExportCatalog = { spreadsheetSafe: boolean } & (
  | { kind: 'inventory' }
  /** Quantities are those of one node; without a node the file has none, as in shops with several locations. */
  | { kind: 'products'; generation: Generation; nodeId?: string | undefined }
);

type Tallied = { text: string; records: number };

/** The whole catalogue, or all its shelves, as a CSV in pieces. Memory does not grow with the catalogue. */
export async function* exportCatalog(shop: Shop, wanted: ExportCatalog): AsyncGenerator<Tallied> {
  yield* wanted.kind === 'inventory' ? exportInventory(shop, wanted) : exportProducts(shop, wanted);
}

async function* exportInventory({ db }: Shop, wanted: ExportCatalog): AsyncGenerator<Tallied> {
  yield { text: INVENTORY_HEADER, records: 0 };
  for await (const shelves of allShelves(db)) {
    yield { text: shelves.map((shelf) => inventoryLine(shelf, wanted)).join(''), records: shelves.length };
  }
}

async function* exportProducts({ db }: Shop, wanted: ExportCatalog & { kind: 'products' }): AsyncGenerator<Tallied> {
  const { generation, nodeId, spreadsheetSafe } = wanted;
  const csv = productCsv(await catalogExtent(db), {
    generation,
    withQuantity: nodeId !== undefined,
    shopCurrency: MARKET.currency,
    amount: plainAmount,
    spreadsheetSafe
  });
  yield { text: csv.header, records: 0 };
  for await (const products of allProducts(db)) {
    const quantities = nodeId === undefined ? new Map<string, number>() : await quantitiesAt(db, nodeId, variantIds(products));
    yield { text: products.map((product) => csv.rows(product, quantities)).join(''), records: products.length };
  }
}

function variantIds(products: PlannedProduct[]): string[] {
  return products.flatMap(({ variants }) => variants.map(({ id }) => id));
}
