import { differences, tidied, type Difference } from './record-text.ts';
import { withFields } from './pointers.ts';
import type { Conflict, StateTally, TypeCounts } from './state-report.ts';
import type { Spot } from './state-issue.ts';
import type { RecordType, StateRecord } from './state-record.ts';

/** Ours as its record says it, read from the shop. */
export type Ours = { record: Record<string, unknown>; kept: Record<string, unknown>; version: number };
export type Theirs = { record: StateRecord; kept: Record<string, unknown>; refVersion: number | null; spot: Spot };

export type Verdict = { what: keyof TypeCounts; differences: Difference[] };

/**
 * What becomes of a line whose record the shop has: nothing where the file says what the shop has; a correction where only the file changed;
 * else both changed, and `onConflict` says whose word counts. What the file leaves out is no difference.
 */
export function judge(
  type: RecordType,
  { record, kept, refVersion, spot }: Theirs,
  ours: Ours,
  { onConflict, tally }: { onConflict: Conflict; tally: StateTally }
): Verdict {
  const was = oursAs(type, ours);
  const said = Object.entries(tidied(type, record)).filter(([field]) => Object.hasOwn(record, field));
  const is = withFields(structuredClone(Object.fromEntries(said)), kept);
  const found = differences(was, is).filter(({ theirs }) => theirs !== undefined);
  if (found.length === 0) return { what: 'unchanged', differences: [] };
  tally.change(spot.record, found);
  if (refVersion === ours.version || onConflict === 'take') return { what: 'corrected', differences: found };
  if (onConflict === 'keep') return { what: 'kept', differences: found };
  for (const { pointer, ours: here, theirs } of found) {
    const message = `It was changed here since it came: here it is ${shown(here)}, in the file ${shown(theirs)}. Say whose word counts with --on-conflict.`;
    tally.log.add(spot, { code: 'conflict', pointer, value: theirs, message });
  }
  return { what: 'kept', differences: found };
}

/** Ours in the form of a file, with what was kept for others. Who has no account is kept as a whole. */
export function oursAs(type: RecordType, { record, kept }: Pick<Ours, 'record' | 'kept'>): StateRecord {
  if ('record' in kept) return tidied(type, kept['record']);
  return withFields(tidied(type, record), kept);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
