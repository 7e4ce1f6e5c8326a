/** A node that may send something: `has[i]` is how much of the i-th wanted line it can give. */
export type Supplier = { id: string; metres: number; has: readonly number[] };
export type Search = { wanted: readonly number[]; maxParcels: number; maySplitLine: boolean };
/** `isExact` is false when the search gave up counting and took a good answer instead of the proven best. */
export type Choice<S extends Supplier> = { chosen: S[]; isExact: boolean };

/** Beyond so many looks at a combination the exact search costs more than it is worth. */
const MAX_STEPS = 20_000;

/**
 * The fewest suppliers that together have everything; of those the least metres in sum, then the first by their ids.
 * Exact up to MAX_STEPS, then greedy. Undefined when no allowed number of parcels can do it.
 */
export function fewestParcels<S extends Supplier>(suppliers: readonly S[], search: Search): Choice<S> | undefined {
  const near = suppliers.toSorted((a, b) => a.metres - b.metres || compareText(a.id, b.id));
  const budget = { steps: MAX_STEPS };
  for (let parcels = 1; parcels <= Math.min(search.maxParcels, near.length); parcels += 1) {
    const best = bestOfSize(near, parcels, search, budget);
    if (budget.steps <= 0) return greedy(near, search, best);
    if (best) return { chosen: best, isExact: true };
  }
  return undefined;
}

/** Who sends how much: from the nearest, line by line. Where a line may not be split its nearest full supplier sends all of it. */
export function shareOut(chosen: readonly Supplier[], { wanted, maySplitLine }: Search): number[][] {
  const left = [...wanted];
  return chosen.map(({ has }) =>
    wanted.map((quantity, line) => {
      const given = maySplitLine || (has[line] ?? 0) >= quantity ? Math.min(left[line] ?? 0, has[line] ?? 0) : 0;
      left[line] = (left[line] ?? 0) - given;
      return given;
    })
  );
}

type Best<S> = { chosen: S[]; metres: number; ids: string };

function bestOfSize<S extends Supplier>(near: readonly S[], size: number, search: Search, budget: { steps: number }): S[] | undefined {
  const most = mostFrom(near, search.wanted.length);
  let best: Best<S> | undefined;

  const extend = (chosen: S[], from: number, metres: number): void => {
    const open = size - chosen.length;
    if (open === 0) {
      if (covers(chosen, search)) best = better(best, { chosen, metres, ids: idsOf(chosen) });
      return;
    }
    for (let next = from; next <= near.length - open && budget.steps > 0; next += 1) {
      budget.steps -= 1;
      const one = near[next];
      // Sorted by distance: from here on it only gets farther, and what is left may no longer be enough.
      if (!one || (best && metres + open * one.metres > best.metres)) return;
      if (!couldCover(chosen, most[next] ?? [], open, search)) return;
      extend([...chosen, one], next + 1, metres + one.metres);
    }
  };
  extend([], 0, 0);
  return best?.chosen;
}

/** most[i][line]: the most that any single supplier from the i-th on has of the line. */
function mostFrom(near: readonly Supplier[], lines: number): number[][] {
  const most: number[][] = [];
  for (let place = near.length - 1; place >= 0; place -= 1) {
    most[place] = Array.from({ length: lines }, (_, line) => Math.max(near[place]?.has[line] ?? 0, most[place + 1]?.[line] ?? 0));
  }
  return most;
}

function covers(chosen: readonly Supplier[], search: Search): boolean {
  return couldCover(chosen, [], 0, search);
}

function couldCover(chosen: readonly Supplier[], most: readonly number[], open: number, { wanted, maySplitLine }: Search): boolean {
  return wanted.every((quantity, line) => {
    const amounts = chosen.map(({ has }) => has[line] ?? 0);
    const further = most[line] ?? 0;
    if (!maySplitLine) return Math.max(further, ...amounts) >= quantity;
    return amounts.reduce((sum, amount) => sum + amount, open > 0 ? open * further : 0) >= quantity;
  });
}

function better<S>(old: Best<S> | undefined, candidate: Best<S>): Best<S> {
  if (!old || candidate.metres < old.metres) return candidate;
  return candidate.metres === old.metres && candidate.ids < old.ids ? candidate : old;
}

/** Takes again and again whoever still helps most, the nearest of equals: not proven best, but never more than allowed. */
function greedy<S extends Supplier>(near: readonly S[], search: Search, found: S[] | undefined): Choice<S> | undefined {
  if (found) return { chosen: found, isExact: false };
  const chosen: S[] = [];
  while (chosen.length < search.maxParcels && !covers(chosen, search)) {
    const helps = near.filter((one) => !chosen.includes(one)).map((one) => ({ one, units: helpOf(one, chosen, search) }));
    const most = helps.reduce((best, candidate) => (candidate.units > best.units ? candidate : best), {
      one: undefined as S | undefined,
      units: 0
    });
    if (!most.one) return undefined;
    chosen.push(most.one);
  }
  const inOrder = near.filter((one) => chosen.includes(one));
  return covers(inOrder, search) ? { chosen: inOrder, isExact: false } : undefined;
}

function helpOf(one: Supplier, chosen: readonly Supplier[], search: Search): number {
  const given = (suppliers: readonly Supplier[]) =>
    shareOut(suppliers, search)
      .flat()
      .reduce((sum, units) => sum + units, 0);
  return given([...chosen, one]) - given(chosen);
}

const idsOf = (chosen: readonly Supplier[]): string =>
  chosen
    .map(({ id }) => id)
    .toSorted(compareText)
    .join('\n');

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
