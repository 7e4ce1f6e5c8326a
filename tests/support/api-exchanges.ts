import { NODE, STORE, type Buyer, type Sent } from './api-world.ts';
import { givingBack } from './api-returns.ts';
import { aVariant } from './makers.ts';
import type { TestShop } from './shop.ts';

/** Delivered orders, and what is asked to come instead of them by the API. */
export function exchangingByApi(shop: () => TestShop, buyer: () => Buyer) {
  const { delivered } = givingBack(shop, buyer);
  /** With another make of the same thing, of which so many lie there. */
  async function bought({ priceMinor = 49_000, stock = 3 } = {}) {
    const of = await delivered();
    const more = { likeVariant: of.variantIds[0]!, options: ['Large'], priceMinor };
    const other = await aVariant(shop().db, { ...more, stock: { [NODE]: stock } });
    return { ...of, path: `/orders/${of.orderKey}`, other, priceMinor };
  }
  type Bought = Awaited<ReturnType<typeof bought>>;
  const asked = (of: Bought, unit: object = {}, how: object = {}) => {
    const instead = { variantId: of.other, unitPriceMinor: of.priceMinor };
    return { units: [{ fulfilmentLineId: of.lineIds[0], quantity: 1, reason: 'too-small', instead, ...unit }], method: 'store', ...how };
  };
  const choices = (of: Bought): Sent => ({ method: 'GET', path: `${of.path}/exchanges/choices?fulfilmentLineId=${of.lineIds[0]}` });
  const preview = async (of: Bought, unit: object = {}, how: object = {}): Promise<Sent> => ({
    method: 'POST',
    path: `${of.path}/exchanges/preview`,
    body: asked(of, unit, how)
  });
  /** The same as it is confirmed: with the seal that its preview answers, if it answers one. */
  async function ask(of: Bought, unit: object = {}, how: object = {}): Promise<Sent> {
    const { json } = await buyer().ask(await preview(of, unit, how));
    const seal = typeof json['seal'] === 'string' ? json['seal'] : 'none';
    return { method: 'POST', path: `${of.path}/exchanges`, body: { ...asked(of, unit, how), seal }, key: buyer().key() };
  }
  /** Of something that costs ₹110 more: as it is paid. */
  async function paying(handle = 'ok@mez') {
    const of = await bought({ priceMinor: 60_000 });
    const { json } = await buyer().ask(await ask(of));
    const returnId = String(json['returnId']);
    const path = `${of.path}/returns/${returnId}`;
    return { ...of, returnId, sent: { method: 'POST', path: `${path}/payments`, body: { handle }, key: buyer().key() } as Sent };
  }
  return { bought, choices, preview, ask, paying };
}

/** Orders whose things go into a cart again by the API. */
export function orderingAgain(buyer: () => Buyer) {
  const preview = (path: string, cartKey: string | null): Sent => ({ method: 'POST', path: `${path}/again/preview`, body: { cartKey } });
  /** An order, another cart, and the press that puts the one into the other. */
  async function pressing() {
    const [order, cart] = [await buyer().order(), await buyer().cart()];
    const { json } = await buyer().ask(preview(order.path, cart.cartKey));
    const body = { cartKey: cart.cartKey, seal: json['seal'] };
    return {
      ...order,
      cart,
      cartKey: cart.cartKey,
      sent: { method: 'POST', path: `${order.path}/again`, body, key: buyer().key() } as Sent
    };
  }
  return { preview, pressing };
}

/** A real request for each endpoint of exchanges, and of ordering again. */
export function requestsOfExchanges(shop: () => TestShop, buyer: () => Buyer): Record<string, () => Promise<Sent>> {
  const { bought, choices, preview, ask, paying } = exchangingByApi(shop, buyer);
  const again = orderingAgain(buyer);
  return {
    listExchangeChoices: async () => choices(await bought()),
    previewExchange: async () => preview(await bought({ priceMinor: 40_000 }), {}, { dropNodeId: STORE }),
    askForExchange: async () => ask(await bought()),
    payExchange: async () => (await paying('step@mez')).sent,
    previewAgain: async () => again.preview((await buyer().order()).path, (await buyer().cart()).cartKey),
    orderAgain: async () => (await again.pressing()).sent
  };
}
