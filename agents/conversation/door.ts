import { AIMessage, createMiddleware, ToolMessage } from 'langchain';
import { toolCalled } from '../tools/all-tools.ts';
import { refused, type Answer } from '../answer.ts';
import { callTool } from '../call-tool.ts';
import { asData } from './as-data.ts';
import { MOST_MODEL_CALLS, MOST_TOOL_CALLS, type Run } from './run.ts';

type Called = { id?: string | undefined; name: string; args: unknown };

/**
 * Between any model and the house. Every call of a tool, also of one that does not exist, goes through `callTool`, which says no and writes down why.
 * Calls are counted, and of proposals one is let through in a turn: there is one thing to say yes to.
 */
export const doorOf = (run: Run) =>
  createMiddleware({
    name: 'door',
    wrapModelCall: async (request, handler) => {
      run.modelCalls += 1;
      if (run.modelCalls <= MOST_MODEL_CALLS) return handler(request);
      run.isSpent = true;
      return new AIMessage('');
    },
    wrapToolCall: async ({ toolCall }) => {
      const { id, name, args }: Called = toolCall;
      const answer = await answered(run, { name, args });
      run.steps.push({ name, args, answer });
      return new ToolMessage({ name, tool_call_id: id ?? '', content: asData(answer), artifact: answer });
    }
  });

async function answered(run: Run, call: { name: string; args: unknown }): Promise<Answer> {
  run.toolCalls += 1;
  if (run.toolCalls > MOST_TOOL_CALLS) {
    run.isSpent = true;
    return no('too many calls in one turn');
  }
  if (toolCalled(call.name)?.kind !== 'proposes') return callTool(run.shop, run.asking, call);
  const same = run.steps.find(
    ({ name, args, answer }) => answer.action && name === call.name && JSON.stringify(args) === JSON.stringify(call.args)
  );
  if (same) return same.answer;
  if (run.isProposing) return no('one proposal in a turn: tell them that this comes next');
  run.isProposing = true;
  const answer = await callTool(run.shop, run.asking, call);
  run.isProposing = answer.decision === 'needs_approval';
  return answer;
}

const no = (detail: string): Answer => refused({ code: 'not-allowed', detail, rule: null, open: [] });
