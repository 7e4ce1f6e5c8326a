import type { Fact } from '#lib/kernel/fact.ts';

/** Other rules of who sends what are in force; `version` is that of the rule set. `follows` is what was before, 0 for none. */
export type RuleChanged = Fact<'rule.changed', { follows: number; rules: number }>;
export type RuleEvent = RuleChanged;

export const RULE_TOPIC = 'rules:sourcing';
