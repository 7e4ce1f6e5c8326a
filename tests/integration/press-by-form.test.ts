import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { messagesOf } from '#db/queries/support-messages.ts';
import { askingOf, type Talking } from '#lib/server/asking.ts';
import { decideFrom } from '../../src/routes/talk-actions.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { cardIn, saidTo } from '../support/talking.ts';
import { aPaidOrder, stateOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let order: PaidOrder;
let card: { actionId: string; hash: string };
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
});
beforeEach(async () => {
  rhea = await aCustomer(shop, { passwordless: true });
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
  card = cardIn(await saidTo(shop, await askingOf(shop, inBrowser('phone')), `cancel order ${order.number}`), 'action')!;
});
afterAll(() => shop.close());

const inBrowser = (session: string): Talking => ({
  actor: { ...shopper, customerId: rhea.customerId },
  session,
  browser: undefined
});

async function pressed(session: string, press: 'approve' | 'not-now'): Promise<unknown> {
  const body = new URLSearchParams({ action: card.actionId, hash: card.hash, press });
  const request = new Request('http://shop.test/', { method: 'POST', body });
  return decideFrom({ request, locals: { shop, actor: shopper, session: undefined } } as never, {
    path: '/assistant',
    talking: () => inBrowser(session)
  });
}
const lastWords = async (): Promise<string> => {
  const { threadId } = await askingOf(shop, inBrowser('phone'));
  return (await messagesOf(shop.db, threadId)).at(-1)!.words;
};
const goesOn = { status: 303, location: '/assistant#end' };

test('Approve in another browser than where it was shown says so on that page, and it can still be confirmed where it was shown', async () => {
  const shown = await lastWords();
  expect(await pressed('laptop', 'approve')).toMatchObject({
    status: 409,
    data: { fields: { '': expect.stringContaining('shown on another device') } }
  });
  expect([await lastWords(), (await stateOf(shop, order.orderId)).refunds]).toEqual([shown, 0]);
  await expect(pressed('phone', 'approve')).rejects.toMatchObject(goesOn);
  expect(await lastWords()).toMatch(/^It is cancelled\./);
});

test('a press that comes too late says so on its page; what came of the first one stands in the talk', async () => {
  await expect(pressed('laptop', 'not-now')).rejects.toMatchObject(goesOn);
  expect(await pressed('phone', 'approve')).toMatchObject({
    status: 409,
    data: { fields: { '': expect.stringContaining('This is over') } }
  });
});

test('what the command refuses is said in the talk alone', async () => {
  await shop.db.updateTable('fulfilment_order').set({ state: 'picking' }).where('order_id', '=', order.orderId).execute();
  await expect(pressed('phone', 'approve')).rejects.toMatchObject(goesOn);
  expect(await lastWords()).toContain('being made ready by now');
});
