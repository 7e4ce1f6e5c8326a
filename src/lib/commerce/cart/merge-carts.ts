import { MAX_LINES, MAX_QUANTITY, type Cart, type CartLine } from './cart.ts';

/** Times are ISO instants, prices those that the shopper saw when putting it in, minor units. */
export type MergeLine = Pick<CartLine, 'id' | 'variantId' | 'pickupNodeId' | 'quantity' | 'unitPriceMinor'> & { addedAt: string };
export type MergeSaved = {
  variantId: string;
  quantity: number;
  unitPriceMinor: number;
  reason: 'chosen' | 'set-aside';
  savedBy: string;
  savedAt: string;
};
export type MergeCart = Pick<Cart, 'state'> & { lines: MergeLine[]; saved: MergeSaved[] };

export type MergeRules = {
  at: string;
  /** Null for what is not for sale any more. */
  priceNow: (variantId: string) => number | null;
  /** Free in the whole network or at one node, what both carts hold counted as free; undefined for what is not counted. */
  free: (variantId: string, pickupNodeId: string | null) => number | undefined;
};

type Of<Kind extends string, Body> = { kind: Kind; variantId: string; pickupNodeId: string | null } & Body;
export type CapCause = 'most' | 'stock' | 'places';
/** What became of one line. `here` is the cart in hand, `there` the other; a change of price comes on top of the line's own entry. */
export type ReceiptEntry =
  | Of<'kept', { quantity: number }>
  | Of<'added', { quantity: number }>
  | Of<'summed', { here: number; there: number; quantity: number }>
  | Of<'capped', { here: number; there: number; quantity: number; saved: number; because: CapCause }>
  | Of<'set-aside', { quantity: number }>
  | Of<'gone', { quantity: number }>
  | Of<'price-changed', { fromMinor: number; toMinor: number }>;

export type Merged = { lines: MergeLine[]; saved: MergeSaved[]; receipt: ReceiptEntry[] };

type Pair = { variantId: string; pickupNodeId: string | null; here: MergeLine | undefined; there: MergeLine | undefined };

/**
 * Two carts become one. While browsing equal lines add up, as far as 99 of one thing, the stock and 20 lines allow; what does not
 * fit is saved for later. What one of both had already stays, also when the shop has less by now: the cart says so line by line.
 * During checkout the cart in hand stays as it stands, and what the other had is set aside: nobody pays for what was not seen in it.
 */
export function mergeCarts(current: MergeCart, other: MergeCart, rules: MergeRules): Merged {
  const merged = current.state === 'checkout' ? setAside(current, other, rules) : summed(current, other, rules);
  const saved = [...current.saved, ...other.saved, ...merged.saved];
  return { lines: merged.lines, saved: pooled(saved), receipt: [...merged.receipt, ...pricesOf(merged.lines, rules)] };
}

function setAside(current: MergeCart, other: MergeCart, rules: MergeRules): Merged {
  const [sold, gone] = parted(other.lines, rules);
  return {
    lines: current.lines,
    saved: sold.map((line) => laidBy(line, line.quantity, rules)),
    receipt: [
      ...current.lines.map((line) => ({ kind: 'kept' as const, ...placeOf(line), quantity: line.quantity })),
      ...sold.map((line) => ({ kind: 'set-aside' as const, ...placeOf(line), quantity: line.quantity })),
      ...gone.map(goneEntry)
    ]
  };
}

function summed(current: MergeCart, other: MergeCart, rules: MergeRules): Merged {
  const [here, goneHere] = parted(current.lines, rules);
  const [there, goneThere] = parted(other.lines, rules);
  const pairs = pairsOf(here, there);
  const placed = new Set(pairs.toSorted(newestFirst).slice(0, MAX_LINES));
  const counts = countsOf([...placed], rules);
  const results = pairs.map((pair) => ({ pair, ...(counts.get(pair) ?? { quantity: 0, because: 'places' as const }) }));
  const over = results.filter(({ pair, quantity }) => wantedOf(pair) > quantity);
  return {
    lines: results.filter(({ quantity }) => quantity > 0).map(({ pair, quantity }) => ({ ...later(pair), quantity })),
    saved: over.map(({ pair, quantity }) => laidBy(later(pair), wantedOf(pair) - quantity, rules)),
    receipt: [...results.map(entryOf), ...[...goneHere, ...goneThere].map(goneEntry)]
  };
}

const keyOf = ({ variantId, pickupNodeId }: Pick<MergeLine, 'variantId' | 'pickupNodeId'>): string => `${variantId}/${pickupNodeId ?? ''}`;
const placeOf = ({ variantId, pickupNodeId }: Pick<MergeLine, 'variantId' | 'pickupNodeId'>) => ({ variantId, pickupNodeId });
const goneEntry = (line: MergeLine): ReceiptEntry => ({ kind: 'gone', ...placeOf(line), quantity: line.quantity });

function parted(lines: MergeLine[], { priceNow }: MergeRules): [sold: MergeLine[], gone: MergeLine[]] {
  return [lines.filter(({ variantId }) => priceNow(variantId) !== null), lines.filter(({ variantId }) => priceNow(variantId) === null)];
}

/** In the order of time, whichever cart they were in. */
function pairsOf(here: MergeLine[], there: MergeLine[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const line of here) pairs.set(keyOf(line), { ...placeOf(line), here: line, there: undefined });
  for (const line of there) {
    const key = keyOf(line);
    pairs.set(key, { ...placeOf(line), here: pairs.get(key)?.here, there: line });
  }
  return [...pairs.values()].toSorted((a, b) => compare(later(a).addedAt, later(b).addedAt) || compare(keyOf(a), keyOf(b)));
}

const bothOf = ({ here, there }: Pair): MergeLine[] => [here, there].filter((line) => line !== undefined);
const wantedOf = (pair: Pair): number => bothOf(pair).reduce((sum, { quantity }) => sum + quantity, 0);
const newestFirst = (a: Pair, b: Pair): number => compare(later(b).addedAt, later(a).addedAt) || compare(keyOf(a), keyOf(b));
const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Of two lines of one thing the one that was seen last: its price is what the shopper remembers. */
function later(pair: Pair): MergeLine {
  const [line] = bothOf(pair).toSorted(
    (a, b) => compare(b.addedAt, a.addedAt) || compare(a.unitPriceMinor, b.unitPriceMinor) || compare(a.id, b.id)
  );
  if (!line) throw new Error('a pair without a line');
  return line;
}

/** How many of each fit. What is collected counts at its store and is counted first; what is brought gets what the others leave. */
function countsOf(pairs: Pair[], { free }: MergeRules): Map<Pair, { quantity: number; because: CapCause }> {
  const counts = new Map<Pair, { quantity: number; because: CapCause }>();
  const collected = new Map<string, number>();
  for (const pair of pairs.toSorted((a, b) => Number(a.pickupNodeId === null) - Number(b.pickupNodeId === null))) {
    const had = Math.max(...bothOf(pair).map(({ quantity }) => quantity));
    const left = free(pair.variantId, pair.pickupNodeId) ?? Infinity;
    const stock = Math.max(had, pair.pickupNodeId === null ? left - (collected.get(pair.variantId) ?? 0) : left);
    const quantity = Math.min(wantedOf(pair), MAX_QUANTITY, stock);
    if (pair.pickupNodeId !== null) collected.set(pair.variantId, (collected.get(pair.variantId) ?? 0) + quantity);
    counts.set(pair, { quantity, because: stock < MAX_QUANTITY ? 'stock' : 'most' });
  }
  return counts;
}

function entryOf({ pair, quantity, because }: { pair: Pair; quantity: number; because: CapCause }): ReceiptEntry {
  const place = placeOf(pair);
  const [here, there] = [pair.here?.quantity ?? 0, pair.there?.quantity ?? 0];
  if (quantity < here + there) return { kind: 'capped', ...place, here, there, quantity, saved: here + there - quantity, because };
  if (there === 0) return { kind: 'kept', ...place, quantity };
  if (here === 0) return { kind: 'added', ...place, quantity };
  return { kind: 'summed', ...place, here, there, quantity };
}

const laidBy = ({ variantId, unitPriceMinor }: MergeLine, quantity: number, { at }: MergeRules): MergeSaved => ({
  variantId,
  quantity,
  unitPriceMinor,
  reason: 'set-aside',
  savedBy: 'shopper',
  savedAt: at
});

/** One entry a thing: quantities add up, the rest is as it was saved last. */
function pooled(all: MergeSaved[]): MergeSaved[] {
  const things = new Map<string, MergeSaved>();
  const newest = all.toSorted((a, b) => compare(b.savedAt, a.savedAt) || compare(a.unitPriceMinor, b.unitPriceMinor));
  for (const saved of newest) {
    const same = things.get(saved.variantId);
    things.set(saved.variantId, same ? { ...same, quantity: same.quantity + saved.quantity } : saved);
  }
  return [...things.values()].toSorted((a, b) => compare(a.variantId, b.variantId));
}

/** Of what is in the cart afterwards, what costs something else than when it was put in. */
function pricesOf(lines: MergeLine[], { priceNow }: MergeRules): ReceiptEntry[] {
  return lines.flatMap((line) => {
    const toMinor = priceNow(line.variantId);
    if (toMinor === null || toMinor === line.unitPriceMinor) return [];
    return [{ kind: 'price-changed' as const, ...placeOf(line), fromMinor: line.unitPriceMinor, toMinor }];
  });
}
