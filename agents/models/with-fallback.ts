import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import { SilentModel } from './impatient-fetch.ts';
import { whyFailed, whyNotTaken, type WhyNot } from './why-not-taken.ts';

/** So much of a turn a model has that is not ours: whoever waits for it holds the talk. */
const TURN_MS = 15_000;

type Fallback = {
  embedded: BaseChatModel;
  /** Told before the embedded model is asked. What of the other's answer was shown is to be taken back. */
  onFailed: (why: WhyNot) => Promise<void>;
};

/**
 * For one turn: what the model at hand does not answer, answers wrongly, or breaks off, is answered by the embedded one, which then has the rest of the
 * turn. Nothing of an answer that is not taken reaches the talk or a tool, so nothing of it is done twice.
 */
export function withFallback({ embedded, onFailed }: Fallback) {
  const until = performance.now() + TURN_MS;
  let hasFailed = false;
  return createMiddleware({
    name: 'with-fallback',
    async wrapModelCall(request, handler) {
      if (!hasFailed) {
        const toolNames = new Set(request.tools.map(({ name }) => String(name)));
        const { answer, why } = await tried(async () => handler(request), { toolNames, until });
        if (why === undefined) return answer;
        hasFailed = true;
        await onFailed(why);
      }
      return handler({ ...request, model: embedded });
    }
  });
}

type Tried<Answer> = { answer: Answer; why: undefined } | { answer: undefined; why: WhyNot };
type Trying = { toolNames: ReadonlySet<string>; until: number };

async function tried<Answer>(ask: () => Promise<Answer>, { toolNames, until }: Trying): Promise<Tried<Answer>> {
  const late = Promise.withResolvers<never>();
  const waiting = setTimeout(() => late.reject(new SilentModel('the turn is over')), until - performance.now());
  try {
    const answer = await Promise.race([ask(), late.promise]);
    const why = AIMessage.isInstance(answer) ? whyNotTaken(answer, toolNames) : undefined;
    return why === undefined ? { answer, why } : { answer: undefined, why };
  } catch (fault) {
    return { answer: undefined, why: whyFailed(fault) };
  } finally {
    clearTimeout(waiting);
  }
}
