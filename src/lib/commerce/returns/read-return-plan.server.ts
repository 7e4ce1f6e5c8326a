import { sealOf } from '#db/queries/idempotency.ts';
import { orderPoints } from '#db/queries/loyalty.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { photosOf } from '#db/queries/return-photos.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideDifference } from '../policies/decide-payment.ts';
import { decideReturn, type AskedUnit, type RefundTo, type ReturnPlan } from '../policies/decide-return.ts';
import { obey } from '../policies/obey.ts';
import type { PolicyMark, ReturnMethod } from '../policies/policy.ts';
import { effectOnPoints, type PointsEffect } from '../loyalty/points.ts';
import { MARKET } from '../stores/market.ts';
import { moneyOf, toOf } from './planned-money.ts';
import { exchangesAsked } from './steps/exchanges-asked.server.ts';

type AskedLine = Pick<AskedUnit, 'fulfilmentLineId' | 'quantity' | 'reason'> & {
  photoIds: readonly string[];
  exchange?: { variantId: string; unitPriceMinor: number } | undefined;
};
type Asked = {
  orderId: string;
  lines: readonly AskedLine[];
  method: ReturnMethod;
  to: RefundTo;
  isKept: boolean;
  payBy?: 'upi' | 'card' | undefined;
};
export type PlannedReturn = {
  plan: ReturnPlan;
  money: ReturnType<typeof moneyOf>;
  currency: string;
  seal: string;
  policy: PolicyMark;
  points?: PointsEffect;
};

/** What a return would come to at this moment, with the seal by which it is confirmed. Refuses what `askForReturn` does, but for what is bound by it. */
export async function readReturnPlan(shop: Pick<Shop, 'db' | 'now'>, asked: Asked): Promise<PlannedReturn> {
  const { orderId, lines, method, isKept, payBy = 'upi' } = asked;
  const of = (await returnableOrder(shop.db, orderId)) ?? refuse('not-found');
  const policy = await policyOfOrder(shop.db, orderId);
  const known = await photosOf(shop.db, { orderId, ids: lines.flatMap(({ photoIds }) => photoIds) });
  const exchanges = await exchangesAsked(shop.db, of, asked);
  const units = lines.map(({ fulfilmentLineId, quantity, reason, photoIds }) => {
    const hasPhoto = photoIds.some((id) => known.has(id));
    return { fulfilmentLineId, quantity, reason, hasPhoto, exchange: exchanges.get(fulfilmentLineId) };
  });
  const ruling = decideReturn(policy, { ...of, timeZone: MARKET.timeZone }, { units, method, to: toOf(asked), isKept }, shop.now());
  const { by, plan } = obey(ruling, { orderId, asked: 'return' });
  const amountMinor = plan.exchange?.moreMinor ?? 0;
  if (amountMinor > 0) obey(decideDifference(policy, { method: payBy, amountMinor, coversMinor: null }), { orderId, asked: 'exchange' });
  const money = moneyOf(plan);
  const points = effectOnPoints(await orderPoints(shop.db, orderId), (plan.exchange?.newMinor ?? 0) - plan.goodsMinor);
  return { plan, money, currency: of.currency, seal: sealOf(money), policy: by, ...points };
}
