import fc from 'fast-check';
import { cartStore, shownLines } from '#lib/commerce/cart/cart.store.ts';
import { cartSync, keptInMemory, type Sent } from '#lib/commerce/cart/cart-sync.ts';
import type { CartSnapshot } from '#lib/commerce/cart/cart-snapshot.ts';
import { lineKey, type LineUnits } from '#lib/commerce/cart/cart.ts';
import type { CartOperation, OperationBody, OperationOutcome } from '#lib/commerce/cart/operations.ts';

export type ApplyAnswer = { cart: CartSnapshot; outcomes: OperationOutcome[] };

/** What a history is told by: which device, and what happens to it. */
export type Step =
  | { device: number; does: 'operate'; body: OperationBody }
  /** The next message is lost on its way, or its answer is; or it comes twice, or is late behind a later one. */
  | { device: number; does: 'lose-message' | 'lose-answer' | 'double' | 'delay' }
  | { device: number; does: 'disconnect' | 'connect' | 'crash' | 'hear-old' };

export function stepOf(variants: string[]): fc.Arbitrary<Step> {
  const line = fc.record({ variantId: fc.constantFrom(...variants), pickupNodeId: fc.constant(null) });
  const units = fc.integer({ min: 1, max: 4 });
  const body = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(line, units).map(([named, quantity]): OperationBody => ({ kind: 'add', ...named, quantity })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(line, fc.integer({ min: -3, max: 3 }).filter(Boolean))
        .map(([named, by]): OperationBody => ({ kind: 'change', ...named, by }))
    },
    { weight: 2, arbitrary: fc.tuple(line, units).map(([named, seen]): OperationBody => ({ kind: 'remove', ...named, seen })) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('save', 'unsave'), line).map(([kind, named]): OperationBody => ({ kind, ...named })) },
    { weight: 1, arbitrary: fc.string({ maxLength: 9 }).map((note): OperationBody => ({ kind: 'note', note })) }
  );
  const device = fc.nat(2);
  const trouble = fc.constantFrom('lose-message', 'lose-answer', 'double', 'delay', 'disconnect', 'connect', 'crash', 'hear-old');
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ device, does: fc.constant('operate' as const), body }) },
    { weight: 2, arbitrary: fc.record({ device, does: trouble }) as fc.Arbitrary<Step> }
  );
}

type Shop = { apply: (operations: CartOperation[]) => Promise<ApplyAnswer>; read: () => Promise<CartSnapshot> };
type World = { shop: Shop; newId: () => string; onAnswered: (outcomes: OperationOutcome[]) => void };

/** A device with its page, what it keeps, and a line that can be as bad as lines are. */
export function aDevice(world: World, first: CartSnapshot) {
  const keep = keptInMemory();
  const made: CartOperation[] = [];
  let connected = true;
  let trouble: string | undefined;
  let old = first;
  let late: CartOperation[] | undefined;
  let page = open(first);

  async function send(operations: CartOperation[]): Promise<Sent> {
    if (!connected) return undefined;
    const met = trouble;
    trouble = undefined;
    if (met === 'lose-message') return undefined;
    if (met === 'delay') {
      late = operations;
      return undefined;
    }
    const answer = await world.shop.apply(operations);
    if (met === 'double') await world.shop.apply(operations);
    if (met === 'lose-answer') return undefined;
    world.onAnswered(answer.outcomes);
    return { ok: answer };
  }

  function open(snapshot: CartSnapshot) {
    const store = cartStore(snapshot);
    let gone = false;
    const sync = cartSync(store, {
      // A page that is gone sends no more and hears no answer.
      send: async (operations) => {
        const sent = gone ? undefined : await send(operations);
        return gone ? undefined : sent;
      },
      keep,
      newId: () => world.newId(),
      now: () => new Date('2026-11-25T05:00:00Z'),
      later: () => undefined,
      rest: async () => undefined
    });
    return { store, sync, close: () => void (gone = true) };
  }

  return {
    made,
    shown: (): LineUnits[] => shownLines(page.store.getSnapshot().context),
    cart: () => page.store.getSnapshot().context,
    kept: async () => keep.all(first.cartId),
    async step(step: Step): Promise<void> {
      const { snapshot } = page.store.getSnapshot().context;
      switch (step.does) {
        case 'operate': {
          page.sync.operate(step.body);
          const { pending } = page.store.getSnapshot().context;
          made.push(...pending.slice(-1));
          return;
        }
        case 'disconnect':
          connected = false;
          return;
        case 'connect':
          connected = true;
          page.store.send({ type: 'heard', snapshot: await world.shop.read() });
          return page.sync.resume();
        case 'crash':
          page.close();
          // The new page is made by the shop, at whatever moment.
          page = open(connected ? await world.shop.read() : snapshot);
          return page.sync.resume();
        case 'hear-old':
          page.store.send({ type: 'heard', snapshot: old });
          old = snapshot;
          return;
        case 'lose-message':
        case 'lose-answer':
        case 'double':
        case 'delay':
          trouble = step.does;
      }
    },
    /** What was held up on the line comes through after all. */
    async comeLate(): Promise<void> {
      if (late) await world.shop.apply(late);
      late = undefined;
    },
    async settle(): Promise<void> {
      trouble = undefined;
      connected = true;
      for (let tries = 0; tries < 400; tries++) {
        await page.sync.resume();
        // A message that was under way has its answer, or none, by then.
        await new Promise((resolve) => (tries < 20 ? setImmediate(resolve) : setTimeout(resolve, 5)));
        if (page.store.getSnapshot().context.pending.length === 0) return;
      }
    },
    async hear(): Promise<void> {
      page.store.send({ type: 'heard', snapshot: await world.shop.read() });
    }
  };
}

export const asMap = (lines: LineUnits[]): Record<string, number> =>
  Object.fromEntries(lines.map((line) => [lineKey(line), line.quantity] as const).toSorted(([one], [other]) => (one < other ? -1 : 1)));
