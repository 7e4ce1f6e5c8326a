import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { CartSnapshot } from './cart-snapshot.ts';
import type { CartStore } from './cart.store.ts';
import { MOST_OPERATIONS, type CartOperation, type OperationBody, type OperationOutcome } from './operations.ts';

/** Where operations wait until they are answered, also over a reload or a night. */
export type Keep = {
  /** In the order in which they were made. */
  all: (cartId: string) => Promise<CartOperation[]>;
  add: (cartId: string, operation: CartOperation) => Promise<void>;
  drop: (ids: string[]) => Promise<void>;
};

/** Undefined when no answer came: then it is not known whether the shop has them. */
export type Sent = { ok: { cart: CartSnapshot; outcomes: OperationOutcome[] } } | { refused: RefusalCode } | undefined;

export type Wire = {
  send: (operations: CartOperation[]) => Promise<Sent>;
  keep: Keep;
  newId: () => string;
  now: () => Date;
  /** Calls back when it makes sense to try once more. */
  later: (again: () => void) => void;
  /** Resolves when the next message may go out. */
  rest: () => Promise<void>;
};

export type CartSync = {
  operate: (body: OperationBody) => void;
  /** Takes up what an earlier page left, and sends what waits. Call it at the start and whenever the connection is back. */
  resume: () => Promise<void>;
};

/** "Not now": the same again may be a yes in a moment. */
const NOT_NOW = new Set<RefusalCode>(['too-many-requests', 'in-progress']);

/**
 * Brings what was done on this device to the shop: in order, one message at a time, again until it is answered. Because each
 * operation counts once by its id, sending it once too often does no harm.
 */
export function cartSync(store: CartStore, wire: Wire): CartSync {
  const cart = () => store.getSnapshot().context;
  let sending = false;
  /** Asked to send while a message was under way: should that one be lost, the connection may be another by now. */
  let again = false;
  let takenUp: Promise<void> | undefined;
  /** After a message that the shop could not read, each goes alone, so that only the faulty one is lost. */
  let alone = false;

  const kept = new Set<string>();
  // However an operation was answered, by its own answer or by a cart that has it already: then it need not be kept.
  store.subscribe(({ context }) => {
    const pending = new Set(context.pending.map(({ id }) => id));
    const gone = [...kept].filter((id) => !pending.has(id));
    if (gone.length === 0) return;
    for (const id of gone) kept.delete(id);
    void wire.keep.drop(gone).catch(() => undefined);
  });

  async function takeUp(): Promise<void> {
    const operations = await wire.keep.all(cart().snapshot.cartId).catch(() => []);
    for (const { id } of operations) kept.add(id);
    store.send({ type: 'kept', operations });
  }

  async function pump(): Promise<void> {
    again = sending;
    if (sending) return;
    sending = true;
    try {
      while (await sendSome());
    } finally {
      sending = false;
    }
  }

  /** @returns whether to go on at once */
  async function sendSome(): Promise<boolean> {
    const batch = batchOf(cart().pending, alone ? 1 : MOST_OPERATIONS);
    if (batch.length === 0) return false;
    const sent = await wire.send(batch);
    if (!sent || ('refused' in sent && NOT_NOW.has(sent.refused))) {
      if (!sent && again) {
        again = false;
        return true;
      }
      wire.later(() => void pump());
      return false;
    }
    alone = 'refused' in sent && sent.refused === 'invalid' && batch.length > 1;
    if (!alone) settle(batch, sent);
    await wire.rest();
    return true;
  }

  function settle(batch: CartOperation[], sent: NonNullable<Sent>): void {
    const { cart: heard, outcomes } =
      'ok' in sent ? sent.ok : { cart: undefined, outcomes: batch.map(({ id }) => refusedAll(id, sent.refused)) };
    store.send({ type: 'answered', cart: heard, outcomes });
  }

  return {
    operate(body) {
      const { cartId, version } = cart().snapshot;
      const operation = { id: wire.newId(), baseVersion: version, madeAt: wire.now().toISOString(), ...body };
      kept.add(operation.id);
      store.send({ type: 'asked', operation });
      // Without a place to keep it, it lives as long as the page.
      void wire.keep.add(cartId, operation).catch(() => undefined);
      void pump();
    },
    async resume() {
      await (takenUp ??= takeUp());
      await pump();
    }
  };
}

const refusedAll = (id: string, code: RefusalCode): OperationOutcome => ({ id, outcome: 'refused', code, detail: code });

/** In bytes, with room for escapes; the socket takes no more in one message. */
const MOST_BYTES = 60_000;
const HEAD_BYTES = 400;

function batchOf(pending: readonly CartOperation[], most: number): CartOperation[] {
  let bytes = 0;
  const fits = (operation: CartOperation) =>
    (bytes += HEAD_BYTES + (operation.kind === 'note' ? operation.note.length * 6 : 0)) <= MOST_BYTES;
  const until = pending.slice(0, most).findIndex((operation) => !fits(operation));
  return pending.slice(0, until === -1 ? most : until);
}

/** For tests, and where a browser keeps nothing. */
export function keptInMemory(): Keep {
  const kept = new Map<string, { cartId: string; operation: CartOperation }>();
  return {
    all: async (cartId) => [...kept.values()].filter((one) => one.cartId === cartId).map(({ operation }) => operation),
    add: async (cartId, operation) => void kept.set(operation.id, { cartId, operation }),
    drop: async (ids) => ids.forEach((id) => kept.delete(id))
  };
}
