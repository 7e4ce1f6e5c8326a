import { once } from '#db/queries/idempotency.ts';
import { insertRuleSet } from '#db/queries/sourcing-rules.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overRules } from '../../stores/staff-policy.ts';
import { readRules } from './check-rules.ts';

/** `basedOn`: the newest version that was seen, 0 where there was none; `rules` are all rules of the new one, as somebody wrote them. */
export type DraftSourcingRules = { basedOn: number; rules: unknown; note: string; key?: string };

const LONGEST_NOTE = 200;

/**
 * Writes a new version of all rules down; nothing changes until it is switched on.
 * Refuses `forbidden`, `invalid` (detail: which rule and field), `stale-version` when there is a newer one by now.
 */
export async function draftSourcingRules(shop: Shop, actor: Actor, { key, ...input }: DraftSourcingRules): Promise<{ version: number }> {
  const { userId: authorId } = overRules(actor);
  const read = readRules(input.rules);
  if ('problem' in read) refuse('invalid', read.problem);
  if (input.note.length > LONGEST_NOTE) refuse('invalid', `A note has at most ${LONGEST_NOTE} characters.`);
  return inTransaction(shop, { actor, once: once('draft-sourcing-rules', key, input) }, async (tx) => {
    const { basedOn, note } = input;
    const version = await insertRuleSet(tx, { basedOn, rules: read.rules, note, authorId, at: shop.now() });
    return { version: version ?? refuse('stale-version') };
  });
}
