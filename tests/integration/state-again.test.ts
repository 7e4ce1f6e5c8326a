import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Conflict } from '#lib/commerce/state/state-report.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, fileOf, takenOut } from '../support/state-files.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const AT = '2026-11-01T10:00:00+05:30';
const LATER = '2026-11-03T10:00:00+05:30';
const place = { address: 'a', city: 'b', postcode: '560030', country: 'IN', lat: 12.9, lng: 77.6, time_zone: 'Asia/Kolkata', opening: {} };

/** A bottle of which three lie at one place, and an order of two of them, paid by card. */
function records(source: string, over: { product?: object; stock?: object; order?: object; payment?: object } = {}) {
  const of = (type: string, external_id: string, rest: object) => ({ type, source, external_id, ...rest });
  return [
    of('location', 'w', { name: 'W', kind: 'warehouse', ...place, methods: ['ship'] }),
    of('product', 'p', { title: 'Bottle', vendor: 'Mez', ...over.product }),
    of('variant', 'v', { product: 'p' }),
    of('price', 'v', { variant: 'v', amount: 1000 }),
    of('stock', 'v', { variant: 'v', location: 'w', on_hand: 3, ...over.stock }),
    of('order', 'o', {
      number: `${source}-1`,
      placed_at: AT,
      note: 'Ring twice',
      lines: [{ variant: 'v', quantity: 2, unit_price: 1000 }],
      ...over.order
    }),
    of('payment', 'y', {
      order: 'o',
      method: 'card',
      amount: 2000,
      at: AT,
      transactions: [{ kind: 'charge', amount: 2000, reference: 'ch', at: AT }],
      ...over.payment
    })
  ];
}
const again = async (source: string, over: Parameters<typeof records>[1] = {}, onConflict: Conflict = 'stop') =>
  bringIn(shop, fileOf(...records(source, over)), { onConflict });
const more = async (...lines: object[]) => bringIn(shop, fileOf(...lines));
const orderOf = async (source: string) =>
  shop.db.selectFrom('orders').selectAll().where('number', '=', `${source}-1`).executeTakeFirstOrThrow();
const eventsOf = async (id: string) =>
  (await shop.db.selectFrom('event').select(['type', 'version']).where('topic', '=', `order:${id}`).orderBy('version').execute()).map(
    ({ type }) => type
  );

test('the same file again changes nothing, of no record', async () => {
  await again('same');
  const before = await takenOut(shop);
  const report = await again('same');
  expect(report).toMatchObject({ outcome: 'applied', errors: 0, changed: 0 });
  expect(Object.values(report.counts).every((count) => count?.created === 0 && count.corrected === 0)).toBe(true);
  expect(await takenOut(shop)).toBe(before);
});

test('what only the file changed is corrected, field by field, and the order says so without anything that follows', async () => {
  await again('better');
  const id = (await orderOf('better')).id;
  const told = await eventsOf(id);
  const report = await again('better', { product: { title: 'Flask' }, stock: { on_hand: 5 }, order: { note: 'Ring once' } });
  expect(report).toMatchObject({
    outcome: 'applied',
    counts: { product: { corrected: 1 }, stock: { corrected: 1 }, order: { corrected: 1 } }
  });
  expect(report.changes.map(({ pointer }) => pointer).toSorted()).toEqual(['/note', '/on_hand', '/title']);
  expect((await orderOf('better')).note).toBe('Ring once');
  expect(await eventsOf(id)).toEqual([...told, 'order.corrected']);
  // A second correction meets what the first one made.
  expect((await again('better', { product: { title: 'Flask' }, stock: { on_hand: 5 }, order: { note: 'Ring never' } })).errors).toBe(0);
  expect((await orderOf('better')).note).toBe('Ring never');
});

test('what a file leaves out stays', async () => {
  await again('less');
  const [, product] = records('less');
  expect((await more({ ...product, vendor: undefined, title: 'Jug' })).errors).toBe(0);
  const line = (await takenOut(shop)).split('\n').find((text) => text.includes('"type":"product","source":"less"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ title: 'Jug', vendor: 'Mez' });
  expect((await orderOf('less')).note).toBe('Ring twice');
});

test.each([
  ['stop', 'refused', 'Ring here', ['conflict /note']],
  ['keep', 'applied', 'Ring here', []],
  ['take', 'applied', 'Ring there', []]
] as [Conflict, string, string, string[]][])('where both changed, --on-conflict %s', async (onConflict, outcome, note, conflicts) => {
  const source = `both-${onConflict}`;
  await again(source);
  const { id } = await orderOf(source);
  await shop.db
    .updateTable('orders')
    .set((eb) => ({ note: 'Ring here', version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
  await shop.db
    .insertInto('event')
    .columns(['topic', 'version', 'type', 'data', 'actor', 'channel', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('orders')
        .select((e) => [
          e.val(`order:${id}`).as('topic'),
          'version',
          e.val('order.corrected').as('type'),
          e.val(JSON.stringify({ orderId: id })).as('data'),
          e.val(JSON.stringify({ role: 'system' })).as('actor'),
          e.val('web').as('channel'),
          e.val(shop.now()).as('at')
        ])
        .where('id', '=', id)
    )
    .execute();
  const report = await again(source, { order: { note: 'Ring there' } }, onConflict);
  expect(report.outcome).toBe(outcome);
  expect((await orderOf(source)).note).toBe(note);
  const found = report.issues.filter(({ code }) => code === 'conflict');
  expect(found.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(conflicts);
  for (const { message } of found) expect(message).toMatch(/"Ring here".*"Ring there"/);
});

test('a later file sends what was still to be sent, then brings it: nothing is bound twice and no unit is lost', async () => {
  await again('on');
  const { id } = await orderOf('on');
  const bound = async () =>
    shop.db
      .selectFrom('allocation as a')
      .innerJoin('fulfilment_line as l', 'l.id', 'a.fulfilment_line_id')
      .innerJoin('fulfilment_order as f', 'f.id', 'l.fulfilment_order_id')
      .select('a.quantity')
      .where('f.order_id', '=', id)
      .where('a.state', '=', 'open')
      .execute();
  expect(await bound()).toEqual([{ quantity: 2 }]);
  const parcel = {
    type: 'shipment',
    source: 'on',
    external_id: 's',
    order: 'o',
    location: 'w',
    lines: [{ line: '1', quantity: 1 }],
    shipped_at: LATER
  };
  expect((await more(parcel)).errors).toBe(0);
  expect(await bound()).toEqual([{ quantity: 1 }]);
  expect((await orderOf('on')).life).toBe('confirmed');
  expect((await more({ ...parcel, delivered_at: LATER }, { ...parcel, external_id: 's2', delivered_at: LATER })).errors).toBe(0);
  expect(await bound()).toEqual([]);
  expect((await orderOf('on')).life).toBe('completed');
  expect((await eventsOf(id)).filter((type) => type === 'shipment.delivered')).toHaveLength(2);
});

test('a later refund is told apart from what was there, and a second one above what was taken is refused', async () => {
  await again('money');
  const refund = (external_id: string, amount: number) => ({
    type: 'refund',
    source: 'money',
    external_id,
    payment: 'y',
    amount,
    at: LATER
  });
  expect((await more(refund('r1', 500))).errors).toBe(0);
  expect((await more(refund('r2', 1600))).issues[0]).toMatchObject({ code: 'too_much_money', severity: 'error' });
  const payments = await shop.db
    .selectFrom('payment')
    .select('refunded_minor')
    .where('order_id', '=', (await orderOf('money')).id)
    .execute();
  expect(payments).toEqual([{ refunded_minor: 500 }]);
});

test('two imports of the same file at once make each thing once', async () => {
  const reports = await Promise.all([again('twice'), again('twice')]);
  expect(reports.map(({ errors }) => errors)).toEqual([0, 0]);
  expect(await shop.db.selectFrom('orders').select('id').where('number', '=', 'twice-1').execute()).toHaveLength(1);
});
