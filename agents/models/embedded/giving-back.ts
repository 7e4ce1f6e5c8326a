import type { Answer } from '../../answer.ts';
import { effectOf, type ExchangeChoices, type OrderStatus } from '../../conversation/effects.ts';
import { makesSaid } from '../../understanding/slots/make-said.ts';
import { reasonLabels } from '#lib/commerce/returns/return-words.ts';
import type { ReturnReason, WayOpen } from '#lib/commerce/policies/policy.ts';
import type { Card } from '#lib/commerce/support/card.ts';
import { buttons, PERSON } from './buttons.ts';
import { args, choices, phrase, told, type Call, type Ctx, type Dialog, type Found, type Part, type Wish } from './dialog.ts';
import { meant, reasonCalled } from './named.ts';
import { asks, itemOf, theOrder, theStatus, theThing, type Asking, type Thing } from './own-things.ts';

const REASONS: ReturnReason[] = ['changed-mind', 'too-small', 'too-large', 'damaged', 'wrong-item'];
const PHOTO = /\[photo ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]/g;

/** What comes back, as far as it is known. `all`: each of them, where all of the order comes back. `known` is the wish with all of it, to be gone on with. */
type Coming = { order: string | undefined; thing: Thing; all: Thing[]; known: Wish & { found: Found & { item: string } } };

function* whatComes(ctx: Ctx, wish: Wish): Asking<Coming> {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order;
  const status = yield* theStatus(ctx, order.value);
  if ('ask' in status) return status;
  return comingOf(ctx, { ...wish, found: args({ ...wish.found, order: order.value }) }, status.value);
}

/** `wish.found.order` is the order that `status` is of. */
function comingOf(ctx: Ctx, wish: Wish, status: OrderStatus): { value: Coming } | { ask: Part } {
  const { order } = wish.found;
  const photoIds = [...(wish.found.photoIds ?? []), ...[...wish.words.matchAll(PHOTO)].map(([, id = '']) => id)];
  const found = args({ ...wish.found, reason: reasonOf(wish), way: wish.found.way ?? wayOf(wish.words) });
  const known = { ...wish, found: { ...found, ...(photoIds.length > 0 && { photoIds }) } };
  const [first] = status.things;
  if (first && status.things.length > 1 && isAll(wish, status.things)) {
    return { value: { order, thing: first, all: status.things, known: { ...known, found: { ...known.found, item: ALL } } } };
  }
  const thing = theThing(ctx, known, status);
  if ('ask' in thing) return thing;
  return {
    value: { order, thing: thing.value, all: [thing.value], known: { ...known, found: { ...known.found, item: itemOf(thing.value) } } }
  };
}

const ALL = '*';
/** All of an order comes back at once, until one of it is named; of what is exchanged each has another instead. */
function isAll({ intent, found, words }: Wish, things: readonly Thing[]): boolean {
  if (intent === 'exchange_item' || meant(words.split('\n').at(-1) ?? '', things, itemOf).length === 1) return false;
  return found.item === ALL || (found.item === undefined && BOTH.test(words));
}
const BOTH = /\b(?:both|everything|all of (?:it|them)|the whole order|whole order|dono|sab kuch)\b|दोनों/iu;

const reasonOf = ({ found, words, slots, intent }: Wish): string | undefined =>
  found.reason ?? reasonCalled(words) ?? slots.reason ?? (intent === 'damaged_item' ? 'damaged' : undefined);

function whyBack(ctx: Ctx, wish: Wish): Part {
  const shown = REASONS.map((one) => [reasonLabels[one], reasonLabels[one]] as const);
  return asks(wish, 'reason', { words: phrase(ctx, 'whyBack'), cards: [choices(...shown)] }).ask;
}

export function* givingBack(ctx: Ctx, wish: Wish): Dialog {
  const coming = yield* whatComes(ctx, wish);
  if ('ask' in coming) return coming.ask;
  const { known } = coming.value;
  if (known.found.reason === undefined) return whyBack(ctx, known);
  return yield* proposed(ctx, coming.value, 'start_return');
}

/** The thing, what comes instead, and why: each is asked for until it is known. `wish.found.order` is the order that `status` is of. */
export function* exchanging(ctx: Ctx, wish: Wish, status: OrderStatus): Dialog {
  const coming = comingOf(ctx, wish, status);
  if ('ask' in coming) return coming.ask;
  const { known, thing } = coming.value;
  const to = known.found.to ?? optionsSaid(known, thing);
  if (to !== '') return yield* exchangedFor(ctx, coming.value, to);
  const instead = yield* thereInstead(coming.value);
  const [said, ...others] = 'there' in instead ? makesSaid(known.words, instead.there, thing.options) : [];
  if (!said || others.length > 0) return whichInstead(ctx, coming.value, instead);
  return yield* exchangedFor(ctx, coming.value, [said.title, ...said.options].join(', '));
}

function* exchangedFor(ctx: Ctx, coming: Coming, to: string): Dialog {
  const chosen = { ...coming, known: { ...coming.known, found: { ...coming.known.found, to } } };
  if (chosen.known.found.reason === undefined) return whyBack(ctx, chosen.known);
  return yield* proposed(ctx, chosen, 'start_exchange');
}

/** What was said of sizes and colours, but for those of the thing itself. */
const optionsSaid = ({ slots }: Wish, { options }: Thing): string =>
  slots.options
    .map(({ value }) => value.toLowerCase())
    .filter((value) => !options.some((own) => own.toLowerCase() === value))
    .join(', ');

const MOST = 6;

/** Those that there are at this moment, or what was answered instead. */
type Instead = { there: ExchangeChoices['makes']; mayBeOther: boolean; answer: Answer } | { no: Answer };

function* thereInstead({ order, known }: Coming): Generator<Call, Instead, Answer> {
  const answer = yield { name: 'exchange_choices', args: args({ order, item: known.found.item }) };
  if (answer.decision !== 'done') return { no: answer };
  const { makes, mayBeOther } = effectOf<ExchangeChoices>(answer);
  return { there: makes.filter(({ isThere }) => isThere), mayBeOther, answer };
}

/** They are shown; where another product may come, its name may be typed. */
function whichInstead(ctx: Ctx, { known }: Coming, instead: Instead): Part {
  if ('no' in instead) return saidNo(ctx, 'exchange_choices', instead.no);
  const { there, mayBeOther, answer } = instead;
  const shown = there.slice(0, MOST).map(({ title, options }) => [options.join(', ') || title, [title, ...options].join(', ')] as const);
  if (shown.length === 0 && !mayBeOther) {
    return { words: told(ctx, 'exchange_choices', answer), cards: [choices(buttons.return_item ?? PERSON, PERSON)] };
  }
  const other = mayBeOther ? ' It may also be another product: write what it is called.' : '';
  const { to: _, ...found } = known.found;
  const ask = { words: `Which should it be instead?${other}`, cards: shown.length > 0 ? [choices(...shown)] : [] };
  return asks({ ...known, found }, 'to', ask).ask;
}

function* proposed(ctx: Ctx, coming: Coming, name: 'start_return' | 'start_exchange'): Dialog {
  const { order, thing, all, known } = coming;
  const { item, reason, to, photoIds } = known.found;
  const quantity = Math.min(known.slots.quantity ?? 1, thing.quantity);
  const one = args({ item, quantity, reason, photoIds, to: name === 'start_exchange' ? to : undefined });
  const items = item === ALL ? all.map((each) => args({ ...one, item: itemOf(each), quantity: each.quantity })) : [one];
  const answer = yield { name, args: args({ order, items, method: known.found.way }) };
  const words = told(ctx, name, answer);
  if (answer.code === 'photo-needed') return asks(known, 'photo', { words }).ask;
  // Nothing is called so, or it is gone: what there is instead is shown.
  if (name === 'start_exchange' && (answer.code === 'wrong-item' || answer.code === 'out-of-stock')) {
    const again = whichInstead(ctx, coming, yield* thereInstead(coming));
    return { ...again, words: `${words} ${again.words}` };
  }
  return answer.decision === 'refused' ? saidNo(ctx, name, answer) : { words };
}

function wayOf(words: string): 'label' | 'home' | undefined {
  if (/\b(?:label|courier|post|send it(?! back)|ship)\b/i.test(words)) return 'label';
  return /\b(?:pick ?up|fetch|collect|home)\b/i.test(words) ? 'home' : undefined;
}

const OPEN: Record<WayOpen, readonly [label: string, say: string] | undefined> = {
  return: buttons.return_item,
  exchange: buttons.exchange_item,
  'cancel-rest': buttons.cancel_order,
  'change-way': buttons.change_delivery,
  store: buttons.store_info,
  reorder: buttons.reorder,
  appeal: PERSON,
  support: PERSON
};

/** A "no" with what is open instead, as buttons. */
export function saidNo(ctx: Ctx, name: string, answer: Answer): Part {
  const { open = [] } = effectOf<{ open?: WayOpen[] }>(answer);
  const ways = [...new Set(open.flatMap((one) => (OPEN[one] ? [OPEN[one]] : [])))];
  const cards: Card[] = ways.length > 0 ? [choices(...ways)] : [];
  return { words: told(ctx, name, answer), cards };
}
