import { policySwitches, policyVersions } from '#db/queries/policies.ts';
import { draftPolicy } from '#lib/commerce/policies/draft-policy.server.ts';
import { EVERYBODY } from '#lib/commerce/policies/policy-scope.ts';
import type { PolicyProfile } from '#lib/commerce/policies/policy.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { switchOnPolicy } from '#lib/commerce/policies/switch-on-policy.server.ts';
import type { TestShop } from './shop.ts';
import { aPerson } from './staff.ts';

/** From the next order on what comes over this channel has the standard with these changes. */
export async function policyOfChannel(shop: TestShop, channel: string, change: Partial<PolicyProfile>): Promise<void> {
  const manager = await aPerson(shop, 'manager');
  const profile = `of-${channel}`;
  const { version } = await draftPolicy(shop, manager, { profile, basedOn: 0, terms: { ...standardPolicy, ...change }, note: '' });
  await switchOnPolicy(shop, manager, { ...EVERYBODY, channel, follows: 0, profile, version });
}

/** What is ordered within `work` is decided by the standard with these changes; the clock moves on by seconds. */
export async function underPolicy<T>(shop: TestShop, change: Partial<PolicyProfile>, work: () => Promise<T>): Promise<T> {
  const manager = await aPerson(shop, 'manager');
  const switchTo = async (terms: PolicyProfile) => {
    const known = (await policyVersions(shop.db, 100)).filter(({ profile }) => profile === 'other');
    const newest = Math.max(0, ...known.map(({ version }) => version));
    const { version } = await draftPolicy(shop, manager, { profile: 'other', basedOn: newest, terms, note: '' });
    const last = (await policySwitches(shop.db)).find((one) => one.country === null && one.channel === null && one.customerGroup === null);
    // A test may have set the clock back since the last of these, and no later switch holds from an earlier day.
    shop.at(new Date(Math.max(shop.now().getTime(), last?.since.getTime() ?? 0) + 1_000));
    await switchOnPolicy(shop, manager, { ...EVERYBODY, follows: last?.number ?? 0, profile: 'other', version });
  };
  await switchTo({ ...standardPolicy, ...change });
  try {
    return await work();
  } finally {
    await switchTo(standardPolicy);
  }
}
