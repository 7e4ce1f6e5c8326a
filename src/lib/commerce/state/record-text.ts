import { referencesOf } from './references.ts';
import { records, type RecordType, type StateRecord } from './state-record.ts';

/** A record of ours or of a file in the one form in which it is written: fields in their order, nothing that is null. */
export function tidied(type: RecordType, raw: unknown): StateRecord {
  const record = withoutNulls(records[type].parse(withoutNulls(raw))) as StateRecord;
  for (const { source, external_id, pointer } of referencesOf(record))
    if (source === record.source) replaceAt(record, pointer.split('/').slice(1), external_id);
  return record;
}

/** A record with the fields that its line has, and without what stands for those that it leaves out. */
export const givenOf = (record: StateRecord, leftOut: string[]): StateRecord =>
  Object.fromEntries(Object.entries(record).filter(([field]) => !leftOut.includes(field))) as StateRecord;

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const full = Object.entries(value).filter(([, below]) => below !== null && below !== undefined);
  return Object.fromEntries(full.map(([key, below]) => [key, withoutNulls(below)]));
}

function replaceAt(place: unknown, parts: string[], value: unknown): void {
  const [part = '', ...rest] = parts;
  const open = place as Record<string, unknown>;
  if (rest.length === 0) open[part] = value;
  else replaceAt(open[part], rest, value);
}

export type Difference = { pointer: string; ours: unknown; theirs: unknown };

/** Where two forms of a record differ. Lists of another length differ as a whole. */
export function differences(ours: unknown, theirs: unknown, pointer = ''): Difference[] {
  if (isSimple(ours) || isSimple(theirs)) return ours === theirs ? [] : [{ pointer, ours, theirs }];
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length !== theirs.length) return [{ pointer, ours, theirs }];
  const [a, b] = [ours as Record<string, unknown>, theirs as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences(a[key], b[key], `${pointer}/${key}`));
}

const isSimple = (value: unknown): boolean => typeof value !== 'object' || value === null;
