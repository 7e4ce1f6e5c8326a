import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL, changing, redirecting } from '../support/api-changes.ts';
import { aBuyer, openApiShop, type Buyer } from '../support/api-world.ts';
import { OF_REFUNDS, ofBodies, refusesAll, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const { tooOften } = provoking(
  () => shop,
  () => buyer
);
const { paid, made, refusedBack } = changing(
  () => shop,
  () => buyer
);
const right = async () => redirecting(await refusedBack());
const provoked: Provoked = {
  listRefunds: { 'not-found': async () => ({ method: 'GET', path: `${forged('orders')}/refunds` }) },
  redirectRefund: {
    ...ofBodies(right),
    'not-found': async () => redirecting({ ...(await paid()), refundId: shop.newId() }),
    async 'not-allowed'() {
      const order = await paid();
      await made(order.path, ALL);
      const { json } = await buyer.ask({ method: 'GET', path: `${order.path}/refunds` });
      const [{ id } = { id: '' }] = json['refunds'] as { id: string }[];
      return redirecting({ ...order, refundId: id });
    },
    'too-many-requests': async () => tooOften(await right())
  }
};

test('what its bank did not take back is seen, and becomes store credit once however often it is sent', async () => {
  const order = await refusedBack();
  const listed = await buyer.ask({ method: 'GET', path: `${order.path}/refunds` });
  expect(listed.json).toMatchObject({ refunds: [{ id: order.refundId, how: 'bank', state: 'due', isRefused: true }] });
  const twice = [await buyer.ask(redirecting(order)), await buyer.ask(redirecting(order))];
  expect(twice.map(({ status }) => status)).toEqual([200, 200]);
  expect(twice[1]?.json).toMatchObject({ refunds: [{ how: 'store-credit', state: 'due', isRefused: false }] });
});

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_REFUNDS });
