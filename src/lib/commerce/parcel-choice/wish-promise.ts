import type { WishedParcel } from './travel-wish.ts';

type Version = { state: string; deliverFrom: Date; deliverUntil: Date; inputs: Record<string, unknown> };

/** The promise as wishes are judged by it: the version that was told last, in the unit of the plan behind it. */
export function wishPromise(versions: readonly Version[]): WishedParcel['promise'] {
  const last = versions.at(-1);
  const planned = versions.findLast(({ inputs }) => inputs['transit']);
  const transit = planned?.inputs['transit'] as { unit?: string } | undefined;
  return last ? { state: last.state, deliverFrom: last.deliverFrom, deliverUntil: last.deliverUntil, unit: transit?.unit ?? '' } : null;
}
