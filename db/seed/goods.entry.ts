/** One product as the department files write it; `goods.ts` completes it with its pictures. Prices are in rupees. */
export type GoodsEntry = {
  handle: string;
  /** Middle part of every SKU: MEZ-GUMBAD-MARIGOLD. */
  code: string;
  title: string;
  titleHi: string;
  subtitle: string;
  making: string;
  use: string;
  /** The shelf within the department, as it stands in the breadcrumb. */
  shelf: string;
  tags: string[];
  words: string[];
  facts: Record<string, string>;
  size: 'small' | 'medium' | 'large';
  grams: number;
  options: string[];
  variants: EntryVariant[];
};

/** `look` names the colour or finish, whose picture stands in where a size has none of its own. `was` is the earlier price. */
export type EntryVariant = { key: string; look: string; options: string[]; price: number; was?: number };

/** Variants with one option: key to label and price, and the earlier price where it came down. */
export function each(choices: Record<string, [label: string, price: number, was?: number]>): EntryVariant[] {
  return Object.entries(choices).map(([key, [label, price, was]]) => variant({ key, look: key, options: [label], price }, was));
}

/** Every look in every size; a look may cost more than the size alone. */
export function grid(
  looks: Record<string, [label: string, extra: number]>,
  sizes: Record<string, [label: string, price: number, was?: number]>
): EntryVariant[] {
  return Object.entries(looks).flatMap(([look, [label, extra]]) =>
    Object.entries(sizes).map(([size, [text, price, was]]) =>
      variant({ key: `${look}-${size}`, look, options: [label, text], price: price + extra }, was && was + extra)
    )
  );
}

function variant(sold: EntryVariant, was: number | undefined): EntryVariant {
  return was === undefined ? sold : { ...sold, was };
}
