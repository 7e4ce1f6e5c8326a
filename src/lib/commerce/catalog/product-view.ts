import type { StockSnapshot } from '../stock/stock.ts';
import type { PictureData } from './picture-sources.ts';
import type { ShopProduct, ShopVariant } from './shop-product.ts';

/** Price and stock as they were read for this view. */
type VariantNow = {
  id: string;
  minor: number | null;
  wasMinor: number | null;
  stock: StockSnapshot | undefined;
  shownAt: string[];
  countedAt: Record<string, string | null>;
};

/** A variant among its siblings: enough to choose it by. Money in minor units. */
export type VariantChoice = {
  id: string;
  slug: string;
  options: string[];
  minor: number;
  wasMinor: number | null;
  counted: boolean;
  left: number;
};

/** The one that is chosen, with all that its board needs. */
export type ChosenVariant = VariantChoice & {
  sku: string | null;
  barcode: string | null;
  pictures: PictureData[];
  stock: StockSnapshot | undefined;
  shownAt: string[];
  /** When each place last counted it; null: never. */
  countedAt: Record<string, string | null>;
};

export type ProductView = Pick<
  ShopProduct,
  'handle' | 'title' | 'subtitle' | 'text' | 'facts' | 'department' | 'shelf' | 'sizeClass' | 'vendor'
> & {
  variants: VariantChoice[];
  chosen: ChosenVariant;
  currency: string;
  rows: OptionRow[];
  /** "42 cm tall · 38 cm dome", for the picture; empty when no fact speaks of size. */
  size: string;
  /** True when the address names a variant that is not there any more; then another is shown. */
  isGone: boolean;
};

export type OptionRow = {
  name: string;
  chosen: string;
  values: { value: string; slug: string; variantId: string; counted: boolean; left: number; picture: PictureData | undefined }[];
};

/** What a product page shows. `wanted` is a variant's slug or id; without it the first that is in stock is chosen. */
export function productView(
  product: ShopProduct,
  now: { currency: string; variants: VariantNow[] },
  wanted: string | null
): ProductView | undefined {
  const variants = product.variants.flatMap((variant) => {
    const current = now.variants.find(({ id }) => id === variant.id);
    if (!current || current.minor === null) return [];
    return [{ variant, choice: choiceOf(variant, current, current.minor), current }];
  });
  const asked = variants.find(({ variant }) => variant.slug === wanted || variant.id === wanted);
  const shown = asked ?? variants.find(({ choice }) => choice.left > 0 || !choice.counted) ?? variants[0];
  if (!shown) return undefined;
  const { handle, title, subtitle, text, facts, department, shelf, sizeClass, vendor } = product;
  const { sku, barcode, pictures } = shown.variant;
  const choices = variants.map(({ choice }) => choice);
  return {
    handle,
    title,
    subtitle,
    text,
    facts,
    department,
    shelf,
    sizeClass,
    vendor,
    variants: choices,
    chosen: {
      ...shown.choice,
      sku,
      barcode,
      pictures: pictures.flatMap((place) => product.pictures[place] ?? []),
      stock: shown.current.stock,
      shownAt: shown.current.shownAt,
      countedAt: shown.current.countedAt
    },
    currency: now.currency,
    rows: optionRows(product, choices, shown.choice, lookPictures(product)),
    size: sizeCaption(facts),
    isGone: wanted !== null && wanted !== '' && asked === undefined
  };
}

function choiceOf({ id, slug, options, counted }: ShopVariant, { stock, wasMinor }: VariantNow, minor: number): VariantChoice {
  return { id, slug, options, minor, wasMinor, counted, left: stock?.available ?? 0 };
}

/** Words are enough where all looks share one picture. */
function lookPictures({ lookOption, variants, pictures }: ShopProduct): Map<string, PictureData> {
  const found = new Map<string, PictureData>();
  for (const variant of variants) {
    const [look, picture] = [variant.options[lookOption ?? -1], pictures[variant.pictures[0] ?? -1]];
    if (look !== undefined && picture && !found.has(look)) found.set(look, picture);
  }
  return new Set([...found.values()].map(({ src }) => src)).size > 1 ? found : new Map();
}

/** One row a choice. A value leads to the variant that has it and is otherwise like the chosen one, else to any that has it. */
function optionRows(
  { optionNames, lookOption }: ShopProduct,
  variants: VariantChoice[],
  chosen: VariantChoice,
  looks: Map<string, PictureData>
): OptionRow[] {
  return optionNames.map((name, place) => {
    const values = [...new Set(variants.map(({ options }) => options[place] ?? ''))].filter((value) => value !== '');
    return {
      name,
      chosen: chosen.options[place] ?? '',
      values: values.flatMap((value) => {
        const having = variants.filter(({ options }) => options[place] === value);
        const variant = nearestTo(chosen.options, place, having);
        const picture = place === lookOption ? looks.get(value) : undefined;
        return variant ? [{ value, slug: variant.slug, variantId: variant.id, counted: variant.counted, left: variant.left, picture }] : [];
      })
    };
  });
}

function nearestTo(options: string[], changed: number, candidates: VariantChoice[]): VariantChoice | undefined {
  const likeness = (variant: VariantChoice): number =>
    variant.options.filter((value, place) => place !== changed && value === options[place]).length;
  return candidates.toSorted((a, b) => likeness(b) - likeness(a))[0];
}

const SAYS: Record<string, (value: string) => string> = {
  Height: (value) => `${value} tall`,
  Width: (value) => (value.includes('wide') ? value : `${value} wide`),
  Length: (value) => (value.includes('long') ? value : `${value} long`),
  Dome: (value) => value.replace(' wide', ' dome'),
  Holds: (value) => `holds ${value}`
};

/** "42 cm tall · 38 cm dome": the two facts about size that come first. */
function sizeCaption(facts: ProductView['facts']): string {
  const said = facts.flatMap(({ label, value }) => SAYS[label]?.(value) ?? []).filter((words) => words.length <= 24);
  return said.slice(0, 2).join(' · ');
}
