import { timesMinor, sumMinor } from '#lib/kernel/money.ts';
import { lifeAfter } from '../orders/order-life.ts';
import type { OrderLifeState } from '../orders/order-life.machine.ts';
import { MARKET } from '../stores/market.ts';
import { knownOrderWords, orderClaim, type OrderClaim } from './claims.ts';
import { deriveChanges } from './derive-changes.ts';
import { checkBooks, deriveCredits } from './derive-credits.ts';
import { deriveParcels, handedOver } from './derive-parcels.ts';
import { derivePayments, isPaid } from './derive-money.ts';
import { deriveReturns } from './derive-returns.ts';
import { lineId } from './line-id.ts';
import type { DerivedOrder, DerivedParcel, DerivedPayment, Deriving, Find, OrderFacts } from './order-facts.ts';
import { resolved } from './references.ts';

/**
 * What an order is by everything that the file and the shop say of it: its life follows from its parcels and its money, and a claimed
 * state only tells apart what the facts leave open. Facts against each other are found as errors; what must have been is filled in.
 */
export function deriveOrder(facts: OrderFacts, deriving: Deriving, find: Find): DerivedOrder {
  const { id, spot, record } = facts.order;
  const lines = record.lines.map((line, index) => derivedLine(facts, { line, index }, deriving));
  const goodsMinor = sumMinor(lines.map(({ unitPriceMinor, quantity }) => timesMinor(unitPriceMinor, quantity)));
  const deliveryMinor = Number(record.delivery);
  const totalMinor = sumMinor([goodsMinor, deliveryMinor]);
  if (record.total !== null && record.total !== undefined && Number(record.total) !== totalMinor) {
    const message = `Lines and delivery add up to ${totalMinor}; give what was paid for each unit, with all that was taken off.`;
    find(spot, { code: 'wrong_total', pointer: '/total', value: record.total, message });
  }
  const claim = claimOf(facts, deriving, find);
  const payments = derivePayments({ facts, totalMinor, deriving, find }, claim);
  const units = lines.map(({ place, variantId, quantity }) => ({ place, variantId, quantity }));
  const parcels = deriveParcels({ facts, units, deriving, find }, claim ?? unclaimed(facts, payments));
  const life = lifeOf({ facts, parcels, payments, find }, claim);
  const returns = deriveReturns({ facts, lines, parcels, deriving, find });
  const changes = deriveChanges({ facts, lines, parcels, payments, find });
  const credits = deriveCredits(facts, { payments, returns, goodsMinor, life, deriving });
  checkBooks({ facts, payments, credits, returns, totals: { totalMinor, goodsMinor, deliveryMinor }, find }, life);
  const taxIncludedMinor = Number(record.tax_included);
  return {
    id,
    record,
    life,
    ...whoOf(facts, deriving),
    goodsMinor,
    deliveryMinor,
    taxIncludedMinor,
    totalMinor,
    lines,
    parcels,
    payments,
    credits,
    returns,
    changes
  };
}

/** What was bought, as it was called then; where nobody says so, as it is called today. */
function derivedLine(
  { order }: OrderFacts,
  { line, index }: { line: OrderFacts['order']['record']['lines'][number]; index: number },
  deriving: Deriving
): DerivedOrder['lines'][number] {
  const variantId = deriving.idOf({ type: 'variant', ...resolved(line.variant, order.record.source) });
  const known = deriving.variants.get(variantId) ?? { title: variantId, options: [], sku: null, image: null };
  return {
    id: lineId(deriving, order, index + 1),
    place: index + 1,
    variantId,
    title: line.title ?? known.title,
    options: line.options ?? known.options,
    sku: line.sku ?? known.sku,
    image: line.image ?? known.image,
    quantity: line.quantity,
    unitPriceMinor: Number(line.unit_price)
  };
}

function whoOf(
  { order: { record } }: OrderFacts,
  { idOf }: Deriving
): Pick<DerivedOrder, 'customerId' | 'contact' | 'address' | 'country' | 'currency'> {
  const { customer, contact, address } = record;
  return {
    customerId: customer ? idOf({ type: 'customer', ...resolved(customer, record.source) }) : null,
    contact: contact ? { ...contact, phone: contact.phone ?? '' } : null,
    address: address ? { ...address, line2: address.line2 ?? '', state: address.state ?? '' } : null,
    country: record.country ?? address?.country ?? MARKET.country,
    currency: record.currency ?? MARKET.currency
  };
}

/** What the file says that the order is, in a word or by the time at which it became that. */
function claimOf({ order: { spot, record } }: OrderFacts, { words }: Deriving, find: Find): OrderClaim | undefined {
  if (record.cancelled_at) return orderClaim('cancelled', {});
  if (record.state === null || record.state === undefined) {
    if (record.closed_at) return orderClaim('closed', {});
    return record.completed_at ? orderClaim('completed', {}) : undefined;
  }
  const claim = orderClaim(record.state, words);
  if (!claim) {
    const message = `This word for a state is not known; map it in the header or write one of: ${knownOrderWords().join(', ')}.`;
    find(spot, { code: 'unknown_state', pointer: '/state', value: record.state, message });
  }
  return claim;
}

const unclaimed = (facts: OrderFacts, payments: DerivedPayment[]): OrderClaim => {
  const claim = orderClaim(facts.order.record.confirmed_at || payments.some(isPaid) ? 'confirmed' : 'placed', {});
  return claim ?? { life: 'placed', parcel: 'allocated' };
};

type Judged = { facts: OrderFacts; parcels: DerivedParcel[]; payments: DerivedPayment[]; find: Find };

function lifeOf(judged: Judged, claim: OrderClaim | undefined): OrderLifeState {
  const { facts, parcels, find } = judged;
  const isGone = parcels.some(({ state }) => handedOver.has(state));
  if (claim?.life === 'cancelled') return cancelledLife(judged, isGone);
  if (claim?.life === 'on_hold' && !isGone) return 'on_hold';
  // What waits for something that comes back does not keep an order open.
  const states = parcels.filter(({ waitsFor }) => waitsFor === null).map(({ state }) => state);
  const shown = wasPaid(judged, states) ? lifeAfter('confirmed', states) : 'placed';
  const life = (shown === 'completed' && claim && insteadOfCompleted(claim.life, { facts, states })) || shown;
  if (claim && claim.life !== life) {
    const message = `Parcels and payments say ${life}; they count.`;
    find(facts.order.spot, { code: 'state_differs', pointer: '/state', value: facts.order.record.state, message, isWarning: true });
  }
  return life;
}

/** Of what was called off its bank may have let go, while that can still be taken back. */
const wasPaid = ({ facts, payments }: Judged, states: string[]): boolean => payments.some(isPaid) || mayGoOn(facts, states);

/** What has nothing more to come may be closed; or nothing of it is left, and that can still be taken back. */
function insteadOfCompleted(
  claimed: OrderLifeState,
  { facts, states }: { facts: OrderFacts; states: string[] }
): OrderLifeState | undefined {
  if (claimed === 'closed') return 'closed';
  return claimed === 'confirmed' && mayGoOn(facts, states) ? 'confirmed' : undefined;
}

const mayGoOn = ({ changes }: OrderFacts, states: string[]): boolean =>
  states.every((state) => state === 'cancelled') && changes.some(({ record }) => record.state === 'confirmed' && record.undo);

function cancelledLife({ facts: { order }, parcels, find }: Judged, isGone: boolean): OrderLifeState {
  if (isGone || parcels.some(({ state }) => state !== 'cancelled')) {
    const message = 'The order as a whole is cancelled, and a parcel of it is not; say which units of which line were.';
    find(order.spot, { code: 'out_of_order', pointer: order.record.cancelled_at ? '/cancelled_at' : '/state', message });
  }
  return 'cancelled';
}
