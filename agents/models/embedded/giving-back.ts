import type { Answer } from '../../answer.ts';
import { effectOf, type ExchangeChoices } from '../../conversation/effects.ts';
import { reasonLabels } from '#lib/commerce/returns/return-words.ts';
import type { ReturnReason, WayOpen } from '#lib/commerce/policies/policy.ts';
import type { Card } from '#lib/commerce/support/card.ts';
import { buttons, PERSON } from './buttons.ts';
import { args, choices, phrase, told, type Ctx, type Dialog, type Found, type Part, type Wish } from './dialog.ts';
import { asks, itemOf, theOrder, theStatus, theThing, type Asking, type Thing } from './own-things.ts';

const REASONS: ReturnReason[] = ['changed-mind', 'too-small', 'too-large', 'damaged', 'wrong-item'];
const PHOTO = /\[photo ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]/g;

/** What comes back, as far as it is known: `known` is the wish with all of it, to be gone on with. */
type Coming = { order: string | undefined; thing: Thing; known: Wish & { found: Found & { item: string } } };

function* whatComes(ctx: Ctx, wish: Wish): Asking<Coming> {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order;
  const status = yield* theStatus(ctx, order.value);
  if ('ask' in status) return status;
  const photoIds = [...(wish.found.photoIds ?? []), ...[...wish.words.matchAll(PHOTO)].map(([, id = '']) => id)];
  const found = args({ ...wish.found, order: order.value, reason: reasonOf(wish), way: wish.found.way ?? wayOf(wish.words) });
  const known = { ...wish, found: { ...found, ...(photoIds.length > 0 && { photoIds }) } };
  const thing = theThing(ctx, known, status.value);
  if ('ask' in thing) return thing;
  return { value: { order: order.value, thing: thing.value, known: { ...known, found: { ...known.found, item: itemOf(thing.value) } } } };
}

const reasonSaid = (words: string): ReturnReason | undefined =>
  (Object.keys(reasonLabels) as ReturnReason[]).find((reason) => reasonLabels[reason].toLowerCase() === words.trim().toLowerCase());
const reasonOf = ({ found, words, slots, intent }: Wish): string | undefined =>
  found.reason ?? reasonSaid(words) ?? slots.reason ?? (intent === 'damaged_item' ? 'damaged' : undefined);

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

/** The thing, what comes instead, and why: each is asked for until it is known. */
export function* exchanging(ctx: Ctx, wish: Wish): Dialog {
  const coming = yield* whatComes(ctx, wish);
  if ('ask' in coming) return coming.ask;
  const { known, thing } = coming.value;
  const to = known.found.to ?? optionsSaid(known, thing);
  if (to === '') return yield* whichInstead(ctx, coming.value);
  const chosen = { ...coming.value, known: { ...known, found: { ...known.found, to } } };
  if (known.found.reason === undefined) return whyBack(ctx, chosen.known);
  return yield* proposed(ctx, chosen, 'start_exchange');
}

/** What was said of sizes and colours, but for those of the thing itself. */
const optionsSaid = ({ slots }: Wish, { options }: Thing): string =>
  slots.options
    .map(({ value }) => value.toLowerCase())
    .filter((value) => !options.some((own) => own.toLowerCase() === value))
    .join(', ');

const MOST = 6;

/** Shown are those that there are at this moment; where another product may come, its name may be typed. */
function* whichInstead(ctx: Ctx, { order, known }: Coming): Dialog {
  const answer = yield { name: 'exchange_choices', args: args({ order, item: known.found.item }) };
  if (answer.decision !== 'done') return saidNo(ctx, 'exchange_choices', answer);
  const { makes, mayBeOther } = effectOf<ExchangeChoices>(answer);
  const there = makes.filter(({ isThere }) => isThere).slice(0, MOST);
  const shown = there.map(({ title, options }) => [options.join(', ') || title, [title, ...options].join(', ')] as const);
  if (shown.length === 0 && !mayBeOther) {
    return { words: told(ctx, 'exchange_choices', answer), cards: [choices(buttons.return_item ?? PERSON, PERSON)] };
  }
  const other = mayBeOther ? ' It may also be another product: write what it is called.' : '';
  const { to: _, ...found } = known.found;
  const ask = { words: `Which should it be instead?${other}`, cards: shown.length > 0 ? [choices(...shown)] : [] };
  return asks({ ...known, found }, 'to', ask).ask;
}

function* proposed(ctx: Ctx, coming: Coming, name: 'start_return' | 'start_exchange'): Dialog {
  const { order, thing, known } = coming;
  const { item, reason, to, photoIds } = known.found;
  const quantity = Math.min(known.slots.quantity ?? 1, thing.quantity);
  const one = args({ item, quantity, reason, photoIds, to: name === 'start_exchange' ? to : undefined });
  const answer = yield { name, args: args({ order, items: [one], method: known.found.way }) };
  const words = told(ctx, name, answer);
  if (answer.code === 'photo-needed') return asks(known, 'photo', { words }).ask;
  // Nothing is called so, or it is gone: what there is instead is shown.
  if (name === 'start_exchange' && (answer.code === 'wrong-item' || answer.code === 'out-of-stock')) {
    const again = yield* whichInstead(ctx, coming);
    return { ...again, words: `${words} ${again.words}` };
  }
  return answer.decision === 'refused' ? saidNo(ctx, name, answer) : { words };
}

function wayOf(words: string): 'label' | 'home' | undefined {
  if (/\b(?:label|courier|post|send it|ship)\b/i.test(words)) return 'label';
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
function saidNo(ctx: Ctx, name: string, answer: Answer): Part {
  const { open = [] } = effectOf<{ open?: WayOpen[] }>(answer);
  const ways = [...new Set(open.flatMap((one) => (OPEN[one] ? [OPEN[one]] : [])))];
  const cards: Card[] = ways.length > 0 ? [choices(...ways)] : [];
  return { words: told(ctx, name, answer), cards };
}
