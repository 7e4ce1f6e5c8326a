import { receiveUnits } from '#db/queries/return-units.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { returnMovedBy } from '../return-moves.ts';
import { clockOf } from './accept.server.ts';
import { carrierHasIt } from './carrier-has-it.server.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { openIssue } from './open-issue.server.ts';
import { oweReturn } from './owe-return.server.ts';

/**
 * `unitIds`: those that came just now. `isLookedAt`: they are graded in the same turn, so that money waits for what that says. `isAll`: no more will, whatever was announced. `extra`: in words, what lies there and was not announced;
 * empty for nothing.
 */
export type Received = { unitIds: readonly string[]; isAll: boolean; extra: string; isLookedAt?: boolean };

/** A step of a turn: what came at a place. Refuses `not-found` for units of another return, `not-allowed` for those that came before. */
export async function receiveNow(
  opened: ReturnTurn,
  nodeId: string,
  { unitIds, isAll: noMore, extra, isLookedAt = false }: Received
): Promise<void> {
  const { tx, units, stream, record, at } = opened;
  const named = units.filter(({ id }) => unitIds.includes(id));
  if (named.length !== unitIds.length) refuse('not-found');
  const came = named.filter(({ receivedAt }) => receivedAt === null);
  if (came.length !== named.length) refuse('not-allowed', 'some of it came before');
  const state = returnMovedBy(opened.found, units, { type: 'receive', units: came.length, isAll: noMore });
  // What comes without a scan was brought by a carrier all the same.
  const turn = await carrierHasIt(opened, null);
  const { found } = turn;
  const ids = came.map(({ id }) => id);
  await receiveUnits(tx, ids, { nodeId, at });
  await moveReturn(tx, found.id, { state, cameToNodeId: nodeId, ...(await clockOf(turn)) });
  const isAll = state === 'received';
  record(stream.next({ type: 'return.received', returnId: found.id, nodeId, units: came.length, isAll }));
  const words = extra.trim();
  if (words !== '') await openIssue(turn, { kind: 'more-than-announced', words, nodeId, cause: `extra:${found.id}:${found.version}` });
  // That a part of it came is its first scan, where none was heard.
  if (!isAll) return oweReturn(turn, 'first-scan');
  await whenAllIsHere(
    { ...turn, units: units.map((unit) => (ids.includes(unit.id) ? { ...unit, receivedAt: at } : unit)) },
    { nodeId, isLookedAt }
  );
}

/** Its money is owed where that is what it waits for; an empty box is laid before a person. */
async function whenAllIsHere(turn: ReturnTurn, { nodeId, isLookedAt }: { nodeId: string; isLookedAt: boolean }): Promise<void> {
  const { found, units } = turn;
  if (units.every(({ receivedAt }) => receivedAt === null)) {
    await openIssue(turn, { kind: 'empty-box', words: 'The box was empty.', nodeId, cause: `empty:${found.id}` });
  }
  if (!isLookedAt) await oweReturn(turn, 'received');
}
