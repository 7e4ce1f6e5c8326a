import { endConsentFrom, type Consent } from '#db/queries/customer-consents.ts';
import type { Tx } from '#db/client.ts';
import type { Recorder } from '#db/transaction.ts';
import { advance } from '#lib/kernel/advance.ts';
import { consentMachine, type ConsentMove } from './consent.machine.ts';
import { consentTopic, type LookUpEnded } from './consent.events.ts';

type Ending = { running: Consent; at: Date; by: LookUpEnded['endedBy']; move: ConsentMove };

/** The step that every end of a consent has in common. Refuses `not-allowed` for a move that the chart does not know. */
export async function endRunning(tx: Tx, record: Recorder, { running, at, by, move }: Ending): Promise<void> {
  const { id, customerId, expiresAt } = running;
  const state = advance(consentMachine, { state: running.state, context: { expiresAt: expiresAt.toISOString() } }, move);
  const version = await endConsentFrom(tx, running, { state, at });
  if (version === undefined) return;
  record({ type: 'customer.look_up_ended', topic: consentTopic(id), version, consentId: id, customerId, endedBy: by });
}

/** How whoever ends it before its time does so: what is open ends, what is only out is withdrawn. */
export const earlyEndOf = ({ state }: Consent): ConsentMove => ({ type: state === 'open' ? 'end' : 'withdraw' });
