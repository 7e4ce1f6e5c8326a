import type { PaymentTruth } from '#lib/commerce/payments/payment-provider.ts';
import { inOneStep } from '../journal.ts';
import { bookMoney, tell, truthOf, type Bank } from './bank.ts';
import type { Entry } from './books.ts';
import { outcomeOfYes } from './opening-calls.ts';

/** What the bank's own page shows to the shopper who has to approve. */
export type PendingAction = { truth: PaymentTruth; orderNumber: string; returnUrl: string | undefined };

export function pendingAction(bank: Bank, reference: string): PendingAction | undefined {
  const entry = bank.books.findByReference(reference);
  return entry && needsAction(entry)
    ? { truth: truthOf(bank, entry), orderNumber: entry.orderNumber, returnUrl: entry.returnUrl ?? undefined }
    : undefined;
}

/** The first choice counts: a second click, the other button in a second tab, or a call-off before it change nothing. */
export function decideAction(bank: Bank, reference: string, choice: 'approve' | 'refuse'): PendingAction | undefined {
  inOneStep(bank.journal, () => {
    const entry = bank.books.findByReference(reference);
    if (entry?.outcome !== 'action-required') return;
    const decided: Entry =
      choice === 'approve'
        ? { ...entry, outcome: outcomeOfYes(entry.operation) }
        : { ...entry, outcome: 'declined', reason: 'action-refused' };
    bank.books.settle(reference, decided.outcome, decided.reason);
    bookMoney(bank, decided, bank.now().getTime());
    tell(bank, decided, 'second-step');
  });
  return pendingAction(bank, reference);
}

function needsAction(entry: Entry): boolean {
  return (JSON.parse(entry.firstAnswer) as { outcome: string }).outcome === 'action-required';
}
