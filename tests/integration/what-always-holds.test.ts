import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addToCart } from '#lib/commerce/cart/add-to-cart.server.ts';
import { chooseDelivery } from '#lib/commerce/cart/choose-delivery.server.ts';
import { giveDetails } from '#lib/commerce/cart/give-details.server.ts';
import { placeOrder } from '#lib/commerce/orders/place-order.server.ts';
import { sellInStore } from '#lib/commerce/stock/sell-in-store.server.ts';
import { isRefusal } from '#lib/kernel/refusal.ts';
import type { Books } from '../support/books.ts';
import { acts, histories, type History, type Step } from '../support/histories.ts';
import { address, aCart, aNode, asha, aVariant, contact, level, shopper } from '../support/makers.ts';
import { openShop, type TestShop } from '../support/shop.ts';

const HERE = 'blr-here';
const OVER = new Set(['closed', 'collected', 'cancelled', 'uncollected']);

let shop: TestShop;
let told: History[];
let steps: Step[];
beforeAll(async () => {
  shop = await openShop();
  told = await histories(shop, { count: 12, length: 40, seed: 20_261_126 });
  steps = told.flatMap((history) => history.steps);
}, 300_000);
afterAll(() => shop.close());

const all = <Name extends 'levels' | 'holds' | 'parts' | 'parcels' | 'orders' | 'payments'>(name: Name): Books[Name][number][] =>
  steps.flatMap(({ after }) => after[name] as Books[Name][number][]);
/** Each row of a step with what it was before it; rows that the step made are left out. */
function changes<Name extends 'holds' | 'promises' | 'parcels' | 'orders' | 'payments' | 'scans'>(name: Name) {
  type Row = Books[Name][number];
  return steps.flatMap(({ before, after }) => {
    const known = new Map((before[name] as Row[]).map((row) => [row.id, row]));
    return (after[name] as Row[]).flatMap((now) => {
      const was = known.get(now.id);
      return was ? [{ was, now }] : [];
    });
  });
}

test('the histories are worth asking: everything in them happens, and comes to an end in many ways', () => {
  const changed = new Set(steps.filter(({ before, after }) => after.position > before.position).map(({ act }) => act.kind));
  expect(acts.filter((kind) => !changed.has(kind))).toEqual([]);
  const lacking = (name: 'holds' | 'parcels' | 'payments', ...states: string[]) =>
    states.filter((state) => !all(name).some((one) => one.state === state));
  expect(lacking('holds', 'held', 'converted', 'expired')).toEqual([]);
  expect(lacking('parcels', 'released', 'packed', 'shipped', 'ready_for_pickup', 'collected', 'closed', 'cancelled', 'unfillable')).toEqual(
    []
  );
  expect(lacking('payments', 'pending', 'declined', 'captured', 'partially_refunded')).toEqual([]);
  expect(all('levels').some(({ short }) => short > 0)).toBe(true);
  expect(all('parts').some(({ allocations }) => allocations.length > 1)).toBe(true);
  const isHalf = ({ parcels }: Books) =>
    parcels.some(({ orderId, state }) => OVER.has(state) && parcels.some((other) => other.orderId === orderId && !OVER.has(other.state)));
  expect(steps.some(({ after }) => isHalf(after))).toBe(true);
});

test('I1 no shelf promises more than lies there, unless it is short and that was told', () => {
  for (const shelf of all('levels')) {
    expect(Math.min(shelf.onHand, shelf.allocated, shelf.held, shelf.unavailable, shelf.short)).toBeGreaterThanOrEqual(0);
    expect(shelf.allocated + shelf.held + shelf.unavailable).toBeLessThanOrEqual(shelf.onHand + shelf.short);
    if (shelf.short > 0) expect(shelf.toldShort).toBeGreaterThanOrEqual(shelf.short);
  }
});

test('I2 what was held, bound or sold had been free, also when many wanted it at once', () => {
  for (const { act, before, after } of steps) {
    if (['receive', 'count', 'damage'].includes(act.kind)) continue;
    for (const now of after.levels) {
      const was = before.levels.find(({ at }) => at === now.at)!;
      const promised = now.held + now.allocated - was.held - was.allocated;
      const sold = act.kind === 'sell' ? was.onHand - now.onHand : 0;
      const free = was.onHand + was.short - was.unavailable - was.held - was.allocated;
      expect(promised + sold).toBeLessThanOrEqual(Math.max(0, free));
    }
  }
});

test('I3 each hold is taken off one shelf, once, and what can be sold is what is left there', () => {
  for (const shelf of all('levels')) {
    expect(shelf.held).toBe(shelf.heldByHolds);
    expect(shelf.allocated).toBe(shelf.allocatedByLines);
    expect(shelf.available).toBe(shelf.onHand - shelf.unavailable - shelf.allocated - shelf.held - shelf.safety);
  }
});

test('I4 what lies on a shelf is the sum of its movements', () => {
  for (const shelf of all('levels')) expect([shelf.onHand, shelf.unavailable]).toEqual([shelf.moved, shelf.movedAside]);
});

test('I5 a hold ends once; one that became an order is bound to it with as many units, in the same step', () => {
  for (const { was, now } of changes('holds')) {
    expect(now.quantity).toBe(was.state === 'held' ? now.quantity : was.quantity);
    if (was.state !== 'held') expect(now.state).toBe(was.state);
  }
  for (const hold of all('holds')) {
    expect(hold.ended).toBe(hold.state !== 'held');
    expect(hold.bound).toBe(hold.state === 'converted' ? hold.quantity : 0);
  }
});

test('I6 of one thing on two lines the sum is asked for: an order or a sale has it exactly when the shelf has that many', async () => {
  await aNode(shop.db, HERE);
  const units = fc.integer({ min: 1, max: 4 });
  await fc.assert(
    fc.asyncProperty(units, units, fc.nat(8), async (sent, collected, free) => {
      const variantId = await aVariant(shop.db, { stock: { [HERE]: free } });
      const fits = sent + collected <= free;
      const lines = [sent, collected].map((quantity) => ({ variantId, quantity }));
      expect(await isTaken(async () => ordered(variantId, { sent, collected }))).toBe(fits);
      const { available } = await level(shop.db, variantId, HERE);
      expect(available).toBe(fits ? free - sent - collected : free);
      const sold = async () => sellInStore(shop, { ...asha, nodeId: HERE }, { lines, payment: 'cash', key: shop.newId() });
      expect(await isTaken(sold)).toBe(sent + collected <= available);
    }),
    { numRuns: 40, seed: 6 }
  );
});

async function ordered(variantId: string, { sent, collected }: { sent: number; collected: number }): Promise<void> {
  const { cartKey } = await aCart(shop);
  for (const [quantity, pickupNodeId] of [
    [sent, null],
    [collected, HERE]
  ] as const)
    await addToCart(shop, shopper, { cartKey, variantId, quantity, pickupNodeId, key: shop.newId() });
  await giveDetails(shop, shopper, { cartKey, contact, address });
  const { version } = await chooseDelivery(shop, shopper, { cartKey, choice: 'standard' });
  expect(await level(shop.db, variantId, HERE)).toMatchObject({ held: sent + collected });
  await placeOrder(shop, shopper, { cartKey, version, method: 'upi', key: shop.newId() });
}
async function isTaken(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (fault) {
    if (!isRefusal(fault)) throw fault;
    return false;
  }
}

test('I7 each ordered unit is in one parcel, and bound, gone, free again or asked about as that parcel stands', () => {
  for (const { after } of steps) {
    for (const line of after.lines) {
      const parts = after.parts.filter(({ orderLineId }) => orderLineId === line.id);
      expect(parts.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(line.quantity);
    }
    for (const part of after.parts) {
      const { state, method } = after.parcels.find(({ id }) => id === part.parcelId)!;
      // What is carried out of the door is sold from the shelf, and never bound.
      if (method === 'carry_out') {
        expect([state, part.allocations]).toEqual(['collected', []]);
        continue;
      }
      const units = (of: string) => part.allocations.filter((one) => one.state === of).reduce((sum, { quantity }) => sum + quantity, 0);
      const isGone = ['shipped', 'collected', 'closed'].includes(state);
      const isFree = ['unfillable', 'cancelled', 'uncollected'].includes(state);
      expect([units('open'), units('consumed')]).toEqual([isGone || isFree ? 0 : part.quantity, isGone ? part.quantity : 0]);
    }
  }
});

test('I8 no more is taken than was allowed, and no more goes back than was taken', () => {
  for (const pay of all('payments')) {
    const amounts = [pay.refunded, pay.captured, pay.authorized, pay.amount];
    expect(amounts).toEqual(amounts.toSorted((one, other) => one - other));
    expect(pay.captured).toBe(pay.taken);
    expect(pay.refunded).toBeLessThanOrEqual(pay.sentBack);
  }
});

test('I9 an order is completed exactly when its parcels are, and money that goes back moves no parcel', () => {
  for (const { act, before, after } of steps) {
    const unended = after.orders.filter(({ life }) => life === 'confirmed' || life === 'completed');
    for (const { id, life } of unended) {
      const isOver = after.parcels.filter(({ orderId }) => orderId === id).every(({ state }) => OVER.has(state));
      expect(life === 'completed').toBe(isOver);
    }
    expect(act.kind === 'credit' ? after.parcels : before.parcels).toEqual(before.parcels);
  }
});

test('I10 a promise once made stays as it was shown, and new ones are numbered after it', () => {
  for (const { was, now } of changes('promises')) expect(now.words).toBe(was.words);
  for (const { before, after } of steps) {
    const kept = new Set(after.promises.map(({ id }) => id));
    for (const { id } of before.promises) expect(kept).toContain(id);
    for (const { id } of after.parcels) {
      const numbers = after.promises
        .filter(({ parcelId }) => parcelId === id)
        .map(({ number }) => number)
        .toSorted((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  }
});

test('I11 the same call with its key answers the same and writes nothing', () => {
  const replays = told.flatMap((history) => history.replays);
  expect(new Set(replays.map(({ what }) => what)).size).toBe(6);
  for (const { answers, positions } of replays) {
    expect(answers[1]).toEqual(answers[0]);
    expect(positions[1]).toBe(positions[0]);
  }
});

test('I12 what has ended stays as it ended', () => {
  const ended = (states: string[], rows: { was: string; now: string }[]) => rows.filter(({ was }) => states.includes(was));
  const stateOf = ({ was, now }: { was: { state: string }; now: { state: string } }) => ({ was: was.state, now: now.state });
  const lives = changes('orders').map(({ was, now }) => ({ was: was.life, now: now.life }));
  for (const rows of [
    ended(['closed', 'cancelled', 'uncollected'], changes('parcels').map(stateOf)),
    ended(['declined', 'voided', 'refunded'], changes('payments').map(stateOf)),
    ended(['cancelled', 'closed'], lives)
  ]) {
    expect(rows).not.toEqual([]);
    expect(rows.filter(({ was, now }) => now !== was)).toEqual([]);
  }
});

test('I13 no unit is bound at two places, nor at another than its parcel’s', () => {
  for (const { after } of steps) {
    for (const { allocations, parcelId } of after.parts) {
      const open = allocations.filter(({ state }) => state === 'open').map(({ at }) => at);
      expect(open.length).toBeLessThanOrEqual(1);
      for (const at of open) expect(at).toBe(after.parcels.find(({ id }) => id === parcelId)!.at);
    }
  }
});

test('I14 each scan has the time of its carrier and that of its coming, and none takes a parcel back', () => {
  const road = ['pre_transit', 'in_transit', 'out_for_delivery', 'delivered'];
  for (const { after } of steps) for (const scan of after.scans) expect([scan.occurredAt, scan.receivedAt]).not.toContain(null);
  for (const { was, now } of changes('scans')) expect(now).toEqual(was);
  for (const { was, now } of changes('parcels'))
    if (was.shipment !== null) expect(road.indexOf(now.shipment ?? '')).toBeGreaterThanOrEqual(road.indexOf(was.shipment));
});
