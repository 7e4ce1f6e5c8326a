import { aMember, type Member } from './api-accounts.ts';
import { NODE, type Answer, type Buyer, type Sent } from './api-world.ts';
import { aDeliveredOrder } from './delivered-order.ts';
import { givePoints } from './points.ts';
import { ofBodies, ofKeys, type Provoke } from './provoked.ts';
import type { TestShop } from './shop.ts';

async function aRichMember(shop: TestShop): Promise<Member> {
  const member = await aMember(shop);
  await givePoints(shop, member.customer.customerId, 1000);
  return member;
}

/** A real request for each endpoint of points. */
export function requestsOfPoints(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  return {
    async readPoints() {
      const { customer, headers } = await aRichMember(shop());
      await aDeliveredOrder(shop(), { nodeId: NODE, units: [1], by: customer });
      await buyer().ask(await turning(shop(), { headers }, 600));
      return { method: 'GET', path: '/account/points', headers };
    },
    turnPointsIntoCredit: async () => turning(shop(), await aRichMember(shop()), 1000)
  };
}

const turning = async (shop: TestShop, { headers }: Pick<Member, 'headers'>, points: number): Promise<Sent> => ({
  method: 'POST',
  path: '/account/points/credit',
  body: { points },
  key: shop.newId(),
  headers
});

/** Why points are not turned into credit. */
export function noesOfPoints(shop: () => TestShop, buyer: () => Buyer): Record<string, Provoke> {
  const right = async () => turning(shop(), await aRichMember(shop()), 1000);
  return {
    ...ofBodies(right),
    ...ofKeys(async (sent) => buyer().ask(sent), right, { points: 600 }),
    'points-too-few': async () => turning(shop(), await aRichMember(shop()), 499),
    'not-enough-points': async () => turning(shop(), await aRichMember(shop()), 1001),
    async 'points-pending'() {
      const member = await aRichMember(shop());
      await aDeliveredOrder(shop(), { nodeId: NODE, units: [1], by: member.customer });
      return turning(shop(), member, 1400);
    },
    async 'not-allowed'(): Promise<Answer> {
      const sent = await right();
      const turned = async (isOn: boolean) => shop().db.updateTable('loyalty_terms').set({ is_on: isOn }).execute();
      await turned(false);
      const answer = await buyer().ask(sent);
      await turned(true);
      return answer;
    }
  };
}
