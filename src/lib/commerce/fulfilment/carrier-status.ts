import type { ShipmentMove } from './shipment.machine.ts';

/** The ten words we adopt from every carrier. */
export const carrierStatuses = [
  'unknown',
  'error',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'available_for_pickup',
  'return_to_sender',
  'failure',
  'cancelled'
] as const;
export type CarrierStatus = (typeof carrierStatuses)[number];

/** Our sub-codes. The carrier's own record is kept beside them, always. */
export const carrierDetails = [
  'not_found',
  'tracker_failed',
  'label_created',
  'info_received',
  'accepted',
  'departed',
  'arrived',
  'moving',
  'delayed',
  'held',
  'customs',
  'address',
  'damaged',
  'lost',
  'on_vehicle',
  'to_address',
  'to_person',
  'to_neighbour',
  'to_locker',
  'signed',
  'at_point',
  'at_post_office',
  'returning',
  'refused',
  'unclaimed',
  'moved',
  'attempt_failed',
  'pin_missing',
  'unspecified',
  'label_voided'
] as const;
export type CarrierDetail = (typeof carrierDetails)[number];
export type CarrierWord = { status: CarrierStatus; detail: CarrierDetail };

type Moves = { otherwise: ShipmentMove | null; but: Partial<Record<CarrierDetail, ShipmentMove>> };

const rts: ShipmentMove = { type: 'rts' };
const attempt: ShipmentMove = { type: 'attempt' };
const nothing: Moves = { otherwise: null, but: {} };

/** Lost is lost only when the carrier says so. */
const underway: Moves['but'] = {
  delayed: { type: 'problem', kind: 'delayed' },
  held: { type: 'problem', kind: 'held' },
  customs: { type: 'problem', kind: 'customs' },
  address: { type: 'problem', kind: 'address' },
  damaged: { type: 'problem', kind: 'damaged' },
  lost: { type: 'lost' }
};

const moves: Record<CarrierStatus, Moves> = {
  unknown: nothing,
  error: nothing,
  pre_transit: nothing,
  in_transit: { otherwise: { type: 'scan' }, but: { ...underway, returning: rts, refused: rts, unclaimed: rts, moved: rts } },
  out_for_delivery: { otherwise: { type: 'out' }, but: underway },
  delivered: { otherwise: { type: 'deliver' }, but: {} },
  available_for_pickup: { otherwise: { type: 'pickup-point' }, but: {} },
  return_to_sender: { otherwise: rts, but: {} },
  failure: {
    otherwise: { type: 'problem', kind: 'held' },
    but: { ...underway, attempt_failed: attempt, returning: attempt, refused: attempt, unclaimed: attempt, moved: attempt }
  },
  cancelled: { otherwise: { type: 'void-label' }, but: {} }
};

/** The move of the shipment that a scan raises; null where it only tells something. */
export function moveOf({ status, detail }: CarrierWord): ShipmentMove | null {
  const { otherwise, but } = moves[status];
  return but[detail] ?? otherwise;
}
