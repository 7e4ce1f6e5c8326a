import { createSubscriber } from 'svelte/reactivity';
import { later, wait } from '#lib/live/ask.ts';
import { keptInBrowser } from '#lib/live/kept-operations.ts';
import { watchCart, type WatchedCart } from '#lib/live/watch-cart.ts';
import { isOpen, lineKey, type LineName } from './cart.ts';
import type { CartSnapshot, CartVisitor } from './cart-snapshot.ts';
import { cartStore, shownQuantity, WHOLE_CART, type CartStore } from './cart.store.ts';
import { cartSync, type CartSync, type Sent } from './cart-sync.ts';
import type { CartOperation, OperationBody } from './operations.ts';

/** Between two messages of one page: a connection may say thirty in ten seconds, and several presses make one message. */
const REST_MS = 350;
const FLUSH_TRIES = 100;
const FLUSH_EVERY_MS = 50;

export type LiveCart = ReturnType<typeof liveCart>;

type Start = {
  cartKey: string;
  snapshot: CartSnapshot;
  /** How to send without a socket, where the page has such a way. */
  post?: (operations: CartOperation[]) => Promise<Sent>;
};

/** A cart on an open page, followed and changed together with whoever else has it open. Read it where it is shown. */
export function liveCart({ cartKey, snapshot, post }: Start) {
  const store = cartStore(snapshot);
  const company = $state<{ here: CartVisitor[]; takenBack: boolean }>({ here: [], takenBack: false });
  let watched: WatchedCart | undefined;

  const sync = cartSync(store, {
    send: async (operations) => (await watched?.apply(operations)) ?? post?.(operations).catch(() => undefined),
    keep: keptInBrowser(),
    newId: () => crypto.randomUUID(),
    now: () => new Date(),
    later,
    rest: async () => wait(REST_MS)
  });

  /** For as long as the page is there. The returned function leaves. */
  function follow(): () => void {
    const here = watchCart(cartKey, {
      changed: (newer) => store.send({ type: 'heard', snapshot: newer }),
      here: (visitors) => void (company.here = visitors),
      connected: () => void sync.resume(),
      takenBack: () => void (company.takenBack = true)
    });
    watched = here;
    void sync.resume();
    return () => {
      watched = undefined;
      here.leave();
    };
  }

  return {
    ...shownOf(store),
    company,
    follow,
    heard: (newer: CartSnapshot): void => store.send({ type: 'heard', snapshot: newer }),
    operate: (body: OperationBody): void => sync.operate(body),
    flush: async (): Promise<boolean> => flush(store, sync)
  };
}

/** The cart as it is shown, read anew whenever it changed. */
function shownOf(store: CartStore) {
  const track = createSubscriber((update) => {
    const noticing = store.subscribe(update);
    return () => noticing.unsubscribe();
  });
  const cart = () => {
    track();
    return store.getSnapshot().context;
  };
  return {
    snapshot: (): CartSnapshot => cart().snapshot,
    /** False once it became an order, or part of another cart. */
    isOpen: (): boolean => isOpen(cart().snapshot),
    quantityOf: (line: LineName): number => shownQuantity(cart(), line),
    refusedAt: (line: LineName): string | undefined => cart().refused[lineKey(line)],
    /** A no about the whole cart. */
    refused: (): string | undefined => cart().refused[WHOLE_CART],
    news: (): CartSnapshot['latest'] => cart().news,
    /** How many changes were made here that the shop has not answered. */
    waiting: (): number => cart().pending.length
  };
}

/** Waits until everything that was done here is answered. @returns whether it is */
async function flush(store: CartStore, sync: CartSync): Promise<boolean> {
  void sync.resume();
  for (let tries = 0; tries < FLUSH_TRIES; tries++) {
    if (store.getSnapshot().context.pending.length === 0) return true;
    // oxlint-disable-next-line no-await-in-loop -- waiting is the point
    await wait(FLUSH_EVERY_MS);
  }
  return false;
}
