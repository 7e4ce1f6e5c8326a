import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { createAgent, type AgentMiddleware } from 'langchain';
import { EmbeddedModel } from '../models/embedded.ts';
import { door } from './door.ts';
import { meter } from './meter.ts';
import { SYSTEM_PROMPT } from './prompt.ts';
import { toolsForModels } from './tools-of.ts';
import { withoutTraces } from './untraced.ts';

withoutTraces();

/** More than the calls of a turn ever are, which are counted at the door. */
const MOST_STEPS = 80;
export const IN_TURN = { recursionLimit: MOST_STEPS };

const mindless = new EmbeddedModel(
  {
    hear: () => {
      throw new Error('a turn has not said who speaks in it');
    },
    ctx: { who: { as: 'anonymous' }, now: new Date(0), language: 'en', about: { order: null, product: null } }
  },
  0
);

/**
 * The graph of our own model, made once for all turns: making it takes longer than going through it. It is not streamed, because all that our model says is
 * known in the moment in which the first word of it is.
 */
export const ownGraph = createAgent({ model: mindless, tools: toolsForModels(), systemPrompt: SYSTEM_PROMPT, middleware: [door] as const });

/**
 * The same for a model of somebody else's. The door is the outermost: an answer that fails, and the one instead of it, are one call, and what it says at
 * the end of a turn is no failing. The meter is the innermost: it counts both.
 */
export const graphWith = <Fallback extends AgentMiddleware>(model: BaseChatModel, fallback: Fallback) =>
  createAgent({ model, tools: toolsForModels(), systemPrompt: SYSTEM_PROMPT, middleware: [door, fallback, meter] as const });
