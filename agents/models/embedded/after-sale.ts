import { effectOf, type Returns } from '../../conversation/effects.ts';
import { reasonLabels } from '#lib/commerce/returns/return-words.ts';
import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import { args, choices, phrase, told, type Ctx, type Dialog, type Wish } from './dialog.ts';
import { asks, itemOf, theOrder, theStatus, theThing } from './own-things.ts';

export function* orderStanding(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish, {
    newest: ctx.who.as === 'customer' && wish.found.order === undefined && isGeneral(wish.words)
  });
  if ('ask' in order) return order.ask;
  const answer = yield { name: 'order_status', args: args({ order: order.value }) };
  return { words: told(ctx, 'order_status', answer) };
}

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

const REASONS: ReturnReason[] = ['changed-mind', 'too-small', 'too-large', 'damaged', 'wrong-item'];
const reasonSaid = (words: string): ReturnReason | undefined =>
  (Object.keys(reasonLabels) as ReturnReason[]).find((reason) => reasonLabels[reason].toLowerCase() === words.trim().toLowerCase());
const PHOTO = /\[photo ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]/g;

export function* givingBack(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const status = yield* theStatus(ctx, order.value);
  if ('ask' in status) return status.ask;
  const photoIds = [...(wish.found.photoIds ?? []), ...[...wish.words.matchAll(PHOTO)].map(([, id = '']) => id)];
  const known = { ...wish, found: { ...args({ ...wish.found, order: order.value }), ...(photoIds.length > 0 && { photoIds }) } };
  const thing = theThing(ctx, known, status.value);
  if ('ask' in thing) return thing.ask;
  const item = itemOf(thing.value);
  const reason = reasonOf(wish);
  if (reason === undefined) {
    const shown = REASONS.map((one) => [reasonLabels[one], reasonLabels[one]] as const);
    const kept = { ...known, found: { ...known.found, item } };
    return asks(kept, 'reason', { words: phrase(ctx, 'whyBack'), cards: [choices(...shown)] }).ask;
  }
  const quantity = Math.min(wish.slots.quantity ?? 1, thing.value.quantity);
  const items = [{ item, quantity, reason, ...(photoIds.length > 0 && { photoIds }) }];
  const answer = yield { name: 'start_return', args: args({ order: order.value, items, method: wayOf(wish.words) }) };
  const words = told(ctx, 'start_return', answer);
  if (answer.code !== 'photo-needed') return { words };
  return asks({ ...known, found: { ...known.found, item, reason } }, 'photo', { words }).ask;
}

const reasonOf = ({ found, words, slots, intent }: Wish): string | undefined =>
  found.reason ?? reasonSaid(words) ?? slots.reason ?? (intent === 'damaged_item' ? 'damaged' : undefined);

function wayOf(words: string): 'label' | 'home' | undefined {
  if (/\b(?:label|courier|post|send it|ship)\b/i.test(words)) return 'label';
  return /\b(?:pick ?up|fetch|collect|home)\b/i.test(words) ? 'home' : undefined;
}

/** Nothing was in the parcel of what should have been: one of us has to look at it. */
export function* missing(ctx: Ctx, wish: Wish): Dialog {
  const order = yield* theOrder(ctx, wish);
  if ('ask' in order) return order.ask;
  const answer = yield { name: 'hand_over', args: args({ about: 'order', order: order.value, intent: wish.intent }) };
  return { words: answer.decision === 'done' ? `That is ours to put right. ${phrase(ctx, 'person')}` : told(ctx, 'hand_over', answer) };
}
