import type * as z from 'zod';
import { amountIn } from '../catalog/import/file-money.ts';
import { cardNumbersIn } from './card-number.ts';
import { eachAt, pointerOf, unknownFields } from './pointers.ts';
import { recordName, type StateFinding } from './state-issue.ts';
import { FORMAT_VERSION, header, records, recordTypes, type Header, type RecordType, type StateRecord } from './state-record.ts';

/** Fields that carry money: whole minor units once they are checked. */
const MONEY: Record<RecordType, string[]> = {
  change: [],
  credit: ['goods', 'delivery', 'goodwill', 'fee', 'netted', 'untaken', 'bonus', 'refunds.*.amount'],
  customer: ['instruments.*.balance'],
  gift_card: ['balance'],
  location: [],
  order: ['delivery', 'tax_included', 'total', 'lines.*.unit_price'],
  payment: ['amount', 'captured', 'transactions.*.amount'],
  price: ['amount', 'compare_at'],
  product: [],
  refund: ['amount'],
  return: ['goods', 'bringing', 'fee', 'lines.*.unit_price'],
  shipment: [],
  stock: [],
  variant: ['cost']
};

const PRICED: ReadonlySet<RecordType> = new Set(['gift_card', 'order', 'payment', 'price', 'refund', 'return']);

/** Where people write card numbers although nobody may keep them. */
const WATCHED: Partial<Record<RecordType, string[]>> = {
  customer: ['instruments', 'tags'],
  order: ['note'],
  payment: ['transactions'],
  refund: ['instrument']
};

/** `leftOut`: the fields of the record that the line does not have, and that are as for any new one. */
export type Checked = { record?: StateRecord; leftOut: string[]; kept: Record<string, unknown>; name: string; findings: StateFinding[] };
export type LineRules = { header: Header; digitsOf: (currency: string) => number };

/** One line as a record: its times in UTC, its money in minor units, what nobody here knows set aside. Errors come without a record. */
export function checkLine(text: string, { header: { default_currency }, digitsOf }: LineRules): Checked {
  const raw = parsed(text);
  if (raw === undefined)
    return wrong({ code: 'bad_json', message: 'This line is no JSON object; write one object on each line.', value: text });
  const name = nameOf(raw);
  const type = recordTypes.find((known) => known === raw['type']);
  if (type === undefined) {
    const message =
      raw['type'] === 'header' ? 'A second header: a file has one, on its first line.' : `Known types are: ${recordTypes.join(', ')}.`;
    return wrong({ code: 'unknown_type', pointer: '/type', value: raw['type'], message }, name);
  }
  const read = records[type].safeParse(raw);
  if (!read.success) return { leftOut: [], kept: {}, name, findings: read.error.issues.map((issue) => asFinding(issue, raw)) };
  const record = read.data as StateRecord;
  const findings = [...cardFindings(type, raw), ...moneyFindings(record, { default_currency, digitsOf })];
  const kept = Object.fromEntries(unknownFields(raw, record));
  const unknown = Object.entries(kept).map(([pointer, value]): StateFinding => {
    return { code: 'unknown_field', pointer, value, isWarning: true, message: 'Nobody here knows this field; it is kept and given back.' };
  });
  return { record, leftOut: leftOut(record, raw), kept, name, findings: [...findings, ...unknown] };
}

/** The first line. */
export function checkHeader(text: string): { header?: Header; findings: StateFinding[] } {
  const raw = parsed(text);
  if (raw?.['type'] !== 'header') {
    const message = 'The first line must be the header: {"type":"header","format":"throughline-state","version":1, …}.';
    return { findings: [{ code: 'no_header', message, value: text }] };
  }
  if (typeof raw['version'] === 'number' && raw['version'] > FORMAT_VERSION) {
    const message = `This shop reads version ${FORMAT_VERSION}; export the file anew in that version.`;
    return { findings: [{ code: 'newer_version', pointer: '/version', value: raw['version'], message }] };
  }
  const read = header.safeParse(raw);
  if (read.success) return { header: read.data, findings: [] };
  return { findings: read.error.issues.map((issue) => ({ ...asFinding(issue, raw), code: 'bad_header' })) };
}

type Raw = Record<string, unknown>;

/** Its currency is that of the file where it names none. */
const leftOut = (record: StateRecord, raw: Raw): string[] =>
  Object.keys(record).filter((field) => !Object.hasOwn(raw, field) && field !== 'currency');

function parsed(text: string): Raw | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
  } catch {
    return undefined;
  }
}

function nameOf({ type, source, external_id }: Raw): string {
  return [type, source, external_id].every((part) => typeof part === 'string')
    ? recordName({ type: String(type), source: String(source), external_id: String(external_id) })
    : '';
}

const wrong = (finding: StateFinding, name = ''): Checked => ({ leftOut: [], kept: {}, name, findings: [finding] });

function asFinding(issue: z.core.$ZodIssue, raw: Raw): StateFinding {
  const value = issue.path.reduce<unknown>((place, part) => (place as Raw | undefined)?.[String(part)], raw);
  return { code: 'bad_value', pointer: pointerOf(issue.path), value, message: issue.message };
}

function cardFindings(type: RecordType, raw: Raw): StateFinding[] {
  const places = (WATCHED[type] ?? []).flatMap((field) => cardNumbersIn(raw[field], `/${field}`));
  const message = 'This looks like the number of a card, which may not be kept; give its last four figures and the token of its provider.';
  return places.map((pointer) => ({ code: 'card_number', pointer, message }));
}

function moneyFindings(record: StateRecord, rules: { default_currency: string; digitsOf: (currency: string) => number }): StateFinding[] {
  const currency = ('currency' in record ? record.currency : undefined) ?? rules.default_currency;
  if (PRICED.has(record.type)) Object.assign(record, { currency });
  const findings: StateFinding[] = [];
  for (const pattern of MONEY[record.type])
    eachAt(record, pattern, (value, pointer) => {
      if (typeof value === 'number') return value;
      const read = amountIn(String(value), currency, rules.digitsOf(currency));
      if ('right' in read) return read.right;
      findings.push({ code: 'too_precise', pointer, value, message: read.message });
      return 0;
    });
  return findings;
}
