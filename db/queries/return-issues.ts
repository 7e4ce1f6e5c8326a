import { sql } from 'kysely';
import type { ReturnIssueKind } from '#lib/commerce/returns/return-issue.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

type NewIssue = {
  id: string;
  kind: ReturnIssueKind;
  returnId: string | null;
  orderId: string | null;
  nodeId: string | null;
  words: string;
  cause: string;
  actor: Actor;
  at: Date;
};

/** Those of which each cause has one: of a return it has one for ever, of a parcel that no return knows one that waits. */
export const ONE_FOR_A_CAUSE = sql<boolean>`return_id is not null or ended_at is null`;

/** False when the same thing was laid before a person already; one of no return only while it waits. */
export async function insertIssue(tx: Db | Tx, { actor, ...issue }: NewIssue): Promise<boolean> {
  const { channel: _, ...by } = actor;
  const made = await tx
    .insertInto('return_issue')
    .values({
      id: issue.id,
      kind: issue.kind,
      return_id: issue.returnId,
      order_id: issue.orderId,
      node_id: issue.nodeId,
      words: issue.words,
      cause: issue.cause,
      by: JSON.stringify(by),
      at: issue.at
    })
    .onConflict((known) => known.column('cause').where(ONE_FOR_A_CAUSE).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

export type OpenIssue = {
  id: string;
  kind: ReturnIssueKind;
  returnNumber: string | null;
  orderNumber: string | null;
  nodeName: string | null;
  words: string;
  at: Date;
  /** Whoever writes to its shopper meanwhile. */
  ticketId: string | null;
};

/** What waits for a person, the oldest first. */
export async function openIssues(db: Db, limit: number): Promise<OpenIssue[]> {
  return db
    .selectFrom('return_issue as i')
    .leftJoin('return_case as r', 'r.id', 'i.return_id')
    .leftJoin('orders as o', 'o.id', 'i.order_id')
    .leftJoin('node as n', 'n.id', 'i.node_id')
    .leftJoin('support_ticket as k', 'k.issue_id', 'i.id')
    .select([
      'i.id',
      'i.kind',
      'r.number as returnNumber',
      'o.number as orderNumber',
      'n.name as nodeName',
      'i.words',
      'i.at',
      'k.id as ticketId'
    ])
    .where('i.ended_at', 'is', null)
    .orderBy('i.at')
    .orderBy('i.id')
    .limit(limit)
    .execute();
}

/** False when somebody ended it before. */
export async function endIssue(tx: Db | Tx, id: string, end: { userId: string; outcome: string; at: Date }): Promise<boolean> {
  const ended = await tx
    .updateTable('return_issue')
    .set({ ended_at: end.at, ended_by: end.userId, outcome: end.outcome })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}
