import { claimUnits } from '#db/queries/return-units.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { inReturn } from './steps/in-return.server.ts';
import { returnMovedBy } from './return-moves.ts';

/** The edge has opened the order whose return it is. `words`: kept with the return for whoever decides, and told to nobody else. */
export type AppealReturn = { orderId: string; returnId: string; words: string };

/**
 * A shopper asks once more for what a person said no to. Refuses `not-found`, `not-allowed` the second time, `already-returning` when its units
 * come back in another return by now, `invalid` without words.
 */
export async function appealReturn(shop: Shop, actor: Actor, input: AppealReturn): Promise<void> {
  const words = input.words.trim();
  if (words === '') refuse('invalid', 'what we should know');
  await inReturn(shop, actor, input, async ({ tx, record, found, units, stream }) => {
    if (found.orderId !== input.orderId) refuse('not-found');
    await moveReturn(tx, found.id, { state: returnMovedBy(found, units, { type: 'appeal' }), isAppealed: true, appealWords: words });
    if (!(await claimUnits(tx, found.id))) refuse('already-returning');
    record(stream.next({ type: 'return.appealed', returnId: found.id }));
  });
}
