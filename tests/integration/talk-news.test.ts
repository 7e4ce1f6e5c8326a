import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellNews } from '#agents/assistant.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { tellBackInStock } from '#lib/commerce/stock/tell-back-in-stock.server.ts';
import { openCurrentThread } from '#lib/commerce/support/open-thread.server.ts';
import { quietTalk } from '#lib/commerce/support/quiet-talk.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { aCustomer, type Customer } from '../support/customers.ts';
import { aNode, aVariant, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { aPaidOrder, asCustomer, asGuest, TALK_NODE, type PaidOrder } from '../support/talks.ts';

let shop: TestShop;
let rhea: Customer;
beforeAll(async () => {
  shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, TALK_NODE, { kind: 'dark_store' });
  rhea = await aCustomer(shop);
});
afterAll(() => shop.close());

async function aNotice({ orderId }: PaidOrder, kind: 'promise' | 'money' | 'return', version: number): Promise<{ noticeId: string }> {
  const noticeId = shop.newId();
  const words = { title: 'It comes later: Friday', words: 'The van broke down.' };
  await shop.db
    .insertInto('notice')
    .values({ id: noticeId, order_id: orderId, version, kind, ...words, at: shop.now() })
    .execute();
  return { noticeId };
}

const newsIn = async (threadId: string) =>
  (await messagesOf(shop.db, threadId)).map(({ author, words, cards, grounds }) => ({ author, words, cards, grounds }));

test('a delay opens the talk with the order in it, once, whoever of a hundred jobs tells it; what they did themselves is not told', async () => {
  const order = await aPaidOrder(shop, { customerId: rhea.customerId, quantity: 1 });
  const notice = await aNotice(order, 'promise', 90);
  await Promise.all(Array.from({ length: 10 }, async () => tellNews(shop, notice)));
  await tellNews(shop, await aNotice(order, 'money', 91));
  const threadId = await openCurrentThread(shop, { who: asCustomer(rhea.customerId), session: 's' });
  expect(await newsIn(threadId)).toEqual([
    {
      author: 'assistant',
      words: `${order.number}: It comes later: Friday. The van broke down.`,
      cards: [expect.objectContaining({ type: 'order', number: order.number })],
      grounds: [expect.objectContaining({ what: 'event', id: `order:${order.orderId}@90` })]
    }
  ]);
});

test('a guest hears of it in the talk of the order; whoever wants to hear elsewhere only hears nothing here, until they do again', async () => {
  const order = await aPaidOrder(shop, { quantity: 1 });
  const who = asGuest(order.orderId);
  const asking: Asking = { who, channel: 'chat', session: 's', threadId: await openCurrentThread(shop, { who, session: 's' }) };
  await tellNews(shop, await aNotice(order, 'return', 90));
  await quietTalk(shop, asking, { isQuiet: true });
  await quietTalk(shop, asking, { isQuiet: true });
  await tellNews(shop, await aNotice(order, 'promise', 91));
  expect(await newsIn(asking.threadId)).toHaveLength(1);
  await quietTalk(shop, asking, { isQuiet: false });
  await tellNews(shop, await aNotice(order, 'promise', 92));
  expect(await newsIn(asking.threadId)).toHaveLength(2);
  const elsewhere = { ...asking, who: asCustomer(rhea.customerId) };
  expect(await outcomeOf(quietTalk(shop, elsewhere, { isQuiet: true }))).toBe('not-found');
});

test('what somebody waited for is told in the talk of their account, and an address without one gets its mail alone', async () => {
  const omar = await aCustomer(shop, { name: 'Omar' });
  const variantId = await aVariant(shop.db, { stock: { [TALK_NODE]: 3 } });
  for (const email of [omar.email, 'nobody@mez.example']) {
    const alert = { id: shop.newId(), variant_id: variantId, email, asked_at: shop.now() };
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await shop.db.insertInto('stock_alert').values(alert).execute();
  }
  expect(await tellBackInStock(shop, SYSTEM, { variantId })).toBe(2);
  const facts = await shop.db.selectFrom('event').selectAll().where('type', '=', 'stock.told_back').execute();
  const jobs = facts.flatMap(({ data, ...row }) => jobsOf({ ...(data as object), ...row } as never));
  expect(jobs).toHaveLength(2);
  for (const job of [...jobs, ...jobs]) if (job.queue === 'tell-in-talk') await tellNews(shop, job.data);
  const threadId = await openCurrentThread(shop, { who: asCustomer(omar.customerId), session: 's' });
  expect(await newsIn(threadId)).toMatchObject([
    { words: expect.stringContaining('is there again'), cards: [{ type: 'product', available: 3 }], grounds: [{ what: 'product' }] }
  ]);
  expect(await shop.db.selectFrom('mail').select('to').where('to', '=', 'nobody@mez.example').execute()).toHaveLength(1);
});
