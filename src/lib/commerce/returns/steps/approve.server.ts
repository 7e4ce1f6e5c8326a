import { findPolicy, policyOfOrder } from '#db/queries/policies.ts';
import { keepUnits, unitsOfReturn } from '#db/queries/return-units.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { oweReturn } from './owe-return.server.ts';
import { dueAnew, dueFrom, returnMovedBy } from '../return-moves.ts';
import { settleNow } from './settle.server.ts';

/**
 * A step of a turn: it may come back. Its label is made by a job; who gives it in at a counter needs none. What stays with its shopper is
 * settled at once. Its days are counted from the yes, which may have been long in coming.
 */
export async function approveNow(turn: ReturnTurn, by: 'rule' | 'person'): Promise<void> {
  const { tx, record, found, units, stream, at, actor } = turn;
  const { id: returnId, method, isKept, dropNodeId: nodeId } = found;
  const approved = returnMovedBy(found, units, { type: 'approve' });
  const days = { approvedAt: at, ...(await daysOf(turn)) };
  record(stream.next({ type: 'return.approved', returnId, by, method, isKept, nodeId }));
  if (isKept) {
    const state = returnMovedBy({ ...found, state: approved }, units, { type: 'keep' });
    await keepUnits(tx, returnId, { actor, at });
    await moveReturn(tx, returnId, { state, ...days });
    await settleNow({ ...turn, found: { ...found, state }, units: await unitsOfReturn(tx, returnId) });
    return;
  }
  const state = method === 'store' ? returnMovedBy({ ...found, state: approved }, units, { type: 'drop-at-store' }) : approved;
  await moveReturn(tx, returnId, { state, ...days });
  await oweReturn(turn, 'instant');
}

/** By the terms that were kept with it; what another system asked for names none that are known here, and has those of its order. */
async function daysOf({ tx, found, at }: ReturnTurn): Promise<{ sendBy: Date; refundDueAt: Date; isOverdueTold: boolean }> {
  const { profile, version } = found.policy;
  const { terms } = (await findPolicy(tx, profile, version)) ?? (await policyOfOrder(tx, found.orderId));
  return { sendBy: dueFrom(at, terms.limits.sendWithinDays), ...dueAnew(found, dueFrom(at, terms.limits.refundDays)) };
}
