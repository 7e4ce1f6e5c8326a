import { keepUnits, unitsOfReturn } from '#db/queries/return-units.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { oweReturn } from './owe-return.server.ts';
import { returnMovedBy } from '../return-moves.ts';
import { settleNow } from './settle.server.ts';

/**
 * A step of a turn: it may come back. Its label is made by a job; who gives it in at a counter needs none. What stays with its shopper is
 * settled at once.
 */
export async function approveNow(turn: ReturnTurn, by: 'rule' | 'person'): Promise<void> {
  const { tx, record, found, units, stream, at, actor } = turn;
  const { id: returnId, method, isKept, dropNodeId: nodeId } = found;
  const approved = returnMovedBy(found, units, { type: 'approve' });
  record(stream.next({ type: 'return.approved', returnId, by, method, isKept, nodeId }));
  if (isKept) {
    const state = returnMovedBy({ ...found, state: approved }, units, { type: 'keep' });
    await keepUnits(tx, returnId, { actor, at });
    await moveReturn(tx, returnId, { state, approvedAt: at });
    await settleNow({ ...turn, found: { ...found, state }, units: await unitsOfReturn(tx, returnId) });
    return;
  }
  const state = method === 'store' ? returnMovedBy({ ...found, state: approved }, units, { type: 'drop-at-store' }) : approved;
  await moveReturn(tx, returnId, { state, approvedAt: at });
  await oweReturn(turn, 'instant');
}
