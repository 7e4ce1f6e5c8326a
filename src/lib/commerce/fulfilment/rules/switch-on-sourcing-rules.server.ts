import { once } from '#db/queries/idempotency.ts';
import { networkNodes } from '#db/queries/delivery.ts';
import { findRuleSet, insertSwitch, pastRecords, rulesInForce } from '#db/queries/sourcing-rules.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overRules } from '../../stores/staff-policy.ts';
import { isRefused } from './contradictions.ts';
import { dryRun } from './dry-run.ts';
import { findingText } from './finding-words.ts';
import { MOST_PAST_ORDERS, pastOrdersOf } from './past-orders.ts';
import { RULE_TOPIC } from './rule.events.ts';
import { NO_RULES } from './sourcing-rule.ts';

/** `inForce`: the version that was in force when somebody looked, 0 for none. */
export type SwitchOnSourcingRules = { version: number; inForce: number; key?: string };

/**
 * From the next quote on who sends what is decided by these rules. They are tried on past orders first.
 * Refuses `forbidden`, `not-found`, `stale-version` (others are in force by now, or these are older), and `not-allowed` with what is
 * wrong: rules that contradict each other, or orders that no place could have sent.
 */
export async function switchOnSourcingRules(
  shop: Shop,
  actor: Actor,
  { key, ...input }: SwitchOnSourcingRules
): Promise<{ version: number }> {
  const { userId: authorId } = overRules(actor);
  return inTransaction(shop, { actor, once: once('switch-on-sourcing-rules', key, input) }, async (tx, record) => {
    const draft = (await findRuleSet(tx, input.version)) ?? refuse('not-found');
    const inForce = (await rulesInForce(tx)) ?? NO_RULES;
    if (inForce.version !== input.inForce || draft.version <= inForce.version) refuse('stale-version');
    const past = pastOrdersOf(await pastRecords(tx, MOST_PAST_ORDERS), await networkNodes(tx));
    const { findings } = dryRun(past, { inForce, draft });
    const wrong = findings.filter(isRefused);
    if (wrong.length > 0) refuse('not-allowed', wrong.map(findingText).join(' '));
    const follows = inForce.version === NO_RULES.version ? null : inForce.version;
    if (!(await insertSwitch(tx, { version: draft.version, follows, authorId, at: shop.now() }))) refuse('stale-version');
    record({ type: 'rule.changed', topic: RULE_TOPIC, version: draft.version, follows: inForce.version, rules: draft.rules.length });
    return { version: draft.version };
  });
}
