import { setTimeout as pause } from 'node:timers/promises';
import type {
  AuthorizeAnswer,
  CaptureAnswer,
  ChargeAnswer,
  PaymentProvider,
  RefundAnswer,
  VoidAnswer
} from '#lib/commerce/payments/payment-provider.ts';
import { openJournal } from '../journal.ts';
import type { Post } from '../post.ts';
import { ticker } from '../ticker.ts';
import { webhookQueue, webhookQueueSchema, type Delivered } from '../webhook-queue.ts';
import { truthOf, type Bank } from './bank.ts';
import { booksSchema, openBooks } from './books.ts';
import { followUp } from './follow-up-calls.ts';
import { openPayment } from './opening-calls.ts';
import { cardSeen } from './test-instruments.ts';
import { decideAction, pendingAction, type PendingAction } from './second-step.ts';

const EVERY_MS = 250;
const TOO_LATE_AFTER_MS = 4000;

export type TestBankSettings = {
  /** Path of the bank's own books; ':memory:' for a bank that forgets. */
  journal: string;
  /** Without an address no webhooks are written down at all. */
  webhookUrl?: string;
  webhookSecret: string;
  now: () => Date;
  report: (fault: unknown) => void;
  post?: Post;
  /** Address of the page for the second step. */
  actionUrl?: (reference: string) => string;
  /** How "too late" is waited for: tests pass one that takes no time. */
  wait?: (ms: number) => Promise<unknown>;
};

export type TestBank = PaymentProvider & {
  pendingAction: (reference: string) => PendingAction | undefined;
  decide: (reference: string, choice: 'approve' | 'refuse') => PendingAction | undefined;
  deliverDue: () => Promise<Delivered>;
  start: () => void;
  stop: () => Promise<void>;
  close: () => void;
};

/**
 * A bank for demos and tests: it keeps its own books on disk, and does what the instrument says (`test-instruments.ts`).
 * It lives in our process but apart from the shop: a lost reply, a crash of ours or a restored database leave its books as they are.
 */
export function testBank(settings: TestBankSettings): TestBank {
  const { webhookUrl, webhookSecret, now, report, wait = pause } = settings;
  const journal = openJournal(settings.journal, booksSchema + webhookQueueSchema);
  const target = webhookUrl && { url: webhookUrl, secret: webhookSecret, report, ...(settings.post && { post: settings.post }) };
  const queue = target ? webhookQueue(journal, target) : undefined;
  const actionUrl = settings.actionUrl ?? ((reference) => `/test-bank/${reference}`);
  const bank: Bank = { journal, books: openBooks(journal), queue, now, actionUrl, secret: webhookSecret };
  const patience = { wait, tooLateAfterMs: TOO_LATE_AFTER_MS };
  const deliverDue = async () => queue?.deliverDue(now()) ?? { delivered: 0, failed: 0 };
  const { start, stop } = ticker(deliverDue, EVERY_MS, report);

  return {
    charge: async (order) => (await openPayment(bank, 'charge', order, patience)) as ChargeAnswer,
    authorize: async (order) => (await openPayment(bank, 'authorize', order, patience)) as AuthorizeAnswer,
    capture: async (order) => followUp(bank, 'capture', order) as CaptureAnswer,
    void: async (order) => followUp(bank, 'void', order) as VoidAnswer,
    refund: async (order) => followUp(bank, 'refund', order) as RefundAnswer,
    async find(key) {
      const entry = bank.books.find(key);
      return entry && truthOf(bank, entry);
    },
    readCard: async (handle) => cardSeen(webhookSecret, handle),
    pendingAction: (reference) => pendingAction(bank, reference),
    decide: (reference, choice) => decideAction(bank, reference, choice),
    deliverDue,
    start,
    stop,
    close() {
      if (journal.isOpen) journal.close();
    }
  };
}
