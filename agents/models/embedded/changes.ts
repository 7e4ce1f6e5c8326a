import type { Answer } from '../../answer.ts';
import { args, choices, looked, phrase, told, type Call, type Ctx, type Dialog, type Found, type Part, type Wish } from './dialog.ts';
import { effectOf, type OrderStatus, type Products, type Stores } from '../../conversation/effects.ts';
import { makesSaid } from '../../understanding/slots/make-said.ts';
import { dayWords } from '../../conversation/when-words.ts';
import { saidNo } from './giving-back.ts';
import { heardOf } from './named.ts';
import { asks, itemOf, theOrder, theStatus, theThing, type Thing } from './own-things.ts';

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
  const few = wish.slots.quantity;
  const isSome = few !== undefined && things.length === 1 && things.every(({ quantity }) => few < quantity);
  if (isSome) return { value: things.map((thing) => ({ item: itemOf(thing), quantity: few })) };
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

/** `wish.found.order` is the order that `status` is of. */
export function* swapping(ctx: Ctx, wish: Wish, status: OrderStatus): Dialog {
  const thing = theThing(ctx, wish, status);
  if ('ask' in thing) return thing.ask;
  const item = itemOf(thing.value);
  const to = wish.found.to ?? wish.slots.options.map(({ value }) => value).join(', ');
  const makes = to === '' ? yield* makesInstead(thing.value) : [];
  const [said, ...others] = makesSaid(wish.words, makes, thing.value.options);
  if (to === '' && (!said || others.length > 0)) return whichMake({ ...wish, found: { ...wish.found, item } }, makes);
  const quantity = Math.min(wish.slots.quantity ?? thing.value.quantity, thing.value.quantity);
  const instead = said ? said.options.join(', ') : to;
  return yield* looked(ctx, { name: 'swap_items', args: args({ order: wish.found.order, item, to: instead, quantity }) });
}

/** What else there is of the same thing, as the catalogue has it. */
function* makesInstead({ title, options }: Thing): Generator<Call, { options: string[] }[], Answer> {
  const answer = yield { name: 'find_product', args: { search: title } };
  const { products = [] } = answer.decision === 'done' ? effectOf<Partial<Products>>(answer) : {};
  const same = products.find((one) => one.title === title)?.options ?? [];
  return same.filter((make) => make !== options.join(', ')).map((make) => ({ options: make.split(', ') }));
}

function whichMake(wish: Wish, makes: readonly { options: string[] }[]): Part {
  const shown = makes.slice(0, MOST).map(({ options }) => [options.join(', '), options.join(', ')] as const);
  const words = 'Which size or colour should it be instead?';
  return asks(wish, 'to', { words, cards: shown.length > 0 ? [choices(...shown)] : [] }).ask;
}
const MOST = 6;

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
  const known = { ...wish, found: args({ ...wish.found, order: order.value }) };
  const asked = wishedFor(wish);
  if (asked === undefined) return yield* whichWay(known);
  const answer = yield { name: 'delivery_wish', args: args({ order: order.value, wish: asked }) };
  const words = told(ctx, 'delivery_wish', answer);
  if (answer.rule && answer.decision === 'refused') return saidNo(ctx, 'delivery_wish', answer);
  const { detail, open = [] } = effectOf<{ detail?: string; open?: string[] }>(answer);
  if (answer.decision !== 'refused' || detail !== 'day' || open.length === 0) return { words };
  const days = open.map((day) => [dayWords(day), dayWords(day)] as const);
  // Another day is asked for, and the one that is not open is forgotten.
  const again = { ...known, words: '', slots: { ...wish.slots, day: undefined }, found: { ...known.found, day: undefined } };
  return asks({ ...again, found: args(again.found) }, 'day', { words, cards: [choices(...days)] }).ask;
}

/** Which day or which store, where they have said that it is one; else which of all. */
function* whichWay(wish: Wish): Dialog {
  if (/\b(?:another|different|later|other|which) day\b|\b(?:post\s?pone|re\s?schedule)/i.test(wish.words)) {
    return asks(wish, 'day', { words: 'Which day should it be?' }).ask;
  }
  if (/\b(?:stores?|shops?|pick ?up|collect|dukaa?n)\b/i.test(wish.words)) {
    const answer = yield { name: 'store_hours', args: {} };
    const { stores = [] } = answer.decision === 'done' ? effectOf<Partial<Stores>>(answer) : {};
    const shown = stores.slice(0, MOST).map(({ name }) => [name, name] as const);
    return asks(wish, 'day', { words: 'Which store should it go to?', cards: shown.length > 0 ? [choices(...shown)] : [] }).ask;
  }
  const words = 'What should be different: another day, a store where you fetch it, or a place where it is left?';
  const ways = choices(
    ['Another day', 'on another day'],
    ['Fetch it at a store', 'to a store instead'],
    ['Leave it somewhere', 'leave it with the guard']
  );
  return asks(wish, 'day', { words, cards: [ways] }).ask;
}

/** Of what was said on it, the last counts. */
function wishedFor({ slots, words, found }: Wish): object | undefined {
  const day = slots.day ?? found.day;
  if (day !== undefined) return { kind: 'day', day };
  const store = slots.stores[0] ?? found.store;
  if (store !== undefined) return { kind: 'store', store };
  const [safe] = words
    .split('\n')
    .toReversed()
    .flatMap((line) => SAFE.exec(line) ?? []);
  if (safe === undefined) return undefined;
  return { kind: 'safe-place', place: (SAFE.exec(safe)?.[1] ?? safe).slice(0, 120).trim() };
}
