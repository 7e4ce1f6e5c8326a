import { afterAll, beforeAll, expect, test } from 'vitest';
import { returnableOrder } from '#db/queries/returnable.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { collectParcel } from '#lib/commerce/fulfilment/collect-parcel.server.ts';
import { handOverParcel } from '#lib/commerce/fulfilment/hand-over-parcel.server.ts';
import { packParcel } from '#lib/commerce/fulfilment/pack-parcel.server.ts';
import { readyParcel } from '#lib/commerce/fulfilment/ready-parcel.server.ts';
import { rejectParcel } from '#lib/commerce/fulfilment/reject-parcel.server.ts';
import { undoChange } from '#lib/commerce/order-change/undo-change.server.ts';
import { cancelUnpaidOrder } from '#lib/commerce/orders/cancel-unpaid-order.server.ts';
import { chooseForParcel } from '#lib/commerce/parcel-choice/choose-for-parcel.server.ts';
import { wishForParcel } from '#lib/commerce/parcel-choice/wish-for-parcel.server.ts';
import { authorizePayment } from '#lib/commerce/payments/authorize-payment.server.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { retryPayment } from '#lib/commerce/payments/retry-payment.server.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { SYSTEM } from '#lib/kernel/actor.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { aNode, shopper, thePostcode } from '../support/makers.ts';
import {
  ask,
  CANCEL_ALL,
  change,
  firstParcel,
  later,
  MAKING,
  oneUnit,
  PLACE,
  returnOf,
  scan,
  seen,
  swapOne,
  there,
  type AnyOrder
} from '../support/order-states.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';
import { outcomeOf } from '../support/staff.ts';
import { bringIn, takenOut } from '../support/state-files.ts';

type Command = (shop: TestShop, of: AnyOrder) => Promise<unknown>;
const ofParcel =
  (work: (shop: TestShop, actor: typeof SYSTEM, input: { fulfilmentOrderId: string }) => Promise<unknown>): Command =>
  async (shop, of) =>
    work(shop, SYSTEM, { fulfilmentOrderId: (await firstParcel(shop, of)).id });
const ofReturn =
  (work: (shop: TestShop, returnId: string, of: AnyOrder) => Promise<unknown>): Command =>
  async (shop, of) => {
    const found = await returnOf(shop, of);
    return found && work(shop, found.id, of);
  };
const wishing =
  (wish: Parameters<typeof wishForParcel>[2]['wish']): Command =>
  async (shop, of) => {
    const { version } = await seen(shop, of);
    await wishForParcel(shop, shopper, { orderKey: of.orderKey, fulfilmentOrderId: (await firstParcel(shop, of)).id, wish, version });
  };
const elsewhere = { name: 'Rhea', phone: '9800000000', line1: '9 Other Street', line2: '', postcode: '560038' };
const unitIds = async (shop: TestShop, returnId: string) => (await unitsOfReturn(shop.db, returnId)).map(({ id }) => id);

/** What a shopper, one of us, a bank, a carrier or the clock does with an order. */
const COMMANDS: Record<string, Command> = {
  pay: async (shop, { orderId }) => authorizePayment(shop, shopper, { orderId, handle: 'ok@mez' }),
  'pay once more': async (shop, { orderKey }) => retryPayment(shop, shopper, { orderKey, key: shop.newId() }),
  'end the time to pay': async (shop, of) => cancelUnpaidOrder(later(shop, 1), SYSTEM, of),
  'cancel all': async (shop, of) => change(shop, of, CANCEL_ALL),
  'cancel one': async (shop, of) => change(shop, of, { kind: 'cancel', reason: 'changed-mind', units: [await oneUnit(shop, of)] }),
  swap: async (shop, of) => change(shop, of, await swapOne(shop, of)),
  address: async (shop, of) => change(shop, of, { kind: 'address', ...elsewhere }),
  note: async (shop, of) => change(shop, of, { kind: 'note', note: 'Ring twice.' }),
  undo: async (shop, { orderId, orderKey }) => {
    const made = await shop.db.selectFrom('order_change').select('id').where('order_id', '=', orderId).executeTakeFirst();
    return made && undoChange(shop, shopper, { orderKey, changeId: made.id });
  },
  'wish for a place': wishing({ kind: 'safe-place', place: 'With the neighbour.' }),
  'wish for a code': wishing({ kind: 'pin' }),
  pack: ofParcel(packParcel),
  'hand over': ofParcel(handOverParcel),
  'make ready': ofParcel(readyParcel),
  reject: async (shop, of) =>
    rejectParcel(shop, there, { fulfilmentOrderId: (await firstParcel(shop, of)).id, reason: 'no-capacity', missing: [] }),
  collect: async (shop, of) => {
    const { id, collectCode } = await firstParcel(shop, of);
    await collectParcel(shop, there, { fulfilmentOrderId: id, code: collectCode ?? 'AAAAAA' });
  },
  'choose the money': async (shop, of) =>
    chooseForParcel(shop, shopper, { orderKey: of.orderKey, fulfilmentOrderId: (await firstParcel(shop, of)).id, way: 'refund' }),
  'scan on its way': async (shop, of) => scan(shop, of, [['in_transit', 'departed', shop.now().toISOString()]]),
  'scan delivered': async (shop, of) => scan(shop, of, [['delivered', 'to_person', shop.now().toISOString()]]),
  'send back': ask,
  'call the return off': ofReturn(async (shop, returnId, { orderId }) => cancelReturn(shop, shopper, { orderId, returnId })),
  'give in': ofReturn(async (shop, returnId) => acceptReturn(shop, there, { returnId })),
  receive: ofReturn(async (shop, returnId) =>
    receiveReturn(shop, there, { returnId, unitIds: await unitIds(shop, returnId), isAll: true, extra: '' })
  ),
  grade: ofReturn(async (shop, returnId) =>
    gradeReturn(shop, there, {
      returnId,
      grades: (await unitIds(shop, returnId)).map((unitId) => ({ unitId, disposition: 'restock_a', note: '', isOther: false }))
    })
  ),
  'give the money back': async (shop, { orderId }) => {
    const due = await shop.db
      .selectFrom('refund')
      .select('id')
      .where('order_id', '=', orderId)
      .where('state', '=', 'due')
      .executeTakeFirst();
    return due && payRefund(shop, SYSTEM, { refundId: due.id });
  }
};

/** What is left of it, in words: the same answer with another effect is not the same. */
async function standing(shop: TestShop, of: AnyOrder): Promise<unknown> {
  const { life, parcels, lines } = await seen(shop, of);
  const money = await shop.db
    .selectFrom('refund')
    .select(['how', 'state', 'amount_minor'])
    .where('order_id', '=', of.orderId)
    .orderBy('amount_minor')
    .execute();
  const paid = await shop.db
    .selectFrom('payment')
    .select(['state', 'amount_minor', 'captured_minor', 'refunded_minor'])
    .where('order_id', '=', of.orderId)
    .orderBy('id')
    .execute();
  const claimed = (await returnableOrder(shop.db, of.orderId))?.lines.map((line) => line.claimed);
  const back = await returnOf(shop, of);
  return {
    life,
    parcels: parcels.map(({ state }) => state),
    lines: lines.map(({ quantity }) => quantity),
    money,
    paid,
    claimed,
    back: back?.state
  };
}

const states = Object.keys(MAKING);
const commands = Object.keys(COMMANDS);
/** Each order answers some commands, unlike ones, one after the other: what is done by one is there when the next is asked. */
const GROUPS = 5;
const groups = Array.from({ length: GROUPS }, (_, n) => commands.filter((__, index) => index % GROUPS === n));

let native: TestShop;
let imported: TestShop;
const orders = new Map<string, AnyOrder[]>();

beforeAll(async () => {
  [native, imported] = [await openShop(), await openShop()];
  for (const shop of [native, imported]) await thePostcode(shop.db);
  await aNode(native.db, PLACE);
  native.at(MORNING);
  for (const [state, make] of Object.entries(MAKING)) {
    const some: AnyOrder[] = [];
    for (let n = 0; n < GROUPS; n += 1) some.push(await make(native));
    orders.set(state, some);
  }
  imported.at(native.now());
  expect((await bringIn(imported, await takenOut(native))).issues).toEqual([]);
}, 300_000);
afterAll(async () => {
  for (const shop of [native, imported]) {
    expect(await brokenInvariants(shop.db)).toEqual([]);
    await shop.close();
  }
});

const answers = new Map<string, Set<string>>();

async function answered(shop: TestShop, of: AnyOrder, group: string[]): Promise<unknown[]> {
  const said: unknown[] = [];
  for (const command of group) {
    const answer = await outcomeOf(COMMANDS[command]!(shop, of));
    answers.set(command, (answers.get(command) ?? new Set()).add(answer));
    said.push(`${command}: ${answer}`);
  }
  return [...said, await standing(shop, of)];
}

test.each(states)('an order that is %s answers each command alike, whether it was made here or came in', async (state) => {
  for (const [index, group] of groups.entries()) {
    const of = orders.get(state)![index]!;
    expect(await answered(imported, of, group)).toEqual(await answered(native, of, group));
  }
});

test('each command was done to some orders, and refused to others where it can be', () => {
  for (const command of commands) expect(answers.get(command), command).toContain('done');
  const refused = [...answers].filter(([, some]) => some.size > 1).map(([command]) => command);
  expect(refused.length).toBeGreaterThan(12);
});
