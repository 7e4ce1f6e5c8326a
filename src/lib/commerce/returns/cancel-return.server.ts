import { releaseUnits } from '#db/queries/return-units.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { endCarriage } from './steps/end-carriage.server.ts';
import { giveBackExchange } from './steps/give-back-exchange.server.ts';
import { inReturn } from './steps/in-return.server.ts';
import { mayCancelReturn, returnMovedBy } from './return-moves.ts';

/** The edge has opened the order whose return it is. */
export type CancelReturn = { orderId: string; returnId: string };

/** Nothing comes back after all; its label is void, and what was to come instead is for sale again. Refuses `not-found`, `not-allowed` once it is on its way or its money was given. */
export async function cancelReturn(shop: Shop, actor: Actor, input: CancelReturn): Promise<void> {
  await inReturn(shop, actor, input, async (turn) => {
    const { tx, record, found, units, stream, at } = turn;
    if (found.orderId !== input.orderId) refuse('not-found');
    const state = returnMovedBy(found, units, { type: 'cancel' });
    if (!mayCancelReturn(found)) refuse('not-allowed', 'its money was given');
    await moveReturn(tx, found.id, { state, endedAt: at });
    await releaseUnits(tx, found.id);
    record(stream.next({ type: 'return.cancelled', returnId: found.id }));
    await endCarriage(turn);
    await giveBackExchange(turn, 'ended');
  });
}
