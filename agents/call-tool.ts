import { noteCall } from '#lib/commerce/support/note-call.server.ts';
import { proposeAction } from '#lib/commerce/support/propose-action.server.ts';
import type { Asking } from '#lib/commerce/support/who.ts';
import { Refusal } from '#lib/kernel/refusal.ts';
import type { Shop } from '#lib/server/shop.ts';
import { noOf, refused, type Answer } from './answer.ts';
import { toolCalled } from './tools/all-tools.ts';
import type { ProposingTool, ReadingTool } from './tools/tool.ts';

export type Call = { name: string; args: unknown };

/**
 * One call of a tool, whoever made it up: a model, a text that wants to be obeyed, or somebody at a keyboard. It answers a question or keeps a
 * proposal, and changes nothing. What was asked and answered is in the log.
 */
export async function callTool(shop: Shop, asking: Asking, { name, args }: Call): Promise<Answer> {
  try {
    const tool = toolCalled(name);
    if (!tool) throw new Refusal('invalid', 'no tool is called so');
    return tool.kind === 'reads' ? await looked(shop, asking, { tool, args }) : await proposed(shop, asking, { tool, args });
  } catch (fault) {
    const no = noOf(fault);
    await noteCall(shop, asking, { tool: name, arguments: args, decision: 'refused', code: no.code, rule: no.rule });
    return refused(no);
  }
}

async function looked(shop: Shop, asking: Asking, { tool, args }: { tool: ReadingTool; args: unknown }): Promise<Answer> {
  const { effect, rule, facts } = await tool.read(shop, asking, args);
  if (!tool.isNoted) await noteCall(shop, asking, { tool: tool.name, arguments: args, decision: 'done', code: null, rule });
  return { decision: 'done', code: null, rule, effect, facts };
}

async function proposed(shop: Shop, asking: Asking, { tool, args }: { tool: ProposingTool; args: unknown }): Promise<Answer> {
  const { proposal, facts } = await tool.propose(shop, asking, args);
  const { id, hash, expiresAt } = await proposeAction(shop, asking, proposal);
  const { policy: rule, effect, amountMinor, needsStaff } = proposal;
  const action = { id, hash, expiresAt: expiresAt.toISOString() };
  return { decision: 'needs_approval', code: 'confirm', rule, effect, facts, action, amountMinor, needsStaff };
}
