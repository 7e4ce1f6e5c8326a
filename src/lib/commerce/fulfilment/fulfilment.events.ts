import type { RejectReason } from './fulfilment-order.machine.ts';
import type { OfOrder } from '../orders/order.events.ts';

type OfParcel<Type extends string, Body = unknown> = OfOrder<Type, { fulfilmentOrderId: string } & Body>;

export type FulfilmentReleased = OfParcel<'fo.released', { nodeId: string }>;
/** Somebody there has begun with it. */
export type FulfilmentAccepted = OfParcel<'fo.accepted', { nodeId: string }>;
export type FulfilmentPicked = OfParcel<'fo.picked', { nodeId: string }>;
export type FulfilmentPacked = OfParcel<'fo.packed', { nodeId: string; method: 'ship' | 'pickup' }>;
/** The carrier gave its label for it, and its number. */
export type FulfilmentLabelled = OfParcel<'fo.labelled', { shipmentId: string; trackingNumber: string }>;
/** The carrier refused a label, and somebody asks for it once more. */
export type FulfilmentLabelWanted = OfParcel<'fo.label_wanted'>;
export type FulfilmentShipped = OfParcel<'fo.shipped', { nodeId: string; shipmentId: string; trackingNumber: string }>;
export type FulfilmentReady = OfParcel<'fo.ready', { nodeId: string }>;
export type FulfilmentCollected = OfParcel<'fo.collected', { nodeId: string }>;
/** Nobody came for it in time: its goods are for sale again there. */
export type FulfilmentUncollected = OfParcel<'fo.uncollected', { nodeId: string }>;
/** A place cannot send it: somebody there said so, or it is shut. */
export type FulfilmentRejected = OfParcel<'fo.rejected', { nodeId: string; reason: RejectReason }>;
/** `isSplit`: it was made of a part of the parcel that lay at `fromNodeId`. */
export type FulfilmentRerouted = OfParcel<'fo.rerouted', { fromNodeId: string; nodeId: string; reason: string; isSplit: boolean }>;
/** No place fills it by itself: its shopper is asked, until `decideBy`. */
export type FulfilmentUnfillable = OfParcel<
  'fo.unfillable',
  { fromNodeId: string; reason: RejectReason; choiceId: string; decideBy: string }
>;
/** How it goes on with what nobody could fill: a way's id, such as `collect:NODE`. `isLapsed`: nobody said so in time. */
export type FulfilmentChosen = OfParcel<'fo.chosen', { choiceId: string; way: string; isLapsed: boolean }>;
export type FulfilmentCancelled = OfParcel<'fo.cancelled', { nodeId: string | null; reason: string }>;

/** One scan of the carrier, whether or not it moved the shipment. `occurredAt` is the carrier's time. */
export type ShipmentScanned = OfParcel<
  'shipment.scanned',
  { shipmentId: string; status: string; detail: string; message: string; city: string; occurredAt: string; state: string }
>;
export type ShipmentDelivered = OfParcel<'shipment.delivered', { shipmentId: string; deliveredAt: string }>;

type Window = { number: number; deliverFrom: string; deliverUntil: string; reason: string };
export type PromiseCommitted = OfParcel<'promise.committed', Window>;
/** The new window beside the one it replaces. */
export type PromiseRevised = OfParcel<'promise.revised', Window & { wasFrom: string; wasUntil: string; detail: string }>;
/** Its shopper let it go: they chose another day. */
export type PromiseWaived = OfParcel<'promise.waived', { number: number; reason: string }>;
export type PromiseKept = OfParcel<'promise.kept', { number: number; keptFirst: boolean }>;
export type PromiseBroken = OfParcel<'promise.broken', { number: number }>;

export type FulfilmentEvent =
  | FulfilmentReleased
  | FulfilmentAccepted
  | FulfilmentPicked
  | FulfilmentPacked
  | FulfilmentLabelled
  | FulfilmentLabelWanted
  | FulfilmentShipped
  | FulfilmentReady
  | FulfilmentCollected
  | FulfilmentUncollected
  | FulfilmentRejected
  | FulfilmentRerouted
  | FulfilmentUnfillable
  | FulfilmentChosen
  | FulfilmentCancelled
  | ShipmentScanned
  | ShipmentDelivered
  | PromiseCommitted
  | PromiseRevised
  | PromiseWaived
  | PromiseKept
  | PromiseBroken;
