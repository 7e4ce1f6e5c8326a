import type { BaseMessage } from '@langchain/core/messages';
import { AIMessage, createMiddleware } from 'langchain';
import { EmbeddedModel } from '../models/embedded.ts';
import { whyFailed } from '../models/why-not-taken.ts';
import { InTurn } from './door.ts';
import { SYSTEM_PROMPT } from './prompt.ts';
import { toolsForModels } from './tools-of.ts';

/** Counts what each call of a model of somebody else's uses up, also of one whose answer is not taken. The embedded one uses up nothing. */
export const meter = createMiddleware({
  name: 'meter',
  contextSchema: InTurn,
  wrapModelCall: async (request, handler) => {
    const { run } = request.runtime.context;
    if (request.model instanceof EmbeddedModel) return handler(request);
    const sent = tokensIn(SYSTEM_PROMPT, told(), ...request.messages.map(written));
    // From the beginning, as nobody says what was used up by an answer that never comes.
    run.tokens += sent;
    try {
      const answer = await handler(request);
      if (AIMessage.isInstance(answer)) run.tokens += usedBy(answer, sent) - sent;
      return answer;
    } catch (fault) {
      // A server that refuses has read nothing.
      if (whyFailed(fault).startsWith('status-')) run.tokens -= sent;
      throw fault;
    }
  }
});

function usedBy(answer: AIMessage, sent: number): number {
  const { total_tokens: said = 0 } = (answer.usage_metadata ?? {}) as { total_tokens?: number };
  return said > 0 ? said : sent + tokensIn(written(answer));
}

const CHARACTERS_A_TOKEN = 4;
const tokensIn = (...texts: readonly string[]): number =>
  Math.ceil(texts.reduce((sum, { length }) => sum + length, 0) / CHARACTERS_A_TOKEN);

const written = (message: BaseMessage): string =>
  AIMessage.isInstance(message)
    ? [message.text, ...(message.tool_calls ?? []).map(({ args }) => JSON.stringify(args))].join('')
    : message.text;

/** What a model is told of all the tools, with each call anew. */
let about: string | undefined;
const told = (): string => (about ??= JSON.stringify(toolsForModels().map(({ name, description, schema }) => [name, description, schema])));
