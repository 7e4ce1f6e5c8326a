import { NODE, STORE, type Buyer, type Sent } from './api-world.ts';
import { aDeliveredOrder } from './delivered-order.ts';
import type { TestShop } from './shop.ts';

/** Delivered orders, and what is asked to come back of them by the API. */
export function givingBack(shop: () => TestShop, buyer: () => Buyer) {
  async function delivered(priceMinor?: number) {
    const order = await aDeliveredOrder(shop(), { nodeId: NODE, ...(priceMinor !== undefined && { priceMinor }) });
    return { ...order, path: `/orders/${order.orderKey}/returns` };
  }
  type Delivered = Awaited<ReturnType<typeof delivered>>;
  const unit = ({ lineIds }: Delivered, more: object = {}) => ({
    fulfilmentLineId: lineIds[0],
    quantity: 1,
    reason: 'changed-mind',
    ...more
  });
  const quote = (of: Delivered, more: object = {}): Sent => ({
    method: 'POST',
    path: `${of.path}/quote`,
    body: { units: [unit(of, more)] }
  });
  const asking = (of: Delivered, more: object = {}, how: object = {}): Sent => ({
    method: 'POST',
    path: of.path,
    body: { units: [unit(of, more)], method: 'store', to: 'original', ...how },
    key: buyer().key()
  });
  async function asked(how: object = {}) {
    const of = await delivered();
    const { json } = await buyer().ask(asking(of, {}, how));
    return { ...of, path: `${of.path}/${String(json['returnId'])}`, returnId: String(json['returnId']) };
  }
  return { delivered, quote, asking, asked };
}

/** A real request for each endpoint of returns. */
export function requestsOfReturns(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  const { delivered, quote, asking, asked } = givingBack(shop, buyer);
  return {
    async listReturns() {
      const { orderKey } = await asked();
      return { method: 'GET', path: `/orders/${orderKey}/returns` };
    },
    quoteReturn: async () => quote(await delivered(), { reason: 'not-as-described' }),
    askForReturn: async () => asking(await delivered(), {}, { dropNodeId: STORE, to: 'store-credit' }),
    readReturn: async () => ({ method: 'GET', path: (await asked()).path }),
    chooseDropOff: async () => ({ method: 'PUT', path: `${(await asked({ method: 'label' })).path}/drop-off`, body: { nodeId: STORE } }),
    cancelReturn: async () => ({ method: 'DELETE', path: (await asked()).path })
  };
}
