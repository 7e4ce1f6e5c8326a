import { advance } from '#lib/kernel/advance.ts';
import { consentTopic, type LookUpEnded } from './consent.events.ts';
import { consentMachine, type ConsentMove, type ConsentState } from './consent.machine.ts';

type Running = { id: string; customerId: string; state: ConsentState; expiresAt: Date };

/** Where a move leads it; before its time what is open ends, and what is only out is withdrawn. Refuses `not-allowed`. */
export function decideToEnd({ state, expiresAt }: Running, move?: ConsentMove): ConsentState {
  const early: ConsentMove = { type: state === 'open' ? 'end' : 'withdraw' };
  return advance(consentMachine, { state, context: { expiresAt: expiresAt.toISOString() } }, move ?? early);
}

export function lookUpEnded({ id, customerId }: Running, version: number, endedBy: LookUpEnded['endedBy']): LookUpEnded {
  return { type: 'customer.look_up_ended', topic: consentTopic(id), version, consentId: id, customerId, endedBy };
}
