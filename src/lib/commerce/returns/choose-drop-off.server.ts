import { policyOfOrder } from '#db/queries/policies.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideWay } from '../policies/decide-way.ts';
import { obey } from '../policies/obey.ts';
import { comeOtherwise } from './steps/come-otherwise.server.ts';
import { endCarriage } from './steps/end-carriage.server.ts';
import { inReturn } from './steps/in-return.server.ts';
import { returnMovedBy } from './return-moves.ts';

/** The edge has opened the order. `nodeId`: null for any store. */
export type ChooseDropOff = { orderId: string; returnId: string; nodeId: string | null };

/**
 * It comes to a counter instead of going by carrier, or to another one; its label is void, and it costs what a counter costs. Refuses `not-found`,
 * `not-allowed` once it is on its way, `method-not-offered` where the policy has no counter for it.
 */
export async function chooseDropOff(shop: Shop, actor: Actor, input: ChooseDropOff): Promise<void> {
  await inReturn(shop, actor, input, async (turn) => {
    const { tx, record, found, units, stream } = turn;
    if (found.orderId !== input.orderId) refuse('not-found');
    const state = returnMovedBy(found, units, { type: 'drop-at-store' });
    const { orderId } = input;
    if (found.method !== 'store') obey(decideWay(await policyOfOrder(tx, orderId), units, 'store'), { orderId, asked: 'return' });
    await comeOtherwise(turn, 'store');
    await moveReturn(tx, found.id, { state, dropNodeId: input.nodeId });
    record(stream.next({ type: 'return.drop_chosen', returnId: found.id, nodeId: input.nodeId }));
    await endCarriage(turn);
  });
}
