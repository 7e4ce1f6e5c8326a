import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forgetOldSubscriptions } from '#db/queries/push.ts';
import { noticesOfOrder } from '#db/queries/inbox.ts';
import type { CommerceEvent } from '#lib/commerce/events.ts';
import { followOrder } from '#lib/commerce/notices/follow-order.server.ts';
import { pushNotice } from '#lib/commerce/notices/push-notice.server.ts';
import { tellShopper } from '#lib/commerce/notices/tell-shopper.server.ts';
import { unfollowOrder } from '#lib/commerce/notices/unfollow-order.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { keyPairOf } from '#lib/server/push-keys.ts';
import { publicLookup } from '#lib/server/public-address.ts';
import { webPusher } from '#lib/server/web-push.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { aNode, shopper, thePostcode } from '../support/makers.ts';
import { pushService, type FakeBrowser, type PushService } from '../support/push-service.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { anOrderToTellOf, type ToldOrder } from '../support/told.ts';

const HERE = 'blr-domlur';
const keys = { ...keyPairOf(randomBytes(32).toString('base64url')), subject: 'mailto:shop@mez.example' };
let shop: TestShop;
let service: PushService;
beforeAll(async () => {
  shop = await openShop();
  service = await pushService(keys.publicKey);
  shop.push = webPusher(keys, { isService: service.isService });
  await thePostcode(shop.db);
  await aNode(shop.db, HERE);
});
afterEach(() => service.answerWith());
afterAll(async () => {
  await service.stop();
  await shop.close();
});

const follow = async ({ orderKey }: ToldOrder, { target }: FakeBrowser) => followOrder(shop, shopper, { orderKey, ...target });
const noticeOf = async ({ orderId }: ToldOrder) => (await noticesOfOrder(shop.db, orderId))[0]!.id;
const tell = async ({ orderId, version }: ToldOrder) => tellShopper(shop, SYSTEM, { orderId, version });
async function aFollowed(): Promise<{ order: ToldOrder; browser: FakeBrowser }> {
  const [order, browser] = [await anOrderToTellOf(shop, HERE), service.aBrowser()];
  await follow(order, browser);
  return { order, browser };
}
const messagesOf = async ({ orderId }: ToldOrder) =>
  shop.db
    .selectFrom('push_message as m')
    .innerJoin('push_subscription as s', 's.id', 'm.subscription_id')
    .select(['m.state', 's.gone_at'])
    .where('s.order_id', '=', orderId)
    .execute();

/** All that follows from what was written down of an order and its notices, each job twice, as a broken worker would. */
async function followed({ orderId }: ToldOrder): Promise<void> {
  const rows = await shop.db
    .selectFrom('event')
    .selectAll()
    .where((eb) => eb.or([eb('topic', '=', `order:${orderId}`), eb('topic', 'like', 'notice:%')]))
    .orderBy('position')
    .execute();
  const events = rows.map(({ topic, version, type, data }) => ({ ...(data as object), topic, version, type }) as CommerceEvent);
  const jobs = events.flatMap(jobsOf);
  for (const { queue, data } of [...jobs, ...jobs]) {
    if (queue === 'tell-shopper') await tellShopper(shop, SYSTEM, data);
    if (queue === 'push-notice') await pushNotice(shop, data);
  }
}

test('one thing that happened is one entry, one mail and one push to each device, with every job run twice', async () => {
  const { order, browser } = await aFollowed();
  const other = service.aBrowser();
  await follow(order, other);
  await follow(order, browser);
  await followed(order);
  await followed(order);
  const [notice, ...more] = await noticesOfOrder(shop.db, order.orderId);
  expect(more).toEqual([]);
  const mails = await shop.db.selectFrom('mail').select('subject').where('order_id', '=', order.orderId).execute();
  expect(mails).toMatchObject([{ subject: expect.stringContaining(notice!.title) }]);
  for (const { pushed } of [browser, other]) {
    const words = { title: notice!.title, body: notice!.words, path: `/orders/${order.orderKey}`, tag: notice!.id };
    expect(pushed).toEqual([
      { words, subject: keys.subject, audience: service.origin, topic: notice!.id.replaceAll('-', ''), ttl: String(24 * 3_600) }
    ]);
  }
  expect(await messagesOf(order)).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
});

test('what is encrypted for one browser is read by no other', async () => {
  const { order, browser } = await aFollowed();
  const stranger = service.aBrowser();
  const { endpoint } = browser.target;
  await follow(order, { ...stranger, target: { ...stranger.target, endpoint } });
  await tell(order);
  await expect(pushNotice(shop, { noticeId: await noticeOf(order) })).rejects.toThrow('did not reach');
  expect(browser.pushed).toEqual([]);
});

test.each([404, 410])('a browser that is gone (%i) is asked for nothing again, whichever order it wanted', async (status) => {
  const { order, browser } = await aFollowed();
  const another = await anOrderToTellOf(shop, HERE);
  await follow(another, browser);
  await tell(order);
  service.answerWith(status);
  await pushNotice(shop, { noticeId: await noticeOf(order) });
  expect(await messagesOf(order)).toEqual([{ state: 'gone', gone_at: shop.now() }]);
  const before = service.asked();
  await tell(another);
  await pushNotice(shop, { noticeId: await noticeOf(another) });
  expect(service.asked()).toBe(before);
  // Asked for anew it is a device like any other.
  const third = await anOrderToTellOf(shop, HERE);
  await follow(third, browser);
  await tell(third);
  await pushNotice(shop, { noticeId: await noticeOf(third) });
  expect(browser.pushed).toHaveLength(1);
});

test('a service that fails is asked again, a redirect is not followed, and the other devices are told meanwhile', async () => {
  const { order, browser } = await aFollowed();
  const other = service.aBrowser();
  await follow(order, other);
  await tell(order);
  const noticeId = await noticeOf(order);
  service.answerWith(503);
  await expect(pushNotice(shop, { noticeId })).rejects.toThrow('did not reach 1 devices');
  expect(browser.pushed.length + other.pushed.length).toBe(1);
  service.answerWith(307);
  await expect(pushNotice(shop, { noticeId })).rejects.toThrow('did not reach');
  await pushNotice(shop, { noticeId });
  expect([browser.pushed.length, other.pushed.length]).toEqual([1, 1]);
});

test('of two workers at the same moment one pushes, and one that died is followed by the next', async () => {
  const { order, browser } = await aFollowed();
  await tell(order);
  const noticeId = await noticeOf(order);
  await Promise.allSettled(Array.from({ length: 6 }, async () => pushNotice(shop, { noticeId })));
  expect(browser.pushed).toHaveLength(1);

  const dying = await aFollowed();
  await tell(dying.order);
  const id = await noticeOf(dying.order);
  const later = new Date(shop.now().getTime() + 20_000);
  await shop.db.updateTable('push_message').set({ taken_until: later }).where('notice_id', '=', id).execute();
  await expect(pushNotice(shop, { noticeId: id })).rejects.toThrow('did not reach');
  const morning = shop.now();
  shop.at(later);
  await pushNotice(shop, { noticeId: id });
  shop.at(morning);
  expect(dying.browser.pushed).toHaveLength(1);
});

test('whoever takes it back is told no more, and nobody else is taken off', async () => {
  const { order, browser } = await aFollowed();
  const [other, another] = [service.aBrowser(), await anOrderToTellOf(shop, HERE)];
  await follow(order, other);
  await follow(another, browser);
  await unfollowOrder(shop, shopper, { orderKey: order.orderKey, endpoint: browser.target.endpoint });
  for (const one of [order, another]) {
    await tell(one);
    await pushNotice(shop, { noticeId: await noticeOf(one) });
  }
  expect(other.pushed).toHaveLength(1);
  expect(browser.pushed.map(({ words }) => words.path)).toEqual([`/orders/${another.orderKey}`]);
});

test('an address that is no push service, keys that are none and too many devices are refused', async () => {
  const order = await anOrderToTellOf(shop, HERE);
  const browser = service.aBrowser();
  const refused = async (target: object) => outcomeOf(follow(order, { ...browser, target: { ...browser.target, ...target } }));
  expect(await refused({ endpoint: 'http://127.0.0.1:1/push/x' })).toBe('device-unreachable');
  expect(await refused({ endpoint: 'no address' })).toBe('device-unreachable');
  expect(await refused({ p256dh: `B${'A'.repeat(86)}` })).toBe('device-unreachable');
  expect(await refused({ auth: 'short' })).toBe('device-unreachable');
  await expect(followOrder(shop, shopper, { orderKey: 'A'.repeat(43), ...browser.target })).rejects.toMatchObject({ code: 'not-found' });
  await expect(unfollowOrder(shop, shopper, { orderKey: 'x', endpoint: 'x' })).rejects.toMatchObject({ code: 'not-found' });

  await shop.db.deleteFrom('rate_bucket').execute();
  const outcomes = await Promise.all(Array.from({ length: 12 }, async () => outcomeOf(follow(order, service.aBrowser()))));
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(10);
  await shop.db.deleteFrom('rate_bucket').execute();
  expect(await outcomeOf(follow(order, browser))).toBe('devices-full');
});

test('a name that leads to a machine of ours is not asked, whatever its list says', async () => {
  const guarded = webPusher(keys, { isService: () => true, lookup: publicLookup });
  const { target } = service.aBrowser();
  const before = service.asked();
  const inward = { ...target, endpoint: target.endpoint.replace('127.0.0.1', 'localhost') };
  await expect(guarded.send(inward, { title: 't', body: 'b', path: '/', tag: 'x' })).rejects.toThrow('no public address');
  expect(service.asked()).toBe(before);
});

test('devices are forgotten with the order they wanted to hear of', async () => {
  const { order } = await aFollowed();
  await forgetOldSubscriptions(shop.db, shop.now());
  expect(await shop.db.selectFrom('push_subscription').select('id').where('order_id', '=', order.orderId).execute()).toHaveLength(1);
  await forgetOldSubscriptions(shop.db, new Date(shop.now().getTime() + 1));
  expect(await shop.db.selectFrom('push_subscription').select('id').execute()).toEqual([]);
});
