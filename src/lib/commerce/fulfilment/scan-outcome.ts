import { metresBetween, type Point } from '#lib/kernel/geo.ts';
import { deliveryDays } from '../cart/quote.ts';
import type { LocalDate } from '#lib/kernel/zoned.ts';
import { moveOf, type CarrierDetail, type CarrierStatus } from './carrier-status.ts';
import { deliveryRulesV1 } from './delivery-rules-v1.ts';
import type { DeliveryService, Transit } from './delivery-rules.ts';
import { judgePromise } from './promise.machine.ts';
import { revise } from './revise.ts';
import { shipmentFromScans, type ShipmentAlert } from './shipment-from-scans.ts';
import type { ShipmentState } from './shipment.machine.ts';
import type { StandingPromise } from './tracking.ts';

export type KnownScan = { status: CarrierStatus; detail: CarrierDetail; lat: number | null; lng: number | null; occurredAt: Date };
export type KnownPromise = {
  number: number;
  state: string;
  deliverFrom: Date;
  deliverUntil: Date;
  reason: string;
  inputs: Record<string, unknown>;
  at: Date;
};

export type ScanAsked = {
  scans: KnownScan[];
  promises: KnownPromise[];
  service: string;
  shipBy: Date;
  door: Point | null;
  holidays: readonly LocalDate[];
  carrierEstimate: Date | null;
  now: Date;
};

type Travels = { service: string; shipBy: string | null; shippedAt: Date; doorLat: number | null; doorLng: number | null };

/** What a shipment itself says of its journey; one that nobody planned had to leave when it left. */
export const journeyAsked = ({
  service,
  shipBy,
  shippedAt,
  doorLat,
  doorLng
}: Travels): Pick<ScanAsked, 'service' | 'shipBy' | 'door'> => ({
  service,
  shipBy: shipBy ? new Date(shipBy) : shippedAt,
  door: doorLat === null || doorLng === null ? null : { lat: doorLat, lng: doorLng }
});

export type ScanOutcome = {
  state: ShipmentState;
  deliveredAt: Date | null;
  /** What is expected now, null when nothing is or nobody can say. */
  estimate: { from: Date; until: Date } | null;
  /** A new version of the promise, when the estimate is news. */
  revision: { from: Date; until: Date; reason: string } | null;
  /** Judged once, when it arrived. */
  verdict: { state: 'kept' | 'broken'; keptFirst: boolean } | null;
  /** What a person should look at. */
  alerts: ShipmentAlert[];
};

const ENDED: ReadonlySet<string> = new Set(['kept', 'broken', 'waived']);

/** What all scans of a parcel together say: a function of their set, so late and doubled ones move nothing back. */
export function outcomeOfScans(asked: ScanAsked): ScanOutcome {
  const { state, since, alerts } = shipmentFromScans(asked.scans);
  // What the shopper chose anew takes the place of what was promised before.
  const first = asked.promises.findLast(({ reason }) => reason === 'chosen') ?? asked.promises[0];
  const last = asked.promises.at(-1);
  const nothing = { state, deliveredAt: null, estimate: null, revision: null, verdict: null, alerts };
  if (!first || !last || ENDED.has(last.state)) return nothing;
  if (state === 'delivered' && since) return { ...nothing, ...delivered(since, first, last) };
  return { ...nothing, ...expected(asked, state, { first, last }) };
}

/** When it will be there by now, and whether that is news. Empty when nobody can say. */
function expected(asked: ScanAsked, state: ShipmentState, promise: { first: KnownPromise; last: KnownPromise }): Partial<ScanOutcome> {
  const standing = standingPromise(asked, promise.first, promise.last);
  const newest = newestMove(asked.scans) ?? (state === 'pre_transit' ? neverScanned(asked.shipBy) : undefined);
  if (!standing || !newest) return {};
  const days = deliveryDays(asked.holidays);
  const revision = revise({
    promise: standing,
    progress: {
      state,
      detail: newest.detail,
      scannedAt: newest.occurredAt,
      remainingMetres: remaining(newest, asked.door),
      carrierEstimate: asked.carrierEstimate
    },
    destination: days,
    carrier: days,
    rules: deliveryRulesV1,
    // The carrier's clock may run ahead of ours (it does in the demonstration): the later of the two is now.
    at: newest.occurredAt > asked.now ? newest.occurredAt : asked.now
  });
  if ('none' in revision) return {};
  const chosen = promise.first;
  // Whoever asked for a later day is not there before it.
  if (chosen.inputs['isChosenDay'] === true && revision.window.deliverUntil < chosen.deliverUntil) {
    return { estimate: { from: chosen.deliverFrom, until: chosen.deliverUntil }, revision: null };
  }
  const window = { from: revision.window.deliverFrom, until: revision.window.deliverUntil };
  return { estimate: window, revision: revision.publish ? { ...window, reason: revision.reason } : null };
}

function delivered(at: Date, first: KnownPromise, last: KnownPromise): Omit<ScanOutcome, 'alerts'> {
  const judged = judgePromise({ firstBy: first.deliverUntil.toISOString(), lastBy: last.deliverUntil.toISOString() }, at.toISOString());
  const state = judged.first && judged.last ? 'kept' : 'broken';
  return { state: 'delivered', deliveredAt: at, estimate: null, revision: null, verdict: { state, keptFirst: judged.first } };
}

function standingPromise({ service, shipBy, promises }: ScanAsked, first: KnownPromise, last: KnownPromise): StandingPromise | undefined {
  // By the place that sends it in the end: a parcel that was given to another has its plan in a later version.
  const plan = promises.findLast(({ inputs }) => (inputs as { transit?: unknown }).transit) ?? first;
  const { transit } = plan.inputs as { transit?: Transit | null };
  if (!transit) return undefined;
  const planned = { deliverFrom: plan.deliverFrom, deliverUntil: plan.deliverUntil };
  const current = { deliverFrom: last.deliverFrom, deliverUntil: last.deliverUntil };
  return { service: service as DeliveryService, transit, shipBy, planned, current, publishedAt: last.at };
}

/** Nobody has said anything since it was to leave: it may have missed its van. */
const neverScanned = (shipBy: Date): KnownScan => ({
  status: 'pre_transit',
  detail: 'label_created',
  lat: null,
  lng: null,
  occurredAt: shipBy
});

function newestMove(scans: KnownScan[]): KnownScan | undefined {
  return scans.filter((scan) => moveOf(scan) !== null).toSorted((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime())[0];
}

function remaining(scan: KnownScan, door: Point | null): number | null {
  if (!door || scan.lat === null || scan.lng === null) return null;
  return metresBetween({ lat: scan.lat, lng: scan.lng }, door);
}
