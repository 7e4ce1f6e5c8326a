import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MOST_TOOL_CALLS } from '#agents/conversation/run.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { ScriptedModel } from '../support/scripted-model.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
let orders: [PaidOrder, PaidOrder];
let talk: Asking;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  orders = [await aPaidOrder(shop, { customerId: rhea.customerId }), await aPaidOrder(shop, { customerId: rhea.customerId })];
});
beforeEach(async () => {
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(() => shop.close());

const logged = async () =>
  (await logOf(shop, talk.threadId)).map(({ tool, decision, code, arguments: asked }) => ({ tool, decision, code, asked }));
/** It calls all of it at once, and then says something. */
const calling = (calls: { name: string; args: Record<string, unknown> }[]) =>
  new ScriptedModel(({ results }) => (results.length === 0 ? { calls } : { text: 'Look at the card.' }));

test('a second proposal in a turn is refused, and the log has it with what was asked', async () => {
  const [one, other] = orders;
  const cancel = ({ number }: PaidOrder) => ({ name: 'cancel', args: { order: number } });
  await saidTo(shop, talk, 'cancel both', { hosted: calling([cancel(one), cancel(other)]) });
  const log = await logged();
  expect(log.map(({ tool, decision, code }) => `${tool} ${decision} ${code}`).toSorted()).toEqual([
    'cancel needs_approval null',
    'cancel refused not-allowed'
  ]);
  expect(log.find(({ decision }) => decision === 'refused')?.asked).toEqual({ order: other.number });
});

test('a call too many is refused, and the log has it', async () => {
  const [{ number }] = orders;
  const looks = Array.from({ length: MOST_TOOL_CALLS + 1 }, () => ({ name: 'order_status', args: { order: number } }));
  await saidTo(shop, talk, 'where is it', { hosted: calling(looks) });
  const log = (await logged()).filter(({ tool }) => tool === 'order_status');
  const many = (wanted: string): number => log.filter(({ decision, code }) => `${decision} ${code}` === wanted).length;
  expect([many('done null'), many('refused not-allowed'), log.length]).toEqual([MOST_TOOL_CALLS, 1, MOST_TOOL_CALLS + 1]);
});
