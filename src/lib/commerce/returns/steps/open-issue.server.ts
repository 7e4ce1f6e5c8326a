import { insertIssue } from '#db/queries/return-issues.ts';
import type { ReturnTurn } from './in-return.server.ts';
import type { ReturnIssueKind } from '../return-issue.ts';

export type Issue = { kind: ReturnIssueKind; words: string; nodeId: string | null; cause: string };

/** A step of a turn: something about the return is laid before a person, once for each cause. */
export async function openIssue({ tx, record, order, found, stream, at, shop, actor }: ReturnTurn, issue: Issue): Promise<void> {
  const issueId = shop.newId();
  if (!(await insertIssue(tx, { ...issue, id: issueId, returnId: found.id, orderId: order.id, actor, at }))) return;
  record(stream.next({ type: 'return.issue_opened', returnId: found.id, issueId, kind: issue.kind }));
}
