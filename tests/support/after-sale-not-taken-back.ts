import { refusedLate, refusedRefund } from '#db/queries/refused-refunds.ts';
import { redirectLateMoney } from '#lib/commerce/payments/redirect-late-money.server.ts';
import { redirectRefund } from '#lib/commerce/payments/redirect-refund.server.ts';
import type { World } from './after-sale-world.ts';
import type { TestShop } from './shop.ts';

const refusedOf = async (shop: TestShop, orderId: string) => {
  const due = await shop.db.selectFrom('refund').select('id').where('order_id', '=', orderId).where('state', '=', 'due').execute();
  const paid = await shop.db.selectFrom('payment').select('id').where('order_id', '=', orderId).where('state', '=', 'captured').execute();
  const refunds = await Promise.all(due.map(async ({ id }) => refusedRefund(shop.db, id)));
  const late = await Promise.all(paid.map(async ({ id }) => refusedLate(shop.db, id)));
  return { refunds: refunds.filter((one) => one !== undefined), late: late.filter((one) => one !== undefined) };
};

/** What a bank did not take back: its shopper takes it as credit, or the office sends it some way. */
export async function seeToNotTakenBack({ shop, by, people, orderId, orderKey, random }: World): Promise<boolean> {
  const { refunds, late } = await refusedOf(shop, orderId);
  const [[refund], [money], [manager]] = [refunds, late, people.managers];
  if (refund) {
    const [how, refundId] = [(['bank', 'by-hand', 'store-credit'] as const)[Math.floor(random() * 3)]!, refund.id];
    if (how === 'store-credit') await redirectRefund(shop, by, { orderKey, refundId, how });
    else await redirectRefund(shop, manager, { refundId, how });
  } else if (money) await redirectLateMoney(shop, manager, { paymentId: money.paymentId, how: random() < 0.5 ? 'bank' : 'by-hand' });
  return refund !== undefined || money !== undefined;
}

/** A steady hand asks a bank that takes all back for what it refused. */
export async function askForAllNotTakenBack(shop: TestShop, { orderId, people }: World): Promise<void> {
  const { refunds, late } = await refusedOf(shop, orderId);
  const [manager] = people.managers;
  for (const { id } of refunds) await redirectRefund(shop, manager, { refundId: id, how: 'bank' });
  for (const { paymentId } of late) await redirectLateMoney(shop, manager, { paymentId, how: 'bank' });
}
