import { endIssue } from '#db/queries/return-issues.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overReturns } from '../stores/staff-policy.ts';

/** `outcome`: in words, what was done about it. */
export type EndReturnIssue = { issueId: string; outcome: string };

/** What was laid before a person is seen to; of two at once the first one's words stay. Refuses `forbidden`, `invalid` without words, `not-allowed` afterwards. */
export async function endReturnIssue(shop: Shop, actor: Actor, { issueId, outcome }: EndReturnIssue): Promise<void> {
  const { userId } = overReturns(actor);
  const words = outcome.trim();
  if (words === '') refuse('invalid', 'what was done about it');
  if (!(await endIssue(shop.db, issueId, { userId, outcome: words, at: shop.now() }))) refuse('not-allowed', 'somebody saw to it before');
}
