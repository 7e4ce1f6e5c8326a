import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#db/client.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { lossyProxy } from '../support/lossy-proxy.ts';
import { manyCheckouts, type ReadyCart } from '../support/many-checkouts.ts';
import { shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const ORDERS = 2_000;
const AT_ONCE = 16;
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

test(
  'five in a hundred replies of the database get lost: two thousand orders, each placed once, none twice, none lost',
  { timeout: 180_000 },
  async () => {
    const carts = await manyCheckouts(shop, ORDERS);
    const { hostname, port } = new URL(shop.url);
    const proxy = await lossyProxy({ host: hostname, port: Number(port), seed: 20_261_125 });
    const through = new URL(shop.url);
    through.port = String(proxy.port);
    const db = connect(through.href, { max: AT_ONCE });
    proxy.set({ loseReply: 0.05, cutRequest: 0.01 });

    const lossy = { ...shop, db };
    const numbers = new Map<string, string>();
    const waiting = carts.entries();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const [i, cart] of waiting) numbers.set(cart.cartKey, await untilKnown(lossy, cart, `order ${i}`));
      })
    );
    proxy.set({ loseReply: 0, cutRequest: 0 });
    console.log(proxy.assertInjected());
    await db.destroy();
    await proxy.close();

    const placed = await shop.db.selectFrom('orders').select('number').execute();
    expect(placed).toHaveLength(ORDERS);
    expect(new Set(numbers.values())).toEqual(new Set(placed.map((order) => order.number)));
    const { units } = await shop.db
      .selectFrom('stock_level')
      .select((eb) => eb.fn.sum<number>('allocated').as('units'))
      .executeTakeFirstOrThrow();
    expect(units).toBe(ORDERS);
  }
);

/** What a client does: the same key until somebody answers. */
async function untilKnown(lossy: TestShop, { cartKey, version }: ReadyCart, key: string): Promise<string> {
  for (let tries = 1; ; tries++) {
    const answer = await placeOrder(lossy, shopper, { cartKey, version, method: 'cash_on_delivery', key }).catch((fault: unknown) => fault);
    if (answer && typeof answer === 'object' && 'number' in answer) return String(answer.number);
    if (tries === 20) throw answer;
  }
}
