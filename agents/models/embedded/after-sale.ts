import { ordersCard } from '../../conversation/cards.ts';
import { effectOf, type MyOrders, type Returns } from '../../conversation/effects.ts';
import { args, phrase, told, type Ctx, type Dialog, type Wish } from './dialog.ts';
import { ofAllOrders } from './follow-up.ts';
import { theOrder } from './own-things.ts';

export function* orderStanding(ctx: Ctx, wish: Wish): Dialog {
  if (ctx.who.as !== 'anonymous' && wish.slots.orderNumbers.length === 0 && ofAllOrders(wish.words)) return yield* allOrders(ctx);
  const order = yield* theOrder(ctx, wish, {
    newest: ctx.who.as === 'customer' && wish.found.order === undefined && isGeneral(wish.words)
  });
  if ('ask' in order) return order.ask;
  const answer = yield { name: 'order_status', args: args({ order: order.value }) };
  return { words: told(ctx, 'order_status', answer) };
}

/** All of them, each to be tapped. */
function* allOrders(ctx: Ctx): Dialog {
  const answer = yield { name: 'my_orders', args: {} };
  const { orders = [] } = answer.decision === 'done' ? effectOf<Partial<MyOrders>>(answer) : {};
  const words = told(ctx, 'my_orders', answer);
  return orders.length === 0 ? { words } : { words, cards: [ordersCard({ orders: orders.slice(0, MOST) })] };
}
const MOST = 5;

/** `My last order`: no other is meant. */
const isGeneral = (words: string): boolean => /\b(?:last|latest|newest|recent|most recent|pichla|aakhri)\b/i.test(words);

export function* returnStanding(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const answer = yield { name: 'track_return', args: args({ order: order.value, return: wish.slots.returnNumbers[0] }) };
  if (answer.decision !== 'done' || effectOf<Returns>(answer).returns.length > 0) return { words: told(ctx, 'track_return', answer) };
  if (wish.intent !== 'refund_status') return { words: told(ctx, 'track_return', answer) };
  // Money may go back without anything coming back: of what was cancelled, or came late.
  const status = yield { name: 'order_status', args: args({ order: order.value }) };
  return { words: `${told(ctx, 'track_return', answer)} ${told(ctx, 'order_status', status)}` };
}

/** Nothing was in the parcel of what should have been: one of us has to look at it. */
export function* missing(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const answer = yield { name: 'hand_over', args: args({ about: 'order', order: order.value, intent: wish.intent }) };
  return { words: answer.decision === 'done' ? `That is ours to put right. ${phrase(ctx, 'person')}` : told(ctx, 'hand_over', answer) };
}
