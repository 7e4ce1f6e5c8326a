import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workSnapshots } from '#db/queries/store-work.ts';
import { boxesAt, findBox } from '#db/queries/transfers.ts';
import { closeTransfer } from '#lib/commerce/stock/close-transfer.server.ts';
import { fillTransfer } from '#lib/commerce/stock/fill-transfer.server.ts';
import { markDamaged } from '#lib/commerce/stock/mark-damaged.server.ts';
import { openTransfer } from '#lib/commerce/stock/open-transfer.server.ts';
import { receiveStock } from '#lib/commerce/stock/receive-stock.server.ts';
import { receiveTransfer } from '#lib/commerce/stock/receive-transfer.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { sendTransfer } from '#lib/commerce/stock/send-transfer.server.ts';
import type { Fate } from '#lib/commerce/stock/stock-level.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import { asha, aNode, aVariant, level } from '#tests/support/makers.ts';
import { brokenInvariants } from '#tests/support/invariants.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { everybody, outcomeOf } from '#tests/support/staff.ts';

const here = 'blr-indiranagar';
const there = 'bom-bandra';
const nila: Staff = { ...asha, userId: '0199f000-0000-7000-8000-00000000b1a2', name: 'Nila', nodeId: there };
let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await aNode(shop.db, here);
  await aNode(shop.db, there);
});
afterAll(async () => shop.close());

const open = async () => (await openTransfer(shop, asha, { toNodeId: there })).transferId;
const fill = (transferId: string, variantId: string, by: number, key = shop.newId()) =>
  fillTransfer(shop, asha, { transferId, variantId, by, key });
const send = (transferId: string) => sendTransfer(shop, asha, { transferId });
const unpack = (transferId: string, variantId: string, quantity: number, key = shop.newId()) =>
  receiveTransfer(shop, nila, { transferId, variantId, quantity, key });
const mark = (variantId: string, quantity: number, fate: Fate, key = shop.newId()) =>
  markDamaged(shop, asha, { variantId, quantity, fate, reason: 'fell down', key });
const sell = (variantId: string, quantity = 1) =>
  sellInStore(shop, asha, { lines: [{ variantId, quantity }], payment: 'cash', key: shop.newId() });
const movements = (variantId: string) =>
  shop.db
    .selectFrom('stock_movement')
    .select(['node_id', 'kind', 'quantity', 'set_aside', 'reason'])
    .where('variant_id', '=', variantId)
    .orderBy('id')
    .execute();
const told = async (topic: string) => {
  const rows = await shop.db
    .selectFrom('event')
    .select(['type', 'version', 'data'])
    .where('topic', '=', topic)
    .orderBy('position')
    .execute();
  return rows.map(({ type, version, data }) => ({ type, version, ...(data as object) }));
};

/** A box with so many of a new thing, on its way. */
async function sent(quantity: number): Promise<{ box: string; mug: string }> {
  const mug = await aVariant(shop.db, { stock: { [here]: quantity } });
  const box = await open();
  await fill(box, mug, quantity);
  await send(box);
  return { box, mug };
}

test('what is put in a box leaves the shelf at once, and lies on the other shelf when it comes out there', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 5 } });
  const box = await open();
  expect(await fill(box, mug, 3)).toEqual({ inIt: 3 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 2, available: 2 });
  await expect(sell(mug, 3)).rejects.toMatchObject({ code: 'not-enough-stock' });
  await expect(unpack(box, mug, 1)).rejects.toMatchObject({ code: 'not-allowed' });
  await send(box);
  await send(box);
  expect(await unpack(box, mug, 2)).toEqual({ onHand: 2, isClosed: false });
  expect(await level(shop.db, mug, there)).toMatchObject({ on_hand: 2, available: 2 });
  expect(await unpack(box, mug, 1)).toEqual({ onHand: 3, isClosed: true });
  expect((await told(`transfer:${box}`)).map((event) => ('state' in event ? event.state : ''))).toEqual([
    'picked',
    'in_transit',
    'in_transit',
    'closed'
  ]);
  expect(await told(`stock:${there}/${mug}`)).toMatchObject([
    { type: 'stock.changed', available: 2 },
    { type: 'stock.changed', available: 3 }
  ]);
});

test('what is missing at the end is named: by the box, in the movements and in what is told', async () => {
  const { box, mug } = await sent(4);
  await unpack(box, mug, 3);
  expect(await closeTransfer(shop, nila, { transferId: box })).toEqual({ differences: [{ variantId: mug, quantity: 1 }] });
  expect((await findBox(shop.db, box, there))?.lines).toMatchObject([{ sent: 4, received: 3, difference: 1 }]);
  expect((await movements(mug)).slice(-2)).toMatchObject([
    { node_id: there, kind: 'transferred', quantity: 1, reason: 'missing in the box' },
    { node_id: there, kind: 'corrected', quantity: -1, reason: 'missing in the box' }
  ]);
  expect((await told(`transfer:${box}`)).at(-1)).toMatchObject({ state: 'closed', differences: [{ variantId: mug, quantity: 1 }] });
  expect(await level(shop.db, mug, there)).toMatchObject({ on_hand: 3 });
  await expect(unpack(box, mug, 1)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(closeTransfer(shop, nila, { transferId: box })).rejects.toMatchObject({ code: 'not-allowed' });
});

test('what was put in wrongly comes out again, and an empty box does not leave', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 2 } });
  const box = await open();
  await fill(box, mug, 2);
  await expect(fill(box, mug, -3)).rejects.toMatchObject({ code: 'wrong-count' });
  expect(await fill(box, mug, -2)).toEqual({ inIt: 0 });
  expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 2 });
  await expect(send(box)).rejects.toMatchObject({ code: 'not-allowed' });
  expect((await boxesAt(shop.db, here)).map(({ id }) => id)).not.toContain(box);
});

test('the box for a place is one, whoever begins it at the same moment', async () => {
  const boxes = await Promise.all([open(), open(), open()]);
  expect(new Set(boxes).size).toBe(1);
});

test('the last unit goes into the box or over the counter, never both', async () => {
  for (let round = 0; round < 6; round++) {
    const mug = await aVariant(shop.db, { stock: { [here]: 1 } });
    const box = await open();
    const outcomes = await Promise.all([outcomeOf(fill(box, mug, 1)), outcomeOf(sell(mug))]);
    expect(outcomes.toSorted()).toEqual(['done', 'out-of-stock']);
    expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: 0, available: 0 });
  }
});

test('two who unpack the same last unit put one on the shelf; the same press twice counts once', async () => {
  const { box, mug } = await sent(3);
  const key = shop.newId();
  await Promise.all([unpack(box, mug, 2, key), unpack(box, mug, 2, key)]);
  const outcomes = await Promise.all([outcomeOf(unpack(box, mug, 1)), outcomeOf(unpack(box, mug, 1))]);
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
  expect(await level(shop.db, mug, there)).toMatchObject({ on_hand: 3 });
});

test('unpacking and closing at the same moment lose nothing', async () => {
  for (let round = 0; round < 4; round++) {
    const { box, mug } = await sent(2);
    await Promise.all([outcomeOf(unpack(box, mug, 1)), outcomeOf(closeTransfer(shop, nila, { transferId: box }))]);
    const line = (await findBox(shop.db, box, there))?.lines[0];
    expect((line?.received ?? 0) + (line?.difference ?? 0)).toBe(2);
    expect(await level(shop.db, mug, there).catch(() => ({ on_hand: 0 }))).toMatchObject({ on_hand: line?.received });
  }
});

test('a box filled while it is sent goes whole, or the unit stays on the shelf', async () => {
  const mug = await aVariant(shop.db, { stock: { [here]: 2 } });
  const box = await open();
  await fill(box, mug, 1);
  const [, filled] = await Promise.all([send(box), outcomeOf(fill(box, mug, 1))]);
  expect(['done', 'not-allowed']).toContain(filled);
  expect((await level(shop.db, mug, here)).on_hand).toBe(filled === 'done' ? 0 : 1);
});

test('what does not fit is refused by its name', async () => {
  const { box, mug } = await sent(2);
  const other = await aVariant(shop.db);
  await expect(unpack(box, other, 1)).rejects.toMatchObject({ code: 'wrong-item' });
  await expect(unpack(box, mug, 3)).rejects.toMatchObject({ code: 'wrong-count', message: '2' });
  for (const odd of [0, -1, 0.5, Number.NaN, 1e9]) await expect(unpack(box, mug, odd)).rejects.toMatchObject({ code: 'invalid' });
  await expect(receiveTransfer(shop, asha, { transferId: box, variantId: mug, quantity: 1, key: 'k' })).rejects.toMatchObject({
    code: 'not-found'
  });
  await expect(openTransfer(shop, asha, { toNodeId: here })).rejects.toMatchObject({ code: 'invalid' });
  await expect(openTransfer(shop, asha, { toNodeId: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
  const next = await open();
  await expect(fill(next, shop.newId(), 1)).rejects.toMatchObject({ code: 'not-found' });
  await expect(fill(next, await aVariant(shop.db, { tracked: false }), 1)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(fill(next, other, -1)).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(fill(next, other, 1)).rejects.toMatchObject({ code: 'out-of-stock' });
});

test('both ends hear of a box', async () => {
  const before = await workSnapshots(shop.db, [here, there]);
  await sent(1);
  const after = await workSnapshots(shop.db, [here, there]);
  for (const { nodeId, version } of before) expect(after.find((one) => one.nodeId === nodeId)!.version).toBeGreaterThan(version);
});

test('only those who stand at the shelf send boxes and set things aside', async () => {
  const outcomes: string[] = [];
  for (const actor of everybody(here)) {
    const mug = await aVariant(shop.db, { stock: { [here]: 1 } });
    const opened = await outcomeOf(openTransfer(shop, actor, { toNodeId: there }));
    const marked = await outcomeOf(
      markDamaged(shop, actor, { variantId: mug, quantity: 1, fate: 'damaged', reason: '', key: shop.newId() })
    );
    expect(marked).toBe(opened);
    if (opened === 'done') outcomes.push(actor.role);
    else expect(opened).toBe('forbidden');
  }
  expect(outcomes).toEqual(['associate', 'warehouse', 'manager']);
});

/** One shelf here and one there, as they should be. */
type Books = { here: number; aside: number; there: number; box: number; onRoad: number };

test(
  'whatever comes in, leaves, breaks and is sold in whatever order: both shelves and the boxes between them are right',
  { timeout: 120_000 },
  async () => {
    const step = fc.record({
      act: fc.constantFrom('receive', 'fill', 'empty', 'send', 'unpack', 'close', 'damaged', 'sound', 'discarded', 'sell'),
      units: fc.integer({ min: 1, max: 3 })
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const mug = await aVariant(shop.db, { stock: { [here]: 4 } });
        const books: Books = { here: 4, aside: 0, there: 0, box: 0, onRoad: 0 };
        let [box, road]: (string | undefined)[] = [undefined, undefined];
        const doing = async (act: string, units: number) => {
          const free = books.here - books.aside;
          if (act === 'receive') {
            await receiveStock(shop, asha, { variantId: mug, quantity: units, reason: '', key: shop.newId() });
            books.here += units;
          } else if (act === 'fill') {
            box ??= await open();
            expect(await outcomeOf(fill(box, mug, units))).toBe(units <= free ? 'done' : free > 0 ? 'not-enough-stock' : 'out-of-stock');
            if (units <= free) [books.here, books.box] = [books.here - units, books.box + units];
          } else if (act === 'empty' && box && books.box >= units) {
            await fill(box, mug, -units);
            [books.here, books.box] = [books.here + units, books.box - units];
          } else if (act === 'send' && box && books.box > 0 && !road) {
            await send(box);
            [road, box, books.onRoad, books.box] = [box, undefined, books.box, 0];
          } else if (act === 'unpack' && road) {
            expect(await outcomeOf(unpack(road, mug, units))).toBe(units <= books.onRoad ? 'done' : 'wrong-count');
            if (units <= books.onRoad) [books.there, books.onRoad] = [books.there + units, books.onRoad - units];
            if (books.onRoad === 0) road = undefined;
          } else if (act === 'close' && road) {
            expect((await closeTransfer(shop, nila, { transferId: road })).differences).toEqual([
              { variantId: mug, quantity: books.onRoad }
            ]);
            [road, books.onRoad] = [undefined, 0];
          } else if (act === 'damaged' || act === 'sound' || act === 'discarded') {
            const most = act === 'damaged' ? free : books.aside;
            expect(await outcomeOf(mark(mug, units, act))).toBe(units <= most ? 'done' : 'not-enough-stock');
            if (units > most) return;
            books.aside += act === 'damaged' ? units : -units;
            if (act === 'discarded') books.here -= units;
          } else if (act === 'sell' && units <= free) {
            await sell(mug, units);
            books.here -= units;
          }
        };
        for (const { act, units } of steps) {
          await doing(act, units);
          expect(await level(shop.db, mug, here)).toMatchObject({ on_hand: books.here, unavailable: books.aside, short: 0 });
          const other = await level(shop.db, mug, there).catch(() => ({ on_hand: 0 }));
          expect(other.on_hand).toBe(books.there);
        }
        // The next history begins with boxes of its own.
        if (box && books.box > 0) await fill(box, mug, -books.box);
        if (road) await closeTransfer(shop, nila, { transferId: road });
      }),
      { numRuns: 25 }
    );
    expect(await brokenInvariants(shop.db)).toEqual([]);
  }
);
