import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderingAgain } from '../support/api-exchanges.ts';
import { aBuyer, openApiShop, type Buyer, type Sent } from '../support/api-world.ts';
import { OF_AGAIN, ofBodies, refusesAll, type Provoked } from '../support/provoked.ts';
import { forged, provoking } from '../support/provoking.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
let buyer: Buyer;
beforeAll(async () => {
  shop = await openApiShop();
  buyer = aBuyer(shop);
});
afterAll(() => shop.close());

const { byLink, closed, ofKeys, tooOften } = provoking(
  () => shop,
  () => buyer
);
const { preview, pressing } = orderingAgain(() => buyer);
const provoked: Provoked = {};

const previewing = async (): Promise<Sent> => preview((await buyer.order()).path, null);
provoked['previewAgain'] = {
  ...ofBodies(previewing),
  'not-found': async () => preview((await buyer.order()).path, 'A'.repeat(43)),
  'too-many-requests': async () => tooOften(await previewing())
};

const ordering = async (): Promise<Sent> => (await pressing()).sent;
provoked['orderAgain'] = {
  ...ofBodies(ordering),
  ...ofKeys(ordering, { seal: 'another' }),
  'not-found': async () => ({ ...(await ordering()), path: `${forged('orders')}/again` }),
  async 'not-allowed'() {
    const { sent, cartKey } = await pressing();
    const { path } = await byLink({ ...sent, path: `/carts/${cartKey}`, cartKey });
    return { ...sent, body: { ...(sent.body as object), cartKey: path.split('/')[2] } };
  },
  async 'cart-closed'() {
    const { sent, cartKey } = await pressing();
    await closed({ ...sent, cartKey });
    return sent;
  },
  async 'nothing-asked'() {
    const { path, orderId, cartKey, sent } = await pressing();
    await shop.db
      .updateTable('product')
      .set({ status: 'archived' })
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('order_line as l')
          .innerJoin('variant as v', 'v.id', 'l.variant_id')
          .select('v.product_id')
          .where('l.order_id', '=', orderId)
      )
      .execute();
    const { json } = await buyer.ask(preview(path, cartKey));
    return { ...sent, body: { cartKey, seal: json['seal'] } };
  },
  async 'stale-version'() {
    const { sent, cartKey } = await pressing();
    return { ...sent, body: { cartKey, seal: 'of what was not shown' } };
  },
  'too-many-requests': async () => tooOften(await ordering())
};

test('what was ordered is shown at the price of today, goes into the cart once, and is bought by nothing of that', async () => {
  const { sent, cart, orderId } = await pressing();
  const [line] = await shop.db.selectFrom('order_line').select('variant_id').where('order_id', '=', orderId).execute();
  await shop.db.updateTable('price').set({ amount_minor: 52_000 }).where('variant_id', '=', line!.variant_id).execute();
  expect((await buyer.ask(sent)).json).toMatchObject({ code: 'stale-version' });
  const { json: shown } = await buyer.ask(preview(sent.path.replace('/again', ''), cart.cartKey));
  expect(shown).toMatchObject({ lines: [{ quantity: 1, units: 1, paidMinor: 49_000, priceMinor: 52_000, whyNot: null }] });
  const press = { ...sent, body: { cartKey: cart.cartKey, seal: shown['seal'] }, key: buyer.key() };
  const first = await buyer.ask(press);
  expect([first.status, first.json, (await buyer.ask(press)).json]).toEqual([201, { units: 1 }, { units: 1 }]);
  expect((await buyer.ask({ method: 'GET', path: cart.path })).json).toMatchObject({
    state: 'active',
    lines: [{ quantity: 1 }, { variantId: line!.variant_id, quantity: 1, unitPriceMinor: 52_000 }]
  });
});

test('what cannot be had says why, in a code and in words', async () => {
  const { path, orderId } = await buyer.order();
  const [line] = await shop.db.selectFrom('order_line').select('variant_id').where('order_id', '=', orderId).execute();
  await shop.db
    .updateTable('product')
    .set({ status: 'archived' })
    .where('id', '=', (eb) => eb.selectFrom('variant').select('product_id').where('id', '=', line!.variant_id))
    .execute();
  expect((await buyer.ask(preview(path, null))).json).toMatchObject({
    lines: [{ units: 0, whyNot: { code: 'not-for-sale', words: expect.stringMatching(/^[A-Z].*\.$/) } }]
  });
});

refusesAll(provoked, { ask: async (sent) => buyer.ask(sent), only: OF_AGAIN });
