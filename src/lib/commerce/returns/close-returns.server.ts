import { hasMoneyDue, settledReturns } from '#db/queries/return-clock.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { inReturn } from './steps/in-return.server.ts';
import { returnMovedBy } from './return-moves.ts';

/** Returns of an order that are settled and whose money is there are at their end. Runs as a job after each piece of news of its money, so perhaps twice. */
export async function closeReturns(shop: Shop, actor: Actor, input: { orderId: string }): Promise<void> {
  for (const returnId of await settledReturns(shop.db, input.orderId)) {
    await inReturn(shop, actor, { returnId }, async ({ tx, record, found, units, stream, at }) => {
      if (found.state !== 'settled' || (await hasMoneyDue(tx, returnId))) return;
      await moveReturn(tx, returnId, { state: returnMovedBy(found, units, { type: 'close' }), endedAt: at });
      record(stream.next({ type: 'return.closed', returnId }));
    });
  }
}
