import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance } from '#lib/kernel/advance.ts';
import { carrierDetails, carrierStatuses, moveOf, type CarrierDetail, type CarrierStatus } from './carrier-status.ts';
import { shipmentFromScans, type CarrierScan } from './shipment-from-scans.ts';
import { shipmentMachine, type ShipmentState } from './shipment.machine.ts';

const hour = (hours: number) => new Date(Date.UTC(2026, 10, 25, hours));
const scan = (status: CarrierStatus, detail: CarrierDetail, hours: number): CarrierScan => ({ status, detail, occurredAt: hour(hours) });
const stateAfter = (...scans: CarrierScan[]) => shipmentFromScans(scans).state;

const label = scan('pre_transit', 'label_created', 0);
const accepted = scan('in_transit', 'accepted', 1);
const departed = scan('in_transit', 'departed', 2);
const late = scan('in_transit', 'delayed', 3);
const arrived = scan('in_transit', 'arrived', 4);
const out = scan('out_for_delivery', 'on_vehicle', 5);
const failed = scan('failure', 'attempt_failed', 6);
const delivered = scan('delivered', 'to_address', 9);

test('a parcel that nobody has scanned waits', () => {
  expect(shipmentFromScans([])).toEqual({ state: 'pre_transit', since: null, moves: [], alerts: [] });
  expect(stateAfter(label)).toBe('pre_transit');
});

test('a journey as it should be, with a delay in it', () => {
  expect([label, accepted, departed, late, arrived, out, delivered].map((_, end, all) => stateAfter(...all.slice(0, end + 1)))).toEqual([
    'pre_transit',
    'in_transit',
    'in_transit',
    'exception',
    'in_transit',
    'out_for_delivery',
    'delivered'
  ]);
});

test('the state is as old as the scan that brought it', () => {
  expect(shipmentFromScans([accepted, departed]).since).toEqual(hour(1));
  expect(shipmentFromScans([out, { ...out, occurredAt: hour(6) }]).since).toEqual(hour(5));
});

test('scans that were lost are filled in', () => {
  expect(stateAfter(failed)).toBe('attempt_failed');
  expect(shipmentFromScans([failed]).moves.map(({ move }) => move.type)).toEqual(['out', 'attempt']);
  expect(stateAfter(accepted, scan('available_for_pickup', 'at_point', 2))).toBe('available_for_pickup');
  expect(stateAfter(scan('available_for_pickup', 'at_point', 2))).toBe('available_for_pickup');
  expect(stateAfter(scan('return_to_sender', 'refused', 2))).toBe('return_to_sender');
  expect(stateAfter(out, scan('return_to_sender', 'refused', 6))).toBe('return_to_sender');
  expect(stateAfter(out, scan('available_for_pickup', 'at_point', 6))).toBe('available_for_pickup');
  expect(stateAfter(out, scan('failure', 'lost', 6))).toBe('lost');
});

test('what comes late or too much moves nothing back', () => {
  expect(stateAfter(out, accepted)).toBe('out_for_delivery');
  expect(stateAfter(out, scan('in_transit', 'departed', 6))).toBe('out_for_delivery');
  expect(stateAfter(delivered, scan('in_transit', 'arrived', 12), scan('out_for_delivery', 'on_vehicle', 12))).toBe('delivered');
});

test('of two scans of one moment the farther one is the later', () => {
  expect(stateAfter(failed, scan('in_transit', 'arrived', 6))).toBe('attempt_failed');
  expect(stateAfter(scan('delivered', 'to_address', 5), out)).toBe('delivered');
  expect(stateAfter(late, scan('in_transit', 'departed', 3))).toBe('exception');
});

test('after a failed attempt it goes on, to the depot or to the door', () => {
  expect(stateAfter(out, failed)).toBe('attempt_failed');
  expect(stateAfter(out, failed, scan('in_transit', 'arrived', 7))).toBe('in_transit');
  expect(stateAfter(out, failed, scan('out_for_delivery', 'on_vehicle', 7))).toBe('out_for_delivery');
  expect(stateAfter(out, failed, delivered)).toBe('delivered');
});

test('what is lost is found when it is scanned again, and the correction is named', () => {
  const view = shipmentFromScans([accepted, scan('failure', 'lost', 2), arrived]);
  expect(view.state).toBe('in_transit');
  expect(view.moves.at(-1)?.move).toEqual({ type: 'found', actor: 'carrier', reason: 'scanned after it was given up' });
  expect(stateAfter(accepted, scan('failure', 'lost', 2), delivered)).toBe('delivered');
});

test('what is delivered on its way back came back, and somebody should look', () => {
  const view = shipmentFromScans([out, scan('return_to_sender', 'refused', 6), delivered]);
  expect(view).toMatchObject({ state: 'return_to_sender', alerts: ['delivered-while-returning'] });
});

test('a voided label is cancelled, unless the parcel moves: then somebody should look', () => {
  const voided = scan('cancelled', 'label_voided', 3);
  expect(shipmentFromScans([label, voided])).toMatchObject({ state: 'cancelled', alerts: [] });
  expect(shipmentFromScans([label, voided, arrived])).toMatchObject({ state: 'in_transit', alerts: ['voided-but-moving'] });
});

test('a tracker in trouble alerts and changes nothing', () => {
  expect(shipmentFromScans([accepted, scan('error', 'tracker_failed', 2)])).toMatchObject({
    state: 'in_transit',
    alerts: ['tracker-error']
  });
});

test('our own moves count at their time: received back, given up, found by us', () => {
  const back = scan('return_to_sender', 'unclaimed', 6);
  const view = (at: number, ...scans: CarrierScan[]) => shipmentFromScans(scans, [{ move: { type: 'receive' }, at: hour(at) }]).state;
  expect(view(7, out, back)).toBe('returned');
  expect(view(5, out, back)).toBe('return_to_sender');
  const silent = [{ move: { type: 'silence', days: 7 }, at: hour(200) }] as const;
  expect(shipmentFromScans([accepted], silent).state).toBe('lost');
  expect(shipmentFromScans([accepted, scan('in_transit', 'arrived', 201)], silent).state).toBe('in_transit');
});

const anyScan: fc.Arbitrary<CarrierScan> = fc.record({
  status: fc.constantFrom(...carrierStatuses),
  detail: fc.constantFrom(...carrierDetails),
  occurredAt: fc.integer({ min: 0, max: 8 }).map(hour)
});
const scans = fc.array(anyScan, { maxLength: 12 });

test('ten thousand orders of arrival, with delays and any number of repeats, give the same', () => {
  const shuffled = scans.chain((all) =>
    fc.record({ all: fc.constant(all), order: fc.shuffledSubarray(all, { minLength: all.length }), again: fc.subarray(all) })
  );
  fc.assert(
    fc.property(shuffled, ({ all, order, again }) => {
      expect(shipmentFromScans([...again, ...order, ...again])).toEqual(shipmentFromScans(all));
    }),
    { numRuns: 10_000 }
  );
});

test('the walk is one that the chart allows, step by step, and ends in the state', () => {
  fc.assert(
    fc.property(scans, (all) => {
      const { state, moves } = shipmentFromScans(all);
      const walked = moves.reduce<ShipmentState>(
        (from, { move }) => advance(shipmentMachine, { state: from, context: { silentDays: 7 } }, move),
        'pre_transit'
      );
      expect(walked).toBe(state);
    })
  );
});

const rank: Record<ShipmentState, number> = {
  pre_transit: 0,
  cancelled: 1,
  in_transit: 2,
  exception: 3,
  attempt_failed: 3,
  available_for_pickup: 3,
  lost: 3,
  out_for_delivery: 3,
  return_to_sender: 4,
  returned: 4,
  delivered: 4
};
const telling = (one: CarrierScan) => moveOf(one) !== null && one.status !== 'cancelled';

test('a scan of the road or the vehicle that comes late never takes a shipment back', () => {
  const straggler = fc.constantFrom<[CarrierStatus, CarrierDetail]>(
    ['in_transit', 'departed'],
    ['out_for_delivery', 'on_vehicle'],
    ['pre_transit', 'label_created']
  );
  fc.assert(
    fc.property(
      fc.array(anyScan.filter(telling), { minLength: 1, maxLength: 12 }),
      straggler,
      fc.nat({ max: 7 }),
      (all, [status, detail], hours) => {
        const newest = Math.max(...all.map(({ occurredAt }) => occurredAt.getTime()));
        fc.pre(hour(hours).getTime() < newest);
        const before = shipmentFromScans(all).state;
        const after = shipmentFromScans([...all, scan(status, detail, hours)]).state;
        expect(rank[after]).toBeGreaterThanOrEqual(rank[before]);
      }
    ),
    { numRuns: 250 }
  );
});

test('delivered stays delivered, whatever is scanned later and however it comes', () => {
  fc.assert(
    fc.property(scans, (all) => {
      const others = all.filter(({ status, detail }) => moveOf({ status, detail })?.type !== 'rts');
      expect(shipmentFromScans([...others, scan('delivered', 'to_address', 9)]).state).toBe('delivered');
      const early = scan('delivered', 'to_address', -1);
      expect(shipmentFromScans([...all, early]).state).toBe('delivered');
    })
  );
});
