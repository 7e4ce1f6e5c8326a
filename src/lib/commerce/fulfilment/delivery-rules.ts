import type { PlanWeights } from './plan-measures.ts';

/** Sizes as in the catalogue; a parcel has the size of its largest piece. */
export const sizeClasses = ['small', 'medium', 'large'] as const;
export type SizeClass = (typeof sizeClasses)[number];
export const deliveryServices = ['standard', 'express', 'same_day'] as const;
export type DeliveryService = (typeof deliveryServices)[number];
/** What a node can do for a shopper. */
export type FulfilmentService = DeliveryService | 'pickup';
export const zones = ['city', 'region', 'nation', 'far'] as const;
export type Zone = (typeof zones)[number];
/** `third_party`: a partner, who keeps goods of ours and sends them. */
export const nodeKinds = ['warehouse', 'dark_store', 'store', 'third_party'] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** How long a parcel travels: carrier business days after the day it is collected, or minutes after the moment. */
export type Transit = { unit: 'day' | 'minute'; p50: number; p90: number };
/** The last band has no end, so that no distance is without a zone. */
export type ZoneBand = { zone: Zone; upToMetres: number | null };
/** Integer minor units. Free when the goods of the order are worth `freeFrom` or more; null is never. */
type ServiceFees = { fees: Partial<Record<Zone, Record<SizeClass, number>>>; freeFrom: number | null };
type Tariff = Partial<Record<DeliveryService, ServiceFees>>;

/** How promises, prices and plans are made. Data, so that a change is a new version and no release. */
export type DeliveryRules = {
  version: string;
  bands: readonly ZoneBand[];
  /** A zone left out is not served. 'unknown' is served, but nobody knows how long it takes: then no date is shown. */
  transit: Record<DeliveryService, Partial<Record<Zone, Transit | 'unknown'>>>;
  /** Kinds of node that offer a service. */
  offeredBy: Record<FulfilmentService, readonly NodeKind[]>;
  /** Minutes of the node's local day at which the carrier collects; on demand it comes as soon as the parcel is ready. */
  collections: Record<DeliveryService, readonly number[] | 'on-demand'>;
  /** From order to ready on the shelf for the shopper, notice included, while the store is open. */
  pickupMinutes: { p50: number; p90: number };
  /** Tariffs by currency (ISO 4217). */
  tariffs: Record<string, Tariff>;
  sourcing: { maxParcels: number; maySplitLine: boolean; weights: PlanWeights };
  tracking: TrackingRules;
};

/** How an arrival is estimated again while the parcel travels, and when that is told. */
type TrackingRules = {
  /** Minutes after `shipBy` before an unscanned parcel counts as left behind. */
  graceMinutes: Record<Transit['unit'], number>;
  /** A parcel on the road without a scan for so long counts as one that has not moved. */
  silenceMinutes: number;
  /** A parcel scanned before this minute of the local day counts as collected the day before. */
  sortedUntilMinute: number;
  /** Carrier days, or minutes, that a problem costs when the carrier names no date. */
  delays: Record<'delayed' | 'held' | 'customs' | 'address', Record<Transit['unit'], number>>;
  /** With the parcel on the vehicle: minutes to get going, speed as the crow flies, least width of a window, and its width when overdue. */
  lastMile: { baseMinutes: number; metresPerMinute: number; leastSpreadMinutes: number; overdueMinutes: number };
  /** A move of less is not told; better news only after so long without news. */
  publish: { minutes: number; calmMinutes: Record<Transit['unit'], number> };
};
