import type { Shipment } from './shipment.ts';
import { SHARES, type Said } from './walk-forward.ts';

const DAY_MS = 86_400_000;
/** A month or lane with fewer shipments than that is too small to be judged by itself. */
const LEAST_IN_GROUP = 30;
const MOST_LANES = 12;

export type Scores = {
  n: number;
  onTime: number;
  meanPromiseDays: number;
  worstMonthOnTime: number;
  maePurchaseDays: number;
  maeHandoverDays: number | null;
  /** The mean distance between how many should have arrived by a named time and how many had. */
  calibrationGap: number;
  /** Of those that were late, how many were warned of in time. */
  warnRecall: number | null;
  /** Of those that were warned of, how many were late. */
  warnPrecision: number | null;
};
export type Group = { name: string; n: number; onTime: number; meanPromiseDays: number; by50: number; by90: number };
/** What the shop of the file had promised, as far as it says so. */
export type Incumbent = { n: number; onTime: number; meanPromiseDays: number };

const mean = (values: number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);
const share = (some: readonly Said[], is: (one: Said) => boolean): number => mean(some.map((one) => Number(is(one))));
const isKept = ({ shipment, promisedAt }: Said): boolean => shipment.deliveredAt <= promisedAt;
const promiseDays = ({ shipment, promisedAt }: Said): number => (promisedAt - shipment.purchasedAt) / DAY_MS;
const missDays = (at: number, { deliveredAt }: Shipment): number => Math.abs(at - deliveredAt) / DAY_MS;
const monthOf = ({ shipment }: Said): string => new Date(shipment.purchasedAt).toISOString().slice(0, 7);

export function scoresOf(said: readonly Said[]): Scores {
  const months = groupsBy(said, monthOf);
  const judged = months.filter(({ n }) => n >= LEAST_IN_GROUP);
  const late = said.filter((one) => !isKept(one));
  const warned = said.filter(({ warnedAt }) => warnedAt !== null);
  const onTheRoad = said.flatMap(({ shipment, expectedOnTheRoadAt: at }) => (at === null ? [] : [missDays(at, shipment)]));
  return {
    n: said.length,
    onTime: share(said, isKept),
    meanPromiseDays: mean(said.map(promiseDays)),
    worstMonthOnTime: Math.min(...(judged.length > 0 ? judged : months).map(({ onTime }) => onTime)),
    maePurchaseDays: mean(said.map(({ shipment, expectedAt }) => missDays(expectedAt, shipment))),
    maeHandoverDays: onTheRoad.length === 0 ? null : mean(onTheRoad),
    calibrationGap: mean(SHARES.map((nominal, at) => Math.abs(nominal - share(said, arrivedBy(at))))),
    warnRecall: late.length === 0 ? null : share(late, ({ warnedAt }) => warnedAt !== null),
    warnPrecision: warned.length === 0 ? null : share(warned, (one) => !isKept(one))
  };
}

const arrivedBy =
  (at: number) =>
  ({ shipment, quantiles }: Said): boolean =>
    shipment.deliveredAt <= (quantiles[at] ?? 0);

export const monthsOf = (said: readonly Said[]): Group[] => groupsBy(said, monthOf);

/** The busiest lanes. */
export function lanesOf(said: readonly Said[]): Group[] {
  const laneOf = ({ shipment: { originRegion, destinationRegion, service } }: Said) =>
    [`${originRegion || '?'} → ${destinationRegion}`, service].filter((part) => part !== '').join(', ');
  return groupsBy(said, laneOf)
    .toSorted((a, b) => b.n - a.n)
    .slice(0, MOST_LANES);
}

function groupsBy(said: readonly Said[], nameOf: (one: Said) => string): Group[] {
  const groups = Map.groupBy(said, nameOf);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, some]) => ({
      name,
      n: some.length,
      onTime: share(some, isKept),
      meanPromiseDays: mean(some.map(promiseDays)),
      by50: share(some, arrivedBy(SHARES.indexOf(0.5))),
      by90: share(some, arrivedBy(SHARES.indexOf(0.9)))
    }));
}

export function incumbentOf(said: readonly Said[]): Incumbent | undefined {
  const promised = said.flatMap(({ shipment }) => (shipment.promisedAt === null ? [] : [{ ...shipment, promisedAt: shipment.promisedAt }]));
  if (promised.length === 0) return undefined;
  return {
    n: promised.length,
    onTime: mean(promised.map(({ deliveredAt, promisedAt }) => Number(deliveredAt <= promisedAt))),
    meanPromiseDays: mean(promised.map(({ purchasedAt, promisedAt }) => (promisedAt - purchasedAt) / DAY_MS))
  };
}
