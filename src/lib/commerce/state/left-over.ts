import { isRowId } from './line-id.ts';
import type { RecordType, StateRecord } from './state-record.ts';

/** Fields that a record may carry and that nothing here acts on: they stay with its name and are given back. */
const FIELDS: Partial<Record<RecordType, string[]>> = {
  customer: ['instruments', 'consents', 'tags'],
  order: ['tags', 'attributes', 'held_at', 'closed_at'],
  price: ['valid_from', 'valid_until'],
  refund: ['return'],
  shipment: ['attributes'],
  stock: ['unavailable_reason', 'lots', 'inbound', 'attributes']
};

export function leftOver(record: StateRecord): Record<string, unknown> {
  const whole = (FIELDS[record.type] ?? []).flatMap((field): [string, unknown][] => {
    const value = (record as Record<string, unknown>)[field];
    return value === null || value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[`/${field}`, value]];
  });
  return Object.fromEntries([...whole, ...within(record)]);
}

function within(record: StateRecord): [string, unknown][] {
  if (record.type === 'order')
    return record.lines.flatMap(({ id }, index): [string, unknown][] => (id && !isRowId(id) ? [[`/lines/${index}/id`, id]] : []));
  if (record.type !== 'customer') return [];
  const further = (field: 'emails' | 'phones') =>
    record[field].slice(1).map((text, index): [string, unknown] => [`/${field}/${index + 1}`, text]);
  const billing = record.addresses.flatMap(({ default_billing }, index): [string, unknown][] =>
    default_billing ? [[`/addresses/${index}/default_billing`, true]] : []
  );
  const tier = record.loyalty?.tier;
  const loyalty: [string, unknown][] = tier === null || tier === undefined ? [] : [['/loyalty/tier', tier]];
  return [...further('emails'), ...further('phones'), ...billing, ...loyalty];
}
