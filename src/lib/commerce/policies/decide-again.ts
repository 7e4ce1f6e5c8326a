import { MARKET } from '../stores/market.ts';
import type { ChangeableOrder } from './changeable-order.ts';
import { decideAddress } from './decide-address.ts';
import { decideCancel } from './decide-cancel.ts';
import { decideDelivery } from './decide-delivery.ts';
import { decideSwap } from './decide-items.ts';
import { decideDifference, decidePayment, type AskedDifference } from './decide-payment.ts';
import { decideReturn, type AskedUnit, type ReturnPlan } from './decide-return.ts';
import type { PastParcel, PastRequest, PastReturn, PastSwap } from './past-requests.ts';
import { termsFor, type Policy, type PolicyCode, type Ruling } from './policy.ts';

/** What becomes of a request. `rule`: the place in the profile that speaks; `plan`: what a return gives and how. */
export type Outcome = { code: PolicyCode | null; rule: string; plan: ReturnPlan | null };

/** The same decisions as those of the commands, on what is known of the past. */
export function decideAgain(request: PastRequest, policy: Policy): Outcome {
  switch (request.kind) {
    case 'cancel':
      return outcomeOf(decideCancel(policy, orderOf(request), { units: null, reason: request.reason }));
    case 'address':
      return outcomeOf(decideAddress(policy, orderOf(request)));
    case 'swap':
      return swapAgain(request, policy);
    case 'payment':
      return outcomeOf(decidePayment(policy, orderOf(request), request.asked));
    case 'delivery':
      return outcomeOf(decideDelivery(policy, request.parcels[0] ?? GONE, request.wish));
    case 'return':
    case 'exchange':
    case 'keep':
      return returnAgain(request, policy);
  }
}

/** Of a parcel that went into another one since nothing is known. */
const GONE = { state: 'cancelled' } as const;

const outcomeOf = (ruling: Ruling, plan: ReturnPlan | null = null): Outcome =>
  ruling.allowed ? { code: null, rule: ruling.by.rule, plan } : { code: ruling.code, rule: ruling.by.rule, plan: null };

/** Every parcel with one unit of the same thing: what is asked of it is asked of all of it. */
const THING = 'it';
function orderOf({ parcels, itemChanges = 0 }: { parcels: readonly PastParcel[]; itemChanges?: number }): ChangeableOrder {
  const full = parcels.map((parcel, at) => {
    const id = String(at);
    return { ...parcel, id, lines: [{ fulfilmentLineId: id, orderLineId: THING, quantity: 1, title: '' }] };
  });
  return { life: 'confirmed', itemChanges, parcels: full };
}

/** A difference is only asked about where the change itself is allowed; the "no" of it is the answer then. */
function withDifference(outcome: Outcome, policy: Policy, difference: AskedDifference | null): Outcome {
  if (outcome.code !== null || !difference) return outcome;
  const paid = outcomeOf(decideDifference(policy, difference));
  return paid.code === null ? outcome : paid;
}

function swapAgain(request: PastSwap, policy: Policy): Outcome {
  const { parcels, isSameProduct, difference } = request;
  const to = { productId: 'same', toProductId: isSameProduct ? 'same' : 'another', fromVariantId: 'old', toVariantId: 'new' };
  const asked = { orderLineId: THING, quantity: Math.max(1, parcels.length), ...to };
  return withDifference(outcomeOf(decideSwap(policy, orderOf(request), asked)), policy, difference);
}

/** What was allowed had the photos that its own policy needed: they go with their account, and come with no import. */
function withPhotos({ order, asked, policy, wasAllowed }: PastReturn): AskedUnit[] {
  return asked.units.map((unit) => {
    const category = order.lines.find(({ fulfilmentLineId }) => fulfilmentLineId === unit.fulfilmentLineId)?.category ?? '';
    const hadPhoto = wasAllowed && termsFor(policy.terms, category).terms.photoFor.includes(unit.reason);
    return { ...unit, hasPhoto: unit.hasPhoto || hadPhoto };
  });
}

function returnAgain(request: PastReturn, policy: Policy): Outcome {
  const { order, at } = request;
  const asked = { ...request.asked, units: withPhotos(request) };
  const ruling = decideReturn(policy, { ...order, timeZone: MARKET.timeZone }, asked, at);
  const outcome = outcomeOf(ruling, ruling.allowed ? ruling.plan : null);
  const amountMinor = outcome.plan?.exchange?.moreMinor ?? 0;
  return withDifference(outcome, policy, amountMinor > 0 ? { method: asked.payBy, amountMinor, coversMinor: null } : null);
}
