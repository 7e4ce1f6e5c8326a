/** What one may get and do with points, by currency. A point is worth so many minor units when it is turned into store credit. */
export type PointsTerms = {
  currency: string;
  isOn: boolean;
  pointsPerMajor: number;
  /** Minor units of one major unit: 100 paise are a rupee. */
  minorPerMajor: number;
  worthMinor: number;
  /** Fewer are not turned into credit. */
  leastPoints: number;
};

export type EarningTerms = Pick<PointsTerms, 'pointsPerMajor' | 'minorPerMajor'>;

/** Whole points for the goods that are kept: what is not enough for one more gives none. */
export const pointsFor = (keptMinor: number, { pointsPerMajor, minorPerMajor }: EarningTerms): number =>
  Math.floor((Math.max(0, keptMinor) * pointsPerMajor) / minorPerMajor);

/** What an order gave; of it, `forgiven` is what it ought to give back and cannot. */
export type PointsOfOrder = { points: number; forgiven: number; isPending: boolean };

/**
 * The order after the goods that are kept of it are worth `target` points. What is pending is taken whole; of what may be spent only what was not
 * spent, and the rest is forgiven for good, unless the goods are kept again. The database does the same where goods change (`follow_points`).
 */
export function adjusted(order: PointsOfOrder, target: number, spendable: number): { order: PointsOfOrder; delta: number } {
  const by = target - (order.points - order.forgiven);
  const forgivenBy = by > 0 ? -Math.min(by, order.forgiven) : order.isPending ? 0 : Math.max(0, -by - spendable);
  const delta = by + forgivenBy || 0;
  return { order: { ...order, points: order.points + delta, forgiven: order.forgiven + forgivenBy || 0 }, delta };
}

/** What an order's goods that are kept are worth, and what they earn. */
export type KeptGoods = EarningTerms & { keptMinor: number };
/** Points of an order before and after its goods are worth more or less. */
export type PointsEffect = { before: number; after: number };

/** What it does to the points of an order that its goods are worth so much more, or less; nothing where it has none, or they stay as they are. */
export function effectOnPoints(kept: KeptGoods | null | undefined, byMinor: number): { points?: PointsEffect } {
  if (!kept) return {};
  const [before, after] = [pointsFor(kept.keptMinor, kept), pointsFor(kept.keptMinor + byMinor, kept)];
  return before === after ? {} : { points: { before, after } };
}

const figures = (points: number): string => String(points).replaceAll(/\B(?=(\d\d)*\d{3}$)/g, ',');
export const pointsText = (points: number): string => `${figures(points)} ${points === 1 ? 'point' : 'points'}`;

/** What a change does to the points of an order, before it is made: as its shopper reads it, or one of us of them. */
export function effectText({ before, after }: PointsEffect, whose: 'You' | 'They' = 'You'): string {
  if (after < before) return `${whose} keep ${figures(after)} of ${pointsText(before)}.`;
  return `${whose} get ${pointsText(after - before)} more: ${figures(after)} in all.`;
}
