import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { changing } from '../support/api-changes.ts';
import { givingBack } from '../support/api-returns.ts';
import { aBuyer, openApiShop, STORE, type Answer, type Buyer, type Sent } from '../support/api-world.ts';
import { later } from '../support/later.ts';
import { underPolicy } from '../support/policies.ts';
import { OF_RETURNS, ofBodies, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';

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
const { delivered, quote, asking, asked } = givingBack(
  () => shop,
  () => buyer
);
const { paid } = changing(
  () => shop,
  () => buyer
);
const { returns, limits } = standardPolicy;
const provoked: Provoked = {};
provoked['listReturns'] = { 'not-found': async () => ({ method: 'GET', path: `${forged('orders')}/returns` }) };
provoked['readReturn'] = {
  'not-found': async () => ({ method: 'GET', path: `/orders/${(await asked()).orderKey}/returns/${shop.newId()}` })
};

/** What is no by the things alone, asked for a quote and in earnest. */
const eachNo = (sent: typeof quote): Record<string, Provoke> => ({
  async 'not-found'() {
    const right = sent(await delivered());
    return { ...right, path: right.path.replace(/^\/orders\/[^/]+/, forged('orders')) };
  },
  async 'already-returning'() {
    const of = await delivered();
    await buyer.ask(asking(of, { quantity: 2 }));
    return sent(of);
  },
  'final-sale': async () => sent(await underPolicy(shop, { returns: { ...returns, days: null } }, async () => delivered())),
  'more-than-came': async () => sent(await delivered(), { quantity: 3 }),
  async 'not-delivered'() {
    const { orderId, orderKey } = await paid();
    const lines = await shop.db
      .selectFrom('fulfilment_line as l')
      .innerJoin('fulfilment_order as f', 'f.id', 'l.fulfilment_order_id')
      .select('l.id')
      .where('f.order_id', '=', orderId)
      .execute();
    const of = { ...(await delivered()), path: `/orders/${orderKey}/returns`, lineIds: lines.map(({ id }) => id) };
    return sent(of);
  },
  async 'reason-not-taken'() {
    const of = await underPolicy(shop, { returns: { ...returns, reasons: ['damaged'], keeps: [], photoFor: [] } }, async () => delivered());
    return sent(of);
  },
  async 'returns-used'() {
    const of = await underPolicy(shop, { limits: { ...limits, mostReturns: 1 } }, async () => delivered());
    await buyer.ask(asking(of));
    return sent(of);
  },
  async 'window-over'(): Promise<Answer> {
    const of = await delivered();
    return later(shop, 60 * 24 * 60, async () => buyer.ask(sent(of)));
  }
});
const quoting = async (): Promise<Sent> => quote(await delivered());
provoked['quoteReturn'] = { ...ofBodies(quoting), ...eachNo(quote) };

const giving = async (): Promise<Sent> => asking(await delivered());
provoked['askForReturn'] = {
  ...ofBodies(giving),
  ...ofKeys(giving, { method: 'label' }),
  ...eachNo(asking),
  'keep-not-offered': async () => asking(await delivered(), {}, { isKept: true }),
  'method-not-offered': async () => asking(await delivered(), {}, { dropNodeId: 'nowhere' }),
  'photo-needed': async () => asking(await delivered(), { reason: 'damaged' }),
  async 'refund-way-not-offered'() {
    const terms = { returns: { ...returns, refundTo: ['original'] as const, bonusPercent: 0 } };
    return asking(await underPolicy(shop, terms, async () => delivered()), {}, { to: 'store-credit' });
  },
  'too-many-requests': async () => tooOften(await giving())
};

const choosing = async (nodeId: string | null = STORE): Promise<Sent> => ({
  method: 'PUT',
  path: `${(await asked()).path}/drop-off`,
  body: { nodeId }
});
provoked['chooseDropOff'] = {
  ...ofBodies(choosing),
  'not-found': async () => ({ ...(await choosing()), path: `/orders/${(await asked()).orderKey}/returns/${shop.newId()}/drop-off` }),
  'method-not-offered': async () => choosing('nowhere'),
  async 'not-allowed'() {
    const sent = await choosing();
    await buyer.ask({ method: 'DELETE', path: sent.path.replace('/drop-off', '') });
    return sent;
  },
  'too-many-requests': async () => tooOften(await choosing())
};
const cancelling = async (): Promise<Sent> => ({ method: 'DELETE', path: (await asked()).path });
provoked['cancelReturn'] = {
  'not-found': async () => ({ method: 'DELETE', path: `/orders/${(await asked()).orderKey}/returns/${shop.newId()}` }),
  async 'not-allowed'() {
    const sent = await cancelling();
    await buyer.ask(sent);
    return sent;
  },
  'too-many-requests': async () => tooOften(await cancelling())
};

test('a return is quoted, asked for once, followed with the clock of its money, and has its label where it is printed', async () => {
  const of = await delivered();
  const quoted = await buyer.ask(quote(of));
  expect(quoted.json).toMatchObject({ refunds: [{ to: 'original', amountMinor: 49_000 }, { to: 'store-credit' }], approval: 'rule' });
  const sent = asking(of, {}, { method: 'label' });
  const first = await buyer.ask(sent);
  expect([first.status, (await buyer.ask(sent)).json]).toEqual([201, first.json]);
  const returnId = String(first.json['returnId']);
  const read = async () => (await buyer.ask({ method: 'GET', path: `${of.path}/${returnId}` })).json;
  expect(await read()).toMatchObject({
    state: 'approved',
    goodsMinor: 49_000,
    labelUrl: null,
    clock: { isRunning: false, isOver: false },
    lines: [{ quantity: 1, reason: 'changed-mind' }]
  });
  await issueReturnLabel(shop, SYSTEM, { returnId });
  expect(await read()).toMatchObject({ labelUrl: `http://shop.test/orders/${of.orderKey}/returns/${returnId}/label.pdf` });
  const listed = await buyer.ask({ method: 'GET', path: of.path });
  expect(listed.json).toMatchObject({ things: [{ left: 1, whyNot: null }], returns: [{ id: returnId }] });
});

test('a no names what is open instead', async () => {
  const of = await underPolicy(shop, { returns: { ...returns, days: null } }, async () => delivered());
  expect((await buyer.ask(quote(of))).json).toMatchObject({ code: 'final-sale', open: ['appeal', 'support'] });
  expect((await buyer.ask(asking(of))).json).toMatchObject({ code: 'final-sale', open: ['appeal', 'support'] });
});

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_RETURNS });
