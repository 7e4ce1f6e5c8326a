import { sumMinor, timesMinor } from '#lib/kernel/money.ts';
import { percentOf } from '../policies/decide-return.ts';
import type { ReturnState } from '../returns/return.machine.ts';
import { deriveReturnLine, parcelOf, type Coming } from './derive-return-lines.ts';
import { placeOf } from './line-id.ts';
import type { DerivedReturn, Deriving, Find, OrderFacts, Stated } from './order-facts.ts';
import { resolved } from './references.ts';
import { stateOfReturn, type Said } from './return-state.ts';

const DAY_MS = 24 * 3_600_000;
const SEND_WITHIN_DAYS = 30;
const REFUND_DAYS = 14;
/** Of a return that another system approved nobody here knows the rule. */
const NO_RULE = { profile: 'imported', version: 1, rule: 'imported' };

/** The returns of an order, unit by unit; each unit of a parcel is claimed by one of them at a time. */
export function deriveReturns(coming: Coming): DerivedReturn[] {
  const taken = new Set<string>();
  const numbered = coming.facts.returns.flatMap(({ record }) =>
    record.lines.flatMap((line) => line.units.map(({ unit }) => ({ line, record, unit })))
  );
  // A unit that is named is not given to a line that names none.
  for (const { line, record, unit } of numbered) {
    const parcel = parcelOf(coming, record, line);
    if (parcel && unit) taken.add(`named ${parcel.id}/${placeOf(coming.facts.order, line.line)}/${unit}`);
  }
  return coming.facts.returns.map((one) => derived(coming, one, taken));
}

function derived(coming: Coming, { id, spot, record }: Stated<'return'>, taken: Set<string>): DerivedReturn {
  const { facts, deriving, find } = coming;
  const found: Found = (finding) => find(spot, finding);
  checkHead(facts, record, found);
  const state = stateOfReturn(record, owes(facts, id, deriving), found);
  const owedAt = record.owed_at ?? firstCredit(facts, id, deriving);
  const lines = record.lines.flatMap((line, index) =>
    deriveReturnLine(coming, { id, record, state, owedAt }, { line, index, taken, found })
  );
  if (new Set(lines.map(({ parcelId, orderPlace }) => `${parcelId}/${orderPlace}`)).size < lines.length)
    found({
      code: 'duplicate',
      pointer: '/lines',
      message: 'Two lines are of the same thing in the same parcel; put their units together.'
    });
  const goods = sumMinor(lines.map(({ unitPriceMinor, units }) => timesMinor(unitPriceMinor, units.length)));
  const goodsMinor = record.goods === null || record.goods === undefined ? percentOf(goods, record.keep_percent) : Number(record.goods);
  const [bringingMinor, feeMinor] = [Number(record.bringing), Number(record.fee)];
  if (feeMinor > goodsMinor + bringingMinor)
    found({ code: 'too_much_money', pointer: '/fee', value: feeMinor, message: 'The fee is more than what comes back is worth.' });
  return {
    id,
    record,
    state,
    goodsMinor,
    bringingMinor,
    feeMinor,
    ...timesOf(record, state, owedAt),
    ...partsOf(id, record, deriving),
    lines,
    policy: record.policy ?? NO_RULE
  };
}

type Found = (finding: Parameters<Find>[1]) => void;

function checkHead({ order }: OrderFacts, record: Said, found: Found): void {
  if (record.asked_at < order.record.placed_at) {
    const message = `The order was placed later, at ${order.record.placed_at}.`;
    found({ code: 'out_of_order', pointer: '/asked_at', value: record.asked_at, message });
  }
  if (record.currency !== order.record.currency) {
    const message = `The order is in ${order.record.currency}; what comes back of it can give no other currency.`;
    found({ code: 'wrong_currency', pointer: '/currency', value: record.currency, message });
  }
}

function partsOf(id: string, record: Said, { idOf, partId }: Deriving) {
  const at = (place: Said['came_to']) => (place ? idOf({ type: 'location', ...resolved(place, record.source) }) : null);
  return {
    dropNodeId: at(record.drop_location),
    cameToNodeId: at(record.came_to),
    travelIds: record.travels.map((travel, index) => travel.id ?? partId('return-travel', id, String(index))),
    issues: record.issues.map((issue, index) => ({ id: issue.id ?? partId('return-issue', id, String(index)), nodeId: at(issue.location) }))
  };
}

function timesOf(record: Said, state: ReturnState, owedAt: string | null) {
  const isOver = state === 'closed' || state === 'cancelled' || state === 'expired';
  const last = record.settled_at ?? owedAt ?? record.handed_over_at ?? record.approved_at ?? record.asked_at;
  const later = (days: number) => new Date(new Date(record.handed_over_at ?? record.asked_at).getTime() + days * DAY_MS).toISOString();
  return {
    sendBy: record.send_by ?? later(SEND_WITHIN_DAYS),
    refundDueAt: record.refund_due_at ?? later(REFUND_DAYS),
    owedAt,
    endedAt: isOver ? (record.ended_at ?? last) : null
  };
}

const creditsOf = (facts: OrderFacts, id: string, { idOf }: Deriving) =>
  facts.credits.filter(({ record }) => record.return && idOf({ type: 'return', ...resolved(record.return, record.source) }) === id);

const owes = (facts: OrderFacts, id: string, deriving: Deriving): boolean =>
  creditsOf(facts, id, deriving).some(({ record }) => record.refunds.some(({ state }) => state === 'due'));

const NOT_FOR_GOODS = /^exchange(-paid)?:/;

/** Its money was owed when the first of it was credited or sent; what pays for the thing that comes instead was never to go back, and what was paid on top for it is none of the goods'. */
function firstCredit(facts: OrderFacts, id: string, deriving: Deriving): string | null {
  const sent = facts.refunds.filter(
    ({ record }) => record.return && deriving.idOf({ type: 'return', ...resolved(record.return, record.source) }) === id
  );
  const times = [...creditsOf(facts, id, deriving).filter(({ record }) => !NOT_FOR_GOODS.test(record.cause)), ...sent].map(
    ({ record }) => record.at
  );
  return times.toSorted()[0] ?? null;
}
