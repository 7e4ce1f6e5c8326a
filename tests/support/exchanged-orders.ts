import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { askForReturn, type AskForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import type { Disposition } from '#lib/commerce/returns/return.machine.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import type { Shopper } from '#lib/kernel/actor.ts';
import { aDeliveredOrder, type DeliveredOrder } from './delivered-order.ts';
import { asha, aVariant, shopper } from './makers.ts';
import type { TestShop } from './shop.ts';
import { HERE } from './two-places.ts';

export const DAY_MS = 24 * 3_600_000;

export type Bought = DeliveredOrder & { other: string };

/** What tests of exchanges do and look at. */
export function exchangedOrders(shop: () => TestShop, by: () => Shopper = () => shopper) {
  /** A thing at ₹490 that came, and another make of it, at `priceMinor`. */
  async function bought({ priceMinor = 49_000, units = [1], stock = 2, at = HERE, paid = 49_000 } = {}): Promise<Bought> {
    const of = await aDeliveredOrder(shop(), { nodeId: HERE, units, priceMinor: paid, by: by() });
    const other = await aVariant(shop().db, { likeVariant: of.variantIds[0]!, options: ['Large'], priceMinor, stock: { [at]: stock } });
    return { ...of, other };
  }
  const exchange = async (of: Bought, unitPriceMinor: number, over: Partial<AskForReturn> & { quantity?: number } = {}) => {
    const { quantity = 1, ...more } = over;
    const line = { fulfilmentLineId: of.lineIds[0]!, quantity, reason: 'too-small' as const, detail: '', words: '', photoIds: [] };
    const how = { method: 'store' as const, to: 'original' as const, isKept: false, dropNodeId: null, key: shop().newId() };
    const lines = [{ ...line, exchange: { variantId: of.other, unitPriceMinor } }];
    return askForReturn(shop(), shopper, { orderId: of.orderId, lines, ...how, ...more });
  };
  const graded = async (returnId: string, ...fates: Disposition[]) =>
    (await unitsOfReturn(shop().db, returnId)).map(({ id }, n) => ({
      unitId: id,
      disposition: fates[n] ?? fates[0]!,
      note: '',
      isOther: false
    }));
  const takeBack = async (returnId: string, fates: Disposition[] = ['restock_a'], handsOut = false) =>
    takeBackAtCounter(shop(), asha, { returnId, grades: await graded(returnId, ...fates), key: shop().newId(), handsOut });
  const parcelsOf = async ({ orderId }: { orderId: string }) =>
    shop()
      .db.selectFrom('fulfilment_order')
      .select(['id', 'state', 'method', 'node_id'])
      .where('order_id', '=', orderId)
      .orderBy('place')
      .execute();
  const totalOf = async ({ orderId }: Bought) =>
    await shop().db.selectFrom('orders').select(['total_minor', 'life']).where('id', '=', orderId).executeTakeFirstOrThrow();
  const caseOf = async (returnId: string) => (await findReturn(shop().db, returnId))!;
  const typesOf = async ({ orderId }: Bought) =>
    (await shop().db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute())
      .map(({ type }) => type)
      .filter((type) => /^(return|exchange|refund|fo\.released|fo\.collected|promise\.committed|order\.completed|payment)/.test(type));
  const pay = async (of: Bought, changeId: string, handle = 'ok@mez') =>
    authorizePayment(shop(), shopper, { orderKey: of.orderKey, changeId, handle, key: shop().newId() });
  return { bought, exchange, graded, takeBack, parcelsOf, totalOf, caseOf, typesOf, pay };
}
