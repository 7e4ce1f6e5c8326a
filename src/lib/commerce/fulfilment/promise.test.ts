import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, instantOf, localTime } from '#lib/kernel/zoned.ts';
import { aCarrier, aDestination, aStore, aWarehouse, bengaluru, everyDay, gurugram, jaipur } from '#tests/support/places.ts';
import { calendarOf, hoursOn, minuteOf } from './calendar.ts';
import { deliveryRulesV1 as rules } from './delivery-rules-v1.ts';
import type { DeliveryRules } from './delivery-rules.ts';
import { promise, type DeliveryAsked, type NoPromise, type PickupAsked, type Promised } from './promise.ts';

// 25 November 2026 is a Wednesday.
const at = (date: string, clock: string) => instantOf(date, minuteOf(clock), 'Asia/Kolkata');
const noon = at('2026-11-25', '12:00');

function delivery(change: Partial<DeliveryAsked> = {}): Promised {
  return made(
    promise({ service: 'standard', node: aWarehouse(), destination: aDestination(), carrier: aCarrier, rules, at: noon, ...change })
  );
}
function pickup(change: Partial<PickupAsked> = {}): Promised {
  return made(promise({ service: 'pickup', node: aStore(), rules, at: noon, ...change }));
}
function made(result: Promised | NoPromise): Promised {
  if ('none' in result) throw new Error(result.none);
  return result;
}
const none = (change: Partial<DeliveryAsked>) => () => delivery(change);

test('an order at noon leaves this evening and is there tomorrow, or the day after at the latest', () => {
  const promised = delivery();
  expect(promised).toMatchObject({
    deliverFrom: at('2026-11-26', '09:00'),
    deliverUntil: at('2026-11-27', '21:00'),
    orderBy: at('2026-11-25', '16:00'),
    shipBy: at('2026-11-25', '18:30'),
    ruleVersion: 'delivery-1'
  });
  expect(promised.steps).toEqual({
    nodeId: 'gurugram',
    service: 'standard',
    at: noon.toISOString(),
    startsAt: noon.toISOString(),
    backlogDays: 0,
    readyAt: at('2026-11-25', '14:00').toISOString(),
    leavesAt: at('2026-11-25', '18:30').toISOString(),
    metres: 26_657,
    zone: 'city',
    transit: { unit: 'day', p50: 1, p90: 2 },
    source: 'zone-table',
    learned: null
  });
});

test('exactly at the cut-off everything moves to the next open day', () => {
  expect(delivery({ at: new Date(at('2026-11-25', '16:00').getTime() - 1) }).shipBy).toEqual(at('2026-11-25', '18:30'));
  expect(delivery({ at: at('2026-11-25', '16:00') })).toMatchObject({
    shipBy: at('2026-11-26', '18:30'),
    orderBy: at('2026-11-26', '16:00'),
    deliverFrom: at('2026-11-27', '09:00')
  });
});

test('what is ordered on Saturday evening leaves on Monday and is not brought on a Sunday or a holiday', () => {
  expect(delivery({ at: at('2026-11-28', '19:00') })).toMatchObject({
    shipBy: at('2026-11-30', '18:30'),
    deliverFrom: at('2026-12-01', '09:00')
  });
  expect(delivery({ at: at('2026-11-28', '10:00') })).toMatchObject({
    shipBy: at('2026-11-28', '18:30'),
    deliverFrom: at('2026-11-30', '09:00')
  });
  expect(delivery({ at: at('2026-12-24', '10:00') }).deliverFrom).toEqual(at('2026-12-26', '09:00'));
});

test('days without delivery at the destination move the arrival, not the count', () => {
  const calendar = calendarOf({ zone: 'Asia/Kolkata', opening: everyDay('09:00', '21:00', ['thu', 'fri', 'sun']), closed: [] });
  const promised = delivery({ destination: aDestination({ calendar }) });
  expect([promised.deliverFrom, promised.deliverUntil]).toEqual([at('2026-11-28', '09:00'), at('2026-11-28', '21:00')]);
});

test('what is packed after the van has gone takes the next one, and the countdown ends when that happens', () => {
  const slow = aWarehouse({ processingMinutes: 180 });
  expect(delivery({ node: slow })).toMatchObject({ orderBy: at('2026-11-25', '15:30'), shipBy: at('2026-11-25', '18:30') });
  expect(delivery({ node: slow, at: at('2026-11-25', '15:30') }).shipBy).toEqual(at('2026-11-25', '18:30'));
  expect(delivery({ node: slow, at: at('2026-11-25', '15:31') })).toMatchObject({
    shipBy: at('2026-11-26', '18:30'),
    orderBy: at('2026-11-25', '16:00')
  });
});

test('a van that comes after closing finds the parcels at closing time', () => {
  const calendar = calendarOf({ zone: 'Asia/Kolkata', opening: everyDay('08:00', '18:00'), closed: [] });
  expect(delivery({ node: aWarehouse({ calendar }) }).shipBy).toEqual(at('2026-11-25', '18:00'));
});

test('each full day of waiting work adds an open day', () => {
  expect(delivery({ node: aWarehouse({ queueDepth: 99 }) }).shipBy).toEqual(at('2026-11-25', '18:30'));
  const busy = delivery({ node: aWarehouse({ queueDepth: 350 }) });
  expect(busy.shipBy).toEqual(at('2026-11-28', '18:30'));
  expect(busy.steps.backlogDays).toBe(3);
  expect(delivery({ node: aWarehouse({ queueDepth: 400 }) }).shipBy).toEqual(at('2026-11-30', '18:30'));
});

test('farther takes longer, express less', () => {
  const far = aDestination({ place: bengaluru });
  expect(delivery({ destination: aDestination({ place: jaipur }) }).deliverUntil).toEqual(at('2026-11-28', '21:00'));
  expect(delivery({ destination: far, service: 'express', at: at('2026-11-25', '10:00') })).toMatchObject({
    shipBy: at('2026-11-25', '13:00'),
    deliverFrom: at('2026-11-28', '09:00'),
    deliverUntil: at('2026-11-30', '21:00')
  });
});

test('the same day comes within hours, on the quarter hour', () => {
  const asked = { service: 'same_day', node: aStore() } as const;
  expect(delivery({ ...asked, at: at('2026-11-25', '14:05') })).toMatchObject({
    deliverFrom: at('2026-11-25', '16:15'),
    deliverUntil: at('2026-11-25', '17:45'),
    orderBy: at('2026-11-25', '17:30'),
    shipBy: at('2026-11-25', '14:35')
  });
});

test('what the rider cannot bring before the evening ends comes the next day', () => {
  const late = delivery({ service: 'same_day', node: aStore(), at: at('2026-11-25', '17:45') });
  expect([late.deliverFrom, late.deliverUntil]).toEqual([at('2026-11-26', '13:00'), at('2026-11-26', '14:30')]);
});

test('the same day is only from dark stores and stores, and only across the city', () => {
  const warehouse = aWarehouse({ cutOffs: { same_day: 900 } });
  expect(none({ service: 'same_day', node: warehouse })).toThrow('no-service');
  expect(none({ service: 'same_day', node: aStore(), destination: aDestination({ place: jaipur }) })).toThrow('no-service');
  expect(delivery({ service: 'same_day', node: { ...warehouse, kind: 'dark_store', place: gurugram } }).steps.zone).toBe('city');
});

test('collect in half an hour while the store is open', () => {
  expect(pickup()).toMatchObject({
    deliverFrom: at('2026-11-25', '12:20'),
    deliverUntil: at('2026-11-25', '12:30'),
    shipBy: at('2026-11-25', '12:30'),
    orderBy: at('2026-11-25', '20:30'),
    steps: { source: 'store', metres: null, zone: null, transit: null }
  });
});

test('from the pickup cut-off on it is ready half an hour after the doors open', () => {
  expect(pickup({ at: at('2026-11-25', '20:30') }).deliverUntil).toEqual(at('2026-11-26', '11:30'));
  expect(pickup({ at: at('2026-11-26', '02:00') })).toMatchObject({
    deliverUntil: at('2026-11-26', '11:30'),
    orderBy: at('2026-11-26', '20:30')
  });
  const late = aStore({ cutOffs: { pickup: minuteOf('20:50') } });
  expect(pickup({ node: late, at: at('2026-11-25', '20:31') }).deliverUntil).toEqual(at('2026-11-26', '11:30'));
  expect(pickup({ node: late, at: at('2026-11-25', '20:29') })).toMatchObject({
    deliverUntil: at('2026-11-25', '20:59'),
    orderBy: at('2026-11-25', '20:30')
  });
});

test('no date is shown where none is known', () => {
  const unknown: DeliveryRules = { ...rules, transit: { ...rules.transit, standard: { city: 'unknown' } } };
  expect(none({ rules: unknown })).toThrow('unknown-transit');
});

test('a node that is down, abroad, never open or does not do it promises nothing', () => {
  expect(none({ node: aWarehouse({ isUp: false }) })).toThrow('no-service');
  expect(none({ node: aWarehouse({ country: 'US' }) })).toThrow('no-service');
  expect(none({ node: aWarehouse({ cutOffs: {} }) })).toThrow('no-service');
  const never = calendarOf({ zone: 'Asia/Kolkata', opening: {}, closed: [] });
  expect(none({ node: aWarehouse({ calendar: never }) })).toThrow('never-open');
  expect(none({ carrier: never })).toThrow('never-open');
  expect(none({ destination: aDestination({ calendar: never }) })).toThrow('never-open');
  expect(() => pickup({ node: aStore({ calendar: never }) })).toThrow('never-open');
  expect(() => pickup({ node: { ...aWarehouse(), cutOffs: { pickup: 900 } } })).toThrow('no-service');
});

test('a window agreed with the shopper or the carrier wins over the table', () => {
  const agreed = { deliverFrom: at('2026-12-01', '16:00'), deliverUntil: at('2026-12-01', '18:00') };
  expect(delivery({ agreed })).toMatchObject({ ...agreed, steps: { source: 'agreed' } });
});

const moment = fc.date({ min: new Date('2026-10-20'), max: new Date('2027-01-05'), noInvalidDate: true });
const place = fc.constantFrom(gurugram, jaipur, bengaluru);
const zone = fc.constantFrom('Asia/Kolkata', 'Europe/Berlin', 'America/New_York');
const asked: fc.Arbitrary<DeliveryAsked | PickupAsked> = fc
  .record({
    at: moment,
    where: place,
    zone,
    service: fc.constantFrom('standard' as const, 'express' as const, 'same_day' as const, 'pickup' as const),
    cutOff: fc.integer({ min: 9 * 60, max: 20 * 60 }),
    processingMinutes: fc.integer({ min: 0, max: 1500 }),
    queueDepth: fc.integer({ min: 0, max: 320 }),
    off: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 8 })
  })
  .map(({ at: when, where, zone: local, service, cutOff, processingMinutes, queueDepth, off }) => {
    const closed = off.map((days) => addDays('2026-10-25', days));
    const calendar = calendarOf({ zone: local, opening: everyDay('08:00', '20:00', ['sun']), closed });
    const cutOffs = { standard: cutOff, express: cutOff, same_day: cutOff, pickup: cutOff };
    const node = aStore({ calendar, cutOffs, processingMinutes, queueDepth });
    if (service === 'pickup') return { service, node, rules, at: when };
    const destination = aDestination({ place: service === 'same_day' ? gurugram : where });
    return { service, node, destination, carrier: aCarrier, rules, at: when };
  });
const served = asked.filter((one) => !('none' in promise(one)));

test('things happen in their order: ordered, begun, ready, gone, there', () => {
  fc.assert(
    fc.property(served, (one) => {
      const { deliverFrom, deliverUntil, orderBy, shipBy, steps } = made(promise(one));
      const times = [steps.at, steps.startsAt, steps.readyAt, steps.leavesAt].map((text) => Date.parse(text));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(one.at <= orderBy && deliverFrom <= deliverUntil && shipBy <= deliverUntil).toBe(true);
      expect(one.service === 'pickup' || shipBy <= deliverFrom).toBe(true);
    })
  );
});

test('who orders later is never promised earlier', () => {
  fc.assert(
    fc.property(served, fc.integer({ min: 0, max: 4 * 86_400_000 }), (one, delay) => {
      // What takes minutes stays within thirty kilometres, and so within one zone: between far ones midnight may fall in between.
      fc.pre(one.service !== 'same_day' || one.node.calendar.zone === one.destination.calendar.zone);
      const first = made(promise(one));
      const second = promise({ ...one, at: new Date(one.at.getTime() + delay) });
      // Nothing promised is not promised earlier: a store far east or west may miss every hour in which goods are brought.
      fc.pre(!('none' in second));
      expect(first.deliverFrom <= second.deliverFrom && first.deliverUntil <= second.deliverUntil && first.shipBy <= second.shipBy).toBe(
        true
      );
    })
  );
});

test('whoever orders before the end of the countdown gets the same day, and for whole-day services the same window', () => {
  fc.assert(
    fc.property(served, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (one, share) => {
      const first = made(promise(one));
      const between = new Date(one.at.getTime() + Math.floor((first.orderBy.getTime() - one.at.getTime()) * share));
      const second = made(promise({ ...one, at: between }));
      const where = one.service === 'pickup' ? one.node.calendar.zone : one.destination.calendar.zone;
      expect(localTime(second.deliverUntil, where).date).toBe(localTime(first.deliverUntil, where).date);
      const window = ({ deliverFrom, deliverUntil }: Promised) => [deliverFrom, deliverUntil];
      expect(first.steps.transit?.unit === 'day' ? window(second) : window(first)).toEqual(window(first));
    })
  );
});

test('a pickup is ready while the store is open, and goods are brought while the destination takes them', () => {
  fc.assert(
    fc.property(served, (one) => {
      const { deliverFrom, deliverUntil } = made(promise(one));
      const calendar = one.service === 'pickup' ? one.node.calendar : one.destination.calendar;
      for (const end of [deliverFrom, deliverUntil]) {
        const hours = hoursOn(calendar, localTime(end, calendar.zone).date)!;
        expect(hours.opens <= end && end <= hours.closes).toBe(true);
      }
    })
  );
});
