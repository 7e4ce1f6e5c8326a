import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { ProviderUnreachable } from '#lib/commerce/payments/payment-provider.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { RHEA } from '../support/api-client.ts';
import { byEasyPost, aBuyer, ask, openApiShop, signed, STORE, type Buyer, type Sent } from '../support/api-world.ts';
import { aMailedTalk } from '../support/mailed-talk.ts';
import { OF_CHECKOUT, ofBodies, refusesAll, type Provoke, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { secondToTryAgain } from '../support/try-again.ts';
import { anUnfilledOrder } from '../support/unfilled.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const { byLink, cartOf, closed, ofKeys, opening, takeAll, tooOften, update, variantOf } = provoking(
  () => shop,
  () => buyer
);
const provoked: Provoked = {};

const telling = async (): Promise<Sent & { cartKey: string }> => {
  const { path, cartKey } = await buyer.cart();
  return { method: 'PUT', path: `${path}/details`, body: RHEA, cartKey };
};
provoked['giveDetails'] = {
  ...ofBodies(telling),
  'not-allowed': async () => byLink(await telling()),
  'not-found': async () => ({ ...(await telling()), path: `${forged('carts')}/details` }),
  'cart-closed': async () => closed(await telling()),
  async 'cart-empty'() {
    const opened = await buyer.ask(await opening());
    return { ...(await telling()), path: `/carts/${String(opened.json['cartKey'])}/details` };
  },
  'details-missing': async () => ({ ...(await telling()), body: { contact: RHEA.contact } }),
  'unknown-postcode': async () => ({ ...(await telling()), body: { ...RHEA, address: { ...RHEA.address, postcode: '999999' } } })
};
provoked['quoteCart'] = {
  'not-found': async () => ({ method: 'GET', path: `${forged('carts')}/quotes` }),
  async 'not-allowed'() {
    const { path, cartKey } = await buyer.checkout();
    return byLink({ method: 'GET', path: `${path}/quotes`, cartKey });
  }
};

const choosing = async (choice = 'standard'): Promise<Sent & { cartKey: string }> => {
  const { path, cartKey } = await buyer.checkout();
  return { method: 'PUT', path: `${path}/delivery`, body: { choice }, cartKey };
};
provoked['chooseDelivery'] = {
  ...ofBodies(choosing),

  'not-found': async () => ({ ...(await choosing()), path: `${forged('carts')}/delivery` }),
  'cart-closed': async () => closed(await choosing()),
  'details-missing': async () => ({ ...(await choosing()), path: `${(await buyer.cart()).path}/delivery` }),
  async 'promise-changed'() {
    return { ...(await choosing()), body: { choice: 'standard', deliverUntil: '2026-11-25T05:00:01+05:30' } };
  },
  async 'out-of-stock'() {
    const sent = await choosing();
    await takeAll(await variantOf(sent.cartKey));
    return sent;
  },
  'no-service': async () => choosing('teleport'),
  async 'unknown-postcode'() {
    const sent = await choosing();
    const abroad = { ...RHEA.address, country: 'PE', postcode: 'LIMA 01' };
    await buyer.ask({ method: 'PUT', path: sent.path.replace('/delivery', '/details'), body: { ...RHEA, address: abroad } });
    return sent;
  },
  'too-many-requests': async () => tooOften(await choosing())
};

const placing = async (): Promise<Sent & { cartKey: string; version: number }> => {
  const { path, version, cartKey } = await buyer.chosen();
  return { method: 'POST', path: `${path}/order`, body: { version, method: 'upi' }, key: buyer.key(), cartKey, version };
};
provoked['placeOrder'] = {
  ...ofBodies(placing),
  ...ofKeys(placing, { method: 'card' }),
  'not-found': async () => ({ ...(await placing()), path: `${forged('carts')}/order` }),
  async 'cart-changed'() {
    const sent = await placing();
    return { ...sent, body: { version: sent.version - 1, method: 'upi' } };
  },
  async 'cart-closed'() {
    const sent = await placing();
    await update(sent.cartKey, { state: 'merged' });
    return sent;
  },
  async 'cart-empty'() {
    const sent = await placing();
    await shop.db.deleteFrom('cart_line').where('cart_id', '=', cartOf(sent.cartKey).id).execute();
    return sent;
  },
  async 'not-for-sale'() {
    const sent = await placing();
    await sql`update product set published = false where id = (select product_id from variant where id = ${await variantOf(sent.cartKey)})`.execute(
      shop.db
    );
    return sent;
  },
  async 'price-changed'() {
    const sent = await placing();
    await shop.db
      .updateTable('price')
      .set({ amount_minor: 1 })
      .where('variant_id', '=', await variantOf(sent.cartKey))
      .execute();
    return sent;
  },
  async 'details-missing'() {
    const sent = await placing();
    await update(sent.cartKey, { contact: null });
    return sent;
  },
  'delivery-not-chosen': async () => ({ ...(await placing()), path: `${(await buyer.cart()).path}/order` }),
  async 'promise-changed'() {
    const sent = await placing();
    shop.at('2026-11-26T05:00:00Z');
    const answer = await buyer.ask(sent);
    shop.at(MORNING);
    return answer;
  },
  async 'not-allowed'() {
    const sent = await placing();
    return { ...sent, body: { version: sent.version, method: 'pay_in_store' } };
  },
  async 'out-of-stock'() {
    const sent = await placing();
    const { id } = cartOf(sent.cartKey);
    const variantId = await variantOf(sent.cartKey);
    await shop.db.transaction().execute(async (tx) => {
      await sql`update hold set state = 'expired', ended_at = ${shop.now()} where cart_id = ${id}`.execute(tx);
      await sql`update stock_level set held = 0 where variant_id = ${variantId}`.execute(tx);
    });
    await takeAll(variantId);
    return sent;
  },
  async 'balance-changed'() {
    const sent = await placing();
    return { ...sent, body: { version: sent.version, method: 'upi', restMinor: 1 } };
  },
  'too-many-requests': async () => tooOften({ ...(await placing()), body: { version: 1, method: 'upi' } })
};

provoked['trackOrder'] = {
  'not-found': async () => ({ method: 'GET', path: forged('orders') }),
  async 'too-many-requests'() {
    const guess: Sent = { method: 'GET', path: forged('orders'), from: '203.0.113.9' };
    for (let tries = 0; tries < 20; tries += 1) expect((await buyer.ask(guess)).status).toBe(404);
    return guess;
  }
};

provoked['listOrderNotices'] = { 'not-found': async () => ({ method: 'GET', path: `${forged('orders')}/notices` }) };
const haveRead = async (): Promise<Sent> => {
  const { orderKey } = await anUnfilledOrder(shop, STORE);
  return { method: 'PUT', path: `/orders/${orderKey}/notices`, body: { upTo: '2026-11-25T06:00:00Z' } };
};
provoked['readOrderNotices'] = {
  ...ofBodies(haveRead),
  'not-found': async () => ({ ...(await haveRead()), path: `${forged('orders')}/notices` })
};
provoked['readChoices'] = { 'not-found': async () => ({ method: 'GET', path: `${forged('orders')}/choices` }) };
const goingOn = async (way = 'refund'): Promise<Sent> => {
  const { orderKey, parcelId } = await anUnfilledOrder(shop, STORE);
  return { method: 'PUT', path: `/orders/${orderKey}/parcels/${parcelId}/choice`, body: { way } };
};
provoked['chooseForParcel'] = {
  ...ofBodies(goingOn),
  'not-found': async () => ({ ...(await goingOn()), path: `${forged('orders')}/parcels/${shop.newId()}/choice` }),
  'out-of-stock': async () => goingOn('collect:nowhere'),
  async 'not-allowed'() {
    const sent = await goingOn();
    await buyer.ask(sent);
    return { ...sent, body: { way: 'ship' } };
  },
  'too-many-requests': async () => tooOften(await goingOn('collect:nowhere'))
};

const paying = async (handle = 'ok@mez'): Promise<Sent & { orderId: string }> => {
  const { path, orderId } = await buyer.order();
  return { method: 'POST', path: `${path}/payments`, body: { handle }, key: buyer.key(), orderId };
};
provoked['payOrder'] = {
  ...ofBodies(paying),
  ...ofKeys(paying, { handle: 'no@mez' }),
  'not-found': async () => ({ ...(await paying()), path: `${forged('orders')}/payments` }),
  async 'not-allowed'() {
    return { ...(await paying()), body: { handle: '4646464646460105', method: 'card' } };
  },
  async 'order-cancelled'() {
    const sent = await paying();
    shop.at('2026-11-25T05:30:00Z');
    await cancelUnpaidOrder(shop, SYSTEM, { orderId: sent.orderId });
    shop.at(MORNING);
    return sent;
  },
  'too-many-requests': async () => tooOften(await paying('no@mez')),
  async 'in-progress'() {
    const { orderId, ...sent } = await paying('no@mez');
    await buyer.ask(sent);
    return secondToTryAgain(shop, orderId, async () => buyer.ask({ ...sent, body: { handle: 'ok@mez' }, key: buyer.key() }));
  }
};

const bankSays = async (): Promise<Sent> =>
  signed(shop, '/webhooks/bank', { id: 'e', type: 'charge.captured', data: { key: 'order:1:1' } });
const carrierSays = async (): Promise<Sent> =>
  signed(shop, '/webhooks/carrier', { id: 'e', result: { tracking_code: 'X', tracking_details: [] } });
const ofWebhooks = (right: () => Promise<Sent>): Record<string, Provoke> => ({
  'not-found': right,
  invalid: async () => signed(shop, (await right()).path, { id: 'e' }),
  'wrong-content-type': async () => {
    const sent = await right();
    return { ...sent, headers: { ...sent.headers, 'content-type': 'application/x-www-form-urlencoded' } };
  },
  'body-too-large': async () => signed(shop, (await right()).path, { id: 'x'.repeat(300_000) }),
  'signature-wrong': async () => ({ ...(await right()), headers: {} })
});
provoked['hearBank'] = {
  ...ofWebhooks(bankSays),
  async 'payment-unknown'() {
    const { orderId } = await buyer.order();
    const away: TestShop = {
      ...shop,
      payments: { ...shop.payments, find: async () => Promise.reject(new ProviderUnreachable('no line')) }
    };
    return ask(away, signed(shop, '/webhooks/bank', { id: 'e', type: 'charge.captured', data: { key: `order:${orderId}:1` } }));
  }
};
const { 'not-found': _, ...ofCarriers } = ofWebhooks(carrierSays);
provoked['hearCarrier'] = ofCarriers;
const mailSays = async (more: object = {}): Promise<Sent> => {
  const { to, from } = await aMailedTalk(shop);
  return signed(shop, '/webhooks/mail', { messageId: 'e', to, from, subject: '', text: 'where is my lamp?', ...more });
};
provoked['hearMail'] = {
  ...ofWebhooks(mailSays),
  'not-found': async () => mailSays({ to: 'talk@mez.example' }),
  forbidden: async () => mailSays({ from: 'somebody.else@example.net' }),
  async 'too-many-requests'() {
    const sent = await mailSays();
    let answer = await ask(shop, sent);
    for (let times = 0; times < 20 && answer.status === 200; times += 1) answer = await ask(shop, sent);
    return answer;
  }
};
const easyPostSays = (event: object): Sent => byEasyPost({ id: 'e', description: 'tracker.updated', result: {}, ...event });
provoked['hearEasyPost'] = {
  invalid: async () => easyPostSays({}),
  'wrong-content-type': async () => ({ ...easyPostSays({}), headers: { 'content-type': 'text/plain' } }),
  'body-too-large': async () => easyPostSays({ id: 'x'.repeat(300_000) }),
  'signature-wrong': async () => ({ ...easyPostSays({}), headers: {} })
};

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_CHECKOUT });
