import { furniture } from './goods.furniture.ts';
import { home } from './goods.home.ts';
import { kitchen } from './goods.kitchen.ts';
import { light } from './goods.light.ts';
import { table } from './goods.table.ts';
import { textile } from './goods.textile.ts';
import photographs from './goods-pictures.json' with { type: 'json' };
import type { EntryVariant, GoodsEntry } from './goods.entry.ts';

export type Department = 'light' | 'table' | 'kitchen' | 'home' | 'textile' | 'furniture';

/** `file` stands in static/goods/ and, 450 px wide, in static/goods/450/. `variant` is the key of the variant it shows. */
export type SeedPicture = { file: string; alt: string; width: number; height: number; variant: string; view: string };

/** Prices in paise. `pictures` are file names, its own first; a size without a picture shows that of its colour. */
export type SeedVariant = {
  key: string;
  options: string[];
  sku: string;
  priceMinor: number;
  compareAtMinor?: number;
  pictures: string[];
};

/** A product of the demo shop. Its claims of origin and making are invented; no real maker is meant. */
export type SeedProduct = {
  handle: string;
  title: string;
  titleHi: string;
  subtitle: string;
  /** Plain text, paragraphs parted by an empty line. */
  description: string;
  department: Department;
  /** The way down to the product, as in the breadcrumb: ["Light", "Table lamps"]. */
  category: string[];
  tags: string[];
  optionNames: string[];
  searchWords: string[];
  facts: { label: string; value: string }[];
  sizeClass: 'small' | 'medium' | 'large';
  weightGrams: number;
  variants: SeedVariant[];
  pictures: SeedPicture[];
};

/** The departments in the order of the shop's navigation, with their names. */
export const departments: { handle: Department; title: string; titleHi: string; entries: GoodsEntry[] }[] = [
  { handle: 'light', title: 'Light', titleHi: 'रोशनी', entries: light },
  { handle: 'table', title: 'Table', titleHi: 'मेज़ पर', entries: table },
  { handle: 'kitchen', title: 'Kitchen', titleHi: 'रसोई', entries: kitchen },
  { handle: 'home', title: 'Home', titleHi: 'घर', entries: home },
  { handle: 'textile', title: 'Textiles', titleHi: 'कपड़ा', entries: textile },
  { handle: 'furniture', title: 'Furniture', titleHi: 'फ़र्नीचर', entries: furniture }
];

/** All goods of the demo shop, departments in order. */
export const goods: SeedProduct[] = departments.flatMap(({ handle, title, entries }) =>
  entries.map((entry) => complete(entry, handle, title))
);

function complete(entry: GoodsEntry, department: Department, departmentTitle: string): SeedProduct {
  const pictures = photographs.filter(({ product }) => product === entry.handle);
  return {
    handle: entry.handle,
    title: entry.title,
    titleHi: entry.titleHi,
    subtitle: entry.subtitle,
    description: `${entry.making}\n\n${entry.use}`,
    department,
    category: [departmentTitle, entry.shelf],
    tags: entry.tags,
    optionNames: entry.options,
    searchWords: [entry.titleHi, ...entry.words],
    facts: Object.entries(entry.facts).map(([label, value]) => ({ label, value })),
    sizeClass: entry.size,
    weightGrams: entry.grams,
    variants: entry.variants.map((variant) => sold(entry.code, variant, pictures)),
    pictures
  };
}

function sold(code: string, { key, look, options, price, was }: EntryVariant, pictures: SeedPicture[]): SeedVariant {
  const earlier = was === undefined ? {} : { compareAtMinor: was * 100 };
  const shown = pictures.filter(({ variant }) => variant === pictured(key, look, pictures));
  return {
    key,
    options,
    sku: `MEZ-${code}-${key.toUpperCase()}`,
    priceMinor: price * 100,
    ...earlier,
    pictures: shown.map(({ file }) => file)
  };
}

/** The variant whose pictures stand for this one: its own, else its colour's, else its colour in another size, else the product's first. */
function pictured(key: string, look: string, pictures: SeedPicture[]): string | undefined {
  const keys = pictures.map(({ variant }) => variant);
  return keys.find((one) => one === key) ?? keys.find((one) => one === look) ?? keys.find((one) => one.startsWith(`${look}-`)) ?? keys[0];
}
