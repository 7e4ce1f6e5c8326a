import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDevice, asMap, stepOf, type ApplyAnswer, type Step } from '#tests/support/cart-devices.ts';
import { cartStore, shownLines, shownQuantity, WHOLE_CART } from './cart.store.ts';
import { cartSync, keptInMemory, type Sent } from './cart-sync.ts';
import type { CartSnapshot } from './cart-snapshot.ts';
import {
  applyOperation,
  MOST_OPERATIONS,
  type CartOperation,
  type OperatedCart,
  type OperationBody,
  type OperationOutcome
} from './operations.ts';

const LAMP = { variantId: 'lamp', pickupNodeId: null };
const by = { role: 'shopper' as const, name: null, channel: 'web' as const, nodeId: null, nodeName: null, device: null };

function snapshotOf(cart: OperatedCart, version: number, done: string[] = []): CartSnapshot {
  const [latest] = done;
  return {
    cartId: 'cart',
    version,
    at: '2026-11-25T05:00:00Z',
    state: cart.state,
    step: 'details',
    lines: cart.lines.map((line) => ({ ...line, title: line.variantId, by, addedAt: '2026-11-25T05:00:00Z' })),
    saved: cart.saved.map((one) => ({ ...one, title: one.variantId, reason: 'chosen' as const })),
    latest: latest === undefined ? null : { id: latest, by, words: 'added lamp', at: '2026-11-25T05:00:00Z' },
    done: done.slice(0, 60),
    heldUntil: null
  };
}

/** A shop as the contract says it: its own order, each id once, its own bounds. */
function modelShop(stock?: number) {
  let cart: OperatedCart = { state: 'active', currency: 'INR', lines: [], saved: [], note: '' };
  let version = 1;
  let done: string[] = [];
  const decided = new Map<string, OperationOutcome>();
  const applied: OperationBody[] = [];
  const offer = { variantId: '', forSale: true, currency: 'INR', unitPriceMinor: 1, free: stock, collectable: true };

  function one(operation: CartOperation): OperationOutcome {
    const known = decided.get(operation.id);
    if (known) return known;
    const folded = applyOperation(cart, operation, offer);
    const { id } = operation;
    if (folded.outcome === 'applied') {
      applied.push(operation);
      done = [id, ...done];
      if (folded.changed) version += 1;
      cart = folded.cart;
    }
    const outcome: OperationOutcome =
      folded.outcome === 'applied' ? { id, outcome: 'applied' } : { id, outcome: 'refused', code: folded.code, detail: folded.detail };
    decided.set(id, outcome);
    return outcome;
  }

  return {
    decided,
    applied,
    offer,
    cart: () => cart,
    close: () => void (cart = { ...cart, state: 'placed' }),
    read: async () => snapshotOf(cart, version, done),
    async apply(operations: CartOperation[]): Promise<ApplyAnswer> {
      await Promise.resolve();
      const outcomes = operations.map(one);
      const answer = { outcomes, cart: snapshotOf(cart, version, done) };
      await Promise.resolve();
      return answer;
    }
  };
}

const emptyCart: OperatedCart = { state: 'active', currency: 'INR', lines: [], saved: [], note: '' };
const breathe = async (times: number): Promise<void> => {
  for (let n = 0; n < times; n++) await Promise.resolve();
};

test('three devices, any history of troubles: all of them and the shop end equal, nothing is lost and nothing counts twice', async () => {
  const history = fc.record({
    steps: fc.array(stepOf(['lamp', 'mug', 'rug']), { minLength: 5, maxLength: 40 }),
    breaths: fc.array(fc.nat(6), { minLength: 7, maxLength: 7 }),
    stock: fc.constantFrom(undefined, 3, 12)
  });
  await fc.assert(
    fc.asyncProperty(history, async ({ steps, breaths, stock }) => {
      const shop = modelShop(stock);
      let ids = 0;
      const answered: OperationOutcome[] = [];
      const world = { shop, newId: () => `op-${(ids += 1)}`, onAnswered: (some: OperationOutcome[]) => void answered.push(...some) };
      const first = await shop.read();
      const devices = [0, 1, 2].map(() => aDevice(world, first));
      for (const [n, step] of steps.entries()) {
        await devices[step.device]!.step(step);
        await breathe(breaths[n % breaths.length]!);
        if (n % 9 === 8) await devices[n % 3]!.comeLate();
      }
      for (const device of devices) await device.settle();
      // A message of long ago arrives when all is done.
      for (const device of devices) await device.comeLate();
      for (const device of devices) await device.hear();

      for (const device of devices) {
        expect(asMap(device.shown())).toEqual(asMap(shop.cart().lines));
        expect(device.cart().pending).toEqual([]);
        expect(await device.kept()).toEqual([]);
        for (const { id } of device.made) expect(shop.decided.has(id)).toBe(true);
      }
      for (const outcome of answered) expect(shop.decided.get(outcome.id)).toEqual(outcome);
      // What was applied, once each in the order of the shop, is the cart.
      const again = shop.applied.reduce<OperatedCart>((before, body) => {
        const after = applyOperation(before, body, shop.offer);
        return after.outcome === 'applied' ? after.cart : before;
      }, emptyCart);
      expect(again).toEqual(shop.cart());
      expect(shop.applied).toHaveLength([...shop.decided.values()].filter(({ outcome }) => outcome === 'applied').length);
    }),
    { numRuns: 1_000 }
  );
}, 60_000);

test('ten minutes offline with 50 operations here and 20 there: equal at once after coming back, in one message', async () => {
  const shop = modelShop();
  let ids = 0;
  const messages: number[] = [];
  const counted = { ...shop, apply: async (some: CartOperation[]) => (messages.push(some.length), shop.apply(some)) };
  const world = { shop: counted, newId: () => `op-${(ids += 1)}`, onAnswered: () => undefined };
  const [here, there] = [aDevice(world, await shop.read()), aDevice(world, await shop.read())];
  await here.step({ device: 0, does: 'disconnect' });
  const add: OperationBody = { kind: 'add', ...LAMP, quantity: 1 };
  const changed: Step[] = Array.from({ length: 50 }, (_, n) => ({
    device: 0,
    does: 'operate',
    body: n % 5 === 4 ? { kind: 'change', ...LAMP, by: -2 } : add
  }));
  for (const step of changed) await here.step(step);
  for (let n = 0; n < 20; n++) await there.step({ device: 1, does: 'operate', body: { ...add, variantId: 'mug' } });
  await there.settle();
  expect(asMap(here.shown())).toEqual({ 'lamp/': 20 });
  messages.length = 0;
  await here.step({ device: 0, does: 'connect' });
  await there.hear();
  expect([asMap(here.shown()), asMap(there.shown())]).toEqual([shop.cart().lines, shop.cart().lines].map(asMap));
  expect(asMap(here.shown())).toEqual({ 'lamp/': 20, 'mug/': 20 });
  expect(messages).toEqual([50]);
});

describe('one device', () => {
  function aPage(answers: (Sent | 'really')[] = [], start = snapshotOf({ ...emptyCart, lines: [{ ...LAMP, quantity: 2 }] }, 1)) {
    const shop = modelShop(3);
    const sent: CartOperation[][] = [];
    const store = cartStore(start);
    const keep = keptInMemory();
    let ids = 0;
    const sync = cartSync(store, {
      keep,
      newId: () => `op-${(ids += 1)}`,
      now: () => new Date('1971-01-01T00:00:00Z'),
      later: () => undefined,
      rest: async () => undefined,
      async send(operations) {
        sent.push(operations);
        const answer = answers.length > 0 ? answers.shift() : 'really';
        return answer === 'really' ? { ok: await shop.apply(operations) } : answer;
      }
    });
    const cart = () => store.getSnapshot().context;
    return { shop, store, sync, keep, sent, cart, lamps: () => shownQuantity(cart(), LAMP) };
  }
  const add: OperationBody = { kind: 'add', ...LAMP, quantity: 1 };

  test('a change shows at once, is kept until it is answered, and goes again after no answer', async () => {
    const page = aPage([undefined]);
    await page.sync.resume();
    page.sync.operate(add);
    expect([page.lamps(), (await page.keep.all('cart')).length]).toEqual([3, 1]);
    await breathe(20);
    page.sync.operate(add);
    await breathe(30);
    expect(page.sent.map((some) => some.map(({ id }) => id))).toEqual([['op-1'], ['op-1', 'op-2']]);
    expect([page.cart().pending, await page.keep.all('cart')]).toEqual([[], []]);
  });

  test('a no takes the change back and says why, at that line alone, until it is changed again', async () => {
    const page = aPage();
    page.sync.operate({ kind: 'add', ...LAMP, quantity: 9 });
    expect(page.lamps()).toBe(11);
    await breathe(20);
    expect(page.cart().refused).toEqual({ 'lamp/': 'Only 3 left. Take 3 or fewer.' });
    page.sync.operate(add);
    expect(page.cart().refused).toEqual({});
  });

  test('what the shop has already is not shown twice while its answer is on the way', async () => {
    const page = aPage([undefined]);
    page.sync.operate(add);
    await breathe(10);
    page.store.send({ type: 'heard', snapshot: snapshotOf({ ...emptyCart, lines: [{ ...LAMP, quantity: 3 }] }, 2, ['op-1']) });
    expect(page.lamps()).toBe(3);
    expect(page.cart()).toMatchObject({ pending: [], news: null });
  });

  test('older news, and news of another cart, changes nothing', () => {
    const page = aPage([], snapshotOf({ ...emptyCart, lines: [{ ...LAMP, quantity: 2 }] }, 7));
    page.store.send({ type: 'heard', snapshot: snapshotOf(emptyCart, 6) });
    page.store.send({ type: 'heard', snapshot: { ...snapshotOf(emptyCart, 9), cartId: 'another' } });
    expect(page.lamps()).toBe(2);
  });

  test('a change of somebody else is news, one’s own is none', async () => {
    const page = aPage();
    page.store.send({ type: 'heard', snapshot: snapshotOf(emptyCart, 2, ['theirs']) });
    expect(page.cart().news).toMatchObject({ id: 'theirs' });
  });

  test('what the shop cannot read loses that operation and no other', async () => {
    const page = aPage([{ refused: 'invalid' }, { refused: 'invalid' }]);
    page.store.send({ type: 'kept', operations: ['bad', 'good'].map((id) => ({ id, baseVersion: 1, madeAt: '', ...add })) });
    await page.sync.resume();
    expect(page.sent.map((some) => some.map(({ id }) => id))).toEqual([['bad', 'good'], ['bad'], ['good']]);
    expect(page.shop.decided.has('good')).toBe(true);
  });

  test('a key that opens nothing any more gives all of it back', async () => {
    const page = aPage([{ refused: 'not-found' }]);
    page.sync.operate(add);
    await breathe(20);
    expect([page.lamps(), page.cart().pending, await page.keep.all('cart')]).toEqual([2, [], []]);
  });

  test('a closed cart shows what it was closed with', async () => {
    const page = aPage();
    page.shop.close();
    page.sync.operate({ kind: 'note', note: 'x' });
    await breathe(20);
    expect(page.cart().refused).toEqual({ [WHOLE_CART]: 'This cart is closed. Add what you want to a new one.' });
    expect(shownLines(page.cart())).toEqual(page.shop.cart().lines);
  });

  test('many and long operations go in messages that the socket takes', async () => {
    const page = aPage([undefined]);
    page.sync.operate(add);
    for (let n = 0; n < 150; n++) page.sync.operate({ kind: 'note', note: '🎁'.repeat(200) });
    await breathe(10);
    await page.sync.resume();
    await breathe(1_000);
    expect(Math.max(...page.sent.map((some) => Buffer.byteLength(JSON.stringify(some))))).toBeLessThan(64_000);
    expect(Math.max(...page.sent.map((some) => some.length))).toBeLessThanOrEqual(MOST_OPERATIONS);
    expect(page.cart().pending).toEqual([]);
  });
});
