import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyChange } from '#lib/commerce/order-change/apply-change.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { payingByCard } from '../support/api-balances.ts';
import { ALL, CARD, changing, elsewhere, NOTE, type Wished } from '../support/api-changes.ts';
import { aBuyer, openApiShop, STORE, type Answer, type Buyer, type Sent } from '../support/api-world.ts';
import { aVariant } from '../support/makers.ts';
import { later } from '../support/later.ts';
import { underPolicy } from '../support/policies.ts';
import { OF_CHANGES, ofBodies, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';
import { secondToTryAgain } from '../support/try-again.ts';
import { anUnfilledOrder } from '../support/unfilled.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const { ofKeys, tooOften } = provoking(
  () => shop,
  () => buyer
);
const { paid, swapped, preview, make, made, sentOut, ended } = changing(
  () => shop,
  () => buyer
);
const { aCard, noesOnTop } = payingByCard(
  () => shop,
  () => buyer
);
const provoked: Provoked = {};
provoked['listChanges'] = { 'not-found': async () => ({ method: 'GET', path: `${forged('orders')}/changes` }) };

/** An order that was sent out, ended, and so on; and what is asked of it. */
const noes: Record<string, () => Promise<Wished>> = {
  'not-found': async () => ({ orderId: '', path: forged('orders'), wish: ALL }),
  async 'already-begun'() {
    const order = await paid();
    await sentOut(order);
    return { ...order, wish: ALL };
  },
  async 'already-ended'() {
    const order = await paid();
    await ended(order);
    return { ...order, wish: ALL };
  },
  async 'changed-before'() {
    const order = await underPolicy(shop, { cancel: { ...standardPolicy.cancel, afterItemChange: false } }, async () => paid());
    await made(order.path, await swapped(order.orderId));
    return { ...order, wish: ALL };
  },
  'in-progress': async () => ({ ...(await buyer.order()), wish: CARD }),
  async 'item-changes-used'() {
    const order = await underPolicy(shop, { items: { ...standardPolicy.items, mostChanges: 1 } }, async () => paid());
    await made(order.path, await swapped(order.orderId));
    return { ...order, wish: await swapped(order.orderId) };
  },
  async 'method-not-offered'() {
    const order = await underPolicy(shop, { items: { ...standardPolicy.items, mostChanges: 0, swapFor: 'nothing' } }, async () => paid());
    return { ...order, wish: await swapped(order.orderId) };
  },
  async 'not-allowed'() {
    const order = await paid();
    await ended(order);
    return { ...order, wish: NOTE };
  },
  async 'not-paid-so'() {
    const order = await underPolicy(shop, { payment: { ...standardPolicy.payment, difference: ['card', 'gift_card'] } }, async () =>
      paid()
    );
    return { ...order, wish: await swapped(order.orderId, { priceMinor: 90_000 }) };
  },
  async 'not-same-product'() {
    const order = await paid();
    const wish = await swapped(order.orderId);
    return { ...order, wish: { ...wish, toVariantId: await aVariant(shop.db) } as Wished['wish'] };
  },
  async 'nothing-brought'() {
    const { orderKey } = await anUnfilledOrder(shop, STORE);
    return { orderId: '', path: `/orders/${orderKey}`, wish: elsewhere('560038') };
  },
  async 'out-of-stock'() {
    const order = await paid();
    return { ...order, wish: await swapped(order.orderId, { onHand: 0 }) };
  },
  async 'reason-not-taken'() {
    const order = await underPolicy(shop, { cancel: { ...standardPolicy.cancel, reasons: ['by-mistake'] } }, async () => paid());
    return { ...order, wish: ALL };
  },
  'unknown-postcode': async () => ({ ...(await paid()), wish: elsewhere('999999') })
};

const eachNo = (sent: typeof preview): Record<string, Provoke> =>
  Object.fromEntries(
    Object.entries(noes).map(([code, no]) => [
      code,
      async () => {
        const { path, wish } = await no();
        return sent(path, wish);
      }
    ])
  );
/** For a while no place brings anything anywhere. */
async function whileNobodyBrings(ask: () => Promise<Answer>): Promise<Answer> {
  await sql`update node set methods = array_remove(methods, 'ship')`.execute(shop.db);
  try {
    return await ask();
  } finally {
    await sql`update node set methods = array_append(methods, 'ship')`.execute(shop.db);
  }
}
async function toWhereNobodyBrings(sent: typeof preview): Promise<Answer> {
  const { path } = await paid();
  await shop.db
    .insertInto('postcode')
    .values({ country: 'IN', code: '110001', lat: 28.63, lng: 77.22, city: 'New Delhi', state: 'Delhi' })
    .onConflict((there) => there.doNothing())
    .execute();
  return whileNobodyBrings(async () => buyer.ask(await sent(path, elsewhere('110001'))));
}
const previewing = async (): Promise<Sent> => preview((await paid()).path, ALL);
const making = async (): Promise<Sent> => make((await paid()).path, ALL);
provoked['previewChange'] = {
  ...ofBodies(previewing),
  ...eachNo(preview),
  'no-service': async () => toWhereNobodyBrings(preview),
  'too-many-requests': async () => tooOften(await previewing())
};
provoked['makeChange'] = {
  ...ofBodies(making),
  ...ofKeys(making, { seal: 'another' }),
  ...eachNo(make),
  'no-service': async () => toWhereNobodyBrings(make),
  async 'stale-version'() {
    const { path } = await paid();
    const sent = await make(path, ALL);
    const cheaper = { ...(sent.body as object), change: { ...ALL, reason: 'by-mistake' }, seal: 'of what was not shown' };
    return { ...sent, body: cheaper };
  },
  'too-many-requests': async () => tooOften(await making())
};

const undoing = async () => {
  const order = await paid();
  const changeId = await made(order.path, ALL);
  return { ...order, method: 'DELETE', path: `${order.path}/changes/${changeId}` };
};
provoked['undoChange'] = {
  'not-found': async () => ({ method: 'DELETE', path: `${(await paid()).path}/changes/${shop.newId()}` }),
  async 'not-allowed'() {
    const sent = await undoing();
    return later(shop, 15, async () => buyer.ask(sent));
  },
  async 'out-of-stock'() {
    const { orderId, ...sent } = await undoing();
    const [line] = await shop.db.selectFrom('order_line').select('variant_id').where('order_id', '=', orderId).execute();
    const other = await buyer.checkout(line!.variant_id, 5);
    await buyer.ask({ method: 'PUT', path: `${other.path}/delivery`, body: { choice: 'standard' } });
    const rest = await buyer.checkout(line!.variant_id, 5);
    await buyer.ask({ method: 'PUT', path: `${rest.path}/delivery`, body: { choice: 'standard' } });
    return sent;
  },
  async 'in-progress'() {
    const { orderId, ...sent } = await undoing();
    const [refund] = await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).execute();
    await payRefund(shop, SYSTEM, { refundId: refund!.id });
    return sent;
  },
  'too-many-requests': async () => tooOften(await undoing())
};

const paying = async (handle = 'ok@mez') => {
  const order = await paid();
  const changeId = await made(order.path, CARD);
  return {
    ...order,
    method: 'POST',
    path: `${order.path}/changes/${changeId}/payments`,
    body: { handle },
    key: buyer.key(),
    of: order.path
  };
};
/** Of a make that costs ₹410 more. */
async function payingMore() {
  const { path, orderId } = await paid();
  const changeId = await made(path, await swapped(orderId, { priceMinor: 90_000 }));
  return { method: 'POST', path: `${path}/changes/${changeId}/payments`, body: { handle: 'ok@mez' }, key: buyer.key() };
}
provoked['payChange'] = {
  ...ofBodies(paying),
  ...noesOnTop(payingMore, paying),
  ...ofKeys(paying, { handle: 'no@mez' }),
  'not-found': async () => ({ ...(await paying()), path: `${(await paid()).path}/changes/${shop.newId()}/payments` }),
  async 'order-cancelled'() {
    const { of, ...sent } = await paying('no@mez');
    await buyer.ask(sent);
    await ended({ path: of });
    return { ...sent, key: buyer.key() };
  },
  async 'not-allowed'() {
    const sent = await paying('no@mez');
    await buyer.ask(sent);
    return later(shop, 21, async () => {
      await lapseWhatIsNotPaid(shop);
      return buyer.ask({ ...sent, key: buyer.key() });
    });
  },
  'too-many-requests': async () => tooOften(await paying('no@mez')),
  async 'in-progress'() {
    const { orderId, ...sent } = await paying('no@mez');
    await buyer.ask(sent);
    return secondToTryAgain(shop, orderId, async () => buyer.ask({ ...sent, body: { handle: 'ok@mez' }, key: buyer.key() }));
  }
};

test('a change is shown, made as it was shown, once, listed, and taken back', async () => {
  const { path } = await paid();
  const sent = await make(path, ALL);
  const first = await buyer.ask(sent);
  expect([first.status, (await buyer.ask(sent)).json]).toEqual([201, first.json]);
  const listed = await buyer.ask({ method: 'GET', path: `${path}/changes` });
  expect(listed.json).toMatchObject({
    changes: [{ kind: 'cancel', state: 'confirmed', by: 'shopper', effect: { isEnd: true } }],
    lines: []
  });
  expect((await buyer.ask({ method: 'DELETE', path: `${path}/changes/${String(first.json['changeId'])}` })).status).toBe(200);
  const after = await buyer.ask({ method: 'GET', path: `${path}/changes` });
  expect(after.json).toMatchObject({ changes: [{ state: 'undone' }], lines: [{ units: 1, cancellable: 1 }], closed: [] });
});

test('a no of the policy names what is open instead', async () => {
  const order = await paid();
  await sentOut(order);
  const { json } = await buyer.ask(await preview(order.path, ALL));
  expect(json).toMatchObject({ code: 'already-begun', open: ['return'] });
});

test('what costs more is made when it is paid', async () => {
  const { path, orderId } = await paid();
  const { json } = await buyer.ask(await make(path, await swapped(orderId, { priceMinor: 59_000 })));
  expect(json).toMatchObject({ toPay: true });
  const changeId = String(json['changeId']);
  const outcome = await buyer.ask({
    method: 'POST',
    path: `${path}/changes/${changeId}/payments`,
    body: { handle: 'ok@mez' },
    key: buyer.key()
  });
  expect(outcome.json).toMatchObject({ outcome: 'captured' });
  await applyChange(shop, SYSTEM, { changeId });
  expect((await buyer.ask({ method: 'GET', path: `${path}/changes` })).json).toMatchObject({
    changes: [{ kind: 'swap', state: 'confirmed' }]
  });
});

test('what costs more is paid by a gift card that covers it, and no bank is asked', async () => {
  const sent = { ...(await payingMore()), body: { code: await aCard(50_000) } };
  const first = await buyer.ask(sent);
  expect([first.status, first.json]).toEqual([200, { outcome: 'captured', reason: null, actionUrl: null, restMinor: 0 }]);
  expect((await buyer.ask(sent)).json).toEqual(first.json);
  await applyChange(shop, SYSTEM, { changeId: sent.path.split('/').at(-2)! });
  expect((await buyer.ask({ method: 'GET', path: sent.path.split('/').slice(0, -2).join('/') })).json).toMatchObject({
    changes: [{ kind: 'swap', state: 'confirmed', undoUntil: expect.any(String) as string }]
  });
});

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_CHANGES });
