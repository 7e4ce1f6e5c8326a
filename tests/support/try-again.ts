import type { Answer } from './api-world.ts';
import type { TestShop } from './shop.ts';
import { untilWaiting } from './waiting.ts';

/**
 * Two windows try again at the same moment: the order is locked until both have come as far as they can, and the bank thinks until one
 * of them has its answer. Gives that of the one that came second; the first is answered when the bank has thought.
 */
export async function secondToTryAgain(shop: TestShop, orderId: string, again: () => Promise<Answer>): Promise<Answer> {
  const { charge } = shop.payments;
  const thought = Promise.withResolvers<void>();
  shop.payments.charge = async (order) => {
    await thought.promise;
    return charge(order);
  };
  const both = await shop.db.transaction().execute(async (tx) => {
    await tx.selectFrom('orders').select('id').where('id', '=', orderId).forUpdate().execute();
    const asked = [again(), again()];
    await untilWaiting(shop.db, asked.length);
    return asked;
  });
  const second = await Promise.race(both);
  shop.payments.charge = charge;
  thought.resolve();
  await Promise.all(both);
  return second;
}
