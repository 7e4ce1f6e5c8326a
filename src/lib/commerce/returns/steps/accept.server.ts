import { policyOfOrder } from '#db/queries/policies.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { dueAnew, dueFrom, returnMovedBy } from '../return-moves.ts';
import { comeOtherwise } from './come-otherwise.server.ts';
import { endCarriage } from './end-carriage.server.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { oweReturn } from './owe-return.server.ts';

/**
 * A step of a turn: somebody gave it in at a counter, with whatever it was to be sent with. That is its first scan: its money is owed where that is
 * what it waits for, unless it is looked at in the same turn (`isLookedAt`), which knows better what came.
 */
export async function acceptNow(opened: ReturnTurn, nodeId: string, isLookedAt = false): Promise<void> {
  const state = returnMovedBy(opened.found, opened.units, { type: 'accept' });
  const turn = await comeOtherwise(opened, 'store');
  const { tx, record, found, stream } = turn;
  const shipment = await returnShipmentOf(tx, found.id);
  await moveReturn(tx, found.id, { state, cameToNodeId: nodeId, ...(await clockOf(turn)) });
  record(stream.next({ type: 'return.dropped_off', returnId: found.id, nodeId }));
  // The label goes nowhere: what comes with it from now on is looked at by a person.
  if (shipment?.state === 'pre_transit') await endCarriage(turn);
  if (!isLookedAt) await oweReturn(turn, 'first-scan');
}

/** The clock runs from when it was first seen on its way. */
export async function clockOf({ tx, found, at }: ReturnTurn): Promise<{ handedOverAt: Date; refundDueAt: Date; isOverdueTold: boolean }> {
  const { terms } = await policyOfOrder(tx, found.orderId);
  const handedOverAt = found.handedOverAt ?? at;
  return { handedOverAt, ...dueAnew(found, dueFrom(handedOverAt, terms.limits.refundDays)) };
}
