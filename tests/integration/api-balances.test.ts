import { afterAll, beforeAll, expect, test } from 'vitest';
import { aMember } from '../support/api-accounts.ts';
import { payingByCard } from '../support/api-balances.ts';
import { aBuyer, openApiShop, type Buyer, type Sent } from '../support/api-world.ts';
import { OF_BALANCES, ofBodies, ofKeysIfAny, refusesAll, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const { byLink, closed, tooOften } = provoking(
  () => shop,
  () => buyer
);
const { aCard, byCode, covered } = payingByCard(
  () => shop,
  () => buyer
);
/** One unit at ₹490, brought for ₹49. */
const TOTAL = 53_900;
const provoked: Provoked = {};

const reading = async () => {
  const { path, cartKey } = await covered();
  return { method: 'GET', path: `${path}/balances`, cartKey };
};
provoked['readBalances'] = {
  'not-found': async () => ({ method: 'GET', path: `${forged('carts')}/balances` }),
  'not-allowed': async () => byLink(await reading())
};
const paying = async () => {
  const { path, cartKey } = await buyer.chosen();
  return { ...byCode(path, await aCard()), cartKey };
};
provoked['payWithBalance'] = {
  ...ofBodies(paying),
  ...ofKeysIfAny(async (sent) => buyer.ask(sent), paying, { code: 'another' }),
  'not-found': async () => ({ ...(await paying()), path: `${forged('carts')}/balances` }),
  'not-allowed': async () => byLink(await paying()),
  'cart-closed': async () => closed(await paying()),
  async 'balances-full'() {
    const sent = await paying();
    for (let cards = 0; cards < 5; cards += 1) await buyer.ask({ ...sent, body: { code: await aCard(100) } });
    return sent;
  },
  'balance-wrong': async () => ({ ...(await paying()), body: { code: 'no such card', credit: undefined } }),
  'too-many-requests': async () => tooOften({ ...(await paying()), body: { code: 'no such card' } })
};
const takingOut = async () => {
  const { path, cartKey, balanceId } = await covered();
  return { method: 'DELETE', path: `${path}/balances/${balanceId}`, cartKey };
};
provoked['takeOutBalance'] = {
  'not-found': async () => ({ method: 'DELETE', path: `${forged('carts')}/balances/${shop.newId()}` }),
  'not-allowed': async () => byLink(await takingOut()),
  'cart-closed': async () => closed(await takingOut())
};

const ordering = ({ path, version }: { path: string; version: number }, more: object): Sent => ({
  method: 'POST',
  path: `${path}/order`,
  body: { version, ...more },
  key: buyer.key()
});

test('a cart that a gift card pays a part of is ordered with what is left, and the bank is asked for that alone', async () => {
  const cart = await covered(10_000);
  expect(cart.restMinor).toBe(TOTAL - 10_000);
  const blind = await buyer.ask(ordering(cart, { method: 'upi' }));
  expect(blind.json).toMatchObject({ code: 'balance-changed' });
  const placed = await buyer.ask(ordering(cart, { method: 'upi', restMinor: cart.restMinor }));
  expect(placed.status).toBe(201);
  const path = `/orders/${String(placed.json['orderKey'])}`;
  const paid = await buyer.ask({ method: 'POST', path: `${path}/payments`, body: { handle: 'ok@mez' }, key: buyer.key() });
  expect(paid.json).toMatchObject({ outcome: 'captured' });
  expect(shop.bank.charges.at(-1)).toMatchObject({ amountMinor: TOTAL - 10_000 });
  expect((await buyer.ask({ method: 'GET', path })).json).toMatchObject({ life: 'confirmed', totalMinor: TOTAL });
});

test('a gift card that covers all of it needs no bank; taken out again it pays nothing', async () => {
  const cart = await covered(100_000);
  expect(cart.restMinor).toBe(0);
  const placed = await buyer.ask(ordering(cart, { method: 'balance', restMinor: 0 }));
  expect((await buyer.ask({ method: 'GET', path: `/orders/${String(placed.json['orderKey'])}` })).json).toMatchObject({
    life: 'confirmed'
  });
  const { path } = await takingOut();
  const out = await buyer.ask({ method: 'DELETE', path });
  expect(out.json).toMatchObject({ balances: [], restMinor: TOTAL });
});

test('the credit of an account is its own: whoever has none is told as of a wrong code', async () => {
  const member = await aMember(shop);
  const { path } = await buyer.chosen();
  const answer = await buyer.ask({ method: 'POST', path: `${path}/balances`, body: { credit: true }, headers: member.headers });
  expect(answer).toMatchObject({ status: 404, json: { code: 'balance-wrong' } });
});

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_BALANCES });
