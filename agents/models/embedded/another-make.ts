import type { OrderStatus } from '../../conversation/effects.ts';
import { swapping } from './changes.ts';
import { args, type Ctx, type Dialog, type Wish } from './dialog.ts';
import { exchanging } from './giving-back.ts';
import { theOrder, theStatus } from './own-things.ts';

/**
 * Another size or colour, whatever they call it: what has come is exchanged, and of what has not left us the order is changed. Of what is on its way, or
 * of an order that came in part, their own word counts.
 */
export function* anotherMake(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const status = yield* theStatus(ctx, order.value);
  if ('ask' in status) return status.ask;
  const intent = standing(status.value) ?? wish.intent;
  const known = { ...wish, intent, found: args({ ...wish.found, order: order.value }) };
  return yield* (intent === 'exchange_item' ? exchanging : swapping)(ctx, known, status.value);
}

const WITH_US = new Set(['unsourced', 'scheduled', 'on_hold', 'unfillable', 'allocated', 'released', 'picking', 'packed']);
const COME = new Set(['collected', 'closed']);

function standing({ parcels }: OrderStatus): 'exchange_item' | 'change_items' | undefined {
  const counted = parcels.filter(({ state }) => state !== 'cancelled');
  if (counted.length === 0) return undefined;
  if (counted.every(({ state, deliveredAt }) => deliveredAt !== null || COME.has(state))) return 'exchange_item';
  return counted.every(({ state }) => WITH_US.has(state)) ? 'change_items' : undefined;
}
