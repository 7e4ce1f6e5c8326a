import type { DatabaseSync } from 'node:sqlite';
import { SIGNATURE_HEADER, signWebhook } from '../webhook-signature.ts';
import { inOneStep } from './journal.ts';
import { ANSWER_WITHIN_MS, post, type Post } from './post.ts';

/** `topic` is the thing the news is about: news of one topic is posted in the order it became due. */
export type Notice = { eventId: string; topic: string; body: string; dueAt: Date };
export type Delivered = { delivered: number; failed: number };
export type WebhookTarget = { url: string; secret: string; post?: Post; report: (fault: unknown) => void };

export type WebhookQueue = {
  /** Part of the caller's step: news is written down together with what it tells. */
  enqueue: (notice: Notice) => void;
  /** Posts what is due; safe in several processes at once. An answer that was lost means the same news again. */
  deliverDue: (now: Date) => Promise<Delivered>;
  /** Takes back the news of a topic that nobody was sent yet. @returns how much of it is out */
  withdraw: (topic: string) => number;
  /** How much of the news of a topic was posted by now. */
  posted: (topic: string) => number;
  /** How many posts are still to come, due or not. */
  waiting: () => number;
};

type Posted = { row: Row; fault: Error | undefined };
type Row = { id: number; event_id: string; topic: string; body: string; tries: number; first_due_ms: number };

const BATCH = 32;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15 * 60_000;
const GIVE_UP_AFTER_MS = 48 * 3_600_000;

export const webhookQueueSchema = `
  create table if not exists delivery (
    id integer primary key, event_id text not null, topic text not null, body text not null,
    first_due_ms integer not null, due_ms integer not null, tries integer not null default 0,
    delivered_ms integer, given_up_ms integer
  ) strict;
  create index if not exists delivery_due on delivery (due_ms, id) where delivered_ms is null and given_up_ms is null;
`;

/** Doubles from one second to a quarter of an hour. */
function retryAfterMs(tries: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(tries, 20), LONGEST_RETRY_MS);
}

export function webhookQueue(journal: DatabaseSync, target: WebhookTarget): WebhookQueue {
  const insert = journal.prepare('insert into delivery (event_id, topic, body, first_due_ms, due_ms) values (?, ?, ?, ?, ?)');
  const count = journal.prepare('select count(*) as n from delivery where delivered_ms is null and given_up_ms is null');
  const takeBack = journal.prepare('delete from delivery where topic = ? and tries = 0');
  const out = journal.prepare('select count(distinct event_id) as n from delivery where topic = ?');
  const tried = journal.prepare('select count(distinct event_id) as n from delivery where topic = ? and tries > 0');
  const claim = claiming(journal);
  const settle = settling(journal, target.report);

  async function deliverDue(now: Date): Promise<Delivered> {
    const total = { delivered: 0, failed: 0 };
    for (let rows = claim(now); rows.length > 0; rows = claim(now)) {
      const results = await Promise.all(byTopic(rows).map(async (some) => postInOrder(target, some, now)));
      inOneStep(journal, () => results.flat().forEach((posted) => settle(posted, now)));
      const failed = results.flat().filter((posted) => posted.fault !== undefined).length;
      total.failed += failed;
      total.delivered += rows.length - failed;
    }
    return total;
  }

  return {
    enqueue: ({ eventId, topic, body, dueAt }) => void insert.run(eventId, topic, body, dueAt.getTime(), dueAt.getTime()),
    deliverDue,
    withdraw(topic) {
      takeBack.run(topic);
      return Number(out.get(topic)?.['n']);
    },
    posted: (topic) => Number(tried.get(topic)?.['n']),
    waiting: () => Number(count.get()?.['n'])
  };
}

/**
 * A claim is the next retry written down before the first try: another process does not post the same row meanwhile,
 * and a process that dies while posting leaves a row that becomes due again by itself.
 */
function claiming(journal: DatabaseSync): (now: Date) => Row[] {
  const anyDue = journal.prepare('select 1 from delivery where delivered_ms is null and given_up_ms is null and due_ms <= ? limit 1');
  const due = journal.prepare(
    `select id, event_id, topic, body, tries, first_due_ms from delivery
      where delivered_ms is null and given_up_ms is null and due_ms <= ? order by due_ms, id limit ${BATCH}`
  );
  const postpone = journal.prepare('update delivery set due_ms = ?, tries = tries + 1 where id = ?');
  return (now) => {
    // Looked at without the write lock first: an idle queue costs a read, and nobody waits for it.
    if (!anyDue.get(now.getTime())) return [];
    return inOneStep(journal, () => {
      const rows = due.all(now.getTime()) as Row[];
      for (const row of rows) postpone.run(now.getTime() + ANSWER_WITHIN_MS + retryAfterMs(row.tries), row.id);
      return rows;
    });
  };
}

function settling(journal: DatabaseSync, report: (fault: unknown) => void) {
  const delivered = journal.prepare('update delivery set delivered_ms = ? where id = ?');
  const retry = journal.prepare('update delivery set due_ms = ? where id = ? and delivered_ms is null');
  const giveUp = journal.prepare('update delivery set given_up_ms = ? where id = ? and delivered_ms is null');
  return ({ row, fault }: Posted, now: Date): void => {
    const at = now.getTime();
    if (fault === undefined) delivered.run(at, row.id);
    else if (at - row.first_due_ms < GIVE_UP_AFTER_MS) retry.run(at + retryAfterMs(row.tries), row.id);
    else {
      giveUp.run(at, row.id);
      report(new Error(`webhook ${row.event_id}: nobody took it for two days`, { cause: fault }));
    }
  };
}

function byTopic(rows: Row[]): Row[][] {
  return [...Map.groupBy(rows, (row) => row.topic).values()];
}

/** Stops at the first that nobody took: what comes after it waits as well, so that news mostly arrives in order. */
async function postInOrder(target: WebhookTarget, rows: Row[], now: Date): Promise<Posted[]> {
  const results: Posted[] = [];
  let fault: Error | undefined;
  for (const row of rows) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    fault ??= await postOne(target, row, now);
    results.push({ row, fault });
  }
  return results;
}

/** Signed at each try and not when written down: a signature is only good for some minutes. */
async function postOne(target: WebhookTarget, row: Row, now: Date): Promise<Error | undefined> {
  const send = target.post ?? post;
  const signature = signWebhook(row.body, [target.secret], now);
  try {
    // Nobody reads the answer, so nobody shall compress it.
    const headers = { 'content-type': 'application/json', 'accept-encoding': 'identity', [SIGNATURE_HEADER]: signature };
    const status = await send(target.url, { headers, body: row.body });
    return status >= 200 && status < 300 ? undefined : new Error(`answered ${status}`);
  } catch (fault) {
    return fault instanceof Error ? fault : new Error(String(fault));
  }
}
