import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, createMiddleware, ToolMessage } from 'langchain';
import * as z from 'zod';
import { noteCall } from '#lib/commerce/support/note-call.server.ts';
import { toolCalled } from '../tools/all-tools.ts';
import { refused, type Answer } from '../answer.ts';
import { callTool } from '../call-tool.ts';
import { asData } from './as-data.ts';
import { MOST_MODEL_CALLS, MOST_TOOL_CALLS, ONE_PROPOSAL, type Run } from './run.ts';
import { standing, type Called } from './standing.ts';

/** What a graph is told with each turn, as it knows none: what the turn has done so far, and who speaks in it. */
export const InTurn = z.object({ run: z.custom<Run>(), speaker: z.custom<BaseChatModel>() });
export type InTurn = z.infer<typeof InTurn>;

/**
 * Between any model and the house. Every call of a tool, also of one that does not exist, goes through `callTool`, which says no and writes down why.
 * Calls are counted, and of proposals one is let through in a turn: there is one thing to say yes to.
 */
export const door = createMiddleware({
  name: 'door',
  contextSchema: InTurn,
  wrapModelCall: async (request, handler) => {
    const { run, speaker } = request.runtime.context;
    if (run.stop?.aborted) return new AIMessage('');
    run.modelCalls += 1;
    if (run.modelCalls <= MOST_MODEL_CALLS) return handler({ ...request, model: speaker });
    run.isSpent = true;
    return new AIMessage('');
  },
  wrapToolCall: async ({ toolCall, runtime }) => {
    const { run } = runtime.context;
    const { id, name, args }: Called = toolCall;
    const answer = await underWay(run, answered(run, { id, name, args }));
    run.steps.push({ id, name, args, answer });
    return new ToolMessage({ name, tool_call_id: id ?? '', content: asData(answer), artifact: answer });
  }
});

/** Whoever stops the turn waits for what has begun: it is known then what of it is to be undone. */
async function underWay<T>(run: Run, work: Promise<T>): Promise<T> {
  run.underWay.add(work);
  return work.finally(() => run.underWay.delete(work));
}

async function answered(run: Run, call: Called): Promise<Answer> {
  if (run.stop?.aborted) return no(run, call, 'they have stopped this answer');
  run.toolCalls += 1;
  if (run.toolCalls > MOST_TOOL_CALLS) {
    run.isSpent = true;
    return no(run, call, 'too many calls in one turn');
  }
  if (toolCalled(call.name)?.kind !== 'proposes') return callTool(run.shop, run.asking, call);
  const stands = standing(run, call);
  if (stands) return stands.answer;
  if (run.isProposing) return no(run, call, ONE_PROPOSAL);
  run.isProposing = true;
  const answer = await callTool(run.shop, run.asking, call);
  run.isProposing = answer.decision === 'needs_approval';
  return answer;
}

/** What never reached a tool is in the log as well. */
async function no({ shop, asking }: Run, { name, args }: Called, detail: string): Promise<Answer> {
  const code = 'not-allowed';
  await noteCall(shop, asking, { tool: name, arguments: args, decision: 'refused', code, rule: null });
  return refused({ code, detail, rule: null, open: [] });
}
