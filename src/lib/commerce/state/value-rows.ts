import type { StateFinding } from './state-issue.ts';
import { resolved } from './references.ts';
import type { Identity, RecordOf } from './state-record.ts';

export type HadEntry = { number: number; cause: string; delta: number };
type Making = {
  importId: string;
  at: string;
  idOf: (identity: Identity) => string;
  partId: (kind: string, whole: string, part: string) => string;
  /** The entries that the shop has already. */
  had: readonly HadEntry[];
};

/**
 * A balance with its entries. Those that the shop has are for ever, so a file may only go on from them; a balance without a history gets an
 * opening entry, and one that differs from its history an entry that says so.
 */
export function valueRows(record: RecordOf<'gift_card'>, id: string, making: Making) {
  const { at, idOf, had } = making;
  const { source } = record;
  const issuedAt = record.issued_at ?? record.entries[0]?.at ?? at;
  const entries = entryRows(record, id, { ...making, issuedAt });
  const balance = entries.at(-1)?.balance_minor ?? 0;
  const row = {
    id,
    kind: record.kind,
    code_seal: record.seal ?? null,
    last_four: record.last_four ?? null,
    customer_id: record.customer ? idOf({ type: 'customer', ...resolved(record.customer, source) }) : null,
    order_id: record.order ? idOf({ type: 'order', ...resolved(record.order, source) }) : null,
    currency: record.currency ?? '',
    balance_minor: balance,
    state: record.state,
    issued_at: issuedAt,
    expires_at: record.expires_at ?? null,
    version: entries.length
  };
  return { row, entries: entries.filter(({ number }) => number > had.length), wrong: wrongIn(row, entries, had) };
}

function entryRows(record: RecordOf<'gift_card'>, id: string, { importId, at, issuedAt, idOf, partId }: Making & { issuedAt: string }) {
  const { source, entries } = record;
  const isNew = entries.length === 0;
  const delta = Number(record.balance) - entries.reduce((sum, entry) => sum + entry.delta, 0);
  const settling = {
    kind: isNew ? ('issued' as const) : ('corrected' as const),
    delta,
    cause: `import:${importId}/${id}`,
    at: isNew ? issuedAt : at
  };
  const all: RecordOf<'gift_card'>['entries'] = delta === 0 ? entries : [...entries, settling];
  let balance = 0;
  return all.map((entry, index) => {
    balance += entry.delta;
    const number = index + 1;
    return {
      id: entry.id ?? partId('value-entry', id, String(number)),
      stored_value_id: id,
      number,
      kind: entry.kind,
      delta_minor: entry.delta,
      balance_minor: balance,
      cause: entry.cause ?? `import:${id}/${number}`,
      order_id: entry.order ? idOf({ type: 'order', ...resolved(entry.order, source) }) : null,
      payment_id: entry.payment ? idOf({ type: 'payment', ...resolved(entry.payment, source) }) : null,
      refund_id: entry.refund ?? null,
      actor: { role: 'system' },
      at: entry.at
    };
  });
}

type Entry = { number: number; cause: string; kind: string; delta_minor: number; balance_minor: number };

function wrongIn(
  row: { code_seal: string | null; customer_id: string | null; kind: string },
  entries: Entry[],
  had: readonly HadEntry[]
): StateFinding | undefined {
  if ((row.code_seal === null) === (row.customer_id === null)) {
    const message = 'Give the code of a gift card, or of store credit the customer whose it is, and not both.';
    return { code: 'bad_value', pointer: '/code', message };
  }
  if (row.kind === 'gift_card' && row.customer_id !== null)
    return { code: 'bad_value', pointer: '/customer', message: 'A gift card is whose code it is; leave the customer out.' };
  const low = entries.find((entry) => entry.balance_minor < 0);
  if (low)
    return { code: 'too_much_money', pointer: `/entries/${low.number - 1}/delta`, message: 'More was taken from it than was on it.' };
  const odd = entries.find(({ kind, delta_minor }) => kind !== 'corrected' && (kind === 'redeemed') !== delta_minor < 0);
  if (odd)
    return {
      code: 'bad_value',
      pointer: `/entries/${odd.number - 1}/delta`,
      message: 'What was paid with it is below zero, all else above.'
    };
  const other = had.find(({ number, cause, delta }) => entries[number - 1]?.cause !== cause || entries[number - 1]?.delta_minor !== delta);
  if (other === undefined) return undefined;
  const message = 'The shop has another entry here, and entries are for ever; export it anew and add what is new behind it.';
  return { code: 'conflict', pointer: `/entries/${other.number - 1}`, value: other.cause, message };
}
