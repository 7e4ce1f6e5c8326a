import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findReturn } from '#db/queries/returns.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { handOverReturn } from '#lib/commerce/returns/hand-over-return.server.ts';
import { noticeOf } from '#lib/commerce/notices/notice.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import type { ReturnPickupMissed } from '#lib/commerce/returns/return.events.ts';
import { tellMissedPickup } from '#lib/commerce/returns/tell-missed-pickup.server.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { sayWhoWasMissed } from '#realtime/sweeps.ts';
import { fetchedReturns } from '../support/fetched-returns.ts';
import { asha, shopper } from '../support/makers.ts';
import { refundsOf } from '../support/refunds.ts';
import { DAY_MS } from '../support/returned-orders.ts';
import { MORNING, type TestShop } from '../support/shop.ts';
import { HERE, openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.at(MORNING);
});

const { stateOf, graded, toBeFetched, book, callOff, standing, atCarrier, after, feeOf, scanned, pickupEvents } = fetchedReturns(
  () => shop
);
type Fetched = Awaited<ReturnType<typeof toBeFetched>>;
const FEE = standardPolicy.returns.fees.home;

/** The carrier said that it comes on Thursday the 26th, from nine to six: half past three to half past twelve. */
async function awaited(): Promise<Fetched> {
  const of = await toBeFetched();
  await book(of);
  return of;
}
const handedOver = async ({ orderId, returnId }: Fetched) => handOverReturn(shop, shopper, { orderId, returnId });
const outcomeOf = async (of: Fetched) => [await standing(of), await feeOf(of), (await refundsOf(shop.db, of.orderId))[0]?.amount_minor];

async function received({ returnId }: Fetched): Promise<void> {
  const unitIds = (await graded({ returnId }, 'restock_a')).map(({ unitId }) => unitId);
  await receiveReturn(shop, { ...asha, nodeId: HERE }, { returnId, unitIds, isAll: true, extra: '' });
}

test.each([
  ['the evening before, when nobody was to come yet', '2026-11-25T13:00:00Z', false],
  ['an hour early', '2026-11-26T02:45:00Z', true],
  ['in the window', '2026-11-26T12:00:00Z', true],
  ['at its depot, in the evening after the window', '2026-11-26T17:00:00Z', true],
  ['the morning after, when nobody had come', '2026-11-27T05:00:00Z', false]
])('first seen by the carrier %s', async (_, at, isFetched) => {
  const of = await awaited();
  shop.at(at);
  await scanned(of, at);
  expect(await outcomeOf(of)).toEqual(isFetched ? ['fetched', ['home', FEE], 49_000 - FEE] : ['ending', ['label', 0], 49_000]);
  await callOff(of);
  expect(atCarrier(of)).toEqual([isFetched ? 'scheduled' : 'canceled']);
});

test('whoever gives it to the carrier before or after it was to come pays for no fetching, and nobody comes for it, whatever is scanned', async () => {
  for (const days of [0, 2]) {
    shop.at(MORNING);
    const lost = await awaited();
    const late = await awaited();
    after(days * DAY_MS);
    for (const of of [lost, late]) {
      await handedOver(of);
      await handedOver(of);
      expect([await standing(of), await feeOf(of)]).toEqual(['ending', ['label', 0]]);
      await callOff(of);
      expect(atCarrier(of)).toEqual(['canceled']);
    }
    await received(lost);
    expect(await outcomeOf(lost)).toEqual(['cancelled', ['label', 0], 49_000]);
    await scanned(late);
    expect(await outcomeOf(late)).toEqual(['cancelled', ['label', 0], 49_000]);
  }
});

test('that the carrier has it while it was to come says that it came, once it is scanned', async () => {
  const of = await awaited();
  shop.at('2026-11-26T06:00:00Z');
  await handedOver(of);
  expect([await standing(of), await feeOf(of)]).toEqual(['booked', ['home', FEE]]);
  await scanned(of, '2026-11-26T07:00:00Z');
  expect(await outcomeOf(of)).toEqual(['fetched', ['home', FEE], 49_000 - FEE]);
});

test('what comes without any scan was fetched, unless it is here before anybody was to fetch it', async () => {
  const early = await awaited();
  await received(early);
  expect(await outcomeOf(early)).toEqual(['ending', ['label', 0], 49_000]);
  const of = await awaited();
  after(3 * DAY_MS);
  await received(of);
  expect(await outcomeOf(of)).toEqual(['fetched', ['home', FEE], 49_000 - FEE]);
});

test('a return that waits for a carrier does not run out before it came, and two days to do otherwise are left', async () => {
  const { sendBy: said } = (await findReturn(shop.db, (await awaited()).returnId))!;
  expect(said).toEqual(new Date('2026-12-09T18:30:00Z'));
  const of = await toBeFetched();
  // Its last day is the one before that on which the carrier comes.
  shop.at('2026-12-09T05:00:00Z');
  await book(of);
  expect((await findReturn(shop.db, of.returnId))!.sendBy).toEqual(new Date('2026-12-12T18:30:00Z'));
  for (const [at, state] of [
    ['2026-12-12T18:00:00Z', 'label_issued'],
    ['2026-12-12T19:00:00Z', 'expired']
  ] as const) {
    shop.at(at);
    await lapseReturn(shop, SYSTEM, { returnId: of.returnId });
    expect(await stateOf(of)).toBe(state);
  }
});

test('whoever waited and to whom nobody came is told so, once, and what they can do', async () => {
  const [of, seen, said] = [await awaited(), await awaited(), await awaited()];
  shop.at('2026-11-26T06:00:00Z');
  await scanned(seen);
  await handedOver(said);
  const told = async ({ orderId }: Fetched) => (await pickupEvents({ orderId })).filter((type) => type === 'return.pickup_missed').length;
  // A scan of that day may still come, and then it is night.
  shop.at('2026-11-27T03:00:00Z');
  await sayWhoWasMissed(shop);
  expect(await told(of)).toBe(0);
  shop.at('2026-11-27T04:00:00Z');
  await sayWhoWasMissed(shop);
  await sayWhoWasMissed(shop);
  await tellMissedPickup(shop, SYSTEM, of);
  expect([await told(of), await told(seen), await told(said)]).toEqual([1, 0, 0]);
  const { data } = await shop.db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'return.pickup_missed')
    .where('topic', '=', `order:${of.orderId}`)
    .executeTakeFirstOrThrow();
  const event = { ...(data as object), type: 'return.pickup_missed', topic: `order:${of.orderId}`, version: 1 } as ReturnPickupMissed;
  expect(noticeOf(event, 'INR')).toEqual({
    kind: 'return',
    title: 'Nobody came for your return',
    words:
      'The carrier was to come Thu 26 Nov, 9 am–6 pm. Bring your return to one of our stores, or give it to the carrier with its label. You do not pay for the fetching then.'
  });
  expect(jobsOf(event)).toEqual(jobsOf({ ...event, type: 'return.pickup_failed' }));
  // They may still do either.
  await scanned(of, '2026-11-27T05:00:00Z');
  expect(await outcomeOf(of)).toEqual(['ending', ['label', 0], 49_000]);
});
