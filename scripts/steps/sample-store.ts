/** The same draws for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const source = 'sample-shop';
const EXPORTED = Date.parse('2026-11-24T10:00:00+05:30');
const HOUR = 3_600_000;
const SPREAD_DAYS = 20;
const ORDERS_PER_PRODUCT = 40;
const WAREHOUSE = 'w';
const STORE = 's';

/** Words of another system for how far an order is, and how many of a hundred are so. */
const KINDS = {
  unpaid: 4,
  processing: 12,
  picking: 6,
  packed: 5,
  ready: 5,
  shipped: 10,
  'partly shipped': 4,
  delivered: 26,
  collected: 5,
  cancelled: 6,
  'partly cancelled': 4,
  'return asked': 3,
  'return on its way': 3,
  returned: 5,
  noted: 2
} as const;
type SampleKind = keyof typeof KINDS;
const DRAWN = Object.entries(KINDS).flatMap(([kind, many]) => Array.from({ length: many }, () => kind as SampleKind));

const of = (type: string, external_id: string, fields: object) => ({ type, source, external_id, ...fields });
const at = (time: number): string => new Date(time).toISOString();

/**
 * A store of another system with so many orders in mixed states, record by record in the state format: the same for the same seed. About four lines
 * for each order.
 */
export function* sampleStore({ orders, seed }: { orders: number; seed: number }): Generator<object> {
  const head = { type: 'header', format: 'throughline-state', version: 1, source, exported_at: at(EXPORTED) };
  yield { ...head, default_currency: 'INR', stock: 'on_hand' };
  const random = drawing(seed);
  const products = Math.max(10, Math.ceil(orders / ORDERS_PER_PRODUCT));
  yield* places();
  for (let n = 0; n < products; n += 1) yield* goods(n);
  for (let n = 0; n < orders; n += 1) yield* anOrder(n, { random, products });
}

function* places(): Generator<object> {
  const where = {
    address: 'Hosur Road',
    city: 'Bengaluru',
    postcode: '560030',
    country: 'IN',
    region: 'IN-KA',
    lat: 12.93,
    lng: 77.61,
    time_zone: 'Asia/Kolkata'
  };
  const opening = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ['07:00', '22:00']]));
  const cutoffs = { standard: '18:00', express: '16:00', pickup: '20:00' };
  yield of('location', WAREHOUSE, { name: 'Sample warehouse', kind: 'warehouse', ...where, opening, cutoffs, methods: ['ship'] });
  yield of('location', STORE, { name: 'Sample store', kind: 'store', ...where, opening, cutoffs, methods: ['ship', 'pickup'] });
}

function* goods(n: number): Generator<object> {
  yield of('product', `p${n}`, { title: `Sample thing ${n}`, options: ['Size'] });
  for (const size of ['S', 'L']) {
    const variant = `p${n}${size}`;
    yield of('variant', variant, { product: `p${n}`, options: [size], sku: variant });
    yield of('price', variant, { variant, amount: priceOf(n) });
    for (const location of [WAREHOUSE, STORE]) yield of('stock', `${variant}@${location}`, { variant, location, on_hand: 400 });
  }
}

const priceOf = (n: number): number => 19_900 + (n % 40) * 2_500;

type Sampling = { random: () => number; products: number };
type Order = { id: string; kind: SampleKind; placed: number; quantity: number; unitPrice: number; total: number };

function* anOrder(n: number, { random, products }: Sampling): Generator<object> {
  const product = Math.floor(random() * products);
  const kind = DRAWN[Math.floor(random() * DRAWN.length)] ?? 'delivered';
  const placed = EXPORTED - Math.floor((5 + random() * (SPREAD_DAYS - 5)) * 24) * HOUR;
  const quantity = kind.startsWith('partly') ? 2 : 1 + Math.floor(random() * 3);
  const unitPrice = priceOf(product);
  const order: Order = { id: String(n + 1), kind, placed, quantity, unitPrice, total: quantity * unitPrice + 4900 };
  yield of('order', order.id, {
    number: `S${order.id}`,
    placed_at: at(placed),
    ...(kind === 'cancelled' ? { cancelled_at: at(placed + HOUR), cancel_reason: 'changed-mind' } : {}),
    ...(kind === 'unpaid' ? { state: 'pending', pay_by: at(placed + HOUR) } : {}),
    ...(kind === 'processing' || kind === 'noted' ? { state: 'processing' } : {}),
    contact: { email: `shopper${n % 997}@sample.example`, name: `Shopper ${n % 997}`, phone: '9800000000' },
    address: { line1: `${n % 89} Sample Street`, city: 'Bengaluru', state: 'Karnataka', postcode: '560038', country: 'IN' },
    delivery: 4900,
    total: order.total,
    location: WAREHOUSE,
    lines: [
      {
        variant: `p${product}${random() < 0.5 ? 'S' : 'L'}`,
        quantity,
        unit_price: unitPrice,
        ...(kind === 'partly cancelled' && { cancelled: 1 })
      }
    ]
  });
  yield* moneyOf(order);
  yield* parcelOf(order);
  yield* afterOf(order);
}

function* moneyOf({ id, kind, placed, unitPrice, total }: Order): Generator<object> {
  const payment = { order: id, method: 'card', amount: total, at: at(placed) };
  if (kind === 'unpaid') yield of('payment', `pay-${id}`, payment);
  else
    yield of('payment', `pay-${id}`, {
      ...payment,
      transactions: [{ kind: 'charge', amount: total, reference: `ch_${id}`, at: at(placed) }]
    });
  const back = (amount: number, more: object = {}) =>
    of('refund', `re-${id}`, { payment: `pay-${id}`, amount, reference: `re_${id}`, at: at(placed + 100 * HOUR), ...more });
  if (kind === 'cancelled') yield back(total);
  if (kind === 'partly cancelled') yield back(unitPrice);
  if (kind === 'returned') yield back(unitPrice, { return: `rma-${id}` });
}

const NO_PARCEL: ReadonlySet<SampleKind> = new Set(['unpaid', 'processing', 'noted', 'cancelled', 'partly cancelled']);
const CAME: ReadonlySet<SampleKind> = new Set(['delivered', 'return asked', 'return on its way', 'returned']);

function* parcelOf({ id, kind, placed, quantity }: Order): Generator<object> {
  if (NO_PARCEL.has(kind)) return;
  const isCollected = kind === 'ready' || kind === 'collected';
  const sent = { shipped_at: at(placed + 20 * HOUR), carrier: 'Sample Post', tracking_number: `SP${id.padStart(9, '0')}` };
  const steps: Partial<Record<SampleKind, object>> = {
    picking: { picking_at: at(placed + 6 * HOUR) },
    packed: { packed_at: at(placed + 8 * HOUR) },
    ready: { ready_at: at(EXPORTED - 2 * HOUR) },
    collected: { ready_at: at(placed + 8 * HOUR), collected_at: at(placed + 30 * HOUR) }
  };
  const lines = [{ line: '1', quantity: kind === 'partly shipped' ? 1 : quantity }];
  const way = isCollected ? { method: 'pickup', service: 'pickup', location: STORE } : { location: WAREHOUSE };
  const came = CAME.has(kind) ? { delivered_at: at(placed + 60 * HOUR) } : {};
  const promises = [{ state: 'committed', deliver_from: at(placed + 48 * HOUR), deliver_until: at(placed + 96 * HOUR) }];
  yield of('shipment', `sh-${id}`, { order: id, lines, ...way, ...(steps[kind] ?? { ...sent, ...came }), promises });
}

function* afterOf({ id, kind, placed }: Order): Generator<object> {
  const asked = placed + 70 * HOUR;
  const lines = [{ line: '1', quantity: 1, reason: 'too-small' }];
  const returned = (fields: object) => of('return', `rma-${id}`, { order: id, asked_at: at(asked), lines, ...fields });
  if (kind === 'return asked') yield returned({ state: 'requested' });
  if (kind === 'return on its way')
    yield returned({ state: 'in_transit', approved_at: at(asked + HOUR), handed_over_at: at(asked + 4 * HOUR) });
  if (kind === 'returned') yield returned({ state: 'refunded', approved_at: at(asked), ended_at: at(placed + 100 * HOUR) });
  if (kind === 'noted') yield of('change', `note-${id}`, { order: id, kind: 'note', reason: 'asked by phone', at: at(placed + HOUR) });
}
