import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import { keptSales, tillQueue, type Answered, type TillKeep } from './till-queue.ts';
import type { TillSale } from './till-sale.ts';

const saleOf =
  (id: string) =>
  (number: { till: string; receipt: number }): TillSale => ({
    id,
    ...number,
    nodeId: 'here',
    soldBy: 'asha',
    madeAt: '2026-11-25T06:00:00.000Z',
    currency: 'INR',
    lines: [{ variantId: 'mug', quantity: 1, unitPriceMinor: 100 }],
    totalMinor: 100
  });
const deaf = (): void => undefined;
const answered = (sale: TillSale): Answered => ({ ok: { orderId: sale.id, number: `MZ-${sale.id}`, totalMinor: sale.totalMinor } });
const receipts = async (keep: TillKeep) => (await keep.all()).map(({ sale }) => sale.receipt);

/** What the wire does with one message. */
type Fate = 'answered' | 'lost' | 'answer-lost' | 'doubled' | 'delayed' | 'too-much' | 'signed-out' | 'crash' | 'crash-after';
type Step = { do: 'sell' } | { do: 'settle'; fates: Fate[] } | { do: 'arrive' } | { do: 'crash' };

const fates = fc.array(
  fc.constantFrom<Fate>('answered', 'lost', 'answer-lost', 'doubled', 'delayed', 'too-much', 'signed-out', 'crash', 'crash-after'),
  { maxLength: 6 }
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'sell' }),
  fates.map((all): Step => ({ do: 'settle', fates: all })),
  fc.constant<Step>({ do: 'arrive' }),
  fc.constant<Step>({ do: 'crash' })
);

/** The shop: each sale counts once by its id, whenever and however often it arrives. */
function aShop() {
  const taken: TillSale[] = [];
  const delayed: TillSale[] = [];
  const take = (sale: TillSale): Answered => {
    if (!taken.some(({ id }) => id === sale.id)) taken.push(sale);
    return answered(sale);
  };
  return { taken, delayed, take };
}

class Crash extends Error {}

function wireTo(shop: ReturnType<typeof aShop>, waiting: Fate[]) {
  return async (sale: TillSale): Promise<Answered> => {
    const fate = waiting.shift() ?? 'answered';
    if (fate === 'lost') return undefined;
    if (fate === 'too-much') return { refused: 'too-many-requests' };
    if (fate === 'signed-out') return { refused: 'sign-in-needed' };
    if (fate === 'crash') throw new Crash();
    if (fate === 'delayed') {
      shop.delayed.push(sale);
      return undefined;
    }
    const answer = shop.take(sale);
    if (fate === 'doubled') shop.delayed.push(sale);
    if (fate === 'crash-after') throw new Crash();
    return fate === 'answer-lost' ? undefined : answer;
  };
}

test('whatever happens, each sale counts once, in the order in which it was made, with a receipt of its own', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (history) => {
      const [shop, keep] = [aShop(), keptSales('K7Q2')];
      let fatesNow: Fate[] = [];
      const begin = () => tillQueue({ keep, send: async (sale) => wireTo(shop, fatesNow)(sale) });
      let queue = begin();
      const made: TillSale[] = [];
      for (const [at, one] of history.entries()) {
        if (one.do === 'sell') made.push(await queue.sell(saleOf(`sale-${at}`)));
        if (one.do === 'arrive') shop.delayed.splice(0).forEach(shop.take);
        if (one.do === 'crash') queue = begin();
        if (one.do !== 'settle') continue;
        fatesNow = [...one.fates];
        const ended = await queue.settle(deaf).catch((fault: unknown) => fault);
        if (ended instanceof Crash) queue = begin();
        else expect(['empty', 'no-answer', 'signed-out', 'later']).toContain(ended);
      }
      fatesNow = [];
      expect(await queue.settle(deaf)).toBe('empty');
      shop.delayed.forEach(shop.take);
      expect(shop.taken).toEqual(made);
      expect(made.map(({ receipt }) => receipt)).toEqual(made.map((_, at) => at + 1));
      expect(await keep.all()).toEqual([]);
    }),
    { numRuns: 300 }
  );
});

test('what the shop refuses for ever is set aside, loses nothing and holds up no other', async () => {
  const keep = keptSales('K7Q2');
  const heard: string[] = [];
  const answers: Record<string, Answered> = { a: { refused: 'invalid' }, b: undefined };
  const queue = tillQueue({ keep, send: async (sale) => answers[sale.id] ?? (sale.id === 'b' ? undefined : answered(sale)) });
  for (const id of ['a', 'b', 'c']) await queue.sell(saleOf(id));
  expect(await queue.settle(({ id }) => void heard.push(id))).toBe('no-answer');
  answers['b'] = { ok: { orderId: 'b', number: 'MZ-b', totalMinor: 100 } };
  expect(await queue.settle(({ id }) => void heard.push(id))).toBe('empty');
  expect(heard).toEqual(['b', 'c']);
  expect((await keep.all()).map(({ sale, aside }) => [sale.id, aside])).toEqual([['a', 'invalid']]);
});

test.each<[RefusalCode, string]>([
  ['forbidden', 'elsewhere'],
  ['sign-in-needed', 'signed-out'],
  ['too-many-requests', 'later']
])('%s keeps everything for later', async (code, rest) => {
  const keep = keptSales('K7Q2');
  const queue = tillQueue({ keep, send: async () => ({ refused: code }) });
  await queue.sell(saleOf('a'));
  expect(await queue.settle(deaf)).toBe(rest);
  expect(await receipts(keep)).toEqual([1]);
});

test('two who settle at once send each sale once, and a sale that may not be made uses up no number', async () => {
  const keep = keptSales('K7Q2');
  const sent: string[] = [];
  const queue = tillQueue({
    keep,
    async send(sale) {
      sent.push(sale.id);
      return answered(sale);
    }
  });
  await queue.sell(saleOf('a'));
  await expect(queue.sell(() => refuse('cart-empty'))).rejects.toMatchObject({ code: 'cart-empty' });
  await queue.sell(saleOf('b'));
  expect(await receipts(keep)).toEqual([1, 2]);
  expect(await Promise.all([queue.settle(deaf), queue.settle(deaf)])).toEqual(['empty', 'empty']);
  expect(sent).toEqual(['a', 'b']);
});
