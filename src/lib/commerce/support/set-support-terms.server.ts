import { insertTerms, lockTerms, openTickets, setDueTimes, termsInForce } from '#db/queries/support-terms.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overSupportTerms } from '../stores/staff-policy.ts';
import { troublesIn, type SupportTerms } from './support-terms.ts';
import { SUPPORT_TERMS_TOPIC } from './support.events.ts';
import { dueAnew } from './ticket.ts';

/** `version`: of those that somebody looked at. */
export type SetSupportTerms = SupportTerms & { version: number };

/**
 * From now on somebody is there at these hours, and answers this soon; what is open is due by them as well, from when it was opened. Refuses
 * `forbidden`, `invalid` with what is wrong, and `stale-version` when others are in force by now.
 */
export async function setSupportTerms(
  shop: Shop,
  actor: Actor,
  { version: seen, ...terms }: SetSupportTerms
): Promise<{ version: number }> {
  const { userId } = overSupportTerms(actor);
  const [trouble] = troublesIn(terms);
  if (trouble) refuse('invalid', trouble.words);
  const at = shop.now();
  return inTransaction(shop, { actor }, async (tx, record) => {
    await lockTerms(tx);
    const { version: follows } = await termsInForce(tx);
    if (follows !== seen) refuse('stale-version');
    const version = follows + 1;
    await insertTerms(tx, { ...terms, version, userId, at });
    const due = (await openTickets(tx)).map(({ id, about, priority, ...clock }) => ({
      id,
      ...dueAnew(clock, { hours: terms.hours, ...terms.levels[about][priority] })
    }));
    await setDueTimes(tx, due);
    record({ type: 'support.terms_changed', topic: SUPPORT_TERMS_TOPIC, version, follows, tickets: due.length });
    return { version };
  });
}
