import { expect, test } from 'vitest';
import { instantOf } from '#lib/kernel/zoned.ts';
import { aLineView } from '#tests/support/cart-views.ts';
import { minuteOf, type Opening } from '../fulfilment/calendar.ts';
import { deliveryRulesV1 as rules } from '../fulfilment/delivery-rules-v1.ts';
import { nodeOf, type NodeRecord } from '../fulfilment/node.ts';
import { promise } from '../fulfilment/promise.ts';
import { deliveryDays, quoteCart, type QuoteAsked, type QuotedChoice } from './quote.ts';

const WEEK: Opening = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['08:00', '20:00']]));
const domlur = { lat: 12.9582, lng: 77.6425 };

const place = (more: Partial<NodeRecord> = {}): NodeRecord & { queueDepth: number } => ({
  id: 'blr-domlur',
  name: 'Domlur',
  kind: 'dark_store',
  country: 'IN',
  ...domlur,
  status: 'up',
  timeZone: 'Asia/Kolkata',
  opening: WEEK,
  closedDates: [],
  cutoffs: { standard: '16:00' },
  methods: ['ship'],
  processingMinutes: 30,
  capacityPerDay: 100,
  queueDepth: 0,
  ...more
});
const line = aLineView({ method: 'ship', pickupNodeId: null });
const has = (...nodeIds: string[]) => nodeIds.map((nodeId) => ({ variantId: line.variantId, nodeId, available: 5 }));

function quoted(more: Partial<QuoteAsked> = {}): QuotedChoice {
  const [standard] = quoteCart({
    cart: { lines: [line], currency: 'INR', country: 'IN', postcode: '560038' },
    nodes: [place()],
    levels: has('blr-domlur'),
    position: domlur,
    ruleSet: undefined,
    holidays: [],
    // A Wednesday at noon.
    at: instantOf('2026-11-25', minuteOf('12:00'), 'Asia/Kolkata'),
    ...more
  });
  return standard!;
}
const day = (choice: QuotedChoice) => ('deliverFrom' in choice ? choice.deliverFrom.slice(0, 10) : choice.reason);

test('an order exactly at the cut-off is quoted for the next day, and a moment before it for this one, until the cut-off', () => {
  const cutOff = instantOf('2026-11-25', minuteOf('16:00'), 'Asia/Kolkata');
  const before = quoted({ at: new Date(cutOff.getTime() - 1) });
  expect(day(before)).toBe('2026-11-26');
  expect(before).toMatchObject({ parcels: [{ orderBy: cutOff.toISOString() }] });
  expect(day(quoted({ at: cutOff }))).toBe('2026-11-27');
});

test('a postcode that lies nowhere closes every way by name', () => {
  const ways = quoteCart({
    cart: { lines: [line], currency: 'INR', country: 'IN', postcode: '999999' },
    nodes: [place()],
    levels: has('blr-domlur'),
    position: undefined,
    ruleSet: undefined,
    holidays: [],
    at: instantOf('2026-11-25', 720, 'Asia/Kolkata')
  });
  expect(ways.map((way) => !way.open && way.reason)).toEqual(['unknown-postcode', 'unknown-postcode', 'unknown-postcode']);
});

test('a place without hours, or with hours nobody can read, sends nothing and keeps no other from sending', () => {
  for (const odd of [{ opening: {} }, { opening: { mon: ['20:00', '08:00'] } as Opening }, { timeZone: 'Mars/Olympus' }]) {
    const broken = place({ id: 'broken', ...odd });
    expect(day(quoted({ nodes: [broken], levels: has('broken') }))).toBe('no-service');
    const both = quoted({ nodes: [broken, place()], levels: has('broken', 'blr-domlur') });
    expect(both).toMatchObject({ open: true, parcels: [{ nodeId: 'blr-domlur' }] });
  }
});

test('where clocks change, a place in New York starts, closes and sends by its own wall clock', () => {
  const store = place({
    id: 'nyc',
    country: 'US',
    lat: 40.72,
    lng: -74,
    timeZone: 'America/New_York',
    opening: { ...WEEK, sun: ['00:00', '24:00'] }
  });
  const node = nodeOf(store, 0);
  const days = { ...deliveryDays([]), zone: 'America/New_York', week: deliveryDays([]).week.with(6, { opens: 540, closes: 1260 }) };
  const destination = { place: { lat: 40.73, lng: -73.99 }, country: 'US', calendar: days };
  const ask = (at: Date) => {
    const promised = promise({ service: 'standard', node, destination, carrier: days, rules, at });
    if ('none' in promised) throw new Error(promised.none);
    return promised;
  };
  const newYork = (date: string, clock: string) => instantOf(date, minuteOf(clock), 'America/New_York');
  // On 8 March 2026 the clocks skip from 2 to 3, on 1 November they show the hour from 1 to 2 twice.
  for (const [eve, changed, next] of [
    ['2026-03-07', '2026-03-08', '2026-03-09'],
    ['2026-10-31', '2026-11-01', '2026-11-02']
  ] as const) {
    const promised = ask(newYork(changed, '00:30'));
    expect(promised.shipBy).toEqual(newYork(changed, '18:30'));
    expect(promised.orderBy).toEqual(newYork(changed, '16:00'));
    expect(promised.deliverFrom).toEqual(newYork(next, '09:00'));
    expect(ask(newYork(changed, '16:00')).shipBy).toEqual(newYork(next, '18:30'));
    expect(ask(newYork(eve, '23:59')).shipBy).toEqual(newYork(changed, '18:30'));
    // Half an hour of work that begins as the clocks move takes half an hour.
    const before = new Date(newYork(changed, '03:00').getTime() - (changed === '2026-03-08' ? 10 : 70) * 60_000);
    expect(Date.parse(ask(before).steps.readyAt) - before.getTime()).toBe(30 * 60_000);
  }
});
