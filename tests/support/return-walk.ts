import { returnShipmentOf } from '#db/queries/return-shipments.ts';
import { unitsOfReturn } from '#db/queries/return-units.ts';
import { findReturn } from '#db/queries/returns.ts';
import { payRefund } from '#lib/commerce/payments/pay-refund.server.ts';
import { acceptReturn } from '#lib/commerce/returns/accept-return.server.ts';
import { appealReturn } from '#lib/commerce/returns/appeal-return.server.ts';
import { askForReturn } from '#lib/commerce/returns/ask-for-return.server.ts';
import { cancelReturn } from '#lib/commerce/returns/cancel-return.server.ts';
import { chooseDropOff } from '#lib/commerce/returns/choose-drop-off.server.ts';
import { closeReturns } from '#lib/commerce/returns/close-returns.server.ts';
import { decideReturnCase } from '#lib/commerce/returns/decide-return-case.server.ts';
import { gradeReturn } from '#lib/commerce/returns/grade-return.server.ts';
import { issueReturnLabel } from '#lib/commerce/returns/issue-return-label.server.ts';
import { lapseReturn } from '#lib/commerce/returns/lapse-return.server.ts';
import { receiveReturn } from '#lib/commerce/returns/receive-return.server.ts';
import { recordReturnScans } from '#lib/commerce/returns/record-return-scans.server.ts';
import type { ReturnMove, ReturnState } from '#lib/commerce/returns/return.machine.ts';
import { takeBackAtCounter } from '#lib/commerce/returns/take-back-at-counter.server.ts';
import { SYSTEM, type Staff } from '#lib/kernel/actor.ts';
import { carrierNews } from './carrier-news.ts';
import { aDeliveredOrder } from './delivered-order.ts';
import { shopper } from './makers.ts';
import { refundsOf } from './refunds.ts';
import type { TestShop } from './shop.ts';

/** One return of two units, which its shopper sends with a label, and who has to do with it. */
export type ReturnWalk = { shop: TestShop; manager: Staff; there: Staff; orderId: string; returnId: string };
type Where = Pick<ReturnWalk, 'shop' | 'manager' | 'there'> & { nodeId: string };

/** So dear that a person decides, or so cheap that it need not come back. */
export async function beginReturn({ shop, manager, there, nodeId }: Where, isKept: boolean): Promise<ReturnWalk> {
  const { orderId, lineIds } = await aDeliveredOrder(shop, { nodeId, units: [2], priceMinor: isKept ? 10_000 : 1_200_000 });
  const { returnId } = await askForReturn(shop, shopper, {
    orderId,
    lines: [
      { fulfilmentLineId: lineIds[0]!, quantity: 2, reason: isKept ? 'defective' : 'changed-mind', detail: '', words: '', photoIds: [] }
    ],
    method: 'label',
    to: 'original',
    isKept: false,
    dropNodeId: null,
    key: shop.newId()
  });
  return { shop, manager, there, orderId, returnId };
}

const decided = async ({ shop, manager, returnId }: ReturnWalk, isApproved: boolean) =>
  decideReturnCase(shop, manager, { returnId, isApproved, reason: 'It was looked at.' });
const received = async ({ shop, there, returnId }: ReturnWalk, count: number, isAll: boolean) => {
  const unitIds = (await unitsOfReturn(shop.db, returnId)).slice(0, count).map(({ id }) => id);
  return receiveReturn(shop, there, { returnId, unitIds, isAll, extra: '' });
};
const gradesOf = async ({ shop, returnId }: ReturnWalk, count: number) => {
  const open = (await unitsOfReturn(shop.db, returnId)).filter(({ disposition }) => disposition === null);
  return open.slice(0, count).map(({ id, receivedAt }) => {
    const disposition: 'missing' | 'restock_a' = receivedAt === null ? 'missing' : 'restock_a';
    return { unitId: id, disposition, note: '', isOther: false };
  });
};
const graded = async (walk: ReturnWalk, count: number) =>
  gradeReturn(walk.shop, walk.there, { returnId: walk.returnId, grades: await gradesOf(walk, count) });

type Act = {
  /** What it is for the chart, from a state; nothing of it is a step of its own there. */
  moves: (from: ReturnState) => ReturnMove[];
  /** `asked`: somebody is told no. `heard`: a job or a carrier, who come late and twice, and move nothing then. */
  how: 'asked' | 'heard';
  run: (walk: ReturnWalk) => Promise<unknown>;
};
const grade = (from: ReturnState, units: number): ReturnMove[] => [
  ...(from === 'received' ? [{ type: 'inspect' } as const] : []),
  { type: 'grade', units }
];

export const RETURN_ACTS: Record<string, Act> = {
  approve: { moves: () => [{ type: 'approve' }], how: 'asked', run: async (walk) => decided(walk, true) },
  decline: { moves: () => [{ type: 'decline' }], how: 'asked', run: async (walk) => decided(walk, false) },
  appeal: {
    moves: () => [{ type: 'appeal' }],
    how: 'asked',
    run: async ({ shop, orderId, returnId }) => appealReturn(shop, shopper, { orderId, returnId, words: 'Look at it once more.' })
  },
  cancel: {
    moves: () => [{ type: 'cancel' }],
    how: 'asked',
    run: async ({ shop, orderId, returnId }) => cancelReturn(shop, shopper, { orderId, returnId })
  },
  expire: {
    moves: () => [{ type: 'expire' }],
    how: 'heard',
    async run({ shop, returnId }) {
      const [now, month] = [shop.now(), 31 * 24 * 3_600_000];
      shop.at(new Date(now.getTime() + month));
      await lapseReturn(shop, SYSTEM, { returnId });
      shop.at(now);
    }
  },
  label: {
    moves: () => [{ type: 'label' }],
    how: 'heard',
    run: async ({ shop, returnId }) => issueReturnLabel(shop, SYSTEM, { returnId })
  },
  'drop-at-store': {
    moves: () => [{ type: 'drop-at-store' }],
    how: 'asked',
    run: async ({ shop, there, orderId, returnId }) => chooseDropOff(shop, shopper, { orderId, returnId, nodeId: there.nodeId })
  },
  'first-scan': {
    moves: () => [{ type: 'first-scan' }],
    how: 'heard',
    async run({ shop, returnId }) {
      const number = (await returnShipmentOf(shop.db, returnId))?.trackingNumber;
      if (number) await recordReturnScans(shop, SYSTEM, carrierNews(number, [['in_transit', 'accepted', shop.now().toISOString()]]));
    }
  },
  accept: {
    moves: () => [{ type: 'accept' }],
    how: 'asked',
    run: async ({ shop, there, returnId }) => acceptReturn(shop, there, { returnId })
  },
  'receive one': {
    moves: () => [{ type: 'receive', units: 1, isAll: false }],
    how: 'asked',
    run: async (walk) => received(walk, 1, false)
  },
  'receive both': {
    moves: () => [{ type: 'receive', units: 2, isAll: false }],
    how: 'asked',
    run: async (walk) => received(walk, 2, false)
  },
  'receive an empty box': {
    moves: () => [{ type: 'receive', units: 0, isAll: true }],
    how: 'asked',
    run: async (walk) => received(walk, 0, true)
  },
  'grade one': { moves: (from) => grade(from, 1), how: 'asked', run: async (walk) => graded(walk, 1) },
  'grade all': { moves: (from) => grade(from, 2), how: 'asked', run: async (walk) => graded(walk, 2) },
  'take back': {
    // What was given in before is not given in again.
    moves: (from) => [
      ...(from === 'dropped_off' ? [] : [{ type: 'accept' } as const]),
      { type: 'receive', units: 2, isAll: false },
      { type: 'inspect' },
      { type: 'grade', units: 2 }
    ],
    how: 'asked',
    async run(walk) {
      const units = await unitsOfReturn(walk.shop.db, walk.returnId);
      const grades = units.map(({ id }) => ({ unitId: id, disposition: 'restock_a' as const, note: '', isOther: false }));
      await takeBackAtCounter(walk.shop, walk.there, { returnId: walk.returnId, grades, key: walk.shop.newId() });
    }
  },
  close: {
    moves: () => [{ type: 'close' }],
    how: 'heard',
    async run({ shop, orderId }) {
      for (const { id } of await refundsOf(shop.db, orderId)) await payRefund(shop, SYSTEM, { refundId: id });
      await closeReturns(shop, SYSTEM, { orderId });
    }
  }
};

/** Everything that an act which is not due may not touch: the return, its units, the shelf, the money and the log. */
export async function seenOf({ shop, orderId, returnId }: ReturnWalk): Promise<unknown> {
  const units = await unitsOfReturn(shop.db, returnId);
  return {
    found: await findReturn(shop.db, returnId),
    units,
    money: await refundsOf(shop.db, orderId),
    shelves: await shop.db
      .selectFrom('stock_level')
      .select(['node_id', 'on_hand', 'unavailable', 'version'])
      .where('variant_id', '=', units[0]!.variantId)
      .orderBy('node_id')
      .execute(),
    // A late scan is still told of, whatever it moves.
    log: await shop.db
      .selectFrom('event')
      .select('type')
      .where('topic', '=', `order:${orderId}`)
      .where('type', '!=', 'return.scanned')
      .orderBy('version')
      .execute()
  };
}
