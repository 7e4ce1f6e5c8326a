import { settleChange } from '#lib/commerce/order-change/settle-change.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { trackedOrder } from '#db/queries/tracking.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import type { ChangeWish } from '#lib/commerce/order-change/wish.ts';
import { NODE, STORE, type Buyer, type Sent } from './api-world.ts';
import { later } from './later.ts';
import { aVariant } from './makers.ts';
import { refundsOf } from './refunds.ts';
import type { TestShop } from './shop.ts';

export type Wished = { path: string; orderId: string; wish: ChangeWish };
export const ALL = { kind: 'cancel', units: null, reason: 'other' } as const satisfies ChangeWish;
export const NOTE = { kind: 'note', note: 'Ring twice.' } as const satisfies ChangeWish;
export const CARD = { kind: 'payment', method: 'card' } as const satisfies ChangeWish;
export const elsewhere = (postcode: string) =>
  ({ kind: 'address', name: 'Rhea Pinto', phone: '98450 12345', line1: '7 Other Street', line2: '', postcode }) as const;

/** Orders by the API, brought into the state in which something about them can be changed, or not. */
export function changing(shop: () => TestShop, buyer: () => Buyer) {
  const paid = async (handle = 'ok@mez') => {
    const order = await buyer().order();
    await buyer().ask({ method: 'POST', path: `${order.path}/payments`, body: { handle }, key: buyer().key() });
    return order;
  };
  const lineOf = async (orderId: string) => (await trackedOrder(shop().db, orderId))!.lines[0]!;
  /** What one of it becomes instead: another make of the same thing for so much, of which so many lie there. */
  async function swapped(orderId: string, { priceMinor = 49_000, onHand = 5 } = {}): Promise<ChangeWish> {
    const { id, variantId } = await lineOf(orderId);
    const toVariantId = await aVariant(shop().db, {
      likeVariant: variantId,
      options: [`Size ${shop().newId()}`],
      priceMinor,
      stock: { [NODE]: onHand, [STORE]: onHand }
    });
    return { kind: 'swap', orderLineId: id, toVariantId, quantity: 1, method: 'upi' };
  }
  const preview = async (path: string, wish: ChangeWish): Promise<Sent> => ({
    method: 'POST',
    path: `${path}/changes/preview`,
    body: wish
  });
  /** The same as it is confirmed: with the seal that its preview answers, if it answers one. */
  async function make(path: string, wish: ChangeWish): Promise<Sent> {
    const { json } = await buyer().ask(await preview(path, wish));
    const seal = typeof json['seal'] === 'string' ? json['seal'] : 'none';
    return { method: 'POST', path: `${path}/changes`, body: { change: wish, seal }, key: buyer().key() };
  }
  async function made(path: string, wish: ChangeWish): Promise<string> {
    const { json } = await buyer().ask(await make(path, wish));
    return String(json['changeId']);
  }
  async function sentOut({ orderId }: { orderId: string }): Promise<void> {
    const fulfilmentOrderId = (await trackedOrder(shop().db, orderId))!.parcels[0]!.id;
    await packParcel(shop(), SYSTEM, { fulfilmentOrderId });
    await handOverParcel(shop(), SYSTEM, { fulfilmentOrderId });
  }
  /** Called off, and the time to take that back is over. */
  async function ended(order: { path: string }): Promise<void> {
    const changeId = await made(order.path, ALL);
    await later(shop(), 11, async () => settleChange(shop(), SYSTEM, { changeId }));
  }
  /** Called off, and its bank does not take the money back. */
  async function refusedBack() {
    const order = await paid();
    await made(order.path, ALL);
    const [refund] = await refundsOf(shop().db, order.orderId);
    shop().bank.saysToRefunds.push('bank-said-no');
    await payRefund(shop(), SYSTEM, { refundId: refund!.id });
    return { ...order, refundId: refund!.id };
  }
  return { paid, swapped, preview, make, made, sentOut, ended, refusedBack };
}

export const redirecting = ({ path, refundId }: { path: string; refundId: string }): Sent => ({
  method: 'PUT',
  path: `${path}/refunds/${refundId}`,
  body: { how: 'store-credit' }
});

/** A real request for each endpoint of changes, and of what goes back. */
export function requestsOfChanges(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  const { paid, swapped, preview, make, made, refusedBack } = changing(shop, buyer);
  return {
    async listChanges() {
      const { path, orderId } = await paid();
      await made(path, await swapped(orderId));
      await made(path, ALL);
      return { method: 'GET', path: `${path}/changes` };
    },
    async previewChange() {
      const { path, orderId } = await paid();
      return preview(path, await swapped(orderId, { priceMinor: 40_000 }));
    },
    async makeChange() {
      const { path } = await paid();
      return make(path, elsewhere('560038'));
    },
    async payChange() {
      const { path } = await paid();
      const changeId = await made(path, CARD);
      return { method: 'POST', path: `${path}/changes/${changeId}/payments`, body: { handle: 'step@mez' }, key: buyer().key() };
    },
    async listRefunds() {
      const { path } = await paid();
      await made(path, ALL);
      return { method: 'GET', path: `${path}/refunds` };
    },
    redirectRefund: async () => redirecting(await refusedBack()),
    async undoChange() {
      const { path } = await paid();
      return { method: 'DELETE', path: `${path}/changes/${await made(path, ALL)}` };
    }
  };
}
