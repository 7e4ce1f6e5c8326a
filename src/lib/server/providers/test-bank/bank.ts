import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { KeyReused, type CardSeen, type DeclineReason, type PaymentTruth } from '#lib/commerce/payments/payment-provider.ts';
import { inOneStep } from '../journal.ts';
import type { WebhookQueue } from '../webhook-queue.ts';
import type { Books, Entry, MovementKind } from './books.ts';
import { noticesOf } from './notices.ts';
import type { Behaviour } from './test-instruments.ts';

/** What every call of the bank works with. Without a queue nobody is told by webhook. */
export type Bank = {
  journal: DatabaseSync;
  books: Books;
  queue: WebhookQueue | undefined;
  now: () => Date;
  actionUrl: (reference: string) => string;
  /** How it knows cards again. */
  secret: string;
};

export type Outcome = Entry['outcome'];
export type Decision = { outcome: Outcome; reason?: DeclineReason | undefined };

const movementOf: Partial<Record<Outcome, MovementKind>> = {
  authorized: 'authorized',
  captured: 'captured',
  refunded: 'refunded',
  voided: 'voided'
};

/** The first call of a key does the work; every later one with the same body gets the first answer and does nothing. */
export function once<Answer>(bank: Bank, call: { key: string; body: string }, work: () => Answer): { answer: Answer; first: boolean } {
  return inOneStep(bank.journal, () => {
    const known = bank.books.find(call.key);
    if (!known) return { answer: work(), first: true };
    if (known.body !== call.body) throw new KeyReused(`test bank: ${call.key} was used for another call before`);
    return { answer: JSON.parse(known.firstAnswer) as Answer, first: false };
  });
}

export function newReference(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

/** Entry, money and news in one step: none of them is ever there without the others. */
export function record(bank: Bank, entry: Entry, behaviour: Behaviour | 'not-known'): void {
  bank.books.write(entry);
  bookMoney(bank, entry, entry.atMs);
  const openedHere = entry.reference === entry.chargeReference;
  // A refused capture or refund is told in the answer; as "declined" by webhook it would look as if the charge had failed.
  if (openedHere || entry.outcome !== 'declined') tell(bank, entry, behaviour);
}

export function bookMoney(bank: Bank, entry: Entry, atMs: number): void {
  const kind = movementOf[entry.outcome];
  if (kind) bank.books.move(kind, entry, atMs);
}

export function tell(bank: Bank, entry: Entry, behaviour: Behaviour | 'not-known'): void {
  if (bank.queue) for (const notice of noticesOf(entry, behaviour, bank.now())) bank.queue.enqueue(notice);
}

export function truthOf(bank: Bank, entry: Entry): PaymentTruth {
  const { operation, amountMinor, currency, reference, outcome, reason } = entry;
  const about = { operation, amountMinor, currency, reference };
  if (outcome === 'declined') return { ...about, outcome, reason: reason ?? 'bank-said-no' };
  if (outcome === 'action-required') return { ...about, outcome, actionUrl: bank.actionUrl(reference) };
  if (outcome === 'captured') return { ...about, outcome, ...cardIn(entry) };
  return { ...about, outcome };
}

/** The card that a charge was opened with stands beside its first answer, which may have come before the money. */
const cardIn = ({ firstAnswer }: Entry): { card?: CardSeen } => {
  const { card } = JSON.parse(firstAnswer) as { card?: CardSeen };
  return card ? { card } : {};
};
