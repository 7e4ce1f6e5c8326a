import { error, redirect } from '@sveltejs/kit';
import { eventTrail, orderInFull, promisesOf, type OfficePromise } from '#db/queries/office.ts';
import { creditsOf, paidPartsOf } from '#db/queries/order-money.ts';
import { namesOfOrder, numbersOfOrdersCalled } from '#db/queries/order-names.ts';
import { rulingsOf } from '#db/queries/policies.ts';
import { places } from '#db/queries/shelf.ts';
import { ticketsOfOrder } from '#db/queries/support-desk.ts';
import { returnsOfOrder } from '#db/queries/tracked-returns.ts';
import { restsOn, shownDecision } from '#lib/commerce/fulfilment/decision-words.ts';
import { meantNumbers } from '#lib/commerce/orders/guest-proof.ts';
import { orderTopic } from '#lib/commerce/orders/order.events.ts';
import { refundClock, stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { atDesk } from '#lib/commerce/stores/staff-policy.ts';
import { allowed } from '../../../../(store)/refused.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params }) => {
  allowed(() => atDesk(actor));
  const order = await orderInFull(shop.db, params.number);
  const [called] = order ? [] : await numbersOfOrdersCalled(shop.db, meantNumbers(params.number), 1);
  if (called !== undefined) redirect(307, `/office/orders/${called}`);
  if (!order) error(404, { message: 'There is no order with this number.' });
  const [promises, trail, all, names, parts, credits, rulings, followed, tickets] = await Promise.all([
    promisesOf(shop.db, order.id),
    eventTrail(shop.db, orderTopic(order.id)),
    places(shop.db),
    namesOfOrder(shop.db, order.id),
    paidPartsOf(shop.db, order.id),
    creditsOf(shop.db, order.id),
    rulingsOf(shop.db, order.id),
    returnsOfOrder(shop.db, order.id),
    ticketsOfOrder(shop.db, order.id)
  ]);
  const now = shop.now();
  const returns = followed.map((one) => ({ number: one.number, steps: stepsOfReturn(one, now), clock: refundClock(one, now) }));
  const nameOf = new Map(all.map(({ id, name }) => [id, name]));
  return {
    now,
    order,
    promises: promises.map((promise) => shown(promise, nameOf)),
    trail,
    names,
    money: { parts, credits, rulings },
    returns,
    tickets
  };
};

/** A date with why it comes from where it comes; what that was computed from stays here. */
function shown({ inputs, ...promise }: OfficePromise, nameOf: ReadonlyMap<string, string>) {
  const decision = shownDecision(inputs);
  return {
    ...promise,
    restsOn: restsOn(inputs),
    decision: decision && {
      ...decision,
      places: decision.places.map((place) => ({ ...place, name: nameOf.get(place.nodeId) ?? place.nodeId }))
    }
  };
}
