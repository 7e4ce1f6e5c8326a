import { gradeUnits, unitsOfReturn, type GradedUnit, type ReturnUnit } from '#db/queries/return-units.ts';
import { creditedGoods } from '#db/queries/return-clock.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { insertMovements, lockLevel, openLevel, setOnHand } from '#db/queries/stock.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { levelEvents } from '../../stock/stock-level.ts';
import { fateOf } from '../return-fate.ts';
import { owedFor } from '../return-money.ts';
import { returnMovedBy } from '../return-moves.ts';
import type { Disposition } from '../return.machine.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { openIssue } from './open-issue.server.ts';
import { settleNow } from './settle.server.ts';

/** `isOther`: something else lies there than was announced; `note` says what. */
export type Grade = { unitId: string; disposition: Disposition; note: string; isOther: boolean };

/**
 * A step of a turn: what becomes of units of a return that is all here. Only what is as good as new, or as good as opened, is for sale again, at
 * that place. With the last unit it is settled. A unit that never came is `missing`, and no other may be. Refuses `not-found`, `not-allowed`,
 * `invalid`.
 */
export async function gradeNow(turn: ReturnTurn, nodeId: string, grades: readonly Grade[]): Promise<void> {
  const graded = grades.map((grade) => judged(turn, grade));
  const { tx, found, units, at, actor } = turn;
  if (new Set(graded.map(({ id }) => id)).size !== graded.length) refuse('invalid', 'a unit twice');
  const inspecting = found.state === 'received' ? returnMovedBy(found, units, { type: 'inspect' }) : found.state;
  const state = returnMovedBy({ ...found, state: inspecting }, units, { type: 'grade', units: graded.length });
  const { channel: _, ...who } = actor;
  await gradeUnits(tx, graded, { nodeId, actor: who, at });
  await moveReturn(tx, found.id, { state });
  tell(turn, nodeId, graded);
  for (const grade of grades.filter(({ isOther }) => isOther)) {
    // oxlint-disable-next-line no-await-in-loop -- hardly ever one
    await laidBefore(turn, nodeId, grade);
  }
  if (state === 'dispositioned') await end({ ...turn, found: { ...found, state }, units: await unitsOfReturn(tx, found.id) }, nodeId);
  // Stock last and sorted, as everywhere.
  await shelve(turn, nodeId, graded);
}

type Judged = GradedUnit & { unit: ReturnUnit };

function judged({ units, found }: ReturnTurn, { unitId, disposition, note, isOther }: Grade): Judged {
  const unit = units.find(({ id }) => id === unitId);
  if (!unit) refuse('not-found');
  if (unit.disposition !== null) refuse('not-allowed', 'graded before');
  if ((unit.receivedAt === null) !== (disposition === 'missing')) refuse('invalid', 'what never came is missing, and nothing else');
  if (isOther && note.trim() === '') refuse('invalid', 'what it is instead');
  const isGone = disposition === 'missing' || disposition === 'back_to_customer';
  return { id: unitId, disposition, note: note.trim(), isClaimed: !isGone || found.owedAt !== null, unit };
}

function tell({ record, stream, found }: ReturnTurn, nodeId: string, graded: readonly Judged[]): void {
  const units = graded.map(({ unit, disposition }) => ({ variantId: unit.variantId, disposition }));
  record(stream.next({ type: 'return.graded', returnId: found.id, nodeId, units }));
}

async function laidBefore(turn: ReturnTurn, nodeId: string, { unitId, note }: Grade): Promise<void> {
  await openIssue(turn, { kind: 'wrong-item', words: note.trim(), nodeId, cause: `wrong:${unitId}` });
}

async function end(turn: ReturnTurn, nodeId: string): Promise<void> {
  const { found, units } = turn;
  const missing = units.filter(({ disposition }) => disposition === 'missing').length;
  if (missing > 0 && missing < units.length) {
    await openIssue(turn, {
      kind: 'missing-unit',
      words: `${missing} of ${units.length} did not come.`,
      nodeId,
      cause: `missing:${found.id}`
    });
  }
  if ((await creditedGoods(turn.tx, found.id)) > owedFor(found, units, 'inspected').goodsMinor) {
    const words = 'More money was given than what came is worth.';
    await openIssue(turn, { kind: 'refunded-too-early', words, nodeId, cause: `early:${found.id}` });
  }
  await settleNow(turn);
}

/** What lies here now: for sale, or set aside. Level by level, in the order of all commands. */
async function shelve({ tx, record, found, actor, at, shop }: ReturnTurn, nodeId: string, graded: readonly Judged[]): Promise<void> {
  const here = graded.filter(({ unit, disposition }) => unit.counted && fateOf(disposition) !== 'gone');
  const byVariant = Map.groupBy(here, ({ unit }) => unit.variantId);
  // Locked one after the other, in the order of all commands.
  for (const [variantId, some] of [...byVariant].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const place = { nodeId, variantId };
    await openLevel(tx, place);
    const before = await lockLevel(tx, place);
    const setAside = some.filter(({ disposition }) => fateOf(disposition) === 'set-aside').length;
    const onHand = (before?.onHand ?? 0) + some.length;
    const level = await setOnHand(tx, { ...place, onHand, unavailable: (before?.unavailable ?? 0) + setAside, countedAt: null, at });
    const movement = { ...place, id: shop.newId(), kind: 'restocked' as const, quantity: some.length, setAside };
    await insertMovements(tx, [{ ...movement, reason: `return ${found.number}`, orderId: found.orderId }], { actor, at });
    record(...levelEvents(before, level));
  }
}
