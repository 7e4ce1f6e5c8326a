import { cutOffActions, untoldActions } from '#db/queries/pending-actions.ts';
import { CUT_OFF_MS, TELL_WITHIN_MS, UNTOLD } from '#lib/commerce/support/pending-action.ts';
import type { Shop } from '#lib/server/shop.ts';

const AT_ONCE = 100;

/**
 * What was confirmed in a talk, and whose process died or whose command failed half-way: nobody can press its button again, so it is done to its
 * end here. What fails is reported and found again, after all others.
 */
export async function endCutOffActions(shop: Shop): Promise<void> {
  const before = new Date(shop.now().getTime() - CUT_OFF_MS);
  const cutOff = await cutOffActions(shop.db, { before, limit: AT_ONCE });
  if (cutOff.length === 0) return;
  // Heavy to load: only where something was cut off.
  const { endCutOffInTalk } = await import('#agents/assistant.ts');
  for (const actionId of cutOff) {
    // oxlint-disable-next-line no-await-in-loop -- one command after the other; what fails leaves the others alone
    await endCutOffInTalk(shop, actionId).catch(shop.report);
  }
}

/** What came of a press is written down first and told then: where the process died between, it is told here. */
export async function tellUntoldActions(shop: Shop): Promise<void> {
  const ago = (ms: number) => new Date(shop.now().getTime() - ms);
  const untold = await untoldActions(shop.db, { since: ago(TELL_WITHIN_MS), before: ago(CUT_OFF_MS), notIn: UNTOLD, limit: AT_ONCE });
  if (untold.length === 0) return;
  const { tellUntoldInTalk } = await import('#agents/assistant.ts');
  for (const actionId of untold) {
    // oxlint-disable-next-line no-await-in-loop -- one talk after the other; what fails leaves the others alone
    await tellUntoldInTalk(shop, actionId).catch(shop.report);
  }
}
