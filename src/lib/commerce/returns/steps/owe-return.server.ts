import { moveReturn } from '#db/queries/returns.ts';
import { percentOf } from '../../policies/decide-return.ts';
import type { RefundTrigger } from '../../policies/policy.ts';
import { oweBack } from '../../payments/owe-back.server.ts';
import type { ReturnTurn } from './in-return.server.ts';
import { settleExchange } from './settle-exchange.server.ts';
import { isDueAt, owedFor, totalOf } from '../return-money.ts';

/**
 * A step of a turn: what the return gives is owed once the moment has come that its money waits for; before it, and a second time, nothing. What is
 * exchanged goes out at that moment.
 * `turn.units` are as they are at that moment.
 */
export async function oweReturn(turn: ReturnTurn, moment: RefundTrigger): Promise<void> {
  const { tx, record, order, found, units, stream, at, shop, actor } = turn;
  if (found.owedAt !== null || !isDueAt(found.trigger, moment)) return;
  if (found.exchangeState === 'held') {
    await settleExchange(turn, moment);
    return;
  }
  const parts = owedFor(found, units, moment);
  if (totalOf(parts) === 0) return;
  const owing = {
    orderId: order.id,
    cause: `return:${found.id}`,
    reason: 'returned' as const,
    returnId: found.id,
    parts,
    to: found.to === 'store-credit' ? ('store-credit' as const) : ('original' as const),
    bonusMinor: percentOf(totalOf(parts), found.bonusPercent),
    policy: found.policy
  };
  record(...(await oweBack(tx, { ...owing, actor, stream, at, newId: shop.newId })));
  await moveReturn(tx, found.id, { owedAt: at });
}
