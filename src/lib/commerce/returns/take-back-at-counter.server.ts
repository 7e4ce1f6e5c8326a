import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { once } from '#db/queries/idempotency.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { atNode } from '../stores/staff-policy.ts';
import { acceptNow } from './steps/accept.server.ts';
import { gradeNow, type Grade } from './steps/grade.server.ts';
import { inReturn, type ReturnTurn } from './steps/in-return.server.ts';
import { receiveNow } from './steps/receive.server.ts';

/** Each unit of the return with what becomes of it; `missing` for what was not brought. */
export type TakeBackAtCounter = {
  returnId: string;
  grades: readonly Grade[];
  /** What comes instead is given to whoever stands there, from the shelf of that counter. */
  handsOut?: boolean | undefined;
  key: string;
};

/**
 * All of a return at once, while its shopper stands there: given in, received, looked at, and its money owed, in one step. What had come before,
 * such as by carrier, is looked at with the rest. Refuses `forbidden`,
 * `not-found`, `not-allowed` when it is not to be given in (any more), `invalid` when a unit has no grade, `out-of-stock` when
 * what is to be handed out does not lie there, `key-reused`.
 */
export async function takeBackAtCounter(shop: Shop, actor: Actor, { key, ...input }: TakeBackAtCounter): Promise<void> {
  const { nodeId } = atNode(actor, 'take-returns');
  const named = once(`take-back:${input.returnId}`, key, input);
  await inReturn(shop, actor, { returnId: input.returnId, once: named }, async (opened) => {
    const turn = input.handsOut ? { ...opened, handsOutAt: nodeId } : opened;
    if (input.grades.length !== turn.units.length) refuse('invalid', 'each thing needs its grade');
    if (turn.found.state !== 'dropped_off') await acceptNow(turn, nodeId, true);
    const came = input.grades.filter(({ unitId, disposition }) => disposition !== 'missing' && !wasHere(turn, unitId));
    await receiveNow(await seenAgain(turn), nodeId, {
      unitIds: came.map(({ unitId }) => unitId),
      isAll: true,
      extra: '',
      isLookedAt: true
    });
    await gradeNow(await seenAgain(turn), nodeId, input.grades);
  });
}

const wasHere = ({ units }: ReturnTurn, unitId: string): boolean =>
  units.some(({ id, receivedAt }) => id === unitId && receivedAt !== null);

/** The same turn with what the step before it wrote down. */
async function seenAgain(turn: ReturnTurn): Promise<ReturnTurn> {
  const found = await findReturn(turn.tx, turn.found.id);
  return { ...turn, found: found ?? turn.found, units: await unitsOfReturn(turn.tx, turn.found.id) };
}
