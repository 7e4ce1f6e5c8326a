import type { Fact } from '#lib/kernel/fact.ts';
import type { PolicyScope } from './policy-scope.ts';

/** Another policy holds for orders from now on; `profile` is null where those ones have none of their own any more. */
export type PolicyChanged = Fact<'policy.changed', PolicyScope & { profile: string | null; profileVersion: number | null }>;
export type PolicyEvent = PolicyChanged;

/** One topic for each circle of people, numbered by its switches. */
export const policyTopic = ({ country, channel, customerGroup }: PolicyScope): string =>
  `policy:${country ?? '*'}/${channel ?? '*'}/${customerGroup ?? '*'}`;
