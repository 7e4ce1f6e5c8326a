import { carrierStatuses, type CarrierDetail, type CarrierStatus, type CarrierWord } from './carrier-status.ts';

type Meanings = { otherwise: CarrierDetail; details: Readonly<Record<string, CarrierDetail>> };

/** What may happen to a parcel that is on its way, by EasyPost's `status_detail`. */
const underway: Readonly<Record<string, CarrierDetail>> = {
  address_correction: 'address',
  awaiting_information: 'held',
  damaged: 'damaged',
  delayed: 'delayed',
  delivery_exception: 'delayed',
  held: 'held',
  lost: 'lost',
  missorted: 'delayed',
  refused: 'refused',
  return: 'returning',
  transit_exception: 'delayed',
  weather_delay: 'delayed'
};

/** EasyPost's `status_detail` under each `status`; one that we do not know means what the status says by itself. */
const meanings: Record<CarrierStatus, Meanings> = {
  unknown: { otherwise: 'not_found', details: {} },
  error: { otherwise: 'tracker_failed', details: {} },
  pre_transit: { otherwise: 'info_received', details: { label_created: 'label_created' } },
  in_transit: {
    otherwise: 'moving',
    details: {
      ...underway,
      arrived_at_destination: 'arrived',
      arrived_at_facility: 'arrived',
      arrived_at_pickup_location: 'arrived',
      departed_facility: 'departed',
      departed_origin_facility: 'departed',
      received_at_destination_facility: 'arrived',
      received_at_origin_facility: 'accepted'
    }
  },
  out_for_delivery: { otherwise: 'on_vehicle', details: { ...underway, refused: 'on_vehicle', return: 'on_vehicle' } },
  delivered: { otherwise: 'to_address', details: { arrived_at_pickup_location: 'to_locker' } },
  available_for_pickup: { otherwise: 'at_point', details: {} },
  return_to_sender: { otherwise: 'returning', details: { refused: 'refused', address_correction: 'moved' } },
  // 'expired' is said of the tracking, not of the parcel.
  failure: { otherwise: 'unspecified', details: { ...underway, delivery_exception: 'attempt_failed' } },
  cancelled: { otherwise: 'label_voided', details: {} }
};

/** EasyPost's `status` and `status_detail` in our words. A status that nobody knows yet is unknown and changes nothing. */
export function adoptEasyPost(status: string, statusDetail: string | null): CarrierWord {
  const known = carrierStatuses.find((one) => one === status) ?? 'unknown';
  if (statusDetail === 'expired') return { status: 'error', detail: 'tracker_failed' };
  const { otherwise, details } = meanings[known];
  const detail = statusDetail !== null && Object.hasOwn(details, statusDetail) ? details[statusDetail] : undefined;
  return { status: known, detail: detail ?? otherwise };
}
