import type { Attributes } from './catalog-product.ts';
import type { Change, PlannedImage, PlannedProduct, PlannedVariant } from './planned-product.ts';

/** Everything that differs between the product that is there and the one that would be, in words for the report. */
export function productChanges(before: PlannedProduct, after: PlannedProduct): Change[] {
  return [
    ...ownChanges(before, after),
    ...attributeChanges('', before.attributes, after.attributes),
    ...after.variants.flatMap((variant) => variantChanges(byId(before.variants, variant.id), variant)),
    ...after.images.flatMap((image) => imageChanges(byId(before.images, image.id), image))
  ];
}

/** The row of the variant, its prices apart, would have to be written. */
export function variantRowDiffers(before: PlannedVariant, after: PlannedVariant): boolean {
  return (
    fieldChanges('', variantFields(before), variantFields(after)).length > 0 ||
    attributeChanges('', before.attributes, after.attributes).length > 0
  );
}

export function variantName(options: string[]): string {
  return options.length === 0 ? 'the only form' : options.join(' / ');
}

function ownChanges(before: PlannedProduct, after: PlannedProduct): Change[] {
  return fieldChanges('', ownFields(before), ownFields(after));
}

function ownFields(product: PlannedProduct): Partial<PlannedProduct> {
  const { variants: _variants, images: _images, attributes: _attributes, ...own } = product;
  return own;
}

function variantFields(variant: PlannedVariant): Partial<PlannedVariant> {
  const { prices: _prices, attributes: _attributes, ...own } = variant;
  return own;
}

function variantChanges(before: PlannedVariant | undefined, after: PlannedVariant): Change[] {
  const name = variantName(after.options);
  if (!before) return [{ what: `variant ${name}`, from: '', to: 'new' }];
  const lists = new Set([...Object.keys(before.prices), ...Object.keys(after.prices)]);
  const prices = [...lists].map((list) => ({ what: `${name}: price ${list}`, from: priced(before, list), to: priced(after, list) }));
  return [
    ...fieldChanges(`${name}: `, variantFields(before), variantFields(after)),
    ...attributeChanges(`${name}: `, before.attributes, after.attributes),
    ...prices.filter(({ from, to }) => from !== to)
  ];
}

function priced(variant: PlannedVariant, list: string): string {
  const price = variant.prices[list];
  if (!price) return '';
  const now = `${price.amountMinor} ${price.currency}`;
  return price.compareAtMinor === null ? now : `${now}, before ${price.compareAtMinor}`;
}

function imageChanges(before: PlannedImage | undefined, after: PlannedImage): Change[] {
  return before ? fieldChanges(`picture ${after.src}: `, before, after) : [{ what: `picture ${after.src}`, from: '', to: 'new' }];
}

function attributeChanges(prefix: string, before: Attributes, after: Attributes): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const all = [...names].map((name) => ({ what: `${prefix}${name}`, from: before[name] ?? '', to: after[name] ?? '' }));
  return all.filter(({ from, to }) => from !== to);
}

function fieldChanges<T extends object>(prefix: string, before: T, after: T): Change[] {
  const all = Object.entries(after).map(([field, value]) => ({
    what: `${prefix}${field}`,
    from: written((before as Record<string, unknown>)[field]),
    to: written(value)
  }));
  return all.filter(({ from, to }) => from !== to);
}

function written(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function byId<T extends { id: string }>(all: T[], id: string): T | undefined {
  return all.find((one) => one.id === id);
}
