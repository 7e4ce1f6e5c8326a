import type { StoredMessage } from '#db/queries/support-messages.ts';
import { findChange } from '#db/queries/order-changes.ts';
import { findAction } from '#db/queries/pending-actions.ts';
import { ownerOf } from '#db/queries/support-threads.ts';
import { wordsFor } from '#lib/commerce/policies/policy-words.ts';
import { cardsIn } from '#lib/commerce/support/card.ts';
import { UNTOLD, type PendingAction } from '#lib/commerce/support/pending-action.ts';
import { tellOutcome } from '#lib/commerce/support/tell-outcome.server.ts';
import type { Asked } from '#lib/commerce/support/turn.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { refuse, type RefusalCode } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { Answer } from '../answer.ts';
import { callTool } from '../call-tool.ts';
import type { Waits } from '../models/embedded/dialog.ts';
import { cardsOf } from './cards.ts';
import { effectLines } from './effect-lines.ts';
import { effectOf } from './effects.ts';

export type Pressed = { actionId: string; answer: Answer };

/** Why a press came to nothing, where the talk says nothing of it: then the page of whoever pressed does. */
export const untoldNo = ({ code }: Answer): RefusalCode | undefined => UNTOLD.find((one) => one === code);

/** What became of a press, in the talk of whoever pressed. */
export async function tellPress(shop: Shop, asking: Asking, { actionId, answer }: Pressed): Promise<void> {
  if (untoldNo(answer) !== undefined) return;
  await tellDecision(shop, asking, { actionId, answer });
}

/** Whether nothing waits any more for whoever pressed: it was done or refused. */
export const isDecided = (answer: Answer): boolean =>
  answer.decision !== 'needs_approval' && answer.code !== 'action-changed' && untoldNo(answer) === undefined;

/** As whoever had confirmed it, where somebody else goes on with it. What is shown next is confirmed in the browser in which this was. */
export async function confirmedBy(shop: Shop, actionId: string): Promise<Asking> {
  const { threadId, sessionSeal } = (await findAction(shop.db, actionId)) ?? refuse('not-found');
  const who = (await ownerOf(shop.db, threadId)) ?? refuse('not-found');
  return { who, threadId, channel: 'chat', session: '', seal: sessionSeal };
}

/** What came of it where one of us decided, or it was cut off before: whatever it is, but for what was undone on the order's page meanwhile. */
export async function tellDecision(shop: Shop, asking: Asking, { actionId, answer }: Pressed): Promise<void> {
  const action = await findAction(shop.db, actionId);
  if (action?.threadId !== asking.threadId || (await isUndone(shop, answer))) return;
  const { threadId, channel } = asking;
  const after = answer.decision === 'done' ? await orderAfter(shop, asking, action) : undefined;
  const cards = after ? cardsOf([{ name: 'order_status', args: {}, answer: after }], shop.now()) : [];
  const grounds = [...answer.facts, ...(after?.facts ?? [])];
  const key = `action:${actionId}:${answer.code ?? 'done'}`;
  await tellOutcome(shop, { threadId, channel, key, words: outcomeWords(action, answer, shop.now()), cards, grounds });
}

async function isUndone(shop: Shop, answer: Answer): Promise<boolean> {
  const { result } = effectOf<{ result?: { changeId?: string } }>(answer);
  return result?.changeId !== undefined && (await findChange(shop.db, result.changeId))?.state === 'undone';
}

/** How the order stands now. Who asks is its shopper, also where one of us pressed. */
async function orderAfter(shop: Shop, asking: Asking, { orderId }: PendingAction): Promise<Answer | undefined> {
  if (orderId === null) return undefined;
  const answer = await callTool(shop, asking, { name: 'order_status', args: { order: orderId } });
  return answer.decision === 'done' ? answer : undefined;
}

const DONE: Record<string, string> = {
  cancel: 'It is cancelled.',
  change_address: 'It goes to the new address.',
  swap_items: 'It is changed.',
  change_payment: 'The way to pay is changed.',
  delivery_wish: 'The carrier is told.',
  start_return: 'The return is asked for.',
  start_exchange: 'The exchange is asked for.',
  reorder: 'It is in your cart; nothing is bought yet.',
  back_in_stock: 'You get one mail when it is there again.'
};
const SHOWN = new Set(['Money', 'Date', 'Send by', 'Money by', 'From now on']);

/** Made of what was done alone. */
function outcomeWords({ kind, effect }: PendingAction, answer: Answer, now: Date): string {
  if (answer.code === 'staff') return 'You have confirmed it. It is so much money that one of us says yes as well; you hear of it here.';
  if (answer.decision === 'refused') {
    const { detail } = effectOf<{ detail?: string }>(answer);
    const why =
      answer.code === 'not-allowed'
        ? `It was not done: ${detail ?? 'it is not possible any more'}.`
        : wordsFor(answer.code as 'not-found', detail);
    return why;
  }
  const { result = {} } = effectOf<{ result?: { number?: string; toPay?: boolean } }>(answer);
  const lines = effectLines(kind, { ...answer, effect }, now).filter(({ label }) => SHOWN.has(label));
  const number = result.number === undefined ? [] : [`Its number is ${result.number}.`];
  const pay = result.toPay === true ? ['It is done as soon as the rest is paid, on the page of the order.'] : [];
  return [
    result.toPay === true ? 'It is kept.' : (DONE[kind] ?? 'It is done.'),
    ...number,
    ...pay,
    ...lines.map(({ label, text }) => `${label}: ${text.replace(/[.\s]+$/, '')}.`)
  ].join(' ');
}

/** `isLate`: nobody presses just now, so it is asked for only while nobody has said anything since: what is on a card by then stays there. */
type After = { actionId: string; at: Date; isLate?: boolean };

/** What else was asked for in the message whose answer held this action. */
export const restAfter = ({ channel }: Asking, after: After): Asked => ({
  key: `after:${after.actionId}`,
  messages: (said) => restOf(said, { ...after, channel })
});

function restOf(
  said: readonly StoredMessage[],
  { actionId, channel, at, isLate = false }: After & Pick<Asking, 'channel'>
): StoredMessage[] {
  const shown = said.find(({ cards }) => cardsIn(cards).some((card) => card.type === 'action' && card.actionId === actionId));
  const { rest = [] } = (shown?.waits ?? {}) as Partial<Waits>;
  if (!shown || rest.length === 0) return [];
  if (isLate && said.some(({ seq, author }) => seq > shown.seq && author !== 'assistant')) return [];
  const words = rest.join('\n').slice(0, 4_000);
  const none = { saidBy: null, cards: [], grounds: [], waits: null };
  // Its message has its answer already, so it has no number of its own.
  return [...said, { ...none, id: actionId, seq: 0, key: actionId, author: 'shopper', channel, words, at }];
}
