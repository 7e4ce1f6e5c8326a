import {
  ProviderUnreachable,
  type AuthorizeAnswer,
  type CardSeen,
  type ChargeAnswer,
  type ChargeOrder
} from '#lib/commerce/payments/payment-provider.ts';
import { assertSane, behaviourOf, openingBody, type Opening } from './bank-calls.ts';
import { newReference, once, record, type Bank, type Decision } from './bank.ts';
import type { Entry } from './books.ts';
import { cardSeen, type Behaviour } from './test-instruments.ts';

export type OpeningAnswer = ChargeAnswer | AuthorizeAnswer;

/** How long "too late" is, and how to wait for it: tests pass a wait that takes no time. */
export type Patience = { wait: (ms: number) => Promise<unknown>; tooLateAfterMs: number };

/** Charge or authorise. The faulty replies come only to the first call: whoever asks again with the same key learns the truth. */
export async function openPayment(bank: Bank, operation: Opening, order: ChargeOrder, patience: Patience): Promise<OpeningAnswer> {
  assertSane(order);
  const behaviour = behaviourOf(order.instrument);
  if (behaviour === 'unreachable') throw new ProviderUnreachable('test bank: no line to the bank');

  const body = openingBody(operation, order);
  const { answer, first } = once(bank, { key: order.key, body }, () => decideAndRecord(bank, { operation, order, body, behaviour }));
  if (first && behaviour === 'reply-lost') throw new ProviderUnreachable('test bank: the line was cut before the answer came');
  if (first && behaviour === 'reply-too-late') {
    await patience.wait(patience.tooLateAfterMs);
    throw new ProviderUnreachable('test bank: no answer in time');
  }
  return told(answer);
}

/** Which card it was is told with its money. */
function told(answer: OpeningAnswer): OpeningAnswer {
  if (answer.outcome === 'captured') return answer;
  const { card: _, ...rest } = answer as OpeningAnswer & { card?: CardSeen };
  return rest;
}

type Wish = { operation: Opening; order: ChargeOrder; body: string; behaviour: Behaviour | 'not-known' };

function decideAndRecord(bank: Bank, { operation, order, body, behaviour }: Wish): OpeningAnswer {
  const reference = newReference('ch');
  const decision = decisionOn(operation, behaviour);
  const seen = order.instrument.method === 'card' ? cardSeen(bank.secret, order.instrument.handle ?? '') : undefined;
  const answer = { ...answerOf(bank, reference, decision), ...(seen && { card: seen }) };
  const { key, amountMinor, currency, orderNumber, returnUrl = null } = order;
  const entry: Entry = {
    key,
    operation,
    body,
    reference,
    chargeReference: reference,
    orderNumber,
    amountMinor,
    currency,
    returnUrl,
    outcome: decision.outcome,
    reason: decision.reason ?? null,
    firstAnswer: JSON.stringify(answer),
    atMs: bank.now().getTime()
  };
  record(bank, entry, behaviour);
  return answer;
}

function decisionOn(operation: Opening, behaviour: Behaviour | 'not-known'): Decision {
  if (behaviour === 'not-known') return { outcome: 'declined', reason: 'instrument-unknown' };
  if (behaviour === 'decline') return { outcome: 'declined', reason: 'bank-said-no' };
  if (behaviour === 'second-step') return { outcome: 'action-required' };
  return { outcome: outcomeOfYes(operation) };
}

export function outcomeOfYes(operation: Entry['operation']): 'captured' | 'authorized' {
  return operation === 'charge' ? 'captured' : 'authorized';
}

function answerOf(bank: Bank, reference: string, { outcome, reason }: Decision): OpeningAnswer {
  if (outcome === 'declined') return { outcome, reference, reason: reason ?? 'bank-said-no' };
  if (outcome === 'action-required') return { outcome, reference, actionUrl: bank.actionUrl(reference) };
  return { outcome: outcome === 'authorized' ? 'authorized' : 'captured', reference };
}
