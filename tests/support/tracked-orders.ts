import type { TrackedOrder, TrackedParcel, TrackedPromise, TrackedScan } from '#lib/commerce/orders/tracked-order.ts';
import { address, contact } from './makers.ts';

const PLACED = '2026-11-25T05:00:00+00:00';

/** A first promise: from tomorrow 9 am to the day after 9 pm in Bengaluru. */
export const aPromise = (over: Partial<TrackedPromise> = {}): TrackedPromise => ({
  number: 1,
  state: 'committed',
  deliverFrom: '2026-11-26T03:30:00+00:00',
  deliverUntil: '2026-11-27T15:30:00+00:00',
  reason: 'placed',
  detail: '',
  at: PLACED,
  ...over
});

export const aScan = (over: Partial<TrackedScan> = {}): TrackedScan => ({
  status: 'in_transit',
  detail: 'departed',
  message: 'Left Domlur',
  city: 'Bengaluru',
  lat: 12.9682,
  lng: 77.6425,
  occurredAt: '2026-11-25T13:30:00+00:00',
  receivedAt: '2026-11-25T05:10:00+00:00',
  ...over
});

export const aTrackedParcel = (over: Partial<TrackedParcel> = {}): TrackedParcel => ({
  id: 'parcel-1',
  place: 1,
  method: 'ship',
  service: 'standard',
  state: 'allocated',
  collectCode: null,
  goesTo: null,
  nodeId: 'blr-domlur',
  nodeName: 'Domlur',
  nodeKind: 'dark_store',
  nodeAddress: 'Amarjyoti Layout, Domlur',
  nodePhone: '+91 80 5550 0130',
  nodeLat: 12.9582,
  nodeLng: 77.6425,
  timeZone: 'Asia/Kolkata',
  shipmentState: null,
  carrier: null,
  trackingNumber: null,
  deliveredAt: null,
  estimateFrom: null,
  estimateUntil: null,
  lines: [{ orderLineId: 'l1', quantity: 1 }],
  promises: [aPromise()],
  scans: [],
  ...over
});

export const aTrackedOrder = (over: Partial<TrackedOrder> = {}): TrackedOrder => ({
  id: 'order-1',
  number: 'MZ-0123456789',
  life: 'confirmed',
  channel: 'web',
  currency: 'INR',
  country: 'IN',
  note: '',
  version: 3,
  goodsMinor: 649_000,
  deliveryMinor: 0,
  taxIncludedMinor: 99_000,
  totalMinor: 649_000,
  placedAt: new Date(PLACED),
  payBy: null,
  updatedAt: new Date(PLACED),
  contact,
  address,
  lines: [
    {
      id: 'l1',
      variantId: 'lamp',
      title: 'Gumbad table lamp',
      handle: 'gumbad-table-lamp',
      options: ['Marigold'],
      sku: null,
      imageSrc: null,
      quantity: 1,
      unitPriceMinor: 649_000
    }
  ],
  payment: {
    method: 'upi',
    state: 'captured',
    amountMinor: 649_000,
    capturedMinor: 649_000,
    toTakeMinor: 0,
    actionUrl: null,
    reason: null
  },
  parcels: [aTrackedParcel()],
  refunds: [],
  events: [{ type: 'payment.captured', version: 2, at: '2026-11-25T05:00:02+00:00', fulfilmentOrderId: null }],
  destination: { lat: 12.9783, lng: 77.6408, city: 'Bengaluru' },
  ...over
});
