import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DeclineReason, PaymentOperation, PaymentTruth } from '#lib/commerce/payments/payment-provider.ts';
import type { Account } from './rules.ts';

/** One call the bank has answered. `chargeReference` is the charge or authorisation it belongs to, its own for those two. */
export type Entry = {
  key: string;
  operation: PaymentOperation;
  /** What the call asked for, printed in one way, to compare a repeat with. Holds no card number. */
  body: string;
  reference: string;
  chargeReference: string;
  orderNumber: string;
  amountMinor: number;
  currency: string;
  outcome: PaymentTruth['outcome'];
  reason: DeclineReason | null;
  /** What was said at first, which a repeat gets again. */
  firstAnswer: string;
  returnUrl: string | null;
  atMs: number;
};

export type MovementKind = 'authorized' | 'captured' | 'refunded' | 'voided';

export type Books = {
  find: (key: string) => Entry | undefined;
  findByReference: (reference: string) => Entry | undefined;
  account: (opening: Entry) => Account;
  write: (entry: Entry) => void;
  settle: (reference: string, outcome: Entry['outcome'], reason: DeclineReason | null) => void;
  /** A line in the money's own book: only added, never changed, and nothing forbids a second one for a key but the bank's care. */
  move: (kind: MovementKind, entry: Entry, atMs: number) => void;
};

export const booksSchema = `
  create table if not exists entry (
    key text primary key, operation text not null, body text not null, reference text not null unique,
    chargeReference text not null, orderNumber text not null, amountMinor integer not null, currency text not null,
    outcome text not null, reason text, firstAnswer text not null, returnUrl text, atMs integer not null
  ) strict;
  create table if not exists movement (
    id integer primary key, kind text not null, key text not null, chargeReference text not null,
    orderNumber text not null, amountMinor integer not null, currency text not null, atMs integer not null
  ) strict;
  create index if not exists movement_of_charge on movement (chargeReference);
`;

const COLUMNS = [
  ['key', 'operation', 'body', 'reference', 'chargeReference', 'orderNumber', 'amountMinor'],
  ['currency', 'outcome', 'reason', 'firstAnswer', 'returnUrl', 'atMs']
].flat();

export function openBooks(journal: DatabaseSync): Books {
  const byKey = journal.prepare('select * from entry where key = ?');
  const byReference = journal.prepare('select * from entry where reference = ?');
  const insert = journal.prepare(`insert into entry (${COLUMNS.join(', ')}) values (${COLUMNS.map((name) => `:${name}`).join(', ')})`);
  const update = journal.prepare('update entry set outcome = ?, reason = ? where reference = ?');
  const move = journal.prepare(
    `insert into movement (kind, key, chargeReference, orderNumber, amountMinor, currency, atMs) values (?, ?, ?, ?, ?, ?, ?)`
  );
  const sums = journal.prepare('select kind, sum(amountMinor) as minor from movement where chargeReference = ? group by kind');
  return {
    find: (key) => byKey.get(key) as Entry | undefined,
    findByReference: (reference) => byReference.get(reference) as Entry | undefined,
    account: (opening) => accountOf(opening, sums),
    write: (entry) => void insert.run(entry),
    settle: (reference, outcome, reason) => void update.run(outcome, reason, reference),
    move: (kind, e, atMs) => void move.run(kind, e.key, e.chargeReference, e.orderNumber, e.amountMinor, e.currency, atMs)
  };
}

function accountOf(opening: Entry, sums: StatementSync): Account {
  const rows = sums.all(opening.reference) as { kind: MovementKind; minor: number }[];
  const minor = (kind: MovementKind) => rows.find((row) => row.kind === kind)?.minor ?? 0;
  return {
    opened: opening.operation === 'charge' ? 'charge' : 'authorize',
    outcome: opening.outcome,
    openedAt: new Date(opening.atMs),
    authorizedMinor: minor('authorized'),
    capturedMinor: minor('captured'),
    refundedMinor: minor('refunded')
  };
}
