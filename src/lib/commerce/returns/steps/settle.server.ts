import { moveReturn } from '#db/queries/returns.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { oweReturn } from './owe-return.server.ts';
import { owedFor, totalOf } from '../return-money.ts';
import { returnMovedBy } from '../return-moves.ts';

/** A step of a turn, when all its units have found their place: what is still to be owed is owed, and it is settled. */
export async function settleNow(turn: ReturnTurn): Promise<void> {
  const { tx, record, found, units, stream, at } = turn;
  // What is kept was looked at by nobody and never will be: all of it counts.
  const moment = found.isKept ? 'instant' : 'inspected';
  await oweReturn(turn, moment);
  await moveReturn(tx, found.id, { state: returnMovedBy(found, units, { type: 'settle' }), settledAt: at });
  const { currency } = found;
  record(stream.next({ type: 'return.settled', returnId: found.id, amountMinor: totalOf(owedFor(found, units, moment)), currency }));
}
