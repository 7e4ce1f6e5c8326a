import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { returnableOrder } from '#db/queries/returnable.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { asha } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';
import { bringIn, fileOf, takenOut } from '../support/state-files.ts';
import { aParcel, aPayment, anOrder, goods, PLACED } from '../support/state-orders.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => {
  expect(await brokenInvariants(shop.db)).toEqual([]);
  await shop.close();
});

let made = 0;
const newSource = () => `returns-${(made += 1)}`;
const CAME = '2026-11-05T10:00:00+05:30';
const ASKED = '2026-11-08T10:00:00+05:30';
const LATER = '2026-11-10T10:00:00+05:30';

const sent = (source: string) => [
  ...goods(source),
  anOrder(source),
  aPayment(source),
  aParcel(source, { shipped_at: '2026-11-03T10:00:00+05:30', delivered_at: CAME })
];
const aReturn = (source: string, over: object = {}) => ({
  type: 'return',
  source,
  external_id: 'r',
  order: 'o',
  asked_at: ASKED,
  lines: [{ line: '1', quantity: 1 }],
  ...over
});
const aRefund = (source: string, over: object = {}) => ({
  type: 'refund',
  source,
  external_id: 'back',
  payment: 'pay',
  amount: 1000,
  return: 'r',
  at: LATER,
  ...over
});

async function found(records: object[]): Promise<string[]> {
  const report = await bringIn(shop, fileOf(...records));
  return report.issues.map(({ line, code, pointer }) => `${line} ${code} ${pointer}`.trim());
}
const caseOf = (source: string) =>
  shop.db
    .selectFrom('return_case as k')
    .innerJoin('external_ref as x', (join) => join.on(sql<boolean>`x.our_id = k.id::text`))
    .selectAll('k')
    .where('x.source', '=', source)
    .where('x.type', '=', 'return')
    .executeTakeFirstOrThrow();

test('a return that ended there has its money, its units and its shelf as the file says', async () => {
  const source = newSource();
  const units = [{ received_at: ASKED, disposition: 'restock_b', graded_at: LATER, location: 'w' }];
  const ended = aReturn(source, { state: 'refunded', came_to: 'w', lines: [{ line: '1', quantity: 1, units }], ended_at: LATER });
  expect(await found([...sent(source), ended, aRefund(source)])).toEqual([]);
  const { id, state, order_id, owed_at } = await caseOf(source);
  expect([state, owed_at?.toISOString()]).toEqual(['closed', new Date(LATER).toISOString()]);
  const credit = await shop.db.selectFrom('order_credit').selectAll().where('order_id', '=', order_id).executeTakeFirstOrThrow();
  expect([credit.return_id, credit.goods_minor, credit.cause]).toEqual([id, 1000, `return:${id}`]);
  // One of two may still come back, and the shelf holds what the file counted.
  expect((await returnableOrder(shop.db, order_id))?.lines.map(({ claimed, quantity }) => [claimed, quantity])).toEqual([[1, 2]]);
  const shelves = await shop.db.selectFrom('stock_level').select(['on_hand']).where('node_id', 'like', `${source}%`).execute();
  expect(shelves).toEqual([{ on_hand: 5 }]);
});

test('a return that is on its way comes in here, is looked at and paid back by the instrument that paid', async () => {
  const source = newSource();
  const travels = [{ carrier: 'Blue Dart', tracking_number: `B-${source}`, booked_at: ASKED }];
  const onItsWay = aReturn(source, { state: 'in_transit', approved_at: ASKED, handed_over_at: LATER, travels });
  expect(await found([...sent(source), onItsWay])).toEqual([]);
  const { id, order_id } = await caseOf(source);
  const [unit] = await unitsOfReturn(shop.db, id);
  const nodeId = (await shop.db.selectFrom('fulfilment_order').select('node_id').where('order_id', '=', order_id).executeTakeFirstOrThrow())
    .node_id!;
  const there = { ...asha, nodeId };
  await receiveReturn(shop, there, { returnId: id, unitIds: [unit!.id], isAll: true, extra: '' });
  const grades = [{ unitId: unit!.id, disposition: 'restock_a' as const, note: '', isOther: false }];
  await gradeReturn(shop, there, { returnId: id, grades });
  const due = await shop.db.selectFrom('refund').select(['id', 'how', 'amount_minor']).where('order_id', '=', order_id).execute();
  expect(due.map(({ how, amount_minor }) => [how, amount_minor])).toEqual([['bank', 1000]]);
  await payRefund(shop, SYSTEM, { refundId: due[0]!.id });
  expect(await shop.db.selectFrom('stock_level').select('on_hand').where('node_id', '=', nodeId).execute()).toEqual([{ on_hand: 6 }]);
});

test('of what came in part the rest is on its way, whatever the file calls it', async () => {
  for (const state of ['approved', 'label_issued', 'cancelled', 'expired', undefined]) {
    const source = newSource();
    const lines = [{ line: '1', quantity: 2, units: [{ unit: 1, received_at: LATER }, { unit: 2 }] }];
    const half = aReturn(source, { state, method: 'label', approved_at: ASKED, lines });
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    const issues = await found([...sent(source), half]);
    expect(issues.map((issue) => issue.split(' ')[1])).toEqual(state === undefined ? [] : ['state_differs']);
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect((await caseOf(source)).state).toBe('in_transit');
  }
});

test('a later file adds a return to an order, and a still later one says how it ended', async () => {
  const source = newSource();
  expect(await found(sent(source))).toEqual([]);
  expect(await found([aReturn(source)])).toEqual([]);
  expect((await caseOf(source)).state).toBe('requested');
  const again = await bringIn(shop, fileOf(aReturn(source, { state: 'closed', ended_at: LATER }), aRefund(source)));
  expect(again.issues).toEqual([]);
  expect(await caseOf(source)).toMatchObject({ state: 'closed', goods_minor: 1000 });
  expect((await bringIn(shop, fileOf(aReturn(source, { state: 'closed', ended_at: LATER }), aRefund(source)))).changed).toBe(0);
});

test('returns of another system leave as they came', async () => {
  const other = await openShop();
  const source = newSource();
  const file = [...sent(source), aReturn(source, { state: 'closed', ended_at: LATER }), aRefund(source)];
  await bringIn(other, fileOf(...file));
  const [out, empty] = [await takenOut(other), await openShop()];
  expect((await bringIn(empty, out)).issues).toEqual([]);
  expect((await takenOut(empty)).split('\n')).toEqual(out.split('\n'));
  await other.close();
  await empty.close();
});

const twoLines = [
  { line: '1', quantity: 1 },
  { line: '1', quantity: 1 }
];
// The line of the return is the tenth of its file.
test.each<[string, (source: string) => object[], string[]]>([
  ['of what was never sent', (s) => [...goods(s), anOrder(s), aPayment(s), aReturn(s)], ['9 out_of_order /lines/0/line']],
  [
    'of more than was sent',
    (s) => [...sent(s), aReturn(s, { lines: [{ line: '1', quantity: 3 }] })],
    ['10 too_many_units /lines/0/quantity']
  ],
  ['of one thing in two lines', (s) => [...sent(s), aReturn(s, { lines: twoLines })], ['10 duplicate /lines']],
  [
    'of a line that is not there',
    (s) => [...sent(s), aReturn(s, { lines: [{ line: '2', quantity: 1 }] })],
    ['10 unknown_line /lines/0/line']
  ],
  [
    'of a unit that another one has',
    (s) => [
      ...sent(s),
      aReturn(s, { lines: [{ line: '1', quantity: 1, units: [{ unit: 1 }] }] }),
      aReturn(s, { external_id: 'q', lines: [{ line: '1', quantity: 2, units: [{ unit: 1 }, { unit: 2 }] }] })
    ],
    ['11 too_many_units /lines/0/quantity']
  ],
  [
    'asked before it was ordered',
    (s) => [...sent(s), aReturn(s, { asked_at: '2026-10-01T10:00:00+05:30' })],
    ['10 out_of_order /asked_at']
  ],
  ['in other money', (s) => [...sent(s), aReturn(s, { currency: 'EUR' })], ['10 wrong_currency /currency']],
  ['in a word that nobody knows', (s) => [...sent(s), aReturn(s, { state: 'schwebend' })], ['10 unknown_state /state']],
  ['with a fee above its worth', (s) => [...sent(s), aReturn(s, { fee: 1001 })], ['10 too_much_money /fee']],
  ['of an order that is not there', (s) => [...sent(s), aReturn(s, { order: 'x' })], ['10 dangling /order']],
  ['that is refunded and is not there', (s) => [...sent(s), aRefund(s)], ['10 dangling /return']],
  [
    'that gave more than it said',
    (s) => [
      ...sent(s),
      aReturn(s),
      aRefund(s, { return: undefined }),
      {
        type: 'credit',
        source: s,
        external_id: 'c',
        order: 'o',
        cause: 'return:r',
        reason: 'returned',
        return: 'r',
        goods: 2000,
        at: PLACED,
        refunds: [{ payment: 'pay', amount: 2000, how: 'bank', state: 'paid', due_at: LATER }]
      }
    ],
    ['12 too_much_money /return']
  ]
])('a return %s is refused where it stands', async (_, file, errors) => {
  expect(await found(file(newSource()))).toEqual(errors);
});

test.each([
  ['two units that lie here already', 'dropped_off', 'received'],
  ['one that is closed by its word, and still to be looked at by its units', 'requested', 'received']
])('what is claimed of a return counts as far as its units allow: %s', async (_, claim, state) => {
  const source = newSource();
  const lines = [{ line: '1', quantity: 1, units: [{ received_at: LATER, location: 'w' }] }];
  const file = [...sent(source), aReturn(source, { state: claim, handed_over_at: ASKED, came_to: 'w', lines })];
  expect(await found(file)).toEqual(['10 state_differs /state']);
  expect((await caseOf(source)).state).toBe(state);
});
