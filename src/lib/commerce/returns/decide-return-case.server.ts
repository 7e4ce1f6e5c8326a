import { moveReturn } from '#db/queries/returns.ts';
import { releaseUnits } from '#db/queries/return-units.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { overReturns } from '../stores/staff-policy.ts';
import { mayApprove } from './may-approve.ts';
import { approveNow } from './steps/approve.server.ts';
import { giveBackExchange } from './steps/give-back-exchange.server.ts';
import { inReturn } from './steps/in-return.server.ts';
import { returnMovedBy } from './return-moves.ts';

/** `reason`: in words that its shopper reads; needed for a no. */
export type DecideReturnCase = { returnId: string; isApproved: boolean; reason: string };

/**
 * A person says yes or no to what waits for one. Above the second limit two different people say yes; a no takes back the first of them. Refuses
 * `forbidden` (also of a yes that `mayApprove` leaves to somebody else), `not-found`, `not-allowed` when it waits no more, `invalid` for a no
 * without a reason, `in-progress` while its shopper has something to pay for it.
 */
export async function decideReturnCase(shop: Shop, actor: Actor, input: DecideReturnCase): Promise<void> {
  const { userId } = overReturns(actor);
  const reason = input.reason.trim();
  if (!input.isApproved && reason === '') refuse('invalid', 'a reason that its shopper can read');
  await inReturn(shop, actor, input, async (turn) => {
    const { tx, record, found, units, stream } = turn;
    if (found.exchangeState === 'awaiting_payment') refuse('in-progress', 'not paid yet');
    if (!input.isApproved) {
      const state = returnMovedBy(found, units, { type: 'decline' });
      await moveReturn(tx, found.id, { state, reasonDeclined: reason, approvedOnceBy: null });
      await releaseUnits(tx, found.id);
      record(stream.next({ type: 'return.declined', returnId: found.id, reason }));
      await giveBackExchange(turn, 'ended');
      return;
    }
    // Asks the chart whether anything is to be approved before it looks who does.
    returnMovedBy(found, units, { type: 'approve' });
    if (!mayApprove(actor, found)) refuse('forbidden', 'somebody else');
    if (found.approval === 'two-people' && found.approvedOnceBy === null) {
      await moveReturn(tx, found.id, { approvedOnceBy: userId });
      record(stream.next({ type: 'return.approved_once', returnId: found.id }));
      return;
    }
    await approveNow(turn, 'person');
  });
}
