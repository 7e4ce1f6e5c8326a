import { trackedOrder } from '#db/queries/tracking.ts';
import { changeOrder } from '#lib/commerce/order-change/change-order.server.ts';
import { readChange } from '#lib/commerce/order-change/read-change.server.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { aCheckout } from './checkout.ts';
import { aVariant, level, shopper } from './makers.ts';
import { MORNING, type TestShop } from './shop.ts';

export const HERE = 'blr-domlur';

export type Ordered = { orderKey: string; orderId: string; mug: string; pot: string };

/** What tests of changed orders do and look at. */
export function changedOrders(shop: () => TestShop, by: () => Shopper = () => shopper) {
  /** Two mugs at ₹490 and one pot at ₹1,000, brought for ₹49. */
  async function anOrder(method: 'upi' | 'cash_on_delivery' = 'upi', pay = true): Promise<Ordered> {
    shop().at(MORNING);
    const mug = await aVariant(shop().db, { stock: { [HERE]: 5 } });
    const pot = await aVariant(shop().db, { stock: { [HERE]: 5 }, priceMinor: 100_000 });
    const { cartKey, version } = await aCheckout(shop(), [
      { variantId: mug, quantity: 2 },
      { variantId: pot, quantity: 1 }
    ]);
    const { orderKey } = await placeOrder(shop(), by(), { cartKey, version, method, key: shop().newId() });
    if (method === 'upi' && pay) await authorizePayment(shop(), shopper, { orderKey, handle: 'ok@mez', key: shop().newId() });
    return { orderKey, orderId: shop().keys.open('order', orderKey) ?? '', mug, pot };
  }
  const order = async ({ orderId }: Ordered) => (await trackedOrder(shop().db, orderId))!;
  const lineOf = async (of: Ordered, variantId: string) => (await order(of)).lines.find((line) => line.variantId === variantId)!.id;
  const cancelOf = async (of: Ordered, variantId: string, quantity: number): Promise<ChangeWish> => ({
    kind: 'cancel',
    reason: 'changed-mind',
    units: [{ orderLineId: await lineOf(of, variantId), quantity }]
  });
  const ALL: ChangeWish = { kind: 'cancel', reason: 'by-mistake', units: null };
  async function change(of: Ordered, wish: ChangeWish) {
    const { seal } = await readChange(shop(), { orderKey: of.orderKey, wish });
    return changeOrder(shop(), shopper, { orderKey: of.orderKey, wish, seal, key: shop().newId() });
  }
  const shown = async (of: Ordered) =>
    (await order(of)).parcels.map(({ state, lines }) => `${state}: ${lines.map(({ quantity }) => quantity).join('+')}`);
  const free = async (variantId: string) => (await level(shop().db, variantId, HERE)).available;
  const payment = async ({ orderId }: Ordered) =>
    shop()
      .db.selectFrom('payment')
      .select(['amount_minor', 'captured_minor', 'refunded_minor'])
      .where('order_id', '=', orderId)
      .executeTakeFirstOrThrow();
  const refunds = async ({ orderId }: Ordered) =>
    shop().db.selectFrom('refund').select(['id', 'how', 'state', 'amount_minor']).where('order_id', '=', orderId).execute();
  return { anOrder, order, lineOf, cancelOf, ALL, change, shown, free, payment, refunds };
}
