import { expect, test } from 'vitest';
import { movesOf, statesReached } from '#tests/support/chart.ts';
import { shipmentMachine, shipmentStates, type ShipmentMove } from './shipment.machine.ts';

const context = { silentDays: 7 };
const events = {
  scan: { type: 'scan' },
  out: { type: 'out' },
  deliver: { type: 'deliver' },
  attempt: { type: 'attempt' },
  'pickup-point': { type: 'pickup-point' },
  problem: { type: 'problem', kind: 'delayed' },
  rts: { type: 'rts' },
  receive: { type: 'receive' },
  'void-label': { type: 'void-label' },
  silence: { type: 'silence', days: 7 },
  lost: { type: 'lost' },
  found: { type: 'found', actor: 'asha', reason: 'seen at the hub' }
} satisfies Record<string, ShipmentMove>;
const stuck = {
  scan: 'in_transit',
  out: 'out_for_delivery',
  deliver: 'delivered',
  rts: 'return_to_sender',
  silence: 'lost',
  lost: 'lost'
};

test('a shipment moves as the table says and in no other way', () => {
  expect(movesOf(shipmentMachine, { events, context })).toEqual({
    pre_transit: { scan: 'in_transit', out: 'out_for_delivery', deliver: 'delivered', problem: 'exception', 'void-label': 'cancelled' },
    in_transit: {
      out: 'out_for_delivery',
      'pickup-point': 'available_for_pickup',
      problem: 'exception',
      deliver: 'delivered',
      rts: 'return_to_sender',
      silence: 'lost',
      lost: 'lost'
    },
    out_for_delivery: { deliver: 'delivered', attempt: 'attempt_failed', problem: 'exception' },
    attempt_failed: stuck,
    available_for_pickup: stuck,
    exception: stuck,
    return_to_sender: { receive: 'returned' },
    delivered: {},
    returned: {},
    cancelled: {},
    lost: { found: 'in_transit' }
  });
});

test('every state of a shipment is named and can be reached', () => {
  expect(statesReached(shipmentMachine, { events, context })).toEqual([...shipmentStates].toSorted());
});

test('a parcel is not lost a day too early', () => {
  expect(movesOf(shipmentMachine, { events: { silence: { type: 'silence', days: 6 } }, context })['in_transit']).toEqual({});
});

test('found is a correction with a name and a reason', () => {
  const nameless = {
    who: { type: 'found', actor: '', reason: 'seen' },
    why: { type: 'found', actor: 'asha', reason: '' }
  } satisfies Record<string, ShipmentMove>;
  expect(movesOf(shipmentMachine, { events: nameless, context })['lost']).toEqual({});
});
