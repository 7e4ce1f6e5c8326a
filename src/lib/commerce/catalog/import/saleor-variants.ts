import { inGrams, shelfUnits } from './cell-values.ts';
import { readDecimal } from './decimal.ts';
import { priceDrafts } from './foreign-prices.ts';
import { ONLY_NAME } from './merge-options.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';
import { given } from './product-row.ts';
import type { Entry, SaleorDocument } from './saleor-document.ts';
import type { Conversion } from './saleor-products.ts';
import { withoutTwins } from './variant-twins.ts';

type Parent = { product: Entry<'product.product'>; type: Entry<'product.producttype'> | undefined; key: string };
type Variant = Entry<'product.productvariant'>;
type Choice = { name: string; value: string };

/** The variants of one product. What tells them apart are their attributes; without any, their names. */
export function draftSaleorVariants(parent: Parent, conversion: Conversion): Pick<ProductDraft, 'variants'> & { optionNames: string[] } {
  const { document, log } = conversion;
  const drafted = (optionNames: string[], drafts: VariantDraft[]) => ({
    optionNames,
    variants: withoutTwins(drafts, { product: parent.key, column: 'name', log })
  });
  const variants = document
    .pointingAt('product.productvariant', 'product', parent.product.pk)
    .toSorted((a, b) => (a.sort_order ?? 0) - (b.sort_order ?? 0));
  const choices = variants.map((variant) => choicesOf(variant, document));
  const optionNames = choices[0]?.map(({ name }) => name) ?? [];
  const speakAlike = choices.every(
    (one) => one.length === optionNames.length && one.every(({ name }, place) => name === optionNames[place])
  );

  if (!speakAlike || (optionNames.length === 0 && variants.length > 1) || optionNames.length > 3) {
    return drafted(
      [ONLY_NAME],
      variants.map((variant) => draftVariant(variant, [variant.name], { ...parent, ...conversion }))
    );
  }
  const values = (at: number) => choices[at]?.map(({ value }) => value) ?? [];
  return drafted(
    optionNames,
    variants.map((variant, at) => draftVariant(variant, values(at), { ...parent, ...conversion }))
  );
}

function choicesOf(variant: Variant, document: SaleorDocument): Choice[] {
  return document.pointingAt('attribute.assignedvariantattribute', 'variant', variant.pk).flatMap((assigned) => {
    const values = document.pointingAt('attribute.assignedvariantattributevalue', 'assignment', assigned.pk);
    const attribute = document.find('attribute.attribute', document.find('attribute.attributevariant', assigned.assignment)?.attribute);
    const value = values.map((one) => document.find('attribute.attributevalue', one.value)?.name ?? '').join(', ');
    return attribute && value !== '' ? [{ name: attribute.name, value }] : [];
  });
}

function draftVariant(
  variant: Variant,
  options: string[],
  { product, type, key, document, money, log }: Parent & Conversion
): VariantDraft {
  const prices = document.pointingAt('product.productvariantchannellisting', 'variant', variant.pk).flatMap((listing) => {
    const full = listing.price_amount ?? '';
    const now = listing.discounted_price_amount ?? full;
    return now === '' ? [] : [{ currency: listing.currency, amount: now, compareAt: now === full ? '' : full }];
  });
  const grams = [variant.weight, product.weight, type?.weight].map(weightInGrams).find((weight) => weight !== undefined);
  return {
    place: variant.place,
    options,
    fields: given({
      sku: variant.sku?.trim() || null,
      tracked: variant.track_inventory,
      requiresShipping: type?.is_shipping_required,
      weightGrams: grams
    }),
    attributes: {},
    prices: priceDrafts(prices, money, ({ wrong, message }, value) =>
      log.error({ place: variant.place, product: key, code: wrong, message, column: 'price_amount', value })
    ),
    ...given({ quantity: unitsOf(variant, { key, document, log }) })
  };
}

/** All warehouses together, since all of it is counted at one place of ours. */
function unitsOf(variant: Variant, { key, document, log }: Pick<Parent & Conversion, 'key' | 'document' | 'log'>): number | undefined {
  const shelves = document.pointingAt('warehouse.stock', 'product_variant', variant.pk);
  if (shelves.length === 0) return undefined;
  const value = String(shelves.reduce((sum, { quantity }) => sum + quantity, 0));
  const units = shelfUnits(value);
  if ('right' in units) return units.right;
  log.error({ place: variant.place, product: key, code: units.wrong, column: 'quantity', value, message: units.message });
  return undefined;
}

/** "1000.0:g". Nothing weighs nothing: a zero means that nobody weighed it. */
function weightInGrams(weight: string | null | undefined): string | undefined {
  const [amount = '', unit = ''] = weight?.split(':') ?? [];
  const decimal = readDecimal(amount);
  return decimal && decimal.units > 0n ? inGrams(decimal, unit) : undefined;
}
