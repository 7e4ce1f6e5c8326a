import { afterAll, beforeAll, expect, test } from 'vitest';
import { messagesOf } from '#db/queries/support-messages.ts';
import { aCustomer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, asGuest, aTalk, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
afterAll(() => shop.close());

const STATES = ['released', 'picking', 'packed', 'on_hold'] as const;
const wishes = (order: PaidOrder, other: PaidOrder): string[] => [
  `where is ${order.number}`,
  `when does ${order.number} arrive and where is ${other.number}?`,
  `cancel ${order.number}`,
  'yes',
  `I want to return ${order.number}, it arrived damaged`,
  `change the delivery address of ${order.number} to 12 Test Street, Indiranagar, Bengaluru 560038`,
  `where is my refund for ${order.number}`,
  'what is your return policy?',
  'can I cancel an order?',
  'mera order kab aayega',
  `I want to pay ${order.number} by card instead of upi`,
  `please deliver ${order.number} on another day`,
  'which payment methods do you accept',
  'do you have thing',
  'what are your store hours'
];

test('of three hundred replies over orders as they come none says an amount, a day, a status or a number that nothing supports', async () => {
  let replies = 0;
  for (let round = 0; round < 10; round++) {
    const { customerId } = await aCustomer(shop, { passwordless: true });
    const make = async (more: object) => aPaidOrder(shop, { quantity: 1 + (round % 3), priceMinor: 10_000 + round * 7_301, ...more });
    const [order, other, guests] = [await make({ customerId }), await make({ customerId }), await make({})];
    const state = STATES[round % STATES.length]!;
    await shop.db.updateTable('fulfilment_order').set({ state }).where('order_id', '=', order.orderId).execute();
    const talks = [await aTalk(shop, asCustomer(customerId)), await aTalk(shop, asGuest(guests.orderId))];
    await Promise.all(
      talks.map(async (talk, at) => {
        for (const words of at === 0 ? wishes(order, other) : wishes(guests, order)) await saidTo(shop, talk, words);
        const said = await messagesOf(shop.db, talk.threadId);
        // After the await: of two talks at once neither may forget what the other counted.
        replies += said.filter(({ author }) => author === 'assistant').length;
      })
    );
  }
  expect(replies).toBeGreaterThanOrEqual(300);
  // What rests on nothing is reported, and then not said.
  expect(shop.faults.map(String)).toEqual([]);
}, 240_000);
