import { hasMoneyDue } from '#db/queries/return-clock.ts';
import { moveReturn } from '#db/queries/returns.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import { inReturn } from './steps/in-return.server.ts';
import { openIssue } from './steps/open-issue.server.ts';
import { waitsForUs } from './return-moves.ts';

/** Its clock has run out and its money is not there: a person sees to it, and its shopper is told, once. Found by a sweep, so perhaps twice. */
export async function soundClock(shop: Shop, actor: Actor, input: { returnId: string }): Promise<void> {
  await inReturn(shop, actor, input, async (turn) => {
    const { tx, record, found, stream, at } = turn;
    if (found.isOverdueTold || found.refundDueAt > at) return;
    if (!(found.owedAt === null ? waitsForUs(found) : await hasMoneyDue(tx, found.id))) return;
    await moveReturn(tx, found.id, { isOverdueTold: true });
    await openIssue(turn, {
      kind: 'refund-overdue',
      words: 'Its money was to be there by now.',
      nodeId: null,
      cause: `overdue:${found.id}:${found.refundDueAt.toISOString()}`
    });
    record(stream.next({ type: 'return.overdue', returnId: found.id, refundDueAt: found.refundDueAt.toISOString() }));
  });
}
