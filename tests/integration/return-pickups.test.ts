import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pickupOf } from '#db/queries/return-pickups.ts';
import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { trackedReturn } from '#db/queries/tracked-returns.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { stepsOfReturn } from '#lib/commerce/returns/return-steps.ts';
import { pickupWords } from '#lib/commerce/returns/pickup-words.ts';
import { standardPolicy } from '#lib/commerce/policies/standard-policy.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { seeToPickups } from '#realtime/given-up.ts';
import { jobsOf } from '#realtime/follow-ups.ts';
import { WORKERS } from '#realtime/workers.ts';
import { fetchedReturns } from '../support/fetched-returns.ts';
import { asha, shopper } from '../support/makers.ts';
import { underPolicy } from '../support/policies.ts';
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
  shop.couriers.calls.length = 0;
});

const { delivered, ask, graded, stateOf, toBeFetched, book, callOff, standing, atCarrier, after, feeOf, scanned, pickupEvents, news } =
  fetchedReturns(() => shop);
type Fetched = Awaited<ReturnType<typeof toBeFetched>>;
const work = async ({ returnId }: Fetched) => WORKERS['book-pickup'](shop, { returnId });
const FEE = standardPolicy.returns.fees.home;
const HOUR_MS = 3_600_000;

test('what is fetched at the door has a carrier sent for it: asked with its label, booked once, and its shopper told when it comes', async () => {
  const of = await toBeFetched();
  expect([await standing(of), atCarrier(of)]).toEqual(['asked', []]);
  await book(of);
  await book(of);
  expect(shop.couriers.calls).toEqual(['draft', 'book']);
  const { trackingNumber } = (await returnShipmentOf(shop.db, of.returnId))!;
  expect(shop.couriers.asks.at(-1)).toMatchObject({
    reference: `${of.returnId}:2026-11-26T03:30:00.000Z`,
    address: { name: 'Rhea Test', line1: '12 Test Street', postcode: '560038' },
    booking: { trackingNumber },
    from: new Date('2026-11-26T03:30:00Z'),
    until: new Date('2026-11-26T12:30:00Z')
  });
  expect([await standing(of), atCarrier(of)]).toEqual(['booked', ['scheduled']]);
  expect(await pickupEvents(of)).toEqual(['return.pickup_asked', 'return.pickup_booked']);
  const found = (await trackedReturn(shop.db, of))!;
  expect(pickupWords(found, shop.now())?.title).toBe('The carrier comes Thu 26 Nov, 9 am–6 pm.');
  expect(stepsOfReturn(found, shop.now()).map(({ title }) => title)).toEqual(
    expect.arrayContaining(['The carrier is asked to come', 'The carrier said when it comes', 'The carrier comes'])
  );
});

test('each thing that is told of a pick-up has its job, and its shopper a mail with the window and the confirmation', async () => {
  const of = await toBeFetched();
  const done = new Set<number>();
  for (let rows = await news(of, done); rows.length > 0; rows = await news(of, done)) {
    for (const event of rows)
      for (const job of jobsOf(event)) await (WORKERS[job.queue] as (s: TestShop, d: object) => Promise<void>)(shop, job.data);
  }
  expect(await standing(of)).toBe('booked');
  const mails = await shop.db.selectFrom('mail').select(['subject', 'text']).where('order_id', '=', of.orderId).execute();
  expect(mails.find(({ subject }) => subject.startsWith('The carrier comes Thu 26 Nov, 9 am–6 pm'))?.text).toContain('CR-');
  expect(mails.find(({ subject }) => subject.startsWith('The label of your return'))?.text).toContain('need not print it');
});

test.each([['draft'], ['book']] as const)(
  'a carrier that is away, or whose answer to %s is lost, is asked again, and comes once',
  async (at) => {
    const of = await toBeFetched();
    shop.couriers.next({ at, how: 'silent' }, { at, how: 'lost' });
    await expect(book(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
    await expect(book(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
    expect(await standing(of)).toBe('asked');
    await book(of);
    expect([await standing(of), atCarrier(of)]).toEqual(['booked', ['scheduled']]);
  }
);

test('four tries at once book one pick-up', async () => {
  const of = await toBeFetched();
  await Promise.all([1, 2, 3, 4].map(async () => book(of)));
  expect([await standing(of), atCarrier(of)]).toEqual(['booked', ['scheduled']]);
  expect(await pickupEvents(of)).toEqual(['return.pickup_asked', 'return.pickup_booked']);
});

test('a carrier that was away for days is asked by the sweep, for a day that is still to come; what it had before is let go first', async () => {
  const of = await toBeFetched();
  shop.couriers.next({ at: 'book', how: 'lost' });
  await expect(book(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  after(10 * 60_000);
  await seeToPickups(shop);
  expect(await standing(of)).toBe('asked');
  after(3 * DAY_MS);
  await seeToPickups(shop);
  expect([await standing(of), atCarrier(of)]).toEqual(['booked', ['canceled', 'scheduled']]);
  expect((await pickupOf(shop.db, of.returnId))!.untilAt).toEqual(new Date('2026-11-30T12:30:00Z'));
});

test('a window that passed without our hearing of it, and in which the carrier was there, is not asked for again', async () => {
  const of = await toBeFetched();
  shop.couriers.next({ at: 'book', how: 'lost' });
  await expect(book(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  shop.couriers.fetch(of.returnId);
  after(3 * DAY_MS);
  await book(of);
  expect([await standing(of), atCarrier(of)]).toEqual(['booked', ['fetched']]);
});

test('where no carrier comes its shopper is told and may bring it to a store, for what a store costs', async () => {
  const of = await toBeFetched();
  shop.couriers.next({ at: 'book', how: 'refused' });
  await book(of);
  expect(await standing(of)).toBe('failed');
  expect(await pickupEvents(of)).toEqual(['return.pickup_asked', 'return.pickup_failed']);
  expect(pickupWords((await trackedReturn(shop.db, of))!, shop.now())).toMatchObject({
    title: 'No carrier can come to you.',
    tone: 'warn'
  });
  expect(await feeOf(of)).toEqual(['home', FEE]);
  await chooseDropOff(shop, shopper, { orderId: of.orderId, returnId: of.returnId, nodeId: null });
  expect(await feeOf(of)).toEqual(['store', 0]);
  expect(await pickupEvents(of)).toEqual(['return.pickup_asked', 'return.pickup_failed']);
});

test('once its window is over and nobody was there, the page says what one can do', async () => {
  const of = await toBeFetched();
  await book(of);
  after(2 * DAY_MS);
  expect(pickupWords((await trackedReturn(shop.db, of))!, shop.now())).toMatchObject({ title: 'Has nobody come?', tone: 'warn' });
});

test('who came for it has been there with the first scan, and is paid for; where nobody was booked its label was used, and that costs what a label costs', async () => {
  const fetched = await toBeFetched();
  await book(fetched);
  await scanned(fetched);
  expect([await standing(fetched), await feeOf(fetched)]).toEqual(['fetched', ['home', FEE]]);
  expect(await refundsOf(shop.db, fetched.orderId)).toMatchObject([{ amount_minor: 49_000 - FEE }]);

  const unanswered = await toBeFetched();
  await scanned(unanswered);
  expect([await standing(unanswered), await feeOf(unanswered)]).toEqual(['ending', ['label', 0]]);
  expect(await refundsOf(shop.db, unanswered.orderId)).toMatchObject([{ amount_minor: 49_000 }]);
  await work(unanswered);
  expect([await standing(unanswered), atCarrier(unanswered)]).toEqual(['cancelled', []]);

  const failed = await toBeFetched();
  shop.couriers.next({ at: 'book', how: 'refused' });
  await book(failed);
  const units = (await graded(failed, 'restock_a')).map(({ unitId }) => unitId);
  await receiveReturn(shop, { ...asha, nodeId: HERE }, { returnId: failed.returnId, unitIds: units, isAll: true, extra: '' });
  expect(await feeOf(failed)).toEqual(['label', 0]);
  expect(await refundsOf(shop.db, failed.orderId)).toMatchObject([{ amount_minor: 49_000 }]);
});

test('what a carrier would have fetched and its shopper gave away themselves gives the fee back that had been taken off', async () => {
  const triggers = [{ upToMinor: null, trigger: 'instant' as const }];
  const of = await underPolicy(shop, { returns: { ...standardPolicy.returns, triggers } }, async () => toBeFetched());
  shop.couriers.next({ at: 'book', how: 'refused' });
  await book(of);
  await scanned(of);
  expect((await refundsOf(shop.db, of.orderId)).map(({ amount_minor }) => amount_minor)).toEqual([49_000 - FEE, FEE]);
});

test('however a return ends otherwise, nobody has to come any more, and the carrier is told so once', async () => {
  const ends: Record<string, (of: Fetched) => Promise<unknown>> = {
    'called off': async ({ orderId, returnId }) => cancelReturn(shop, shopper, { orderId, returnId }),
    'brought to a store': async ({ orderId, returnId }) => chooseDropOff(shop, shopper, { orderId, returnId, nodeId: null }),
    'given in at a counter': async ({ returnId }) => acceptReturn(shop, asha, { returnId }),
    'never sent': async ({ returnId }) => {
      after(16 * DAY_MS);
      await lapseReturn(shop, SYSTEM, { returnId });
    }
  };
  for (const [how, end] of Object.entries(ends)) {
    shop.at(MORNING);
    const of = await toBeFetched();
    await book(of);
    await end(of);
    expect([how, await standing(of), atCarrier(of)]).toEqual([how, 'ending', ['scheduled']]);
    shop.couriers.calls.length = 0;
    await callOff(of);
    await callOff(of);
    expect([how, await standing(of), atCarrier(of), shop.couriers.calls]).toEqual([how, 'cancelled', ['canceled'], ['cancel']]);
    expect((await pickupEvents(of)).slice(2)).toEqual(['return.pickup_ended', 'return.pickup_cancelled']);
  }
});

test('a carrier that is away as a pick-up is called off is told by the sweep; one that was there before says so', async () => {
  const of = await toBeFetched();
  await book(of);
  await cancelReturn(shop, shopper, { orderId: of.orderId, returnId: of.returnId });
  shop.couriers.next({ at: 'cancel', how: 'silent' }, { at: 'cancel', how: 'lost' });
  await expect(callOff(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  await expect(callOff(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  expect(await standing(of)).toBe('ending');
  after(HOUR_MS);
  await seeToPickups(shop);
  expect([await standing(of), atCarrier(of)]).toEqual(['cancelled', ['canceled']]);

  shop.at(MORNING);
  for (const refuses of [false, true]) {
    const fetched = await toBeFetched();
    await book(fetched);
    await acceptReturn(shop, asha, { returnId: fetched.returnId });
    shop.couriers.fetch(fetched.returnId);
    if (refuses) shop.couriers.next({ at: 'cancel', how: 'refused' });
    await callOff(fetched);
    expect(await standing(fetched)).toBe('kept');
  }
});

test('what is called off while the carrier is asked is called off at the carrier, whichever of the answers comes first', async () => {
  const late = await toBeFetched();
  const end = async () => {
    await cancelReturn(shop, shopper, { orderId: late.orderId, returnId: late.returnId });
    await callOff(late);
  };
  shop.couriers.next({ at: 'book', how: end });
  await work(late);
  expect([await standing(late), atCarrier(late)]).toEqual(['cancelled', ['canceled']]);

  // Called off and cancelled before the booking went through, whose answer is lost besides.
  const lost = await toBeFetched();
  shop.couriers.next({ at: 'book', how: 'silent' });
  await expect(work(lost)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
  await cancelReturn(shop, shopper, { orderId: lost.orderId, returnId: lost.returnId });
  await callOff(lost);
  expect(await standing(lost)).toBe('cancelled');
  await shop.couriers.port.book((await pickupOf(shop.db, lost.returnId))!.carrierRef!);
  await work(lost);
  expect([await standing(lost), atCarrier(lost)]).toEqual(['cancelled', ['canceled']]);
  expect((await pickupEvents(lost)).filter((type) => type === 'return.pickup_cancelled')).toHaveLength(1);

  const early = await toBeFetched();
  shop.couriers.next({
    at: 'draft',
    how: async () => {
      await cancelReturn(shop, shopper, { orderId: early.orderId, returnId: early.returnId });
      await callOff(early);
    }
  });
  await work(early);
  expect([await standing(early), atCarrier(early)]).toEqual(['cancelled', ['unknown']]);
});

test('a booking that went through after it was called off, and of whose answer nobody heard, is called off by the sweep until its window is over', async () => {
  const bookedUnheard = async () => {
    shop.at(MORNING);
    const of = await toBeFetched();
    shop.couriers.next({ at: 'book', how: 'silent' });
    await expect(work(of)).rejects.toMatchObject({ name: 'ProviderUnreachable' });
    await cancelReturn(shop, shopper, { orderId: of.orderId, returnId: of.returnId });
    await callOff(of);
    await shop.couriers.port.book((await pickupOf(shop.db, of.returnId))!.carrierRef!);
    expect([await standing(of), atCarrier(of)]).toEqual(['cancelled', ['scheduled']]);
    return of;
  };
  const of = await bookedUnheard();
  after(HOUR_MS);
  await seeToPickups(shop);
  expect([await standing(of), atCarrier(of)]).toEqual(['cancelled', ['canceled']]);

  await bookedUnheard();
  after(2 * DAY_MS);
  shop.couriers.calls.length = 0;
  await seeToPickups(shop);
  expect(shop.couriers.calls).toEqual([]);
});

test('nobody is sent for what is not fetched', async () => {
  const of = await delivered();
  const made = await ask(of, { method: 'label' });
  await issueReturnLabel(shop, SYSTEM, made);
  expect(await pickupOf(shop.db, made.returnId)).toBeUndefined();
  expect(await stateOf(made)).toBe('label_issued');
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from return_pickup where return_id = ${made.returnId}`.execute(
    shop.db
  );
  expect(rows[0]!.n).toBe(0);
});
