/** Records of another shop, as small as they can be; each test has a source of its own. */

/** One thing with five of it on one shelf. */
export function goods(source: string) {
  const place = {
    address: 'Hosur Road',
    city: 'Bengaluru',
    postcode: '560030',
    country: 'IN',
    lat: 12.9,
    lng: 77.6,
    time_zone: 'Asia/Kolkata'
  };
  return [
    {
      type: 'location',
      source,
      external_id: 'w',
      name: 'W',
      kind: 'warehouse',
      ...place,
      opening: { mon: ['07:00', '21:00'] },
      methods: ['ship']
    },
    { type: 'product', source, external_id: 'p', title: `Bottle of ${source}` },
    { type: 'variant', source, external_id: 'v', product: 'p' },
    { type: 'price', source, external_id: 'v', variant: 'v', amount: 1000 },
    { type: 'stock', source, external_id: 'v@w', variant: 'v', location: 'w', on_hand: 5 }
  ];
}
export const PLACED = '2026-11-01T10:00:00+05:30';
/** Two of it, by card, in one parcel that was not begun with. */
export const anOrder = (source: string, over: object = {}) => ({
  type: 'order',
  source,
  external_id: 'o',
  number: `${source}-1`,
  placed_at: PLACED,
  lines: [{ variant: 'v', quantity: 2, unit_price: '10.00' }],
  ...over
});
export const aParcel = (source: string, over: object = {}) => ({
  type: 'shipment',
  source,
  external_id: 's',
  order: 'o',
  location: 'w',
  lines: [{ line: '1', quantity: 2 }],
  ...over
});
export const aPayment = (source: string, over: object = {}) => ({
  type: 'payment',
  source,
  external_id: 'pay',
  order: 'o',
  method: 'card',
  amount: 2000,
  at: PLACED,
  transactions: [{ kind: 'charge', amount: 2000, reference: 'pi', at: PLACED }],
  ...over
});
