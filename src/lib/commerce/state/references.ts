import type { Reference } from './parts.ts';
import type { RecordType, StateRecord } from './state-record.ts';

export type RefTo = { type: RecordType; source: string; external_id: string; pointer: string };

/** What a record points at, and where in it. */
export function referencesOf(record: StateRecord): RefTo[] {
  const to: To = (type, reference, pointer) => (reference ? [{ type, ...resolved(reference, record.source), pointer }] : []);
  return pointsAt(record, to);
}

type To = (type: RecordType, reference: Reference | null | undefined, pointer: string) => RefTo[];

type Alone = Extract<StateRecord, { type: 'customer' | 'location' | 'product' }>;
const isAlone = (record: StateRecord): record is Alone => ['customer', 'location', 'product'].includes(record.type);

function pointsAt(record: StateRecord, to: To): RefTo[] {
  if (isAlone(record)) return [];
  switch (record.type) {
    case 'variant':
      return to('product', record.product, '/product');
    case 'price':
      return to('variant', record.variant, '/variant');
    case 'stock':
      return [...to('variant', record.variant, '/variant'), ...to('location', record.location, '/location')];
    case 'order':
      return [
        ...to('customer', record.customer, '/customer'),
        ...to('location', record.location, '/location'),
        ...record.lines.flatMap((line, index) => to('variant', line.variant, `/lines/${index}/variant`))
      ];
    case 'shipment':
      return shipmentPointsAt(record, to);
    case 'change':
      return to('order', record.order, '/order');
    case 'payment':
      return [...to('order', record.order, '/order'), ...to('change', record.change, '/change')];
    case 'credit':
      return creditPointsAt(record, to);
    case 'refund':
      return [...to('payment', record.payment, '/payment'), ...to('return', record.return, '/return')];
    case 'return':
      return returnPointsAt(record, to);
    case 'gift_card':
      return valuePointsAt(record, to);
  }
}

function creditPointsAt(record: Extract<StateRecord, { type: 'credit' }>, to: To): RefTo[] {
  return [
    ...to('order', record.order, '/order'),
    ...to('shipment', record.shipment, '/shipment'),
    ...to('return', record.return, '/return'),
    ...record.refunds.flatMap((refund, index) => to('payment', refund.payment, `/refunds/${index}/payment`))
  ];
}

function shipmentPointsAt(record: Extract<StateRecord, { type: 'shipment' }>, to: To): RefTo[] {
  return [
    ...to('order', record.order, '/order'),
    ...to('location', record.location, '/location'),
    ...to('location', record.choice?.from, '/choice/from'),
    ...record.lines.flatMap((line, index) => to('variant', line.variant, `/lines/${index}/variant`))
  ];
}

/** A text is an external id of the record's own source. */
export const resolved = (reference: Reference, source: string): { source: string; external_id: string } =>
  typeof reference === 'string' ? { source, external_id: reference } : reference;

function valuePointsAt(record: Extract<StateRecord, { type: 'gift_card' }>, to: To): RefTo[] {
  return [
    ...to('customer', record.customer, '/customer'),
    ...to('order', record.order, '/order'),
    ...record.entries.flatMap((entry, index) => [
      ...to('order', entry.order, `/entries/${index}/order`),
      ...to('payment', entry.payment, `/entries/${index}/payment`)
    ])
  ];
}

function returnPointsAt(record: Extract<StateRecord, { type: 'return' }>, to: To): RefTo[] {
  return [
    ...to('order', record.order, '/order'),
    ...to('location', record.drop_location, '/drop_location'),
    ...to('location', record.came_to, '/came_to'),
    ...record.lines.flatMap((line, index) => [
      ...to('shipment', line.shipment, `/lines/${index}/shipment`),
      ...to('variant', line.exchange?.variant, `/lines/${index}/exchange/variant`),
      ...line.units.flatMap((unit, place) => to('location', unit.location, `/lines/${index}/units/${place}/location`))
    ]),
    ...record.issues.flatMap((issue, index) => to('location', issue.location, `/issues/${index}/location`))
  ];
}
