import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { HostedModel } from '#lib/server/support-model.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { turnOf, type Fault } from '../support/model-stubs/brain.ts';
import { stubServer, type StubServer } from '../support/model-stubs/stub-server.ts';
import { ScriptedModel } from '../support/scripted-model.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { cardIn, saidTo } from '../support/talking.ts';
import { aPaidOrder, asCustomer, aTalk, logOf, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let server: StubServer;
let rhea: Customer;
let order: PaidOrder;
let other: PaidOrder;
let talk: Asking;
beforeAll(async () => {
  shop = await openShop();
  server = await stubServer('openai');
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
  order = await aPaidOrder(shop, { customerId: rhea.customerId });
  other = await aPaidOrder(shop, { customerId: rhea.customerId });
});
beforeEach(async () => {
  shop.supportModel = { kind: 'openai', name: `stub ${shop.newId()}`, url: server.url, key: 'a key of ours' } satisfies HostedModel;
  talk = await aTalk(shop, asCustomer(rhea.customerId));
});
afterAll(async () => {
  await server.close();
  await shop.close();
});

type Args = Record<string, unknown>;
const cancel = (args: Args) => ({ name: 'cancel', args });
/** Proposes that, and then fails. */
const proposesAnd = (fault: Fault, args: Args): void =>
  server.thinks((asked) => (turnOf(asked).answers.length === 0 ? { calls: [cancel(args)] } : { fault }));

const cancels = async (): Promise<string[]> =>
  (await logOf(shop, talk.threadId)).filter(({ tool }) => tool === 'cancel').map(({ decision, code }) => `${decision} ${code}`);
const CONFIRM = /Nothing has happened yet: look at the card/;
const REFUSED = /not possible/;

test.each(['hangs', 'rubbish', 'dies', 500] as const)(
  'what a model proposed before it failed (%s) is what the other one tells of: the reply fits its card',
  async (fault) => {
    proposesAnd(fault, { order: order.number, reason: 'other' });
    const heard = await saidTo(shop, talk, `cancel order ${order.number}`);
    expect(cardIn(heard, 'action')).toMatchObject({ kind: 'cancel', order: order.number });
    expect(heard.words).not.toMatch(REFUSED);
    expect(heard.words).toMatch(CONFIRM);
    expect(await cancels()).toEqual(['needs_approval null']);
  }
);

test('also where it named some of the things: the card says which, and so does the reply', async () => {
  const { title } = await shop.db.selectFrom('order_line').select('title').where('order_id', '=', order.orderId).executeTakeFirstOrThrow();
  proposesAnd('dies', { order: order.number, items: [{ item: title, quantity: 1 }] });
  const heard = await saidTo(shop, talk, `cancel order ${order.number}`);
  const money =
    cardIn(heard, 'action')
      ?.lines.find(({ label }) => label === 'Money')
      ?.text.replace(/\.$/, '') ?? 'no money';
  expect(heard.words).toContain(money);
  expect(await cancels()).toEqual(['needs_approval null']);
});

test('what the other one wishes for besides is refused in words that fit the card', async () => {
  proposesAnd('dies', { order: other.number });
  const heard = await saidTo(shop, talk, `cancel order ${order.number}`);
  expect(cardIn(heard, 'action')).toMatchObject({ order: other.number });
  expect(heard.words).not.toMatch(REFUSED);
  expect(heard.words).toContain('what is on the card');
});

test('a model that says the same again, with what goes without saying, has the proposal that stands; one that says something else has a no', async () => {
  const seen: string[] = [];
  const model = new ScriptedModel(({ results, calls }) => {
    seen.push(results.at(-1) ?? '');
    if (calls === 1) return { calls: [cancel({ order: order.number })] };
    if (calls === 2) return { calls: [cancel({ order: order.number, reason: 'changed-mind' })] };
    if (calls === 3) return { calls: [cancel({ order: order.number, reason: 'other' })] };
    return { text: 'Look at the card.' };
  });
  await saidTo(shop, talk, 'cancel it', { hosted: model });
  expect(seen[2]).toBe(seen[1]);
  expect(seen[3]).toContain('"decision":"refused"');
  expect(await cancels()).toEqual(['needs_approval null', 'refused not-allowed']);
});
