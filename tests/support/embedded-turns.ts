import type { Answer } from '#agents/answer.ts';
import type { Ctx, Waits } from '#agents/models/embedded/dialog.ts';
import { hearing, nextOf, type Mind } from '#agents/models/embedded/plan.ts';
import { loadModel } from '#agents/understanding/load-model.ts';

export const trained = loadModel();
export const known = {
  today: '2026-11-25' as const,
  stores: [{ id: 'blr-indiranagar', name: 'Indiranagar', city: 'Bengaluru' }],
  options: { size: ['small', 'large'], colour: ['blue', 'red'] }
};
export const ctx: Ctx = {
  who: { as: 'customer', customerId: 'c' },
  now: new Date('2026-11-25T05:00:00Z'),
  language: 'en',
  about: { order: null, product: null }
};
export const mind: Mind = { hear: hearing(trained, known), ctx };

export const done = (effect: object): Answer => ({ decision: 'done', code: null, rule: null, effect, facts: [] });
export const order = (number: string, what: string) => ({
  number,
  what,
  life: 'confirmed',
  currency: 'INR',
  totalMinor: 49_000,
  placedAt: '2026-11-24T05:00:00Z'
});
export const thing = (title: string) => ({ title, options: [], quantity: 1, unitPriceMinor: 49_000 });
const MAKES = ['Small', 'Large', 'Huge'].map((size) => {
  return { title: 'Wool Rug', options: [size], unitPriceMinor: 49_000, isThere: size !== 'Huge', isOther: false };
});
export const TOOLS: Record<string, (args: Record<string, unknown>) => Answer> = {
  my_orders: () => done({ orders: [order('MZ-AAAAAAAAA1', '1 × Paper Lamp'), order('MZ-AAAAAAAAA2', '1 × Wool Rug, 1 × Clay Bowl')] }),
  order_status: ({ order: asked = 'MZ-AAAAAAAAA2' }) =>
    done({
      order: asked,
      life: 'confirmed',
      words: null,
      placedAt: '2026-11-24T05:00:00Z',
      currency: 'INR',
      totalMinor: 49_000,
      payment: null,
      refunds: [],
      things: asked === 'MZ-AAAAAAAAA1' ? [thing('Paper Lamp')] : [thing('Wool Rug'), thing('Clay Bowl')],
      parcels: []
    }),
  track_return: () => done({ returns: [] }),
  exchange_choices: () => done({ thing: thing('Wool Rug'), currency: 'INR', makes: MAKES, mayBeOther: false }),
  find_product: ({ search }) => done({ isExact: search === 'lamp', products: [] }),
  faq_search: ({ question }) =>
    done({ isSure: String(question).includes('gift'), answers: [{ group: 'asked', question: '', answer: 'A gift card never ends.' }] }),
  hand_over: () => done({ kind: 'handed-over', ticketId: 't' }),
  store_hours: () => done({ stores: [{ name: 'Indiranagar', address: '1 Test Street', isOpenNow: true, today: null, phone: '' }] }),
  stock_at_store: () => done({ title: 'Paper Lamp', shelves: [] }),
  product_question: () => done({ title: 'Paper Lamp', attributes: {}, description: '', isAsked: false }),
  ask_policy: ({ topic }) => done({ topic, question: '', answer: `Our rule of ${String(topic)}.` })
};
export const shown: Answer = {
  decision: 'needs_approval',
  code: 'confirm',
  rule: null,
  effect: {
    order: 'MZ-AAAAAAAAA1',
    currency: 'INR',
    title: 'Paper Lamp',
    options: [],
    items: [],
    things: [],
    method: 'store',
    refundTo: 'original',
    goodsMinor: 0,
    bringingMinor: 0,
    feeMinor: 0,
    trigger: 'received',
    refundDueAt: '2026-11-30T05:00:00Z',
    sendBy: '2026-11-30T05:00:00Z',
    moreMinor: 0,
    backMinor: 0,
    thereBy: '2026-11-30T05:00:00Z',
    isCollected: false,
    wish: { kind: 'day', day: '2026-11-30' },
    was: null,
    is: null
  },
  facts: [],
  action: { id: 'a', hash: 'h', expiresAt: '2026-11-25T05:10:00Z' }
};

type Given = { waits?: Waits | null; misses?: number; by?: Mind; tools?: typeof TOOLS };
/** What the embedded model does with a message, call by call, until it says something: with what these tools answer. */
export function turn(words: string, { waits = null, misses = 0, by = mind, tools = TOOLS }: Given = {}) {
  const calls: { name: string; args: Record<string, unknown> }[] = [];
  const answers: Answer[] = [];
  for (let at = 0; at < 12; at++) {
    const next = nextOf(by, { words, waits, misses }, answers);
    if ('said' in next) return { calls, said: next.said };
    calls.push(next.call);
    answers.push(tools[next.call.name]?.(next.call.args) ?? shown);
  }
  throw new Error('it never ends');
}
export const names = ({ calls }: { calls: { name: string }[] }): string[] => calls.map(({ name }) => name);
