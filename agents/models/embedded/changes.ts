import type { Answer } from '../../answer.ts';
import { args, choices, looked, phrase, type Call, type Ctx, type Dialog, type Found, type Part, type Wish } from './dialog.ts';
import { heardOf } from './named.ts';
import { asks, itemOf, theOrder, theStatus, theThing } from './own-things.ts';

export function* cancelling(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const items = yield* cancelledItems(ctx, { ...wish, found: args({ ...wish.found, order: order.value }) });
  if ('ask' in items) return items.ask;
  return yield* looked(ctx, { name: 'cancel', args: args({ order: order.value, items: items.value }) });
}

/** All of it, unless one of several things is named. */
function* cancelledItems(
  ctx: Ctx,
  wish: Wish
): Generator<Call, { value: { item: string; quantity: number }[] | undefined } | { ask: Part }, Answer> {
  if (/\b(?:all|whole|entire|everything|complete|full|poora|pura)\b/i.test(wish.words)) return { value: undefined };
  const status = yield* theStatus(ctx, wish.found.order);
  if ('ask' in status) return status;
  const { things } = status.value;
  const said = wish.found.item ?? wish.words;
  const named = things.filter((thing) => heardOf(said, itemOf(thing)) > 0);
  if (things.length < 2 || named.length === 0 || named.length === things.length) return { value: undefined };
  return {
    value: named.map((thing) => ({ item: itemOf(thing), quantity: Math.min(wish.slots.quantity ?? thing.quantity, thing.quantity) }))
  };
}

export function* readdressing(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const found = args({ ...wish.found, order: order.value, ...addressOf(wish) });
  const isWhole = found['line1'] !== undefined && found['postcode'] !== undefined;
  if (!isWhole) return asks({ ...wish, found }, 'address', { words: phrase(ctx, 'whereTo') }).ask;
  const { line1, line2, postcode } = found as Found;
  return yield* looked(ctx, { name: 'change_address', args: args({ order: order.value, line1, line2, postcode }) });
}

/** As far as it was said, now or before. */
function addressOf({ slots: { address, postcodes }, found }: Wish): Found {
  const code = [address?.postcode, postcodes[0]?.code, found.postcode].find((one) => one !== undefined && one !== '');
  const more = [address?.line2, address?.city].filter((part) => part !== undefined && part !== '').join(', ');
  return args({ line1: address?.line1 ?? found.line1, line2: more === '' ? found.line2 : more, postcode: code });
}

export function* swapping(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const status = yield* theStatus(ctx, order.value);
  if ('ask' in status) return status.ask;
  const known = { ...wish, found: args({ ...wish.found, order: order.value }) };
  const thing = theThing(ctx, known, status.value);
  if ('ask' in thing) return thing.ask;
  const item = itemOf(thing.value);
  const to = wish.found.to ?? wish.slots.options.map(({ value }) => value).join(', ');
  if (to === '')
    return asks({ ...known, found: { ...known.found, item } }, 'to', { words: 'Which size or colour should it be instead?' }).ask;
  const quantity = Math.min(wish.slots.quantity ?? thing.value.quantity, thing.value.quantity);
  return yield* looked(ctx, { name: 'swap_items', args: args({ order: order.value, item, to, quantity }) });
}

export function* repaying(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const said = wish.found.to ?? wish.words;
  // Of `card instead of upi` the first is wanted, of `from upi to card` the last.
  const wanted = said.replaceAll(/\b(?:instead of|from|not|rather than)\s+\S+/gi, ' ');
  const method = /\bcard\b|कार्ड/iu.test(wanted) ? 'card' : /\bupi\b|gpay|phonepe|paytm|यूपीआई/iu.test(wanted) ? 'upi' : undefined;
  if (method === undefined) {
    const ask = { words: 'How would you like to pay?', cards: [choices(['UPI', 'UPI'], ['Card', 'card'])] };
    return asks({ ...wish, found: args({ ...wish.found, order: order.value }) }, 'to', ask).ask;
  }
  return yield* looked(ctx, { name: 'change_payment', args: args({ order: order.value, method }) });
}

const SAFE =
  /\b(?:leave|keep|drop)\b.{0,30}?\b(?:with|at|near|by|in|on|behind|outside)\s+(.{3,80})|\b(?:guard|security|neighbou?r|reception|watchman)\b/i;

export function* delivering(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const asked = wishedFor(wish);
  if (asked === undefined) {
    const ask = {
      words: 'What should be different: another day, a store where you fetch it, or a place where it is left?',
      cards: [
        choices(
          ['Another day', 'on another day'],
          ['Fetch it at a store', 'to a store instead'],
          ['Leave it somewhere', 'leave it with the guard']
        )
      ]
    };
    return asks({ ...wish, found: args({ ...wish.found, order: order.value }) }, 'day', ask).ask;
  }
  return yield* looked(ctx, { name: 'delivery_wish', args: args({ order: order.value, wish: asked }) });
}

function wishedFor({ slots, words, found }: Wish): object | undefined {
  const day = slots.day ?? found.day;
  if (day !== undefined) return { kind: 'day', day };
  const store = slots.stores[0] ?? found.store;
  if (store !== undefined) return { kind: 'store', store };
  const safe = SAFE.exec(words);
  if (!safe) return undefined;
  return { kind: 'safe-place', place: (safe[1] ?? safe[0]).slice(0, 120).trim() };
}
