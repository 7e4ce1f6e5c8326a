import { ordersCard } from '../../conversation/cards.ts';
import { effectOf, type MyOrders, type OrderStatus } from '../../conversation/effects.ts';
import type { Answer } from '../../answer.ts';
import { choices, phrase, told, type Call, type Ctx, type Missing, type Part, type Wish } from './dialog.ts';
import { meansOther, refersBack } from './follow-up.ts';
import { meant } from './named.ts';

/** Found out, or what is asked back or said instead. */
export type Asking<Value> = Generator<Call, { value: Value } | { ask: Part }, Answer>;

const OVER = new Set(['cancelled', 'completed']);
const MOST = 5;

function asks({ intent, found, words, slots }: Wish, missing: Missing, part: Part): { ask: Part } {
  const shown = (part.cards ?? []).flatMap((card) => {
    if (card.type === 'orders') return card.orders.map(({ say }) => say);
    return card.type === 'choices' ? card.choices.map(({ say }) => say) : [];
  });
  return { ask: { ...part, waits: { intent, found, missing, said: { words, slots }, ...(shown.length > 0 && { shown }) } } };
}

/**
 * Which order somebody speaks of: the one they name, the one with the thing they name, the one the talk is about, or the only one there is. Else they choose among their own.
 * A guest has one, which needs no name. `newest`: where a guess does no harm the newest that fits is taken.
 */
export function* theOrder(ctx: Ctx, wish: Wish, { newest = false } = {}): Asking<string | undefined> {
  const named = wish.found.order ?? wish.slots.orderNumbers[0];
  if (named !== undefined) return { value: named };
  if (ctx.who.as === 'guest') return { value: undefined };
  const answer = yield { name: 'my_orders', args: {} };
  const { orders = [] } = answer.decision === 'done' ? effectOf<Partial<MyOrders>>(answer) : {};
  if (orders.length === 0) return { ask: { words: told(ctx, 'my_orders', answer) } };
  const { one, shown } = likely(ctx, wish.words, orders, newest);
  if (one !== undefined) return { value: one };
  return asks(wish, 'order', { words: phrase(ctx, 'whichOrder'), cards: [ordersCard({ orders: shown.slice(0, MOST) })] });
}

type ShortOrder = MyOrders['orders'][number];

type Likely = { one: string | undefined; shown: ShortOrder[] };

/** With the thing they name, else the one that was spoken of, else of all; one of several only where the newest will do. */
function likely({ about }: Ctx, words: string, orders: readonly ShortOrder[], newest: boolean): Likely {
  const named = meant(words, orders, ({ what }) => what);
  const before = orders.filter(({ number }) => (number === about.order ? refersBack(words) : about.order !== null && meansOther(words)));
  const spoken = named.length > 0 ? named : before;
  const shown = spoken.length > 0 ? spoken : [...orders];
  const [first] = newest ? shown.toSorted((a, b) => Number(OVER.has(a.life)) - Number(OVER.has(b.life))) : shown;
  return { one: shown.length === 1 || newest ? first?.number : undefined, shown };
}

export type Thing = OrderStatus['things'][number];
const spokenOf = ({ title, options }: Thing): string => [title, ...options].join(', ');

/** The order as it stands, or what is said where it is not to be had. */
export function* theStatus(ctx: Ctx, order: string | undefined): Asking<OrderStatus> {
  const answer = yield { name: 'order_status', args: order === undefined ? {} : { order } };
  if (answer.decision !== 'done') return { ask: { words: told(ctx, 'order_status', answer) } };
  return { value: effectOf<OrderStatus>(answer) };
}

/** Which thing of it is meant. */
export function theThing(ctx: Ctx, wish: Wish, { things }: OrderStatus): { value: Thing } | { ask: Part } {
  const found = wish.found.item;
  const named = found === undefined ? undefined : things.find((thing) => spokenOf(thing) === found);
  const spoken = meant(wish.words, things, spokenOf);
  const only = named ?? (things.length === 1 ? things[0] : undefined) ?? (spoken.length === 1 ? spoken[0] : undefined);
  if (only) return { value: only };
  const shown = (spoken.length > 0 ? spoken : things).slice(0, MOST);
  return asks(wish, 'item', {
    words: phrase(ctx, 'whichItem'),
    cards: [choices(...shown.map((thing) => [spokenOf(thing), spokenOf(thing)] as const))]
  });
}

export const itemOf = spokenOf;
export { asks };
