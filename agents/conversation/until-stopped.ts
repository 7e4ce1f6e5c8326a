import type { Reply } from '#lib/commerce/support/turn.ts';
import { say } from './phrases.ts';
import { groundsOf, replyTo, type Replying } from './reply.ts';

export type UntilStopped = { reply: Reply; isStopped: boolean };

/**
 * What is said in a turn that may be stopped in the middle. What was shown until then is the answer: each sentence of it was looked at. No card, no
 * question and no proposal is part of it. It ends when the calls that had begun are over, so that nothing comes to be after the end.
 */
export async function untilStopped(replying: Replying): Promise<UntilStopped> {
  const { run, mind, onPiece } = replying;
  const { stop, steps } = run;
  if (!stop) return { reply: await replyTo(replying), isStopped: false };
  let shown = '';
  const hear = (text: string) => {
    if (stop.aborted) return;
    shown += text;
    onPiece(text);
  };
  const making = replyTo({ ...replying, onPiece: hear });
  const made = await Promise.race([making, stopped(stop)]);
  if (made !== undefined && !stop.aborted) return { reply: made, isStopped: false };
  // Whatever it still comes to, nobody waits for it.
  making.catch(() => undefined);
  await Promise.allSettled(run.underWay);
  const { language } = mind.ctx;
  const words = `${shown.trim()} ${say(language, 'stopped')}`.trim();
  const none = { cards: [], waits: null, misses: 0, tokens: run.tokens };
  return { reply: { ...none, words: words.slice(0, 4_000), grounds: groundsOf(steps), language }, isStopped: true };
}

const stopped = async (stop: AbortSignal): Promise<undefined> =>
  new Promise((told) => {
    if (stop.aborted) told(undefined);
    else stop.addEventListener('abort', () => told(undefined), { once: true });
  });
