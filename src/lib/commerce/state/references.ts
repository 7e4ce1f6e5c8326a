import type { Reference } from './parts.ts';
import type { RecordOf, RecordType, StateRecord } from './state-record.ts';

export type RefTo = { type: RecordType; source: string; external_id: string; pointer: string };

/** What a record points at, and where in it. */
export function referencesOf(record: StateRecord): RefTo[] {
  const to: To = (type, reference, pointer) => (reference ? [{ type, ...resolved(reference, record.source), pointer }] : []);
  return (POINTS[record.type] as (record: StateRecord, to: To) => RefTo[])(record, to);
}

type To = (type: RecordType, reference: Reference | null | undefined, pointer: string) => RefTo[];

const NOWHERE = (): RefTo[] => [];

const POINTS: { [Type in RecordType]: (record: RecordOf<Type>, to: To) => RefTo[] } = {
  customer: NOWHERE,
  location: NOWHERE,
  product: NOWHERE,
  variant: ({ product }, to) => to('product', product, '/product'),
  price: ({ variant }, to) => to('variant', variant, '/variant'),
  stock: ({ variant, location }, to) => [...to('variant', variant, '/variant'), ...to('location', location, '/location')],
  order: (record, to) => [
    ...to('customer', record.customer, '/customer'),
    ...to('location', record.location, '/location'),
    ...record.lines.flatMap((line, index) => to('variant', line.variant, `/lines/${index}/variant`))
  ],
  shipment: shipmentPointsAt,
  change: ({ order }, to) => to('order', order, '/order'),
  payment: (record, to) => [
    ...to('order', record.order, '/order'),
    ...to('change', record.change, '/change'),
    ...to('return', record.return, '/return'),
    ...record.transactions.flatMap(({ shipment }, index) => to('shipment', shipment, `/transactions/${index}/shipment`))
  ],
  credit: creditPointsAt,
  refund: (record, to) => [...to('payment', record.payment, '/payment'), ...to('return', record.return, '/return')],
  return: returnPointsAt,
  gift_card: valuePointsAt
};

function creditPointsAt(record: RecordOf<'credit'>, to: To): RefTo[] {
  return [
    ...to('order', record.order, '/order'),
    ...to('shipment', record.shipment, '/shipment'),
    ...to('return', record.return, '/return'),
    ...record.refunds.flatMap((refund, index) => to('payment', refund.payment, `/refunds/${index}/payment`))
  ];
}

function shipmentPointsAt(record: RecordOf<'shipment'>, to: To): RefTo[] {
  return [
    ...to('order', record.order, '/order'),
    ...to('location', record.location, '/location'),
    ...to('location', record.choice?.from, '/choice/from'),
    ...to('return', record.waits_for, '/waits_for'),
    ...to('location', record.wish?.collect, '/wish/collect'),
    ...record.lines.flatMap((line, index) => to('variant', line.variant, `/lines/${index}/variant`))
  ];
}

/** A text is an external id of the record's own source. */
export const resolved = (reference: Reference, source: string): { source: string; external_id: string } =>
  typeof reference === 'string' ? { source, external_id: reference } : reference;

function valuePointsAt(record: RecordOf<'gift_card'>, to: To): RefTo[] {
  return [
    ...to('customer', record.customer, '/customer'),
    ...to('order', record.order, '/order'),
    ...record.entries.flatMap((entry, index) => [
      ...to('order', entry.order, `/entries/${index}/order`),
      ...to('payment', entry.payment, `/entries/${index}/payment`)
    ])
  ];
}

function returnPointsAt(record: RecordOf<'return'>, to: To): RefTo[] {
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
