import { trackedOrder } from '#db/queries/tracking.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { captureParcel } from '#lib/commerce/payments/capture-parcel.server.ts';
import { voidRest } from '#lib/commerce/payments/void-rest.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { aCheckout } from './checkout.ts';
import { aNode, aPlan, aVariant, shopper, thePostcode } from './makers.ts';
import { underPolicy } from './policies.ts';
import type { TestShop } from './shop.ts';

const HERE = 'blr-domlur';
export const THERE = 'blr-hoskote';

export type Held = { orderId: string; orderKey: string; lamp: string; mug: string; parcels: [string, string] };

export async function heldPlaces(shop: TestShop): Promise<void> {
  await thePostcode(shop.db);
  for (const id of [HERE, THERE]) await aNode(shop.db, id, { kind: 'dark_store' });
}

/** What tests of orders whose bank stands for the money do and look at. */
export function heldOrders(shop: () => TestShop) {
  /** A lamp at ₹1,151 from here and two mugs at ₹400 from there, brought for ₹49: ₹2,000 in two parcels. */
  async function ordered(handle = 'ok@mez'): Promise<Held> {
    const lamp = await aVariant(shop().db, { stock: { [HERE]: 3 }, priceMinor: 115_100 });
    const mug = await aVariant(shop().db, { stock: { [THERE]: 9 }, priceMinor: 40_000 });
    const lines = [
      { variantId: lamp, quantity: 1 },
      { variantId: mug, quantity: 2 }
    ];
    const [first, second] = [aPlan([lines[0]!]), aPlan([lines[1]!], { nodeId: THERE, nodeName: 'Hoskote' })];
    const plan = { ...first, parcels: [...first.parcels, ...second.parcels] };
    const placed = await underPolicy(shop(), { payment: { ...standardPolicy.payment, take: 'on-leaving' } }, async () => {
      const { cartKey, version } = await aCheckout(shop(), lines, plan);
      return placeOrder(shop(), shopper, { cartKey, version, method: 'upi', key: shop().newId() });
    });
    await authorizePayment(shop(), shopper, { orderKey: placed.orderKey, handle });
    const tracked = (await trackedOrder(shop().db, placed.orderId))!;
    const [here, there] = [HERE, THERE].map((node) => tracked.parcels.find(({ nodeId }) => nodeId === node)!.id);
    return { ...placed, lamp, mug, parcels: [here!, there!] };
  }

  async function leaves(fulfilmentOrderId: string): Promise<void> {
    await packParcel(shop(), SYSTEM, { fulfilmentOrderId });
    await handOverParcel(shop(), SYSTEM, { fulfilmentOrderId });
  }
  async function leftAndTaken({ orderId }: Held, fulfilmentOrderId: string): Promise<void> {
    await leaves(fulfilmentOrderId);
    await captureParcel(shop(), SYSTEM, { fulfilmentOrderId });
    await voidRest(shop(), SYSTEM, { orderId });
  }

  const payment = async ({ orderId }: Held) =>
    shop()
      .db.selectFrom('payment')
      .select(['id', 'state', 'amount_minor as due', 'authorized_minor as authorized', 'captured_minor as captured'])
      .select('refunded_minor as refunded')
      .where('order_id', '=', orderId)
      .where('method', '=', 'upi')
      .where('change_id', 'is', null)
      .executeTakeFirstOrThrow();
  /** What its bank was asked to give, each once. */
  const given = async (of: Held) => {
    const { id } = await payment(of);
    return shop()
      .bank.captures.filter(({ key }) => key.includes(id))
      .map(({ amountMinor }) => amountMinor);
  };
  const told = async ({ orderId }: Held, type: string) => {
    const events = shop().db.selectFrom('event').select('data').where('topic', '=', `order:${orderId}`).where('type', '=', type);
    return (await events.orderBy('version').execute()).map(({ data }) => data);
  };
  const lineOf = async ({ orderId }: Held, variantId: string) =>
    (await trackedOrder(shop().db, orderId))!.lines.find((line) => line.variantId === variantId)!.id;
  async function change({ orderKey }: Held, wish: ChangeWish): Promise<string> {
    const { seal } = await readChange(shop(), { orderKey, wish });
    return (await changeOrder(shop(), shopper, { orderKey, wish, seal, key: shop().newId() })).changeId;
  }
  const cancel = async (of: Held, variantId: string, quantity: number) =>
    change(of, { kind: 'cancel', reason: 'changed-mind', units: [{ orderLineId: await lineOf(of, variantId), quantity }] });
  return { ordered, leaves, leftAndTaken, payment, given, told, lineOf, change, cancel };
}
