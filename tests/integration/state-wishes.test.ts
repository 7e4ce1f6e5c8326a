import { afterAll, beforeAll, expect, test } from 'vitest';
import { wishesOf } from '#db/queries/parcel-wishes.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { releaseOrder } from '#lib/commerce/fulfilment/release-order.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import type { Wish } from '#lib/commerce/parcel-choice/travel-wish.ts';
import { wishForParcel } from '#lib/commerce/parcel-choice/wish-for-parcel.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from '../support/checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, takenOut } from '../support/state-files.ts';

const HERE = 'blr-domlur';
const STORE = 'blr-indiranagar';

let shop: TestShop;
let other: TestShop;
beforeAll(async () => {
  [shop, other] = [await openShop(), await openShop()];
  await thePostcode(shop.db);
  await aNode(shop.db, HERE, { kind: 'dark_store' });
  await aNode(shop.db, STORE);
});
afterAll(async () => {
  await shop.close();
  await other.close();
});

async function travelling(...wishes: Wish[]): Promise<string> {
  const lines = [{ variantId: await aVariant(shop.db, { stock: { [HERE]: 1 } }), quantity: 1 }];
  const { cartKey, version } = await aCheckout(shop, lines, aPlan(lines));
  const { orderId, orderKey } = await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
  await authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' });
  await releaseOrder(shop, SYSTEM, { orderId });
  const fulfilmentOrderId = (await trackedOrder(shop.db, orderId))!.parcels[0]!.id;
  await packParcel(shop, SYSTEM, { fulfilmentOrderId });
  await handOverParcel(shop, SYSTEM, { fulfilmentOrderId });
  for (const wish of wishes) {
    // oxlint-disable-next-line no-await-in-loop -- each sees the one before
    const { version: seen } = (await trackedOrder(shop.db, orderId))!;
    // oxlint-disable-next-line no-await-in-loop
    await wishForParcel(shop, shopper, { orderKey, fulfilmentOrderId, wish, version: seen });
  }
  return orderId;
}

test('what was wished of parcels that travel comes over: where to leave them, the code at the door, and the counter', async () => {
  const orders = [
    await travelling({ kind: 'safe-place', place: 'Behind the blue pot' }, { kind: 'pin' }),
    await travelling({ kind: 'collect', nodeId: STORE })
  ];
  const out = await takenOut(shop);
  expect((await bringIn(other, out)).issues).toEqual([]);
  expect(await takenOut(other)).toBe(out);
  for (const orderId of orders) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const [was, is] = [await wishesOf(shop.db, orderId), await wishesOf(other.db, orderId)];
    expect(was).toHaveLength(1);
    expect(is).toEqual(was);
  }
  expect((await bringIn(other, out)).changed).toBe(0);
});
