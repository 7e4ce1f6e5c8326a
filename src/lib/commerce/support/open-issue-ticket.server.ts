import type { Tx } from '#db/client.ts';
import { currentThread } from '#db/queries/support-threads.ts';
import { termsOf } from '#db/queries/support-terms.ts';
import {
  insertNote,
  insertTicket,
  issueForTicket,
  lastTicket,
  lockTalk,
  moveTicket,
  nextVersion,
  type IssueOfReturn,
  type Ticket
} from '#db/queries/support-tickets.ts';
import { inTransaction } from '#db/transaction.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Shop } from '#lib/server/shop.ts';
import type { HandOverSummary } from './hand-over-summary.ts';
import { ofTicket, type SupportEvent } from './support.events.ts';
import { dueFrom, opensTicket } from './ticket.ts';
import { nameOf, type Who } from './who.ts';

const OF_ISSUE = { about: 'return', priority: 'high' } as const;

/**
 * Something went wrong with a return and its shopper waits: somebody is to write to them, in the talk they go on with. Where that talk is in hand
 * already it is a note there. What is to be done about the return itself the desk of returns has. Runs as a job, so perhaps twice.
 */
export async function openIssueTicket(shop: Shop, actor: Actor, { issueId }: { issueId: string }): Promise<void> {
  const issue = await issueForTicket(shop.db, issueId);
  if (!issue || !opensTicket(issue.kind)) return;
  const at = shop.now();
  const who = whoseIs(issue);
  const threadId = await currentThread(shop.db, { id: shop.newId(), who, seal: '', at });
  await inTransaction(shop, { actor }, async (tx, record) => {
    await lockTalk(tx, threadId);
    if ((await issueForTicket(tx, issueId))?.ticketId !== null) return;
    const last = await lastTicket(tx, threadId);
    const made = { issue, issueId, threadId, at };
    const event = last && last.state !== 'closed' ? await noted(tx, last, made) : await opened(tx, { ...made, id: shop.newId(), who });
    if (event) record(event);
  });
}

type Made = { issue: IssueOfReturn; issueId: string; threadId: string; at: Date };

async function noted(tx: Tx, last: Ticket, { issue, issueId, at }: Made): Promise<SupportEvent | undefined> {
  const words = `Return ${issue.number}: ${issue.words}`;
  if (!(await insertNote(tx, { id: issueId, ticketId: last.id, words, writtenBy: null, at }))) return undefined;
  return { type: 'support.noted', ...ofTicket(last, await moveTicket(tx, last, {})) };
}

async function opened(tx: Tx, { id, who, issue, issueId, threadId, at }: Made & { id: string; who: Who }): Promise<SupportEvent> {
  const { orderId, returnId } = issue;
  const due = dueFrom(await termsOf(tx, OF_ISSUE), at);
  const summary: HandOverSummary = {
    who: nameOf(who),
    channel: 'chat',
    order: orderId,
    intent: issue.kind,
    tried: [],
    waiting: null,
    mood: 'calm'
  };
  await insertTicket(tx, { id, threadId, orderId, returnId, issueId, ...OF_ISSUE, summary, due, at });
  const version = await nextVersion(tx, threadId);
  return { type: 'support.opened', ...ofTicket({ id, threadId }, version), ofOrder: orderId, ofReturn: returnId, issueId };
}

const whoseIs = ({ customerId, orderId }: IssueOfReturn): Who =>
  customerId === null ? { as: 'guest', orderId } : { as: 'customer', customerId };
