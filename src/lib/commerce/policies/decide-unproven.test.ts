import { expect, test } from 'vitest';
import { decideUnproven } from './decide-unproven.ts';
import { standardPolicy } from './standard-policy.ts';

const policy = { profile: 'standard', version: 1, terms: standardPolicy };
const most = standardPolicy.limits.creditWithoutPurchaseMinor!;

test('up to the limit it is taken back for its lowest price; above it, without a price, or where no policy lets, it is not', () => {
  expect(decideUnproven(policy, { lowestMinor: most })).toMatchObject({ allowed: true, amountMinor: most });
  const never = { ...policy, terms: { ...standardPolicy, limits: { ...standardPolicy.limits, creditWithoutPurchaseMinor: null } } };
  for (const no of [
    decideUnproven(policy, { lowestMinor: most + 1 }),
    decideUnproven(policy, { lowestMinor: null }),
    decideUnproven(policy, { lowestMinor: 0 }),
    decideUnproven(never, { lowestMinor: 1 })
  ])
    expect(no).toMatchObject({ allowed: false, code: 'purchase-needed' });
});
