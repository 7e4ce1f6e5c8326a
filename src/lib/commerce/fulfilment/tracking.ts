import type { DeliveryWindow } from './arrival.ts';
import type { Calendar } from './calendar.ts';
import type { CarrierDetail } from './carrier-status.ts';
import type { DeliveryRules, DeliveryService, Transit } from './delivery-rules.ts';
import type { ShipmentState } from './shipment.machine.ts';

/** A promise to the door as it stands: `planned` is its first version, `current` the last one told, at `publishedAt`. */
export type StandingPromise = {
  service: DeliveryService;
  transit: Transit;
  shipBy: Date;
  planned: DeliveryWindow;
  current: DeliveryWindow;
  publishedAt: Date;
};

/** What the scans say by now. */
export type Progress = {
  state: ShipmentState;
  /** Of the newest scan that raised a move. */
  detail: CarrierDetail;
  /** Its time by the carrier. */
  scannedAt: Date;
  /** As the crow flies from there to the door; null when the scan names no place. */
  remainingMetres: number | null;
  /** The carrier's own date, if it gives one. */
  carrierEstimate: Date | null;
};

export type TrackingAsked = {
  promise: StandingPromise;
  progress: Progress;
  destination: Calendar;
  carrier: Calendar;
  rules: DeliveryRules;
  at: Date;
};

export type RevisionReason =
  | 'on-plan'
  | 'on-the-road'
  | 'out-for-delivery'
  | 'delayed'
  | 'held'
  | 'customs'
  | 'address'
  | 'attempt-failed'
  | 'missed-pickup'
  | 'silence'
  | 'overdue';

export type Estimate = { window: DeliveryWindow; reason: RevisionReason };
/** Nothing is expected at the door: it is there, waits at a point, does not come, or nobody can say when. */
export type NoEstimate = { none: 'arrived' | 'waiting-at-point' | 'not-coming' | 'unknown' };

/** The estimate, or an honest nothing where a calendar has no day for it. */
export function estimated(window: DeliveryWindow | undefined, reason: RevisionReason): Estimate | NoEstimate {
  return window ? { window, reason } : { none: 'unknown' };
}
