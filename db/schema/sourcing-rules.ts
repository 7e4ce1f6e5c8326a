import type { SourcingRule } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import type { Json, Time } from './columns.ts';

/** Only grows. */
export type SourcingRuleSetTable = {
  version: number;
  rules: Json<SourcingRule[]>;
  note: string;
  author_id: string;
  made_at: Time;
};

/** The newest is in force; `follows` is the one that was before. Only grows. */
export type SourcingSwitchTable = {
  version: number;
  follows: number | null;
  author_id: string;
  made_at: Time;
};
