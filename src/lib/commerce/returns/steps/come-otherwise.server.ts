import { policyOfOrder } from '#db/queries/policies.ts';
import { moveReturn } from '#db/queries/returns.ts';
import { oweBack } from '../../payments/owe-back.server.ts';
import { percentOf } from '../../policies/decide-return.ts';
import { feeInstead } from '../../policies/decide-way.ts';
import type { ReturnTurn } from './in-return.server.ts';

/**
 * A step of a turn: what was to come in another way is brought to a counter, or given to the carrier by its shopper, so it costs what that costs. What
 * had been taken off money that was given at once goes back besides. Nothing where a carrier has it by then. Answers with the turn as it is then.
 */
export async function comeOtherwise(turn: ReturnTurn, method: 'store' | 'label'): Promise<ReturnTurn> {
  const { tx, found, units } = turn;
  if (found.method === method || found.handedOverAt !== null) return turn;
  const feeMinor = feeInstead(await policyOfOrder(tx, found.orderId), { ...found, units }, method);
  await moveReturn(tx, found.id, { method, feeMinor });
  if (found.owedAt !== null) await oweSaved(turn, found.feeMinor - feeMinor);
  return { ...turn, found: { ...found, method, feeMinor } };
}

async function oweSaved({ tx, record, order, found, stream, actor, at, shop }: ReturnTurn, savedMinor: number): Promise<void> {
  if (savedMinor === 0) return;
  const owing = {
    orderId: order.id,
    cause: `return-fee:${found.id}`,
    reason: 'returned' as const,
    returnId: found.id,
    parts: { goodwillMinor: savedMinor },
    to: found.to === 'store-credit' ? ('store-credit' as const) : ('original' as const),
    bonusMinor: percentOf(savedMinor, found.bonusPercent),
    policy: found.policy
  };
  record(...(await oweBack(tx, { ...owing, actor, stream, at, newId: shop.newId })));
}
