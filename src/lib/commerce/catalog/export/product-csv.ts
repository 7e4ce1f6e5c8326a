import { SHOP_LIST } from '../import/catalog-product.ts';
import type { PlannedProduct } from '../import/planned-product.ts';
import {
  columnName,
  KEPT_COLUMNS,
  keptUnder,
  PRODUCT_COLUMNS,
  folded,
  type Generation,
  type ProductColumn
} from '../import/product-columns.ts';
import { csvLine, spreadsheetSafe } from './csv-text.ts';
import { EXPORT_ORDER } from './product-order.ts';
import { productCells, variantCells, imageCells, type Cells, type Writing } from './product-cells.ts';

/** What a catalogue needs columns for beyond those every file has; known before the first product is written. */
export type Extent = {
  /** Names of attributes of products and variants. */
  attributes: string[];
  /** Price lists beside the shop's own. */
  lists: string[];
  /** Columns of our own, and of options tied to metafields, that only some shops fill. */
  filled: ProductColumn[];
};

export type ProductCsv = {
  header: string;
  /** All rows of one product; what lies at the node of the file by the variants' ids. */
  rows: (product: PlannedProduct, quantities?: Map<string, number>) => string;
};

type Column = { header: string; cell: (cells: Cells) => string };

/** A Shopify product CSV of generation 2 or 3 that our import reads back without a difference. */
export function productCsv(
  extent: Extent,
  writing: Writing & { generation: Generation; withQuantity: boolean; spreadsheetSafe?: boolean }
): ProductCsv {
  const columns = [...fixedColumns(extent, writing), ...attributeColumns(extent), ...marketColumns(extent)];
  const status = columns.findIndex(({ header }) => header === 'Status');
  // Generation 2 has it at the very end.
  if (writing.generation === 2 && status >= 0) columns.push(...columns.splice(status, 1));
  const line = (cells: string[]) => csvLine(writing.spreadsheetSafe ? cells.map(spreadsheetSafe) : cells);
  return {
    header: line(columns.map(({ header }) => header)),
    rows: (product, quantities) =>
      rowsOf(product, writing, quantities)
        .map((cells) => line(columns.map(({ cell }) => cell(cells))))
        .join('')
  };
}

/** Variants and pictures share rows as long as both last. The first row speaks for the product as well. */
function rowsOf(product: PlannedProduct, writing: Writing, quantities = new Map<string, number>()): Cells[] {
  const variants = product.variants.toSorted((a, b) => a.position - b.position);
  const images = product.images.toSorted((a, b) => a.position - b.position);
  return Array.from({ length: Math.max(variants.length, images.length) }, (_, place) => {
    const variant = variants[place];
    const image = images[place];
    const cells: Cells = { columns: { handle: product.handle }, attributes: {}, prices: {} };
    if (place === 0) productCells(cells, product);
    if (variant) variantCells(cells, variant, { ...writing, quantity: quantities.get(variant.id) });
    if (image) imageCells(cells, image);
    return cells;
  });
}

function fixedColumns(extent: Extent, { generation, withQuantity }: { generation: Generation; withQuantity: boolean }): Column[] {
  const optional = new Set<ProductColumn>(PRODUCT_COLUMNS.filter((column) => !EXPORT_ORDER[generation].includes(column)));
  const wanted = [...EXPORT_ORDER[generation], ...extent.filled.filter((column) => optional.has(column))];
  return wanted
    .filter((column) => withQuantity || column !== 'quantity')
    .map((column) => ({ header: columnName(column, generation), cell: ({ columns }) => columns[column] ?? '' }));
}

function attributeColumns({ attributes }: Extent): Column[] {
  const inFixed = new Set(KEPT_COLUMNS.map((column) => folded(keptUnder(column))));
  const names = new Map(attributes.map((name) => [folded(name), name] as const).filter(([key]) => !inFixed.has(key)));
  return [...names].map(([key, header]) => ({ header, cell: (cells) => cells.attributes[key] ?? '' }));
}

function marketColumns({ lists }: Extent): Column[] {
  return lists
    .filter((list) => list !== SHOP_LIST)
    .flatMap((list) => [
      { header: `Price / ${list}`, cell: ({ prices }) => prices[list]?.amount ?? '' },
      { header: `Compare At Price / ${list}`, cell: ({ prices }) => prices[list]?.compareAt ?? '' }
    ]);
}
