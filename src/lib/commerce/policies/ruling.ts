import type { Policy, PolicyCode, PolicyMark, RuledNo, WayOpen } from './policy.ts';

/** `rule`: the place in the profile that speaks, such as `cancel.states`. */
export const ruledBy = ({ profile, version }: Policy, rule: string): PolicyMark => ({ profile, version, rule });

export const ruledOut = (by: PolicyMark, code: PolicyCode, detail = '', open: readonly WayOpen[] = []): RuledNo => ({
  allowed: false,
  by,
  code,
  detail,
  open
});
