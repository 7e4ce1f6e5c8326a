import { orderPoints } from '#db/queries/loyalty.ts';
import { dropStores } from '#db/queries/drop-stores.ts';
import { policyOfOrder } from '#db/queries/policies.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { decideReturn, returnableUntil, type AskedUnit, type RefundTo, type ReturnPlan } from '../policies/decide-return.ts';
import { policySentence } from '../policies/policy-words.ts';
import type { KeepRule, RefundTrigger, ReturnMethod, ReturnReason, WayOpen } from '../policies/policy.ts';
import { termsFor } from '../policies/policy.ts';
import { effectOnPoints, type PointsEffect } from '../loyalty/points.ts';
import { MARKET } from '../stores/market.ts';
import { dateText } from '#lib/ui/when.ts';
import { rankDropStores, type RankedStore } from './drop-store.ts';
import { readInstead, type InsteadOffer } from './steps/read-instead.server.ts';
import { insteadReached, type InsteadArrival } from './steps/instead-reached.server.ts';

/** A thing that was sent, as one chooses from: until when it may come back, or why it may not and what else there is. */
export type ReturnableThing = {
  fulfilmentLineId: string;
  title: string;
  options: string[];
  imageSrc: string | null;
  unitPriceMinor: number;
  left: number;
  until: string | null;
  no: { words: string; open: readonly WayOpen[] } | null;
  reasons: readonly ReturnReason[];
  photoFor: readonly ReturnReason[];
  instead: InsteadOffer;
};

/** `words`: what its shopper looks for to have instead; `variantIds`: what they chose of it. */
type Looking = { words?: string; variantIds?: readonly string[] };

/** Everything of an order that was sent, in its order. */
export async function readReturnable(
  shop: Shop,
  orderId: string,
  { words = '', variantIds = [] }: Looking = {}
): Promise<ReturnableThing[]> {
  const [of, policy] = await Promise.all([returnableOrder(shop.db, orderId), policyOfOrder(shop.db, orderId)]);
  if (!of) return [];
  const instead = await readInstead(shop.db, { orderId, policy, lines: of.lines, words, variantIds });
  return of.lines.map((line) => {
    const { fulfilmentLineId, title, options, imageSrc, unitPriceMinor } = line;
    const ruling = returnableUntil(policy, { ...of, timeZone: MARKET.timeZone }, line, { at: shop.now() });
    const { terms } = termsFor(policy.terms, line.category);
    const offered = instead.get(fulfilmentLineId) ?? { choices: [], mayBeOther: false };
    const about = {
      fulfilmentLineId,
      title,
      options,
      imageSrc,
      unitPriceMinor,
      reasons: terms.reasons,
      photoFor: terms.photoFor,
      instead: offered
    };
    if (ruling.allowed) return { ...about, left: ruling.left, until: lastDayOf(ruling.until).toISOString(), no: null };
    const detail = ruling.code === 'window-over' ? dateText(lastDayOf(new Date(ruling.detail)), MARKET.timeZone) : ruling.detail;
    return { ...about, left: 0, until: null, no: { words: policySentence(ruling.code, detail), open: ruling.open } };
  });
}

/** A window ends with the first moment of the day after its last. */
const lastDayOf = (end: Date): Date => new Date(end.getTime() - 1);

/** What one gets and when, in each way that is offered; money in minor units. */
export type ReturnOffer = {
  currency: string;
  methods: { method: ReturnMethod; feeMinor: number; exchange: ReturnPlan['exchange'] }[];
  /** By where the money goes; `amountMinor` by the way that costs nothing, or least. */
  refunds: { to: (typeof REFUNDS)[number]; amountMinor: number; bonusMinor: number }[];
  trigger: RefundTrigger;
  approval: 'rule' | 'person' | 'two-people';
  refundDueAt: string;
  sendBy: string;
  /** It need not come back at all. */
  isKept: boolean;
  /** Or not, for a part of its price. */
  keep: { percent: KeepRule['percent']; amountMinor: number } | null;
  stores: RankedStore[];
  /** When what comes instead would be there if it went now, and whether it is to be collected; null where nothing is exchanged. */
  arrival: InsteadArrival | null;
  /** How a bank may be asked for what comes instead and costs more. */
  payWays: ('upi' | 'card')[];
  /** Of an order that earns any: what is left of them when this is given back. */
  points?: PointsEffect;
};
export type ReturnOffered =
  { offer: ReturnOffer } | { no: { code: RefusalCode; detail: string; message: string; open: readonly WayOpen[] } };

const METHODS: readonly ReturnMethod[] = ['store', 'label', 'qr', 'home'];
const REFUNDS = ['original', 'store-credit'] as const;
const BY_BANK = ['upi', 'card'] as const;

/** What the policy makes of the things that were chosen, before anything is asked for: the same decision as the command's, with pictures taken for given. */
export async function readReturnOffer(shop: Shop, orderId: string, units: readonly Omit<AskedUnit, 'hasPhoto'>[]): Promise<ReturnOffered> {
  const [of, policy, kept] = await Promise.all([
    returnableOrder(shop.db, orderId),
    policyOfOrder(shop.db, orderId),
    orderPoints(shop.db, orderId)
  ]);
  if (!of) refuse('not-found');
  const order = { ...of, timeZone: MARKET.timeZone };
  const at = shop.now();
  const asked = units.map((unit) => ({ ...unit, hasPhoto: true }));
  const decide = (method: ReturnMethod, to: RefundTo, isKept = false) =>
    decideReturn(policy, order, { units: asked, method, to, isKept }, at);
  const isExchange = units.some(({ exchange }) => exchange);
  const goesTo: RefundTo = isExchange ? 'exchange' : 'original';
  const methods = METHODS.flatMap((method) => {
    const ruling = decide(method, goesTo);
    return ruling.allowed ? [{ method, feeMinor: ruling.plan.feeMinor, plan: ruling.plan }] : [];
  });
  const [first] = methods.toSorted((a, b) => a.feeMinor - b.feeMinor);
  if (!first) return { no: noOf(decide('store', goesTo)) };
  const variantIds = of.lines
    .filter((line) => units.some((unit) => unit.fulfilmentLineId === line.fulfilmentLineId))
    .map(({ variantId }) => variantId);
  const stores = await dropStores(shop.db, { variantIds, country: of.country, postcode: of.postcode, at });
  const { trigger, approval, refundDueAt, sendBy, keepPercent, goodsMinor, exchange } = first.plan;
  const near = rankDropStores(stores);
  const reached = await insteadReached(shop, { orderId, units, stores: near, at });
  if ('no' in reached) return reached;
  const offered = reached.arrival?.isCollected ? methods.filter(({ method }) => method === 'store') : methods;
  return {
    offer: {
      currency: of.currency,
      methods: offered.map(({ method, feeMinor, plan }) => ({ method, feeMinor, exchange: plan.exchange })),
      ...(isExchange ? { refunds: [], keep: null } : moneyOf(decide, first)),
      trigger,
      approval,
      refundDueAt: lastDayOf(refundDueAt).toISOString(),
      sendBy: lastDayOf(sendBy).toISOString(),
      isKept: keepPercent !== null,
      payWays: BY_BANK.filter((method) => policy.terms.payment.difference.includes(method)),
      ...effectOnPoints(kept, (exchange?.newMinor ?? 0) - goodsMinor),
      ...reached
    }
  };
}

type Deciding = (method: ReturnMethod, to: RefundTo, isKept?: boolean) => ReturnType<typeof decideReturn>;

/** Where the money may go, and what of it there is for whoever keeps the thing. */
function moneyOf(
  decide: Deciding,
  { method, plan: { keepOffer } }: { method: ReturnMethod; plan: ReturnPlan }
): Pick<ReturnOffer, 'refunds' | 'keep'> {
  const refunds = REFUNDS.flatMap((to) => {
    const ruling = decide(method, to);
    if (!ruling.allowed) return [];
    const amountMinor = totalOf(ruling.plan);
    return [{ to, amountMinor, bonusMinor: Math.round((amountMinor * ruling.plan.bonusPercent) / 100) }];
  });
  const kept = keepOffer === null ? undefined : decide(method, 'original', true);
  return { refunds, keep: kept?.allowed && keepOffer !== null ? { percent: keepOffer, amountMinor: totalOf(kept.plan) } : null };
}

const totalOf = ({ goodsMinor, bringingMinor, feeMinor }: { goodsMinor: number; bringingMinor: number; feeMinor: number }): number =>
  goodsMinor + bringingMinor - feeMinor;

function noOf(ruling: ReturnType<typeof decideReturn>) {
  if (ruling.allowed) throw new Error('return: no way is offered, and this one is');
  const { code, detail, open } = ruling;
  return { code, detail, message: policySentence(code, detail), open };
}
