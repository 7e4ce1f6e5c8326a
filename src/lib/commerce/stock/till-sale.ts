import { sumMinor, timesMinor } from '#lib/kernel/money.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { decideWhatIsSold, type Wanted } from './counter-sale.ts';
import { wordsOf } from './till-lines.ts';

/** What a till keeps of one thing for when the network is gone. `free` is what nobody else was promised, when it was read. */
export type ShelfItem = {
  variantId: string;
  title: string;
  options: string[];
  sku: string | null;
  barcode: string | null;
  tracked: boolean;
  priceMinor: number;
  free: number;
};

/**
 * What the till knew last of its place, and who was signed in there. `at` is the shop's time (ISO, UTC), `aheadMs` how far this
 * device's clock was ahead of it.
 */
export type TillSlice = {
  at: string;
  aheadMs: number;
  nodeId: string;
  place: string;
  zone: string;
  currency: string;
  person: { userId: string; name: string };
  items: ShelfItem[];
};

export type TillSaleLine = Wanted & { unitPriceMinor: number };

/** A sale as the till makes it without network: paid in cash, and handed over. The id is its key for ever. */
export type TillSale = {
  id: string;
  till: string;
  receipt: number;
  nodeId: string;
  soldBy: string;
  /** By the shop's clock, as well as the till knew it. ISO, UTC. */
  madeAt: string;
  currency: string;
  lines: TillSaleLine[];
  totalMinor: number;
};

/** What a sale may cost without network, and how old the prices may be. */
export const MOST_OFFLINE_MINOR = 5_000_000;
const PRICES_HOLD_MS = 12 * 3_600_000;

/** The number on the receipt, until the order has one. */
export const receiptOf = ({ till, receipt }: Pick<TillSale, 'till' | 'receipt'>): string => `${till}-${String(receipt).padStart(4, '0')}`;

const shopTime = ({ aheadMs }: Pick<TillSlice, 'aheadMs'>, now: Date): Date => new Date(now.getTime() - aheadMs);

/** How old the prices are. Milliseconds. */
export const ageOf = (slice: Pick<TillSlice, 'at' | 'aheadMs'>, now: Date): number =>
  Math.max(0, shopTime(slice, now).getTime() - Date.parse(slice.at));

export type Counter = { lines: Wanted[]; id: string; now: Date };

/**
 * What may be sold without network: goods whose price the till knows, for cash, up to a limit. The shelf is no reason to refuse: the
 * thing is in the customer's hand. The lines stay in the order in which they lay on the counter.
 * Refuses `cart-empty`, `cart-full`, `invalid`, `too-many`, `not-for-sale`, `prices-too-old`, `too-much-offline`.
 */
export function decideOfflineSale(slice: TillSlice, { lines, id, now }: Counter, number: { till: string; receipt: number }): TillSale {
  if (ageOf(slice, now) > PRICES_HOLD_MS) refuse('prices-too-old');
  decideWhatIsSold(lines);
  const priced = lines.map(({ variantId, quantity }) => {
    const item = slice.items.find((known) => known.variantId === variantId) ?? refuse('not-for-sale');
    return { variantId, quantity, unitPriceMinor: item.priceMinor };
  });
  const totalMinor = totalOf(priced);
  if (totalMinor > MOST_OFFLINE_MINOR) refuse('too-much-offline');
  const { nodeId, currency, person } = slice;
  const madeAt = shopTime(slice, now).toISOString();
  return { id, ...number, nodeId, soldBy: person.userId, madeAt, currency, lines: priced, totalMinor };
}

export const totalOf = (lines: TillSaleLine[]): number => sumMinor(lines.map((line) => timesMinor(line.unitPriceMinor, line.quantity)));

const FOUND = 12;

/** `only` when a barcode or SKU names exactly one thing; else whatever the words may mean. Reads as the shop itself does. */
export function findOnShelf(items: ShelfItem[], text: string): { only: ShelfItem | undefined; found: ShelfItem[] } {
  const asked = text.trim().toUpperCase();
  if (asked === '') return { only: undefined, found: [] };
  const exact = items.filter(({ barcode, sku }) => bare(barcode) === bare(asked) || sku?.toUpperCase() === asked);
  if (exact.length > 0) return { only: exact.length === 1 ? exact[0] : undefined, found: exact.slice(0, FOUND) };
  const words = wordsOf(asked);
  return { only: undefined, found: items.filter((item) => words.every((word) => nameOf(item).includes(word))).slice(0, FOUND) };
}

/** Scanners may drop or add the leading zeros of a shorter code. */
const bare = (code: string | null): string | undefined => code?.replace(/^0+/, '').toUpperCase();
const nameOf = ({ title, options, sku }: ShelfItem): string => [title, ...options, sku ?? ''].join(' ').toUpperCase();
