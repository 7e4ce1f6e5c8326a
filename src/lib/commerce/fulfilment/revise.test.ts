import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMinutes, instantOf } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination } from '#tests/support/places.ts';
import { minuteOf } from './calendar.ts';
import { carrierDetails } from './carrier-status.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import { revise, type Revision } from './revise.ts';
import { shipmentStates } from './shipment.machine.ts';
import type { NoEstimate, Progress, StandingPromise, TrackingAsked } from './tracking.ts';

// Ordered on Wednesday 25 November 2026, collected that evening, promised for Friday to Saturday.
const at = (date: number, clock: string) => instantOf(`2026-11-${date}`, minuteOf(clock), 'Asia/Kolkata');
const days = (from: number, until: number) => ({ deliverFrom: at(from, '09:00'), deliverUntil: at(until, '21:00') });
const standard: StandingPromise = {
  service: 'standard',
  transit: { unit: 'day', p50: 2, p90: 3 },
  shipBy: at(25, '18:30'),
  planned: days(27, 28),
  current: days(27, 28),
  publishedAt: at(25, '12:00')
};
const evening = { deliverFrom: at(25, '16:00'), deliverUntil: at(25, '17:30') };
const rider: StandingPromise = {
  service: 'same_day',
  transit: { unit: 'minute', p50: 90, p90: 180 },
  shipBy: at(25, '14:30'),
  planned: evening,
  current: evening,
  publishedAt: at(25, '14:00')
};
const nowhere = { detail: 'moving', remainingMetres: null, carrierEstimate: null } as const;

type Case = { now: Date; progress: Partial<Progress> & Pick<Progress, 'state'>; promise?: StandingPromise };

function revised({ now, progress, promise = standard }: Case): Revision {
  const result = asked({ now, progress, promise });
  if ('none' in result) throw new Error(result.none);
  return result;
}
function asked({ now, progress, promise = standard }: Case): Revision | NoEstimate {
  const all = { ...nowhere, scannedAt: now, ...progress };
  return revise({ promise, progress: all, destination: aDestination().calendar, carrier: aCarrier, rules, at: now });
}
const told = ({ window, reason, change, publish }: Revision) => ({ ...window, reason, change, publish });

test('until the van is overdue the plan stands', () => {
  expect(told(revised({ now: at(25, '20:30'), progress: { state: 'pre_transit' } }))).toEqual({
    ...days(27, 28),
    reason: 'on-plan',
    change: 'same',
    publish: false
  });
});

test('left behind by its van, a parcel takes the whole way from the next one, and that is told at once', () => {
  expect(told(revised({ now: at(25, '20:31'), progress: { state: 'pre_transit' } }))).toEqual({
    deliverFrom: at(28, '09:00'),
    deliverUntil: at(30, '21:00'),
    reason: 'missed-pickup',
    change: 'later',
    publish: true
  });
  expect(revised({ now: at(25, '14:50'), progress: { state: 'pre_transit' }, promise: rider })).toMatchObject({
    window: { deliverFrom: at(25, '16:30'), deliverUntil: at(25, '18:00') },
    publish: true
  });
});

test('a scan on the way changes nothing while the promise can be met', () => {
  for (const [now, remainingMetres] of [
    [at(25, '18:00'), 200_000],
    [at(26, '13:00'), 120_000],
    [at(27, '08:00'), 9000],
    [at(27, '12:00'), null]
  ] as const) {
    expect(revised({ now, progress: { state: 'in_transit', remainingMetres } })).toMatchObject({
      window: days(27, 28),
      change: 'same',
      publish: false
    });
  }
});

test('when even the likely arrival is too late, the new days are told at once', () => {
  expect(told(revised({ now: at(27, '15:00'), progress: { state: 'in_transit', remainingMetres: 250_000 } }))).toEqual({
    deliverFrom: at(30, '09:00'),
    deliverUntil: instantOf('2026-12-01', minuteOf('21:00'), 'Asia/Kolkata'),
    reason: 'on-the-road',
    change: 'later',
    publish: true
  });
});

test('near the door early in the morning it may come a day early, and that is told when it is calm', () => {
  const near = { state: 'in_transit', remainingMetres: 8000 } as const;
  const early = revised({ now: at(26, '07:00'), progress: near });
  expect(told(early)).toEqual({ ...days(26, 27), reason: 'on-the-road', change: 'earlier', publish: true });
  const justTold = { ...standard, publishedAt: at(26, '06:00') };
  expect(revised({ now: at(26, '07:00'), progress: near, promise: justTold })).toMatchObject({ change: 'earlier', publish: false });
});

test('two days without a scan count as a parcel that has not moved', () => {
  const lastSeen = { state: 'in_transit', scannedAt: at(25, '20:00'), remainingMetres: 290_000 } as const;
  expect(revised({ now: at(27, '20:00'), progress: lastSeen })).toMatchObject({ reason: 'on-the-road', publish: false });
  expect(revised({ now: at(27, '20:01'), progress: lastSeen })).toMatchObject({ reason: 'silence', change: 'later', publish: true });
});

test('on the vehicle the window shrinks to hours for the eye, but a promise of a day is not changed by that', () => {
  const far = revised({ now: at(28, '10:00'), progress: { state: 'out_for_delivery', remainingMetres: 9000 } });
  expect(told(far)).toEqual({
    deliverFrom: at(28, '11:00'),
    deliverUntil: at(28, '12:15'),
    reason: 'out-for-delivery',
    change: 'same',
    publish: false
  });
  const near = revised({ now: at(28, '11:00'), progress: { state: 'out_for_delivery', remainingMetres: 600 } });
  expect(near.window).toEqual({ deliverFrom: at(28, '11:00'), deliverUntil: at(28, '11:30') });
});

test('on the vehicle a day before the promise, the good news is told', () => {
  expect(revised({ now: at(27, '10:00'), progress: { state: 'out_for_delivery', remainingMetres: 9000 } })).toMatchObject({
    change: 'earlier',
    publish: true
  });
});

test('without a place to measure from, a parcel on the vehicle comes in what is left of the day', () => {
  expect(revised({ now: at(28, '13:07'), progress: { state: 'out_for_delivery' } }).window).toEqual({
    deliverFrom: at(28, '13:07'),
    deliverUntil: at(28, '21:00')
  });
});

test("the carrier's own time is believed", () => {
  const carrierEstimate = at(25, '18:20');
  const late = revised({ now: at(25, '16:20'), progress: { state: 'out_for_delivery', carrierEstimate }, promise: rider });
  expect(told(late)).toEqual({
    deliverFrom: at(25, '17:45'),
    deliverUntil: at(25, '19:30'),
    reason: 'out-for-delivery',
    change: 'later',
    publish: true
  });
  const onTheRoad = { state: 'in_transit', carrierEstimate: instantOf('2026-11-29', 700, 'Asia/Kolkata') } as const;
  expect(revised({ now: at(27, '08:00'), progress: onTheRoad })).toMatchObject({ window: days(30, 30), change: 'later', publish: true });
  expect(revised({ now: at(27, '08:00'), progress: { ...onTheRoad, carrierEstimate: at(28, '03:00') } })).toMatchObject({
    window: days(27, 28),
    publish: false
  });
});

test('a fast promise is told again only when it moves by a quarter of an hour', () => {
  const moved = (carrierEstimate: Date) =>
    revised({
      now: at(25, '16:30'),
      progress: { state: 'out_for_delivery', carrierEstimate, scannedAt: at(25, '16:30') },
      promise: { ...rider, current: { deliverFrom: at(25, '16:45'), deliverUntil: at(25, '17:30') } }
    });
  expect(moved(at(25, '17:00'))).toMatchObject({
    window: { deliverFrom: at(25, '16:45'), deliverUntil: at(25, '17:15') },
    change: 'earlier',
    publish: true
  });
  expect(moved(at(25, '17:07'))).toMatchObject({
    window: { deliverFrom: at(25, '16:45'), deliverUntil: at(25, '17:30') },
    change: 'same',
    publish: false
  });
  expect(moved(at(25, '17:20'))).toMatchObject({ change: 'later', publish: true });
});

test('a problem costs its days from the first plan, and telling it twice costs nothing more', () => {
  const late = { state: 'exception', detail: 'delayed' } as const;
  const once = revised({ now: at(26, '12:00'), progress: late });
  expect(told(once)).toEqual({
    deliverFrom: at(28, '09:00'),
    deliverUntil: at(30, '21:00'),
    reason: 'delayed',
    change: 'later',
    publish: true
  });
  const promise = { ...standard, current: once.window, publishedAt: at(26, '12:00') };
  expect(revised({ now: at(26, '13:00'), progress: late, promise })).toMatchObject({ window: once.window, change: 'same', publish: false });
  expect(revised({ now: at(26, '13:00'), progress: { state: 'exception', detail: 'unspecified' }, promise })).toMatchObject({
    reason: 'held',
    change: 'later'
  });
});

test('a problem that the carrier says still fits the promise is no news', () => {
  const absorbed = { state: 'exception', detail: 'delayed', carrierEstimate: at(28, '15:00') } as const;
  expect(revised({ now: at(26, '12:00'), progress: absorbed })).toMatchObject({ window: days(27, 28), reason: 'delayed', publish: false });
  expect(revised({ now: at(25, '15:00'), progress: { state: 'exception', detail: 'held' }, promise: rider }).window).toEqual({
    deliverFrom: at(25, '18:00'),
    deliverUntil: at(25, '19:30')
  });
});

test('after a failed attempt the next delivery day is told', () => {
  expect(told(revised({ now: at(28, '14:00'), progress: { state: 'attempt_failed', detail: 'attempt_failed' } }))).toEqual({
    ...days(30, 30),
    reason: 'attempt-failed',
    change: 'later',
    publish: true
  });
});

test('what is not there when the window ends is overdue: the next day, or within the hour for a rider', () => {
  const out = { state: 'out_for_delivery', remainingMetres: 500, scannedAt: at(28, '18:00') } as const;
  expect(revised({ now: at(28, '20:00'), progress: out })).toMatchObject({ window: days(27, 28), reason: 'overdue', publish: false });
  expect(revised({ now: at(28, '21:01'), progress: out })).toMatchObject({ window: days(30, 30), reason: 'overdue', publish: true });
  const slow = { state: 'out_for_delivery', remainingMetres: 500, scannedAt: at(25, '17:00') } as const;
  expect(revised({ now: at(25, '17:40'), progress: slow, promise: rider })).toMatchObject({
    window: { deliverFrom: at(25, '17:30'), deliverUntil: at(25, '18:45') },
    reason: 'overdue',
    publish: true
  });
});

test.each([
  ['delivered', 'arrived'],
  ['available_for_pickup', 'waiting-at-point'],
  ['return_to_sender', 'not-coming'],
  ['returned', 'not-coming'],
  ['cancelled', 'not-coming'],
  ['lost', 'not-coming']
] as const)('%s: nothing is expected at the door (%s)', (state, none) => {
  expect(asked({ now: at(26, '12:00'), progress: { state } })).toEqual({ none });
});

test('nobody can say when broken goods arrive', () => {
  expect(asked({ now: at(26, '12:00'), progress: { state: 'exception', detail: 'damaged' } })).toEqual({ none: 'unknown' });
});

const moment = fc.date({ min: at(25, '08:00'), max: instantOf('2026-12-05', 0, 'Asia/Kolkata'), noInvalidDate: true });
const progress = fc.record({
  state: fc.constantFrom(...shipmentStates),
  detail: fc.constantFrom(...carrierDetails),
  scannedAt: moment,
  remainingMetres: fc.option(fc.integer({ min: 0, max: 2_000_000 })),
  carrierEstimate: fc.option(moment)
});
const tracking: fc.Arbitrary<TrackingAsked> = fc
  .record({
    progress,
    promise: fc.constantFrom(standard, rider),
    waits: fc.integer({ min: 0, max: 5000 }),
    told: fc.integer({ min: 0, max: 2000 })
  })
  .map(({ progress: seen, promise, waits, told: ago }) => {
    const now = addMinutes(seen.scannedAt, waits);
    const standing = { ...promise, publishedAt: addMinutes(now, -ago) };
    return { promise: standing, progress: seen, destination: aDestination().calendar, carrier: aCarrier, rules, at: now };
  });
const expected = tracking.filter((one) => !('none' in revise(one)));

test('an estimate is never over, never inside out, and better news waits until it is calm', () => {
  fc.assert(
    fc.property(expected, (one) => {
      const { window, change, publish } = revise(one) as Revision;
      expect(window.deliverUntil >= one.at && window.deliverFrom <= window.deliverUntil).toBe(true);
      const isCalm =
        one.at.getTime() - one.promise.publishedAt.getTime() >= rules.tracking.publish.calmMinutes[one.promise.transit.unit] * 60_000;
      expect(publish).toBe(change === 'later' || (change === 'earlier' && isCalm));
    }),
    { numRuns: 300 }
  );
});

test('what was told once is not told again while nothing new is known', () => {
  fc.assert(
    fc.property(expected, (one) => {
      const { window } = revise(one) as Revision;
      const after = { ...one, promise: { ...one.promise, current: window, publishedAt: one.at } };
      expect(revise(after)).toMatchObject({ window, change: 'same', publish: false });
    }),
    { numRuns: 300 }
  );
});

test('a carrier that changes its mind every minute is good news at most once in half an hour', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 30, maxLength: 30 }), (guesses) => {
      let promise = rider;
      const messages: string[] = [];
      for (const [minute, guess] of guesses.entries()) {
        const now = addMinutes(at(25, '16:00'), minute);
        const carrierEstimate = addMinutes(at(25, '17:00'), guess);
        const { publish, window, change } = revised({ now, promise, progress: { state: 'out_for_delivery', carrierEstimate } });
        if (!publish) continue;
        promise = { ...promise, current: window, publishedAt: now };
        messages.push(change);
      }
      expect(messages.filter((change) => change === 'earlier').length).toBeLessThanOrEqual(1);
    })
  );
});
