import * as z from 'zod';
import { policyFor, policyOfOrder } from '#db/queries/policies.ts';
import { policyAnswer, policyTopics } from '#lib/commerce/policies/policy-answers.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { Order } from './arguments.ts';
import { theirOrder } from './own-order.ts';
import { reading } from './tool.ts';

export const askPolicyTool = reading({
  name: 'ask_policy',
  about:
    'What our policy says about cancelling, addresses, changes, paying, giving back, refunds or exchanges. With an order: what holds for it.',
  args: z.strictObject({ topic: z.enum(policyTopics), order: Order }),
  async read(shop, asking, { topic, order }) {
    const { who } = asking;
    const customerId = who.as === 'customer' ? who.customerId : null;
    const policy =
      order === undefined
        ? await policyFor(shop.db, { country: MARKET.country, channel: 'web', customerId, at: shop.now() })
        : await policyOfOrder(shop.db, (await theirOrder(shop, asking, order)).id);
    const { profile, version } = policy;
    return {
      effect: { ...policyAnswer(policy, topic), profile, version },
      rule: { profile, version, rule: topic },
      facts: [{ what: 'policy', id: `policy:${profile}@${version}`, at: null }]
    };
  }
});
