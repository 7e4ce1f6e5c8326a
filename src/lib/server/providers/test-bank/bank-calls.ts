import type { CaptureOrder, ChargeOrder, Instrument, PaymentOperation } from '#lib/commerce/payments/payment-provider.ts';
import { findTestInstrument, shown, type Behaviour } from './test-instruments.ts';

export type Opening = Extract<PaymentOperation, 'charge' | 'authorize'>;
export type Following = Exclude<PaymentOperation, Opening>;
export type FollowUp = Omit<CaptureOrder, 'amountMinor'> & { amountMinor?: number };

/** Cash is only noted; a handle that is in no table is known to no bank. */
export function behaviourOf({ method, handle }: Instrument): Behaviour | 'not-known' {
  if (method === 'cash_on_delivery' || method === 'pay_in_store') return 'approve';
  return findTestInstrument(method, handle ?? '')?.behaviour ?? 'not-known';
}

/**
 * What a call asks for, printed in one way so that a repeat can be told from another wish. Of a card it holds the last
 * four digits, of an unknown handle nothing. Where the shopper returns to does not change what is paid, so it may differ.
 */
export function openingBody(operation: Opening, order: ChargeOrder): string {
  const { amountMinor, currency, orderNumber } = order;
  return JSON.stringify({ operation, amountMinor, currency, orderNumber, instrument: masked(order.instrument) });
}

export function followUpBody(operation: Following, { chargeReference, amountMinor }: FollowUp): string {
  return JSON.stringify({ operation, chargeReference, amountMinor });
}

function masked({ method, handle }: Instrument): string {
  const known = findTestInstrument(method, handle ?? '');
  return known ? shown(known) : method;
}

/** Refuses what only a fault of ours could send: a bank that guesses hides it. */
export function assertSane({ key, amountMinor, currency }: { key: string; amountMinor?: number; currency?: string }): void {
  if (key === '' || key.length > 200) throw new TypeError('test bank: a key has 1 to 200 characters');
  if (amountMinor !== undefined && !(Number.isSafeInteger(amountMinor) && amountMinor > 0)) {
    throw new TypeError(`test bank: ${amountMinor} is no amount in minor units`);
  }
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency)) throw new TypeError(`test bank: ${currency} is no currency code`);
}
