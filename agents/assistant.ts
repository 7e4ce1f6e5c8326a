import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Press } from '#lib/commerce/support/claim-action.server.ts';
import { withdrawAction } from '#lib/commerce/support/withdraw-action.server.ts';
import { askedBy } from '#lib/commerce/support/turn.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { neverTraceTalks } from '#lib/server/settings.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Answer } from './answer.ts';
import { approveAction, confirmAction, endCutOff, outcomeOf } from './confirm-action.ts';
import { confirmedBy, isDecided, restAfter, tellDecision, tellPress, type Pressed } from './conversation/after-press.ts';
import { hostedBySetting } from './conversation/hosted.ts';
import { answeredInTurn, type InTurn } from './conversation/in-turn.ts';
import type { OnPiece } from './conversation/listen.ts';

export type TurnOutcome = Exclude<InTurn, { said: 'nothing' }>;

/** `hosted`: instead of the model that is set. `stop`: whoever asked wants to hear no more; what was said until then stays. */
export type AnswerOptions = { onPiece?: OnPiece; hosted?: BaseChatModel; stop?: AbortSignal };

/**
 * Answers a message of a talk: the only door to the assistant. Turns of one talk come one after the other, whoever asks for them; a message that was
 * answered is not answered again. Refuses `not-found` for a talk or a message of somebody else.
 */
export async function answerTurn(
  shop: Shop,
  asking: Asking,
  { messageId }: { messageId: string },
  { onPiece = () => undefined, hosted, stop }: AnswerOptions = {}
): Promise<TurnOutcome> {
  neverTraceTalks();
  const speaker = hosted ? { load: async () => hosted, name: undefined } : hostedBySetting(shop);
  const outcome = await answeredInTurn(shop, asking, { asked: askedBy(messageId), hosted: speaker, onPiece, stop });
  return outcome.said === 'nothing' ? refuse('not-found') : outcome;
}

/**
 * The button on a card, from any page: what comes of it is said in the talk as well, and then what else was asked for in the same message is answered.
 * Where it only says that somebody was faster, or that it is to be pressed elsewhere, the talk says nothing: `untoldNo` is for the page.
 */
export async function pressInTalk(shop: Shop, asking: Asking, press: Press): Promise<Answer> {
  const answer = await confirmAction(shop, asking, press);
  await tellPress(shop, asking, { actionId: press.actionId, answer });
  if (isDecided(answer)) await goOn(shop, asking, press.actionId);
  return answer;
}

/** One of us says the second yes, and what else was asked for comes next; why one says no, `decideAction` itself says in the talk. Refuses what that does. */
export async function approveInTalk(shop: Shop, staff: Actor, actionId: string): Promise<Answer> {
  const answer = await approveAction(shop, staff, actionId);
  await tellAndGoOn(shop, { actionId, answer });
  return answer;
}

/** What was confirmed and cut off half-way is done to its end, and told. A fault of its command is thrown on: it is tried again. */
export async function endCutOffInTalk(shop: Shop, actionId: string): Promise<void> {
  const answer = await endCutOff(shop, actionId);
  if (answer) await tellAndGoOn(shop, { actionId, answer });
}

/** What was done or refused and was cut off before it was told is told: once, however many do it. */
export async function tellUntoldInTalk(shop: Shop, actionId: string): Promise<void> {
  const answer = await outcomeOf(shop, actionId);
  if (answer) await tellAndGoOn(shop, { actionId, answer });
}

/** "Not now" on a card: what else was asked for in the same message is answered then. Refuses what `withdrawAction` does. */
export async function leaveInTalk(shop: Shop, asking: Asking, actionId: string): Promise<void> {
  await withdrawAction(shop, asking, actionId);
  await goOn(shop, asking, actionId);
}

/** For whoever had confirmed it, who is not the one that called. */
async function tellAndGoOn(shop: Shop, decided: Pressed): Promise<void> {
  const asking = await confirmedBy(shop, decided.actionId);
  await tellDecision(shop, asking, decided);
  await goOn(shop, asking, decided.actionId, true);
}

/** What was decided stands, whatever comes of the rest. */
async function goOn(shop: Shop, asking: Asking, actionId: string, isLate = false): Promise<void> {
  await goOnAfter(shop, asking, actionId, isLate).catch(shop.report);
}

export { untoldNo } from './conversation/after-press.ts';
export { tellNews } from './conversation/news.ts';

/** What was left of a message whose first wish had to be confirmed is answered in its turn, once, however many say that it was decided. */
export async function goOnAfter(shop: Shop, asking: Asking, actionId: string, isLate = false): Promise<InTurn> {
  neverTraceTalks();
  const asked = restAfter(asking, { actionId, at: shop.now(), isLate });
  return answeredInTurn(shop, asking, { asked, hosted: hostedBySetting(shop), onPiece: () => undefined });
}
