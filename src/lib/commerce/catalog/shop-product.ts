import type { PictureData } from './picture-sources.ts';

/** A product as the shop's pages know it: what changes with the catalogue only. Price and stock are read each time. */
export type ShopProduct = {
  id: string;
  /** Another stamp means that something of it changed. */
  stamp: string;
  handle: string;
  title: string;
  subtitle: string;
  text: TextBlock[];
  department: { name: string; slug: string };
  shelf: { name: string; slug: string } | undefined;
  optionNames: string[];
  /** Place of the option that is the colour or the finish; undefined when there is none. */
  lookOption: number | undefined;
  variants: ShopVariant[];
  pictures: PictureData[];
  facts: { label: string; value: string }[];
  sizeClass: 'small' | 'medium' | 'large';
  vendor: string;
};

export type ShopVariant = {
  id: string;
  /** Its options as they stand in the address: "brass-45-cm". */
  slug: string;
  options: string[];
  sku: string | null;
  barcode: string | null;
  /** Its own picture first; places in the product's pictures. */
  pictures: number[];
  /** False: sold whatever the shelf says. */
  counted: boolean;
  requiresShipping: boolean;
};

export type TextBlock = { kind: 'paragraph' | 'item'; text: string };

/** As the database hands it over. */
export type ProductRow = {
  id: string;
  stamp: string;
  handle: string;
  title: string;
  subtitle: string;
  descriptionHtml: string;
  vendor: string;
  sizeClass: ShopProduct['sizeClass'];
  optionNames: string[];
  lookOption: number | null;
  department: string;
  departmentName: string;
  shelf: string;
  shelfName: string;
  attributes: Record<string, string>;
  variants: {
    id: string;
    options: string[];
    sku: string | null;
    barcode: string | null;
    imageSrc: string | null;
    counted: boolean;
    requiresShipping: boolean;
  }[];
  images: PictureData[];
};

const FACT = /^(.+) \(product\.metafields\.(?!throughline\.|shopify\.)[^()]+\)$/;

export function shopProduct(row: ProductRow): ShopProduct {
  const { id, stamp, handle, title, subtitle, vendor, sizeClass, optionNames } = row;
  const slugs = uniqueSlugs(row.variants.map(({ options }) => slugOf(options.join(' '))));
  return {
    id,
    stamp,
    handle,
    title,
    subtitle,
    vendor,
    sizeClass,
    optionNames,
    text: textBlocks(row.descriptionHtml),
    department: { name: row.departmentName, slug: row.department },
    shelf: row.shelfName === '' ? undefined : { name: row.shelfName, slug: row.shelf },
    lookOption: row.lookOption === null ? undefined : row.lookOption - 1,
    variants: row.variants.map(({ imageSrc, ...variant }, place) => ({
      ...variant,
      slug: slugs[place] ?? variant.id,
      pictures: picturesOf(imageSrc, row)
    })),
    pictures: row.images.map((image) => pictureOf(image, title)),
    facts: factsOf(row.attributes)
  };
}

/**
 * The pictures of one variant. In a product's row of pictures, those that no variant claims follow the one they belong to: hero of
 * marigold, close view of marigold, hero of indigo. After its own come the close views of others, which show the same thing.
 */
function picturesOf(imageSrc: string | null, { images, variants }: ProductRow): number[] {
  const claimed = new Set(variants.map((variant) => variant.imageSrc));
  const own = images.findIndex(({ src }) => src === imageSrc);
  if (own === -1) return images.map((_, place) => place);
  const unclaimed = images.flatMap(({ src }, place) => (claimed.has(src) ? [] : [place]));
  const nextClaimed = images.findIndex(({ src }, place) => place > own && claimed.has(src));
  const following = unclaimed.filter((place) => place > own && (nextClaimed === -1 || place < nextClaimed));
  return [own, ...following, ...unclaimed.filter((place) => !following.includes(place))];
}

/** No picture is without words. */
export function pictureOf(image: PictureData, title: string): PictureData {
  return { ...image, alt: image.alt === '' ? title : image.alt };
}

/** Sizes first, then what it is made of, care last: the database keeps no order of its own. */
const FACT_ORDER = ['height', 'width', 'length', 'size', 'seat', 'holds', 'depth', 'dome', 'shade', 'weight', 'material'];

/** What is known of a thing, as its page shows it. */
export function factsOf(attributes: Record<string, string>): ShopProduct['facts'] {
  const facts = Object.entries(attributes).flatMap(([header, value]) => {
    const label = FACT.exec(header)?.[1];
    return label && value !== '' ? [{ label, value }] : [];
  });
  return facts.toSorted((a, b) => placeOf(a.label) - placeOf(b.label) || (a.label < b.label ? -1 : 1));
}

function placeOf(label: string): number {
  if (label === 'Care') return FACT_ORDER.length + 1;
  const place = FACT_ORDER.indexOf(label.toLowerCase());
  return place === -1 ? FACT_ORDER.length : place;
}

const NOT_IN_SLUG = /[^a-z0-9]+/g;

export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replace(NOT_IN_SLUG, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Options that differ in a sign or a script only would share a slug: those keep their place as a number. */
function uniqueSlugs(slugs: string[]): string[] {
  const seen = new Map<string, number>();
  return slugs.map((slug) => {
    const times = (seen.get(slug) ?? 0) + 1;
    seen.set(slug, times);
    return times === 1 && slug !== '' ? slug : `${slug || 'choice'}-${times}`;
  });
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  deg: '°',
  times: '×',
  eacute: 'é'
};
const UNSEEN = /<(script|style)[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;
const BREAK = /<(?:\/?(?:p|div|h[1-6]|ul|ol|table|tr|blockquote|section)|br)\b[^>]*>/gi;
const ITEM = /<li\b[^>]*>/gi;
const TAG = /<[^>]*>/g;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi;
const BULLET = '\u0001';

/** Markup from other shops as plain paragraphs and items: text cannot carry anything but words. */
export function textBlocks(html: string): TextBlock[] {
  const lines = html
    .replace(UNSEEN, '')
    .replaceAll(/\s+/g, ' ')
    .replace(ITEM, `\n${BULLET}`)
    .replace(BREAK, '\n')
    .replace(TAG, '')
    .split('\n');
  return lines.flatMap((line): TextBlock[] => {
    const isItem = line.startsWith(BULLET);
    const text = decoded(isItem ? line.slice(1) : line).trim();
    return text === '' ? [] : [{ kind: isItem ? 'item' : 'paragraph', text }];
  });
}

function decoded(text: string): string {
  return text.replace(ENTITY, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 31 && code <= 0x10_ffff ? String.fromCodePoint(code) : '';
  });
}
