/** What EasyPost offers for a draft. `delivery_days` is null where the carrier does not say. */
export type Rate = { id: string; rate: string; delivery_days?: number | null | undefined };

const HURRIED = new Set(['express', 'same_day']);
const SOME_DAY = 99;

/** The cheapest rate, and for a service that is paid to be fast the fastest. Ties go by id. Undefined when nothing is offered. */
export function rateFor<R extends Rate>(rates: readonly R[], service: string): R | undefined {
  const days = ({ delivery_days: said }: R): number => (HURRIED.has(service) ? (said ?? SOME_DAY) : 0);
  return rates.toSorted((a, b) => days(a) - days(b) || Number(a.rate) - Number(b.rate) || (a.id < b.id ? -1 : 1))[0];
}
