import { fulfilmentOrderStates } from '#lib/commerce/fulfilment/fulfilment-order.machine.ts';
import type { ChangeableOrder, ChangeableParcel } from '#lib/commerce/policies/changeable-order.ts';
import { decideAddress } from '#lib/commerce/policies/decide-address.ts';
import { decideCancel } from '#lib/commerce/policies/decide-cancel.ts';
import { decideSwap } from '#lib/commerce/policies/decide-items.ts';
import { decidePayment } from '#lib/commerce/policies/decide-payment.ts';
import { decideReturn, type ReturnableOrder, type SentLine } from '#lib/commerce/policies/decide-return.ts';
import type { Policy } from '#lib/commerce/policies/policy.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { drawsFrom, type Draw } from '#lib/kernel/draws.ts';
import type { Lab } from './lab.ts';
import { note } from './progress.ts';
import type { Section } from './report.ts';
import { median, quantile } from './stats.ts';

const MOST_MS = 1;
const SEED = 'a policy is asked';
const AT = new Date('2026-11-25T07:00:00Z');
/** A profile with as many exceptions as one may have, so that the last of them is looked for. */
const CATEGORIES = 100;

/** How long a policy takes to say yes or no, of orders of up to six parcels and twenty things. */
export async function measurePolicy({ options: { quick, rounds } }: Lab): Promise<Section> {
  const orders = quick ? 1_000 : 20_000;
  note(`policy: ${orders} orders`);
  const draw = drawsFrom(SEED);
  const asked = Array.from({ length: orders }, () => anOrder(draw)).flatMap(questions);
  const times: number[] = [];
  let allowed = 0;
  for (let round = 0; round < rounds; round++) {
    for (const ask of asked) {
      const before = performance.now();
      const isAllowed = ask();
      times.push(performance.now() - before);
      if (isAllowed) allowed += 1;
    }
  }
  return {
    name: 'policy',
    title: `A policy asked what ${orders} orders may still become`,
    figures: [
      { name: 'decision, p99', value: quantile(times, 0.99), unit: 'ms', goal: { atMost: MOST_MS }, samples: times.length, note: `seed ${SEED}` },
      { name: 'decision, median', value: median(times), unit: 'ms', samples: times.length }
    ],
    remarks: [`${Math.round((100 * allowed) / times.length)} % of them yes; ${CATEGORIES} categories have terms of their own`]
  };
}

const policy: Policy = {
  profile: 'standard',
  version: 1,
  terms: {
    ...standardPolicy,
    byCategory: Object.fromEntries(Array.from({ length: CATEGORIES }, (_, at) => [`Shelf ${at} > Things`, { days: 1 + at }]))
  }
};

type Asked = { change: ChangeableOrder; back: ReturnableOrder };

function questions({ change, back }: Asked): (() => boolean)[] {
  const [line] = change.parcels[0]?.lines ?? [];
  const [sent] = back.lines;
  const swap = { orderLineId: line?.orderLineId ?? '', quantity: 1, fromVariantId: 'v', toVariantId: 'w', productId: 'g', toProductId: 'g' };
  const unit = { fulfilmentLineId: sent?.fulfilmentLineId ?? '', quantity: 1, reason: 'too-small' as const, hasPhoto: false };
  return [
    () => decideCancel(policy, change, { units: null, reason: 'other' }).allowed,
    () => decideSwap(policy, change, swap).allowed,
    () => decideAddress(policy, change).allowed,
    () => decidePayment(policy, change, { from: 'cash_on_delivery', to: 'upi', isTaken: false }).allowed,
    () => decideReturn(policy, back, { units: [unit], method: 'store', to: 'original', isKept: false }, AT).allowed
  ];
}

const upTo = (draw: Draw, most: number): number => 1 + Math.floor(draw() * most);

function anOrder(draw: Draw): Asked {
  const parcels = Array.from({ length: upTo(draw, 6) }, (_, at) => aParcel(draw, at));
  const lines = parcels.flatMap((parcel) => parcel.lines.map((line) => aSentLine(draw, line)));
  return {
    change: { life: 'confirmed', itemChanges: Math.floor(draw() * 6), parcels },
    back: { placedAt: AT, lastDeliveredAt: AT, timeZone: 'Asia/Kolkata', bringingMinor: 4_900, lines, returns: 0, exchanges: 0, claimedMinor: 0 }
  };
}

function aParcel(draw: Draw, at: number): ChangeableParcel {
  const lines = Array.from({ length: upTo(draw, 4) }, (_, place) => ({
    fulfilmentLineId: `f${at}-${place}`,
    orderLineId: `o${at}-${place}`,
    quantity: upTo(draw, 5),
    title: 'A thing'
  }));
  // Most orders have just been placed when somebody changes their mind.
  const state = draw() < 0.7 ? 'allocated' : (fulfilmentOrderStates[Math.floor(draw() * fulfilmentOrderStates.length)] ?? 'allocated');
  return { id: `p${at}`, state, method: draw() < 0.8 ? 'ship' : 'pickup', lines };
}

function aSentLine(draw: Draw, { fulfilmentLineId, orderLineId, quantity }: ChangeableParcel['lines'][number]): SentLine {
  const deliveredAt = new Date(AT.getTime() - draw() * 40 * 86_400_000);
  const category = `Shelf ${Math.floor(draw() * CATEGORIES * 2)} > Things > Small`;
  const of = { fulfilmentLineId, orderLineId, variantId: 'v', productId: 'g', category, quantity, claimed: 0, unitPriceMinor: 49_000 };
  return { ...of, handedOverAt: deliveredAt, deliveredAt };
}
