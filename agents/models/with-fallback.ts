import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import { whyFailed, whyNotTaken, type WhyNot } from './why-not-taken.ts';

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
  let hasFailed = false;
  return createMiddleware({
    name: 'with-fallback',
    async wrapModelCall(request, handler) {
      if (!hasFailed) {
        const toolNames = new Set(request.tools.map(({ name }) => String(name)));
        const { answer, why } = await tried(async () => handler(request), { toolNames, signal: request.runtime.signal });
        if (why === undefined) return answer;
        hasFailed = true;
        await onFailed(why);
      }
      return handler({ ...request, model: embedded });
    }
  });
}

type Tried<Answer> = { answer: Answer; why: undefined } | { answer: undefined; why: WhyNot };
type Turn = { toolNames: ReadonlySet<string>; signal: AbortSignal | undefined };

async function tried<Answer>(ask: () => Promise<Answer>, { toolNames, signal }: Turn): Promise<Tried<Answer>> {
  try {
    const answer = await ask();
    const why = AIMessage.isInstance(answer) ? whyNotTaken(answer, toolNames) : undefined;
    return why === undefined ? { answer, why } : { answer: undefined, why };
  } catch (fault) {
    // Whoever asked has gone: that is nobody's fault.
    if (signal?.aborted) throw fault;
    return { answer: undefined, why: whyFailed(fault) };
  }
}
