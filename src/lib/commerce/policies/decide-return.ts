import { addDays, instantOf, localDate } from '#lib/kernel/zoned.ts';
import { balanceOf } from '../returns/exchange/balance.ts';
import { wayFee } from './decide-way.ts';
import { exchangeNo, type AskedExchange } from './decide-exchange.ts';
import { ruledBy, ruledOut } from './ruling.ts';
import {
  ourFault,
  termsFor,
  type Policy,
  type PolicyMark,
  type RefundTrigger,
  type ReturnMethod,
  type ReturnReason,
  type WayOpen,
  type ReturnTerms,
  type Ruling
} from './policy.ts';

/** Units of one thing in one parcel. Of `quantity`, `claimed` are in another return by now. Money in minor units. */
export type SentLine = {
  fulfilmentLineId: string;
  orderLineId: string;
  variantId: string;
  productId: string;
  category: string;
  quantity: number;
  claimed: number;
  unitPriceMinor: number;
  /** When it left us, and when it came; null while it did not. */
  handedOverAt: Date | null;
  deliveredAt: Date | null;
};

/** What an order is, as far as a policy asks. `lastDeliveredAt`: of all that came so far; null while something is still to come. */
export type ReturnableOrder = {
  placedAt: Date;
  lastDeliveredAt: Date | null;
  timeZone: string;
  bringingMinor: number;
  lines: readonly SentLine[];
  /** Cases of it so far, and how many of these were exchanges. */
  returns: number;
  exchanges: number;
  /** Worth of the units of it that other returns claim by now: limits hold for all that comes back of an order, in however many returns. */
  claimedMinor: number;
};

/** `exchange`: what comes instead, as many as come back. */
export type AskedUnit = {
  fulfilmentLineId: string;
  quantity: number;
  reason: ReturnReason;
  hasPhoto: boolean;
  exchange?: AskedExchange | undefined;
};
/** `exchange`: some of it pays for other things; the rest goes back the way it was paid. */
export type RefundTo = 'original' | 'store-credit' | 'exchange';
/** `isKept`: its shopper takes what a keep rule offers, and sends nothing. */
export type AskedReturn = { units: readonly AskedUnit[]; method: ReturnMethod; to: RefundTo; isKept: boolean };

/** What a policy makes of what is asked: how it goes, what it gives, and by when. */
export type ReturnPlan = {
  goodsMinor: number;
  bringingMinor: number;
  feeMinor: number;
  bonusPercent: number;
  /** It does not come back, for so many percent of its price. */
  keepPercent: number | null;
  /** What would be given for keeping it: a part, which its shopper may take or not. */
  keepOffer: number | null;
  approval: 'rule' | 'person' | 'two-people';
  trigger: RefundTrigger;
  refundDueAt: Date;
  sendBy: Date;
  /** What the new things cost, what is to be paid on top of what comes back, and what of that is left. */
  exchange: { newMinor: number; moreMinor: number; backMinor: number } | null;
};

/** What it comes back for; where that is not chosen yet, either will do. */
type BackFor = 'money' | 'exchange' | 'either';

/** Until when each thing may come back, or why it may not: what the page shows before anything is chosen. */
export function returnableUntil(
  policy: Policy,
  order: ReturnableOrder,
  line: SentLine,
  { at, backFor = 'either' }: { at: Date; backFor?: BackFor }
): Ruling<{ until: Date; left: number }> {
  const { terms, rule } = termsFor(policy.terms, line.category);
  const by = markOf(policy, rule);
  const { deliveredAt } = line;
  if (deliveredAt === null) return no(by, 'not-delivered', '', ['support']);
  const lastFor = (days: number | null) => days !== null && endOf(startOf(terms, order, line) ?? deliveredAt, days, order.timeZone);
  const until = lastFor(daysFor(terms, backFor));
  const other = lastFor(daysFor(terms, backFor === 'money' ? 'exchange' : 'money'));
  const otherWay = other && at <= other ? OTHER_WAY[backFor](terms) : [];
  if (!until) return no(by, 'final-sale', '', [...otherWay, 'appeal', 'support']);
  if (at > until) return no(by, 'window-over', until.toISOString(), [...otherWay, 'appeal', 'support']);
  const left = line.quantity - line.claimed;
  if (left <= 0) return no(by, 'already-returning', '', []);
  return { allowed: true, by, until, left };
}

/**
 * Whether that may come back in that way, and what it gives. The first no counts; all lines are of one order. The rule of the strictest line is
 * the one that is named: the first that goes by terms of its own, or the order's.
 */
export function decideReturn(policy: Policy, order: ReturnableOrder, asked: AskedReturn, at: Date): Ruling<{ plan: ReturnPlan }> {
  const { limits } = policy.terms;
  if (limits.mostReturns !== null && order.returns >= limits.mostReturns) {
    return no(markOf(policy, 'limits.mostReturns'), 'returns-used', String(limits.mostReturns), ['support']);
  }
  const lines: Chosen[] = [];
  for (const unit of asked.units) {
    const ruled = decideLine(policy, order, { unit, asked, at });
    if (!ruled.allowed) return ruled;
    lines.push(ruled.chosen);
  }
  if (lines.length === 0) return no(markOf(policy, 'returns'), 'nothing-asked', '', []);
  const by = lines.find(({ mark }) => mark.rule !== 'returns')?.mark ?? markOf(policy, 'returns');
  if (asked.isKept && keepOf(order, lines) === null) return no(by, 'keep-not-offered', '', []);
  return { allowed: true, by, plan: planOf(policy, order, { lines, asked, at }) };
}

const OTHER_WAY: Record<BackFor, (terms: ReturnTerms) => WayOpen[]> = {
  money: ({ exchangeFor }) => (exchangeFor === 'nothing' ? [] : ['exchange']),
  exchange: () => ['return'],
  either: () => []
};

function daysFor({ days, exchangeDays, exchangeFor }: ReturnTerms, backFor: BackFor): number | null {
  const forExchange = exchangeDays ?? days;
  if (backFor === 'exchange') return forExchange;
  if (backFor === 'money' || exchangeFor === 'nothing' || forExchange === null) return days;
  return Math.max(days ?? 0, forExchange);
}

type Chosen = { line: SentLine; unit: AskedUnit; terms: ReturnTerms; mark: PolicyMark };

function decideLine(
  policy: Policy,
  order: ReturnableOrder,
  { unit, asked, at }: { unit: AskedUnit; asked: AskedReturn; at: Date }
): Ruling<{ chosen: Chosen }> {
  const line = order.lines.find(({ fulfilmentLineId }) => fulfilmentLineId === unit.fulfilmentLineId);
  const { terms, rule } = termsFor(policy.terms, line?.category ?? '');
  const by = markOf(policy, rule);
  if (!line) return no(by, 'not-delivered', '', ['support']);
  const open = returnableUntil(policy, order, line, { at, backFor: unit.exchange ? 'exchange' : 'money' });
  if (!open.allowed) return open;
  if (unit.quantity > open.left) return no(by, 'more-than-came', String(open.left), []);
  if (!terms.reasons.includes(unit.reason)) return no(by, 'reason-not-taken', unit.reason, ['support']);
  if (!terms.methods.includes(asked.method)) return no(by, 'method-not-offered', asked.method, ['store']);
  const refused = exchangeNo(policy, order, { line, unit, terms, by, asked });
  if (refused) return refused;
  if (terms.photoFor.includes(unit.reason) && !unit.hasPhoto) return no(by, 'photo-needed', unit.reason, []);
  return { allowed: true, by, chosen: { line, unit, terms, mark: by } };
}

type Planning = { lines: readonly Chosen[]; asked: AskedReturn; at: Date };

function planOf(policy: Policy, order: ReturnableOrder, { lines, asked, at }: Planning): ReturnPlan {
  const { limits } = policy.terms;
  const whole = worthOf(lines);
  const offered = keepOf(order, lines);
  const keepPercent = offered === 100 || asked.isKept ? offered : null;
  const isOurs = lines.every(({ unit }) => ourFault.has(unit.reason));
  const goodsMinor = keepPercent === null ? whole : percentOf(whole, keepPercent);
  const bringingMinor = keepPercent === null ? bringingBack(order, lines, isOurs) : 0;
  const fee = wayFee(
    lines.map(({ terms, unit }) => ({ terms, reason: unit.reason })),
    asked.method
  );
  const feeMinor = keepPercent === null ? Math.min(fee, goodsMinor + bringingMinor) : 0;
  const bonuses = lines.map(({ terms }) => terms.bonusPercent);
  return {
    goodsMinor,
    bringingMinor,
    feeMinor,
    bonusPercent: asked.to === 'store-credit' ? Math.min(...bonuses) : 0,
    keepPercent,
    keepOffer: offered === 100 ? null : offered,
    approval: approvalOf(limits, order.claimedMinor + whole),
    trigger: keepPercent === null ? strictestTrigger(lines, whole) : 'instant',
    refundDueAt: endOf(at, limits.refundDays, order.timeZone),
    sendBy: endOf(at, limits.sendWithinDays, order.timeZone),
    exchange: exchangedFor(lines, { goodsMinor, bringingMinor, feeMinor })
  };
}

const approvalOf = ({ twoPeopleAboveMinor, approveAboveMinor }: Policy['terms']['limits'], worth: number): ReturnPlan['approval'] =>
  worth > twoPeopleAboveMinor ? 'two-people' : worth > approveAboveMinor ? 'person' : 'rule';

function exchangedFor(
  lines: readonly Chosen[],
  value: { goodsMinor: number; bringingMinor: number; feeMinor: number }
): ReturnPlan['exchange'] {
  if (!lines.some(({ unit }) => unit.exchange)) return null;
  const newMinor = lines.reduce((sum, { unit }) => sum + (unit.exchange?.unitPriceMinor ?? 0) * unit.quantity, 0);
  return { newMinor, ...balanceOf(value, newMinor) };
}

const worthOf = (lines: readonly Chosen[]): number => lines.reduce((sum, { line, unit }) => sum + line.unitPriceMinor * unit.quantity, 0);

/** Only when for all that comes back the same is given. */
function keepOf({ claimedMinor }: ReturnableOrder, lines: readonly Chosen[]): number | null {
  const whole = claimedMinor + worthOf(lines);
  const percents = lines.map(
    ({ terms, unit }) => terms.keeps.find(({ reasons, belowMinor }) => reasons.includes(unit.reason) && whole < belowMinor)?.percent ?? null
  );
  const [first = null] = percents;
  return percents.every((percent) => percent === first) ? first : null;
}

/** What bringing cost is given back when with this nothing of the order is left with its shopper. */
function bringingBack(order: ReturnableOrder, lines: readonly Chosen[], isOurs: boolean): number {
  const asked = new Map(lines.map(({ unit }) => [unit.fulfilmentLineId, unit.quantity]));
  // For another thing the order as a whole does not come back, and that one is brought for nothing.
  if (lines.some(({ unit }) => unit.exchange)) return 0;
  const isAll = order.lines.every((line) => line.claimed + (asked.get(line.fulfilmentLineId) ?? 0) >= line.quantity);
  const isGiven = lines.every(({ terms }) => terms.bringingBack === 'whole-order' || isOurs);
  return isAll && isGiven ? order.bringingMinor : 0;
}

const TRIGGERS: readonly RefundTrigger[] = ['instant', 'first-scan', 'received', 'inspected'];

function strictestTrigger(lines: readonly Chosen[], whole: number): RefundTrigger {
  const places = lines.map(({ terms }) => {
    const found = terms.triggers.find(({ upToMinor }) => upToMinor === null || whole <= upToMinor);
    return TRIGGERS.indexOf(found?.trigger ?? 'inspected');
  });
  return TRIGGERS[Math.max(...places)] ?? 'inspected';
}

function startOf({ from }: ReturnTerms, order: ReturnableOrder, line: SentLine): Date | null {
  switch (from) {
    case 'placed':
      return order.placedAt;
    case 'handed-over':
      return line.handedOverAt;
    case 'delivered':
      return line.deliveredAt;
    // While something is still to come the window has not even begun: it lasts at least as long as from the line's own day.
    case 'last-delivered':
      return order.lastDeliveredAt ?? line.deliveredAt;
  }
}

const LAST_MINUTE = 24 * 60;

/** The whole last day counts, where the shop is. */
function endOf(from: Date, days: number, timeZone: string): Date {
  return instantOf(addDays(localDate(from, timeZone), days), LAST_MINUTE, timeZone);
}

/** Whole minor units, the half up: in favour of the shopper. */
export const percentOf = (minor: number, percent: number): number => Math.round((minor * percent) / 100);

const markOf = ruledBy;
const no = ruledOut;
