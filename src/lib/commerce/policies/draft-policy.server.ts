import { once } from '#db/queries/idempotency.ts';
import { insertPolicy } from '#db/queries/policies.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overPolicies } from '../stores/staff-policy.ts';
import { readPolicy } from './check-policy.ts';

/** `basedOn`: the newest version of the profile that was seen, 0 for a new one; `terms` as somebody wrote them. */
export type DraftPolicy = { profile: string; basedOn: number; terms: unknown; note: string; key?: string };

const LONGEST_NOTE = 200;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Writes a new version of a profile down; nothing changes until it is switched on.
 * Refuses `forbidden`, `invalid` (detail: which field and why), `stale-version` when there is a newer one by now.
 */
export async function draftPolicy(shop: Shop, actor: Actor, { key, ...input }: DraftPolicy): Promise<{ version: number }> {
  const { userId: authorId } = overPolicies(actor);
  const { profile, basedOn, note } = input;
  if (!NAME.test(profile)) refuse('invalid', 'A profile is called by small letters, digits and dashes, at most 40.');
  if (note.length > LONGEST_NOTE) refuse('invalid', `A note has at most ${LONGEST_NOTE} characters.`);
  const read = readPolicy(input.terms);
  if ('problem' in read) refuse('invalid', read.problem);
  return inTransaction(shop, { actor, once: once('draft-policy', key, input) }, async (tx) => {
    const version = await insertPolicy(tx, { profile, basedOn, terms: read.terms, note, authorId, at: shop.now() });
    return { version: version ?? refuse('stale-version') };
  });
}
