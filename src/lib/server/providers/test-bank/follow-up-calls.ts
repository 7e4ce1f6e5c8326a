import type { CaptureAnswer, RefundAnswer, VoidAnswer } from '#lib/commerce/payments/payment-provider.ts';
import { assertSane, followUpBody, type FollowUp, type Following } from './bank-calls.ts';
import { newReference, once, record, type Bank } from './bank.ts';
import type { Entry } from './books.ts';
import { takesNothingBack } from './test-instruments.ts';
import { rulingOnCapture, rulingOnRefund, rulingOnVoid, type Ruling } from './rules.ts';

export type FollowUpAnswer = CaptureAnswer | VoidAnswer | RefundAnswer;

const yes = { capture: 'captured', void: 'voided', refund: 'refunded' } as const;
const prefix = { capture: 'ca', void: 'vo', refund: 're' } as const;

/** Capture, void or refund: something done to a charge or authorisation that the bank has in its books. */
export function followUp(bank: Bank, operation: Following, order: FollowUp): FollowUpAnswer {
  assertSane(order);
  const body = followUpBody(operation, order);
  return once(bank, { key: order.key, body }, () => {
    const opening = bank.books.findByReference(order.chargeReference);
    const ruling = opening ? rulingOn(bank, operation, opening, order.amountMinor ?? 0) : 'reference-unknown';
    const reference = newReference(prefix[operation]);
    const answer: FollowUpAnswer = ruling ? { outcome: 'declined', reference, reason: ruling } : { outcome: yes[operation], reference };
    record(bank, entryFor(bank, { operation, order, body, answer, opening }), 'approve');
    if (operation === 'void' && !ruling) bank.books.settle(order.chargeReference, 'voided', null);
    return answer;
  }).answer;
}

function rulingOn(bank: Bank, operation: Following, opening: Entry, amountMinor: number): Ruling {
  // A refund's own reference opens nothing.
  if (opening.reference !== opening.chargeReference) return 'reference-unknown';
  const account = bank.books.account(opening);
  if (operation === 'capture') return rulingOnCapture(account, amountMinor, bank.now());
  if (operation === 'void') return rulingOnVoid(account);
  return rulingOnRefund(account, amountMinor) ?? (takesNothingBack(opening.body) ? 'bank-said-no' : undefined);
}

type Done = { operation: Following; order: FollowUp; body: string; answer: FollowUpAnswer; opening: Entry | undefined };

/** XXX is the ISO code for "no currency": all that can be said of a call about a charge nobody knows. */
function entryFor(bank: Bank, { operation, order, body, answer, opening }: Done): Entry {
  return {
    key: order.key,
    operation,
    body,
    reference: answer.reference,
    chargeReference: order.chargeReference,
    orderNumber: opening?.orderNumber ?? '',
    currency: opening?.currency ?? 'XXX',
    amountMinor: order.amountMinor ?? (opening ? opening.amountMinor - bank.books.account(opening).capturedMinor : 0),
    outcome: answer.outcome,
    reason: answer.outcome === 'declined' ? answer.reason : null,
    firstAnswer: JSON.stringify(answer),
    returnUrl: null,
    atMs: bank.now().getTime()
  };
}
