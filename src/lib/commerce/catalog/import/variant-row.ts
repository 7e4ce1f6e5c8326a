import { KEPT_COLUMNS, keptUnder } from './product-columns.ts';
import { SHOP_LIST, type Attributes } from './catalog-product.ts';
import { boolean, grams, imageAddress, sellBeyondStock, shelfUnits, tracker, weightUnit } from './cell-values.ts';
import { hasWrongCheckDigit } from './check-digit.ts';
import { amountIn, shopAmount } from './file-money.ts';
import type { PriceDraft, VariantDraft, VariantFields } from './product-draft.ts';
import { given, type ProductRow } from './product-row.ts';

/** Everything a row says about its variant but the attributes whose place depends on the other rows. */
export function readVariant(row: ProductRow): VariantDraft {
  const draft: VariantDraft = {
    place: row.place,
    options: row.options('value'),
    fields: readFields(row),
    attributes: keptCells(row),
    prices: readPrices(row)
  };
  const units = row.read<number | undefined>('quantity', shelfUnits, undefined);
  if (units !== undefined) draft.quantity = units;
  return draft;
}

function readFields(row: ProductRow): Partial<VariantFields> {
  return given({
    sku: textOrNull(row.text('sku')),
    barcode: readBarcode(row),
    weightGrams: row.read<string | null>('grams', grams, null),
    weightUnit: row.read<string>('weightUnit', weightUnit, 'g'),
    tracked: row.read('tracker', tracker, false),
    sellBeyondStock: row.read('policy', sellBeyondStock, false),
    requiresShipping: row.read('requiresShipping', boolean, false),
    taxable: row.read('taxable', boolean, false),
    taxCode: row.text('taxCode'),
    costMinor: row.read<number | null>('cost', (text) => shopAmount(text, row.sheet.money), null),
    imageSrc: readImage(row)
  });
}

const textOrNull = (text: string | undefined): string | null | undefined => (text === '' ? null : text);

function readBarcode(row: ProductRow): string | null | undefined {
  const barcode = textOrNull(row.text('barcode'));
  if (barcode && hasWrongCheckDigit(barcode)) {
    row.warn({
      code: 'bad_check_digit',
      column: row.name('barcode'),
      value: barcode,
      message: 'The last digit does not fit the others, so scanners may refuse it; compare it with the label.'
    });
  }
  return barcode;
}

/** A picture that cannot be shown is left out with a warning; the variant keeps the one it has. */
function readImage(row: ProductRow): string | null | undefined {
  const text = row.text('variantImage');
  if (text === undefined || text === '') return textOrNull(text);
  const verdict = imageAddress(text);
  if ('right' in verdict) return verdict.right;
  row.warn({ code: verdict.wrong, message: verdict.message, column: row.name('variantImage'), value: text });
  return undefined;
}

function keptCells(row: ProductRow): Attributes {
  const cells = KEPT_COLUMNS.map((column) => [keptUnder(column), row.text(column)] as const);
  return Object.fromEntries(cells.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function readPrices(row: ProductRow): PriceDraft[] {
  const { header, money } = row.sheet;
  const own = (text: string) => shopAmount(text, money);
  const prices = [
    priceDraft(
      row,
      { list: SHOP_LIST, currency: money.shopCurrency },
      { amount: header.at.price, compareAt: header.at.compareAt, read: own }
    )
  ];
  for (const { market, price, compareAt } of header.markets) {
    const read = (text: string) => amountIn(text, market.currency, money.digitsOf(market.currency));
    prices.push(priceDraft(row, { list: market.name, currency: market.currency }, { amount: price, compareAt, read }));
  }
  return prices.filter((price) => 'amountMinor' in price || 'compareAtMinor' in price);
}

type PriceCells = { amount: number | undefined; compareAt: number | undefined; read: (text: string) => ReturnType<typeof shopAmount> };

function priceDraft(row: ProductRow, list: { list: string; currency: string }, cells: PriceCells): PriceDraft {
  const draft: PriceDraft = {
    ...list,
    ...given({
      amountMinor: cells.amount === undefined ? undefined : row.readAt<number | null>(cells.amount, cells.read, null),
      compareAtMinor: cells.compareAt === undefined ? undefined : row.readAt<number | null>(cells.compareAt, cells.read, null)
    })
  };
  if (typeof draft.compareAtMinor === 'number' && draft.compareAtMinor < (draft.amountMinor ?? 0)) {
    row.warn({
      code: 'compare_at_below_price',
      column: row.name('compareAt'),
      value: row.text('compareAt') ?? '',
      message: 'The price before is lower than the price now; both are kept as they are.'
    });
  }
  return draft;
}
