import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions } from '../../src/routes/(office)/office/mail/+page.server.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import type { Mail } from '#db/queries/mail.ts';
import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import type { Who } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { replyAddress } from '#lib/server/reply-address.ts';
import { aCustomer } from '../support/customers.ts';
import { latestMail } from '../support/mailbox.ts';
import { aNode, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { aPerson } from '../support/staff.ts';
import { asCustomer, asGuest } from '../support/talks.ts';
import { aToldOrder } from '../support/told.ts';

const STORE = 'blr-indiranagar';
const EMAIL = 'rhea@example.com';
let shop: TestShop;
let kabir: Actor;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, STORE);
  kabir = await aPerson(shop, 'manager');
});
afterAll(() => shop.close());

const talkOf = async (who: Who) => openCurrentThread(shop, { who, session: '' });
const saidIn = async (threadId: string) =>
  (await messagesOf(shop.db, threadId)).map(({ author, channel, words }) => ({ author, channel, words }));

type Event = Parameters<NonNullable<(typeof actions)['answer']>>[0];
type Pressed = { on?: Partial<TestShop>; actor?: Actor; key?: string };
async function answered(
  { id }: Pick<Mail, 'id'>,
  words: string,
  { on = {}, actor = kabir, key = shop.newId() }: Pressed = {}
): Promise<unknown> {
  const body = new URLSearchParams({ mailId: id, key, words });
  const request = new Request('http://localhost/office/mail', { method: 'POST', body });
  const event = { request, locals: { shop: { ...shop, ...on }, actor } } as unknown as Event;
  return (actions['answer'] as (event: Event) => Promise<unknown>)(event).catch((thrown: unknown) => thrown);
}

test('a mail about an order is answered in its talk, from the office’s own mailbox, once', async () => {
  const { orderId } = await aToldOrder(shop, STORE);
  const threadId = await talkOf(asGuest(orderId));
  const mail = await latestMail(shop, EMAIL);
  expect(mail).toMatchObject({ kind: 'order', replyTo: replyAddress(shop, threadId) });
  const key = shop.newId();
  for (const _ of [1, 2]) expect(await answered(mail, 'then send it back', { key })).toMatchObject({ status: 303 });
  expect(await saidIn(threadId)).toEqual([{ author: 'shopper', channel: 'email', words: 'then send it back' }]);
});

test('nothing, a mail that nobody may answer, somebody at a counter, and a shop that sends its mails are refused', async () => {
  const { orderId } = await aToldOrder(shop, STORE);
  const mail = await latestMail(shop, EMAIL);
  expect(await answered(mail, ' ')).toMatchObject({ status: 422, data: { mailId: mail.id, message: 'Write something.' } });
  expect(await answered(mail, '> only a quote')).toMatchObject({ data: { words: '> only a quote' } });
  expect(await answered({ id: shop.newId() }, 'hello')).toMatchObject({ status: 404 });
  expect(await answered(mail, 'hello', { actor: await aPerson(shop, 'support') })).toMatchObject({ status: 403 });
  expect(await answered(mail, 'hello', { on: { sendMail: async () => undefined } })).toMatchObject({ status: 409 });
  await shop.db.updateTable('mail').set({ reply_to: null }).where('id', '=', mail.id).execute();
  expect(await answered(mail, 'hello')).toMatchObject({ status: 404 });
  expect(await saidIn(await talkOf(asGuest(orderId)))).toEqual([]);
});

test('of an account’s order, a mail is answered in its talk only where it went to the address of the account', async () => {
  const elsewhere = await aCustomer(shop, { passwordless: true });
  await aToldOrder(shop, STORE, elsewhere.customerId);
  expect(await latestMail(shop, EMAIL)).toMatchObject({ kind: 'order', replyTo: null });
  const same = await aCustomer(shop, { email: EMAIL, passwordless: true });
  await aToldOrder(shop, STORE, same.customerId);
  expect((await latestMail(shop, EMAIL)).replyTo).toBe(replyAddress(shop, await talkOf(asCustomer(same.customerId))));
});
