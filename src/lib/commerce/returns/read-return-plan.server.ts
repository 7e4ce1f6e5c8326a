import { sealOf } from '#db/queries/idempotency.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { photosOf } from '#db/queries/return-photos.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideReturn, type AskedUnit, type RefundTo, type ReturnPlan } from '../policies/decide-return.ts';
import { obey } from '../policies/obey.ts';
import type { PolicyMark, ReturnMethod } from '../policies/policy.ts';
import { MARKET } from '../stores/market.ts';
import { moneyOf } from './planned-money.ts';

type Asked = {
  orderId: string;
  lines: readonly (Pick<AskedUnit, 'fulfilmentLineId' | 'quantity' | 'reason'> & { photoIds: readonly string[] })[];
  method: ReturnMethod;
  to: RefundTo;
  isKept: boolean;
};
export type PlannedReturn = { plan: ReturnPlan; money: ReturnType<typeof moneyOf>; currency: string; seal: string; policy: PolicyMark };

/** What a return would come to at this moment, with the seal by which it is confirmed. Refuses what `askForReturn` does. */
export async function readReturnPlan(
  shop: Pick<Shop, 'db' | 'now'>,
  { orderId, lines, method, to, isKept }: Asked
): Promise<PlannedReturn> {
  const of = (await returnableOrder(shop.db, orderId)) ?? refuse('not-found');
  const policy = await policyOfOrder(shop.db, orderId);
  const known = await photosOf(shop.db, { orderId, ids: lines.flatMap(({ photoIds }) => photoIds) });
  const units = lines.map(({ fulfilmentLineId, quantity, reason, photoIds }) => {
    return { fulfilmentLineId, quantity, reason, hasPhoto: photoIds.some((id) => known.has(id)) };
  });
  const ruling = decideReturn(policy, { ...of, timeZone: MARKET.timeZone }, { units, method, to, isKept }, shop.now());
  const { by, plan } = obey(ruling, { orderId, asked: 'return' });
  const money = moneyOf(plan);
  return { plan, money, currency: of.currency, seal: sealOf(money), policy: by };
}
