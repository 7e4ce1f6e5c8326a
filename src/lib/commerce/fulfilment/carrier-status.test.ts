import { expect, test } from 'vitest';
import { adoptEasyPost } from './carrier-easypost.ts';
import { carrierDetails, carrierStatuses, moveOf, type CarrierDetail, type CarrierStatus } from './carrier-status.ts';

/** The details that EasyPost documents. */
const easyPostDetails = [
  'address_correction',
  'arrived_at_destination',
  'arrived_at_facility',
  'arrived_at_pickup_location',
  'awaiting_information',
  'cancelled',
  'damaged',
  'delayed',
  'delivery_exception',
  'departed_facility',
  'departed_origin_facility',
  'expired',
  'failure',
  'held',
  'in_transit',
  'label_created',
  'lost',
  'missorted',
  'out_for_delivery',
  'received_at_destination_facility',
  'received_at_origin_facility',
  'refused',
  'return',
  'status_update',
  'transferred_to_destination_carrier',
  'transit_exception',
  'unknown',
  'weather_delay'
];

test.each<[string, string | null, CarrierStatus, CarrierDetail]>([
  ['unknown', 'unknown', 'unknown', 'not_found'],
  ['error', null, 'error', 'tracker_failed'],
  ['pre_transit', 'label_created', 'pre_transit', 'label_created'],
  ['pre_transit', 'status_update', 'pre_transit', 'info_received'],
  ['in_transit', 'received_at_origin_facility', 'in_transit', 'accepted'],
  ['in_transit', 'departed_origin_facility', 'in_transit', 'departed'],
  ['in_transit', 'departed_facility', 'in_transit', 'departed'],
  ['in_transit', 'arrived_at_facility', 'in_transit', 'arrived'],
  ['in_transit', 'received_at_destination_facility', 'in_transit', 'arrived'],
  ['in_transit', 'in_transit', 'in_transit', 'moving'],
  ['in_transit', 'transferred_to_destination_carrier', 'in_transit', 'moving'],
  ['in_transit', 'weather_delay', 'in_transit', 'delayed'],
  ['in_transit', 'missorted', 'in_transit', 'delayed'],
  ['in_transit', 'transit_exception', 'in_transit', 'delayed'],
  ['in_transit', 'held', 'in_transit', 'held'],
  ['in_transit', 'awaiting_information', 'in_transit', 'held'],
  ['in_transit', 'address_correction', 'in_transit', 'address'],
  ['in_transit', 'return', 'in_transit', 'returning'],
  ['out_for_delivery', 'out_for_delivery', 'out_for_delivery', 'on_vehicle'],
  ['out_for_delivery', 'status_update', 'out_for_delivery', 'on_vehicle'],
  ['out_for_delivery', 'delayed', 'out_for_delivery', 'delayed'],
  ['delivered', 'arrived_at_destination', 'delivered', 'to_address'],
  ['available_for_pickup', 'arrived_at_pickup_location', 'available_for_pickup', 'at_point'],
  ['return_to_sender', 'return', 'return_to_sender', 'returning'],
  ['return_to_sender', 'refused', 'return_to_sender', 'refused'],
  ['failure', 'delivery_exception', 'failure', 'attempt_failed'],
  ['failure', 'refused', 'failure', 'refused'],
  ['failure', 'damaged', 'failure', 'damaged'],
  ['failure', 'lost', 'failure', 'lost'],
  ['failure', 'failure', 'failure', 'unspecified'],
  ['failure', 'expired', 'error', 'tracker_failed'],
  ['cancelled', 'cancelled', 'cancelled', 'label_voided'],
  ['teleported', 'toString', 'unknown', 'not_found']
])('EasyPost %s / %s is %s / %s', (status, detail, ourStatus, ourDetail) => {
  expect(adoptEasyPost(status, detail)).toEqual({ status: ourStatus, detail: ourDetail });
});

test('each of the ten words with each of the known details has a meaning, and keeps its word unless the tracking expired', () => {
  for (const status of carrierStatuses) {
    for (const detail of [...easyPostDetails, 'a_new_detail', 'constructor', '']) {
      const adopted = adoptEasyPost(status, detail);
      expect(carrierDetails).toContain(adopted.detail);
      expect(adopted.status).toBe(detail === 'expired' ? 'error' : status);
    }
  }
});

const problem = (kind: 'delayed' | 'held' | 'address' | 'damaged' | 'customs') => ({ type: 'problem', kind });

test.each<[CarrierStatus, CarrierDetail, object | null]>([
  ['unknown', 'not_found', null],
  ['error', 'tracker_failed', null],
  ['pre_transit', 'label_created', null],
  ['in_transit', 'accepted', { type: 'scan' }],
  ['in_transit', 'departed', { type: 'scan' }],
  ['in_transit', 'arrived', { type: 'scan' }],
  ['in_transit', 'delayed', problem('delayed')],
  ['in_transit', 'held', problem('held')],
  ['in_transit', 'customs', problem('customs')],
  ['in_transit', 'address', problem('address')],
  ['in_transit', 'damaged', problem('damaged')],
  ['in_transit', 'lost', { type: 'lost' }],
  ['in_transit', 'returning', { type: 'rts' }],
  ['out_for_delivery', 'on_vehicle', { type: 'out' }],
  ['out_for_delivery', 'delayed', problem('delayed')],
  ['delivered', 'to_neighbour', { type: 'deliver' }],
  ['available_for_pickup', 'at_point', { type: 'pickup-point' }],
  ['return_to_sender', 'unclaimed', { type: 'rts' }],
  ['failure', 'attempt_failed', { type: 'attempt' }],
  ['failure', 'refused', { type: 'attempt' }],
  ['failure', 'damaged', problem('damaged')],
  ['failure', 'unspecified', problem('held')],
  ['failure', 'lost', { type: 'lost' }],
  ['cancelled', 'label_voided', { type: 'void-label' }]
])('%s / %s raises the right move', (status, detail, move) => {
  expect(moveOf({ status, detail })).toEqual(move);
});
