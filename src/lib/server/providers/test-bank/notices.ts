import { randomUUID } from 'node:crypto';
import type { DeclineReason } from '#lib/commerce/payments/payment-provider.ts';
import type { Notice } from '../webhook-queue.ts';
import type { Entry } from './books.ts';
import type { Behaviour } from './test-instruments.ts';

export type BankEventType = 'charge.captured' | 'charge.declined' | 'charge.authorized' | 'charge.voided' | 'charge.refunded';

/** The body of a webhook. `reference` is the call's own, `chargeReference` the charge it belongs to (the same for a charge). */
export type BankEvent = {
  id: string;
  type: BankEventType;
  at: string;
  data: {
    key: string;
    reference: string;
    chargeReference: string;
    orderNumber: string;
    amountMinor: number;
    currency: string;
    reason?: DeclineReason;
  };
};

const LATE_BY_MS = 30_000;

/** The posts that tell of an entry: none while the shopper still has to decide, two when the instrument says so. */
export function noticesOf(entry: Entry, behaviour: Behaviour | 'not-known', at: Date): Notice[] {
  if (entry.outcome === 'action-required') return [];
  const event = eventOf(entry, entry.outcome, at);
  const dueAt = behaviour === 'webhook-late' ? new Date(at.getTime() + LATE_BY_MS) : at;
  const notice = { eventId: event.id, topic: entry.chargeReference, body: JSON.stringify(event), dueAt };
  return behaviour === 'webhook-twice' ? [notice, notice] : [notice];
}

function eventOf(entry: Entry, outcome: Exclude<Entry['outcome'], 'action-required'>, at: Date): BankEvent {
  const { key, reference, chargeReference, orderNumber, amountMinor, currency, reason } = entry;
  const data = { key, reference, chargeReference, orderNumber, amountMinor, currency, ...(reason && { reason }) };
  return { id: `evt_${randomUUID().replaceAll('-', '')}`, type: `charge.${outcome}`, at: at.toISOString(), data };
}
