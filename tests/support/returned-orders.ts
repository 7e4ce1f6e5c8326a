import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { askForReturn, type AskForReturn, type AskedLine } from '#lib/commerce/returns/ask-for-return.server.ts';
import { closeReturns } from '#lib/commerce/returns/close-returns.server.ts';
import type { Disposition } from '#lib/commerce/returns/return.machine.ts';
import { SYSTEM, type Actor } from '#lib/kernel/actor.ts';
import { aDeliveredOrder, type DeliveredOrder } from './delivered-order.ts';
import { shopper } from './makers.ts';
import { refundsOf } from './refunds.ts';
import type { TestShop } from './shop.ts';
import { HERE } from './two-places.ts';

export const DAY_MS = 24 * 3_600_000;

/** What tests of returns do and look at. */
export function returnedOrders(shop: () => TestShop) {
  const delivered = async (more: Partial<Parameters<typeof aDeliveredOrder>[1]> = {}) => aDeliveredOrder(shop(), { nodeId: HERE, ...more });
  const asked = (of: DeliveredOrder, over: Partial<AskedLine> = {}): AskedLine => ({
    fulfilmentLineId: of.lineIds[0]!,
    quantity: 1,
    reason: 'changed-mind',
    detail: '',
    words: '',
    photoIds: [],
    ...over
  });
  const ask = async (of: DeliveredOrder, { actor = shopper, ...over }: Partial<AskForReturn> & { actor?: Actor } = {}) =>
    askForReturn(shop(), actor, {
      orderId: of.orderId,
      lines: [asked(of)],
      method: 'store',
      to: 'original',
      isKept: false,
      dropNodeId: null,
      key: shop().newId(),
      ...over
    });
  const stateOf = async ({ returnId }: { returnId: string }) => (await findReturn(shop().db, returnId))!.state;
  const graded = async ({ returnId }: { returnId: string }, ...fates: Disposition[]) => {
    const units = await unitsOfReturn(shop().db, returnId);
    return units.map(({ id }, at) => ({ unitId: id, disposition: fates[at] ?? fates[0]!, note: '', isOther: false }));
  };
  const typesOf = async (orderId: string) => {
    const rows = await shop().db.selectFrom('event').select('type').where('topic', '=', `order:${orderId}`).orderBy('version').execute();
    return rows
      .map(({ type }) => type)
      .filter((type) => type.startsWith('return.') || type.startsWith('refund.') || type === 'payment.refunded');
  };
  const issuesOf = async (orderId: string) =>
    (await shop().db.selectFrom('return_issue').select('kind').where('order_id', '=', orderId).orderBy('id').execute()).map(
      ({ kind }) => kind
    );
  async function paid(orderId: string): Promise<void> {
    for (const { id } of await refundsOf(shop().db, orderId)) await payRefund(shop(), SYSTEM, { refundId: id });
    await closeReturns(shop(), SYSTEM, { orderId });
  }
  return { delivered, asked, ask, stateOf, graded, typesOf, issuesOf, paid };
}
