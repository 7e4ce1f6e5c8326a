import { setTimeout as sleep } from 'node:timers/promises';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Press } from '#lib/commerce/support/claim-action.server.ts';
import { dropTurn, endTurn } from '#lib/commerce/support/end-turn.server.ts';
import { takeTurn, type Taken } from '#lib/commerce/support/take-turn.server.ts';
import { tellOutcome } from '#lib/commerce/support/tell-outcome.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import { neverTraceTalks } from '#lib/server/settings.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Answer } from './answer.ts';
import { approveAction, confirmAction } from './confirm-action.ts';
import { restOf, tellDecision, tellPress } from './conversation/after-press.ts';
import { hostedBySetting } from './conversation/hosted.ts';
import type { OnPiece } from './conversation/listen.ts';
import { mindFor } from './conversation/mind.ts';
import { replyTo } from './conversation/reply.ts';
import { newRun } from './conversation/run.ts';

/**
 * `answered`: with a message of the assistant, this time or before. `taken`: one of us has the talk and answers. `busy`: another turn of it takes long;
 * the page asks again.
 */
export type TurnOutcome = { said: 'answered'; answerId: string } | { said: 'taken' } | { said: 'busy' };

/** `hosted`: instead of the model that is set. */
export type AnswerOptions = { onPiece?: OnPiece; hosted?: BaseChatModel };

/**
 * Answers a message of a talk: the only door to the assistant. Turns of one talk come one after the other, whoever asks for them; a message that was
 * answered is not answered again. Refuses `not-found` for a talk or a message of somebody else.
 */
export async function answerTurn(
  shop: Shop,
  asking: Asking,
  { messageId }: { messageId: string },
  { onPiece = () => undefined, hosted }: AnswerOptions = {}
): Promise<TurnOutcome> {
  neverTraceTalks();
  const holder = shop.newId();
  const taken = await turnInLine(shop, asking, { messageId, holder });
  if (taken.go === 'answered') return { said: 'answered', answerId: taken.answerId };
  if (taken.go !== 'answer') return { said: taken.go };
  const { turn } = taken;
  try {
    const speaker = hosted ? { load: async () => hosted, name: undefined } : hostedBySetting(shop);
    const reply = await replyTo({ run: newRun(shop, asking), turn, mind: await mindFor(shop, asking, turn), hosted: speaker, onPiece });
    const seq = turn.messages.at(-1)?.seq ?? 0;
    const answerId = await endTurn(shop, asking, { holder, messageId, seq, reply });
    return answerId === undefined ? { said: 'taken' } : { said: 'answered', answerId };
  } catch (fault) {
    await dropTurn(shop, { threadId: asking.threadId, holder });
    throw fault;
  }
}

const LOOK_EVERY_MS = 40;
/** Milliseconds of the real clock: longer than any turn that is not cut off. */
const WAIT_AT_MOST_MS = 25_000;

async function turnInLine(shop: Shop, asking: Asking, turn: { messageId: string; holder: string }): Promise<Taken> {
  const until = performance.now() + WAIT_AT_MOST_MS;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other until it is our turn
    const taken = await takeTurn(shop, asking, turn);
    if (taken.go !== 'busy' || performance.now() > until) return taken;
    // oxlint-disable-next-line no-await-in-loop -- see above
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * The button on a card, from any page: what comes of it is said in the talk as well, and then what else was asked for in the same message is answered.
 * Where it only says that somebody was faster, nothing is said.
 */
export async function pressInTalk(shop: Shop, asking: Asking, press: Press): Promise<Answer> {
  const answer = await confirmAction(shop, asking, press);
  await tellPress(shop, asking, { actionId: press.actionId, answer });
  if (answer.decision === 'done') await goOnAfter(shop, asking, press.actionId);
  return answer;
}

/** One of us says the second yes; why one says no, `decideAction` itself says in the talk. Refuses what that does. */
export async function approveInTalk(shop: Shop, staff: Actor, actionId: string): Promise<Answer> {
  const answer = await approveAction(shop, staff, actionId);
  await tellDecision(shop, { actionId, answer });
  return answer;
}

export { tellNews } from './conversation/news.ts';

/** What was left of a message whose first wish had to be confirmed. */
async function goOnAfter(shop: Shop, asking: Asking, actionId: string): Promise<void> {
  const turn = await restOf(shop, asking, actionId);
  if (!turn) return;
  const reply = await replyTo({
    run: newRun(shop, asking),
    turn,
    mind: await mindFor(shop, asking, turn),
    hosted: hostedBySetting(shop),
    onPiece: () => undefined
  });
  const { words, cards, grounds, waits } = reply;
  await tellOutcome(shop, { threadId: asking.threadId, channel: asking.channel, key: `after:${actionId}`, words, cards, grounds, waits });
}
