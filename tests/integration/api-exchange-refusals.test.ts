import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { recordScans } from '#lib/commerce/fulfilment/record-scans.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { applyExchange } from '#lib/commerce/returns/apply-exchange.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { lapseWhatIsNotPaid } from '#realtime/sweeps.ts';
import { payingByCard } from '../support/api-balances.ts';
import { exchangingByApi } from '../support/api-exchanges.ts';
import { changing } from '../support/api-changes.ts';
import { aBuyer, NODE, openApiShop, STORE, type Answer, type Buyer, type Sent } from '../support/api-world.ts';
import { carrierNews } from '../support/carrier-news.ts';
import { aCheckout } from '../support/checkout.ts';
import { aDeliveredOrder } from '../support/delivered-order.ts';
import { later } from '../support/later.ts';
import { aPlan, aVariant, level, shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
import { OF_EXCHANGES, ofBodies, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';
import { secondToTryAgain } from '../support/try-again.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const world = [() => shop, () => buyer] as const;
const { ofKeys, takeAll, tooOften } = provoking(...world);
const { noesOnTop } = payingByCard(...world);
const { bought, choices, preview, ask, paying } = exchangingByApi(...world);
const { paid } = changing(...world);
const { returns, limits } = standardPolicy;
const provoked: Provoked = {};

type Sending = (of: Awaited<ReturnType<typeof bought>>) => Promise<Sent>;

/** What is no whatever comes instead. */
const ofThings = (sent: Sending): Record<string, Provoke> => ({
  'not-found': async () => sent({ ...(await bought()), path: forged('orders') }),
  async 'already-returning'() {
    const of = await bought();
    await buyer.ask(await ask(of, { quantity: 2 }));
    return sent(of);
  },
  'exchange-not-offered': async () => sent(await underPolicy(shop, { returns: { ...returns, exchangeFor: 'nothing' } }, bought)),
  async 'exchanges-used'() {
    const of = await underPolicy(shop, { limits: { ...limits, mostExchanges: 1 } }, bought);
    await buyer.ask(await ask(of));
    return sent(of);
  },
  'final-sale': async () => sent(await underPolicy(shop, { returns: { ...returns, days: null, exchangeDays: null } }, bought)),
  async 'not-delivered'() {
    const { orderId, path } = await paid();
    const lines = shop.db.selectFrom('fulfilment_line as l').innerJoin('fulfilment_order as f', 'f.id', 'l.fulfilment_order_id');
    const { id } = await lines.select('l.id').where('f.order_id', '=', orderId).executeTakeFirstOrThrow();
    return sent({ ...(await bought()), path, lineIds: [id] });
  },
  async 'window-over'(): Promise<Answer> {
    const of = await bought();
    return later(shop, 60 * 24 * 60, async () => buyer.ask(await sent(of)));
  }
});

provoked['listExchangeChoices'] = {
  ...ofThings(async (of) => choices(of)),
  invalid: async () => ({ method: 'GET', path: `${(await bought()).path}/exchanges/choices?fulfilmentLineId=none` })
};

/** And what is by all that was chosen. */
const eachNo = (sent: typeof preview): Record<string, Provoke> => ({
  ...ofThings(sent),
  'method-not-offered': async () => sent(await bought(), {}, { dropNodeId: 'nowhere' }),
  'more-than-came': async () => sent(await bought(), { quantity: 3 }),
  async 'no-service'() {
    const asked = await sent(await bought());
    await sql`update node set methods = array_remove(methods, 'ship')`.execute(shop.db);
    try {
      return await buyer.ask(asked);
    } finally {
      await sql`update node set methods = array_append(methods, 'ship')`.execute(shop.db);
    }
  },
  async 'not-paid-so'() {
    const payment = { ...standardPolicy.payment, difference: ['card' as const], giftCardMustCover: false };
    return sent(await underPolicy(shop, { payment }, async () => bought({ priceMinor: 60_000 })));
  },
  async 'out-of-stock'() {
    const of = await bought();
    const asked = await sent(of);
    await takeAll(of.other);
    return asked;
  },
  'photo-needed': async () => sent(await bought(), { reason: 'damaged' }),
  'price-changed': async () => sent({ ...(await bought({ priceMinor: 60_000 })), priceMinor: 50_000 }),
  'reason-not-taken': async () =>
    sent(await underPolicy(shop, { returns: { ...returns, reasons: ['other'], keeps: [], photoFor: [] } }, bought)),
  async 'refund-way-not-offered'() {
    const terms = { returns: { ...returns, refundTo: ['store-credit'] as const } };
    const first = await underPolicy(shop, terms, bought);
    const { json } = await buyer.ask(await sent(first));
    expect(json['code']).toBeUndefined();
    const two = await underPolicy(shop, terms, async () => {
      const of = await aDeliveredOrder(shop, { nodeId: NODE, units: [1, 1] });
      return { ...first, ...of, path: `/orders/${of.orderKey}` };
    });
    return money(await sent({ ...two, other: two.variantIds[0]!, priceMinor: 49_000 }), two.lineIds[1]!);
  },
  async 'returns-used'() {
    const of = await underPolicy(shop, { limits: { ...limits, mostReturns: 1 } }, bought);
    await buyer.ask(await ask(of));
    return sent(of);
  }
});

/** The same, and of another thing the money. */
function money(sent: Sent, fulfilmentLineId: string): Sent {
  const body = sent.body as { units: object[] };
  return { ...sent, body: { ...body, units: [...body.units, { fulfilmentLineId, quantity: 1, reason: 'too-small' }] } };
}

const previewing = async (): Promise<Sent> => preview(await bought());
provoked['previewExchange'] = {
  ...ofBodies(previewing),
  ...eachNo(preview),
  'too-many-requests': async () => tooOften(await previewing())
};

/** One of two parcels came; the cash for both is counted with the other. */
async function aHalfOfIt() {
  const lines = [NODE, STORE].map(async (nodeId) => ({
    variantId: await aVariant(shop.db, { stock: { [nodeId]: 1 } }),
    quantity: 1,
    nodeId
  }));
  const all = await Promise.all(lines);
  const plans = all.map((line) => aPlan([line], { nodeId: line.nodeId }));
  const { cartKey, version } = await aCheckout(shop, all, { ...plans[0]!, parcels: plans.flatMap(({ parcels }) => parcels) });
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'cash_on_delivery', key: shop.newId() });
  await releaseOrder(shop, SYSTEM, { orderId });
  const first = async () => (await trackedOrder(shop.db, orderId))!.parcels[0]!;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId: (await first()).id });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId: (await first()).id });
  const { id, trackingNumber } = await first();
  await recordScans(shop, SYSTEM, carrierNews(trackingNumber!, [['delivered', 'to_person', shop.now().toISOString()]]));
  const line = shop.db.selectFrom('fulfilment_line').select(['id', 'variant_id']).where('fulfilment_order_id', '=', id);
  const { id: lineId, variant_id: variantId } = await line.executeTakeFirstOrThrow();
  const other = await aVariant(shop.db, { likeVariant: variantId, options: ['Large'], priceMinor: 60_000, stock: { [NODE]: 1 } });
  return { orderId, orderKey, path: `/orders/${orderKey}`, lineIds: [lineId], other };
}

const asking = async (): Promise<Sent> => ask(await bought());
provoked['askForExchange'] = {
  ...ofBodies(asking),
  ...ofKeys(asking, { words: 'Another word.' }),
  ...eachNo(ask),
  'in-progress': async () => ask({ ...(await bought({ priceMinor: 60_000 })), ...(await aHalfOfIt()) }),
  async 'stale-version'() {
    const sent = await asking();
    return { ...sent, body: { ...(sent.body as object), seal: 'of what was not shown' } };
  },
  'too-many-requests': async () => tooOften(await asking())
};

const byUpiAlone = { payment: { ...standardPolicy.payment, difference: ['upi' as const], giftCardMustCover: false } };
provoked['payExchange'] = {
  ...ofBodies(async () => (await paying()).sent),
  ...noesOnTop(
    async () => (await paying()).sent,
    async () => (await underPolicy(shop, byUpiAlone, async () => paying())).sent
  ),
  ...ofKeys(async () => (await paying()).sent, { handle: 'no@mez' }),
  'not-found': async () => ({ ...(await paying()).sent, path: `${(await bought()).path}/returns/${shop.newId()}/payments` }),
  async 'not-allowed'() {
    const { sent } = await paying('no@mez');
    await buyer.ask(sent);
    return later(shop, 21, async () => {
      await lapseWhatIsNotPaid(shop);
      return buyer.ask({ ...sent, key: buyer.key() });
    });
  },
  async 'in-progress'() {
    const { orderId, sent } = await paying('no@mez');
    await buyer.ask(sent);
    return secondToTryAgain(shop, orderId, async () => buyer.ask({ ...sent, body: { handle: 'ok@mez' }, key: buyer.key() }));
  },
  'too-many-requests': async () => tooOften((await paying('no@mez')).sent)
};

test('another make is chosen, shown to the paisa and the day, asked for once, and followed as the return that it is', async () => {
  const of = await bought({ priceMinor: 40_000 });
  const { json: offered } = await buyer.ask(choices(of));
  expect(offered).toMatchObject({
    currency: 'INR',
    choices: expect.arrayContaining([expect.objectContaining({ variantId: of.other, unitPriceMinor: 40_000, isThere: true })]) as unknown
  });
  const { json: shown } = await buyer.ask(await preview(of));
  expect(shown).toMatchObject({ effect: { goodsMinor: 49_000, newMinor: 40_000, moreMinor: 0, backMinor: 9_000, isCollected: false } });
  const sent = await ask(of);
  const first = await buyer.ask(sent);
  expect([first.status, first.json['toPay'], (await buyer.ask(sent)).json]).toEqual([201, false, first.json]);
  expect(await level(shop.db, of.other, NODE)).toMatchObject({ allocated: 1 });
  const path = `${of.path}/returns/${String(first.json['returnId'])}`;
  expect((await buyer.ask({ method: 'GET', path })).json).toMatchObject({
    state: 'store_dropoff',
    exchange: { state: 'held', moreMinor: 0 },
    lines: [{ quantity: 1, unitPriceMinor: 49_000, instead: { options: ['Large'], quantity: 1, unitPriceMinor: 40_000 } }]
  });
  expect((await buyer.ask({ method: 'DELETE', path })).json).toMatchObject({ state: 'cancelled', exchange: { state: 'given_back' } });
  expect(await level(shop.db, of.other, NODE)).toMatchObject({ allocated: 0, available: 3 });
});

test('what costs more goes on when it is paid, and is paid once', async () => {
  const { path, returnId, sent } = await paying();
  const read = async () => (await buyer.ask({ method: 'GET', path: `${path}/returns/${returnId}` })).json;
  expect(await read()).toMatchObject({ state: 'requested', exchange: { state: 'awaiting_payment', moreMinor: 11_000 } });
  const outcome = await buyer.ask(sent);
  expect([outcome.json['outcome'], (await buyer.ask(sent)).json]).toEqual(['captured', outcome.json]);
  await applyExchange(shop, SYSTEM, { returnId });
  expect(await read()).toMatchObject({ state: 'store_dropoff', exchange: { state: 'held' } });
  expect(shop.bank.charges.filter(({ amountMinor }) => amountMinor === 11_000)).toHaveLength(1);
});

test('a no names what is open instead', async () => {
  const of = await underPolicy(shop, { returns: { ...returns, exchangeFor: 'nothing' } }, bought);
  expect((await buyer.ask(await preview(of))).json).toMatchObject({ code: 'exchange-not-offered', open: ['return', 'reorder'] });
});

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_EXCHANGES });
