import type { RefusalCode } from '#lib/kernel/refusal.ts';
import type { TillSale } from './till-sale.ts';

/** `aside`: the shop will not have it as it is; a person must look at it. */
export type KeptSale = { sale: TillSale; aside: RefusalCode | null };

/** Where sales wait until they are answered, over reloads and nights. Each step is done wholly or not at all. */
export type TillKeep = {
  /** In the order in which they were made. */
  all: () => Promise<KeptSale[]>;
  /** Gives it the next number of this till and keeps it. What `make` throws is thrown on, and no number is used up. */
  add: (make: (number: { till: string; receipt: number }) => TillSale) => Promise<TillSale>;
  drop: (id: string) => Promise<void>;
  setAside: (id: string, code: RefusalCode) => Promise<void>;
};

export type Settled = { orderId: string; number: string; totalMinor: number; differenceMinor?: number; oversold?: number };
/** Undefined when no answer came: then it is not known whether the shop has it. */
export type Answered = { ok: Settled } | { refused: RefusalCode } | undefined;

export type TillWire = { keep: TillKeep; send: (sale: TillSale) => Promise<Answered> };

/** Why sales still wait: nothing does, no answer came, nobody who may is signed in, or it was too much at once. */
export type Rest = 'empty' | 'no-answer' | 'signed-out' | 'elsewhere' | 'later';

export type TillQueue = {
  sell: TillKeep['add'];
  /** Sends what waits, one by one. `heard` is told of each that the shop has now. */
  settle: (heard: (sale: TillSale, settled: Settled) => void) => Promise<Rest>;
};

/** "Not now", or not by this person: the same sale may be taken in a moment. Everything else will be refused for ever. */
const NOT_NOW: Partial<Record<RefusalCode, Rest>> = {
  'too-many-requests': 'later',
  'in-progress': 'later',
  'sign-in-needed': 'signed-out',
  forbidden: 'elsewhere'
};

/**
 * Brings the sales of a till to the shop: in the order in which they were made, one at a time, the same one again until it is answered.
 * Each counts once by its id, so sending it once too often does no harm. One that is refused is never lost, and holds up no other.
 */
export function tillQueue({ keep, send }: TillWire): TillQueue {
  let settling: Promise<Rest> | undefined;

  async function settleAll(heard: Parameters<TillQueue['settle']>[0]): Promise<Rest> {
    for (let next = await first(keep); next; next = await first(keep)) {
      const answer = await send(next);
      if (!answer) return 'no-answer';
      if ('ok' in answer) {
        await keep.drop(next.id);
        heard(next, answer.ok);
        continue;
      }
      const rest = NOT_NOW[answer.refused];
      if (rest) return rest;
      await keep.setAside(next.id, answer.refused);
    }
    return 'empty';
  }

  return {
    sell: async (make) => keep.add(make),
    settle: async (heard) => (settling ??= settleAll(heard).finally(() => (settling = undefined)))
  };
}

async function first(keep: TillKeep): Promise<TillSale | undefined> {
  return (await keep.all()).find(({ aside }) => aside === null)?.sale;
}

/** For tests, and for a history that is told. */
export function keptSales(till: string): TillKeep {
  const kept = new Map<string, KeptSale>();
  let receipt = 0;
  return {
    all: async () => [...kept.values()],
    async add(make) {
      const sale = make({ till, receipt: receipt + 1 });
      receipt += 1;
      kept.set(sale.id, { sale, aside: null });
      return sale;
    },
    drop: async (id) => void kept.delete(id),
    async setAside(id, code) {
      const one = kept.get(id);
      if (one) kept.set(id, { ...one, aside: code });
    }
  };
}
