import { insertAudit } from '#db/queries/support-audit.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { PolicyMark } from '../policies/policy.ts';
import { audited } from './audited.ts';
import type { Asking } from './who.ts';

export type NotedCall = { tool: string; arguments: unknown; decision: 'done' | 'refused'; code: string | null; rule: PolicyMark | null };

/** What was asked of a tool and answered, where no action tells of it: questions, and every "no". */
export async function noteCall(shop: Pick<Shop, 'db' | 'now'>, { who, threadId, channel }: Asking, call: NotedCall): Promise<void> {
  const [tool, asked] = [String(audited(call.tool)), audited(call.arguments)];
  await insertAudit(shop.db, { ...call, tool, threadId, who, channel, actionId: null, arguments: asked, at: shop.now() });
}
