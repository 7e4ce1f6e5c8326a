import { sql } from 'kysely';
import type { Author, TalkChannel } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';

/** `key`: the same one twice in a talk is one message. `saidBy`: which of us. `waits`: what was asked back, for whoever answers next. `seal`: of a guest’s browser. */
export type NewMessage = {
  id: string;
  threadId: string;
  author: Author;
  channel: TalkChannel;
  words: string;
  key: string;
  saidBy?: string | null;
  cards?: readonly object[];
  grounds?: readonly object[];
  waits?: object | null;
  seal?: string | null;
  at: Date;
};
/** `version`: that of the talk with it. */
export type Appended = { messageId: string; seq: number; version: number; isNew: boolean };

/**
 * Adds a message at the end of its talk, under the lock of the talk: numbers have no gaps, whoever speaks at the same moment. A key that was there
 * before gives the message it gave then. Undefined for a talk that is not there. Whose talk it is has been asked before.
 */
export async function appendMessage(tx: Tx, message: NewMessage): Promise<Appended | undefined> {
  const thread = await tx.selectFrom('support_thread').select('id').where('id', '=', message.threadId).forUpdate().executeTakeFirst();
  return thread && addMessage(tx, message);
}

/** The same for whoever has locked the talk already: one statement, which sees what was said before the lock was given. */
export async function addMessage(tx: Tx, message: NewMessage): Promise<Appended> {
  const { id, threadId, author, channel, words, key, saidBy = null, cards = [], grounds = [], waits = null, seal = null, at } = message;
  const { rows } = await sql<Appended>`
    with said as (
      insert into support_message (id, thread_id, author, channel, words, key, said_by, cards, grounds, waits, session_seal, at, seq)
      values (${id}, ${threadId}, ${author}, ${channel}, ${words}, ${key}, ${saidBy}, ${JSON.stringify(cards)}, ${JSON.stringify(grounds)},
        ${waits && JSON.stringify(waits)}, ${seal}, ${at}, (select coalesce(max(seq), 0) + 1 from support_message where thread_id = ${threadId}))
      on conflict (thread_id, key) do nothing returning id, seq),
    talk as (update support_thread set version = version + 1 where id = ${threadId} and exists (select from said) returning version)
    select said.id as "messageId", said.seq, talk.version, true as "isNew" from said, talk
    union all
    select m.id, m.seq, t.version, false from support_message m join support_thread t on t.id = m.thread_id
    where m.thread_id = ${threadId} and m.key = ${key}`.execute(tx);
  const [said] = rows;
  if (!said) throw new Error(`nothing was added to talk ${threadId}`);
  return said;
}

const columns = ['id', 'seq', 'key', 'author', 'channel', 'words', 'said_by as saidBy', 'cards', 'grounds', 'waits', 'at'] as const;

export type StoredMessage = {
  id: string;
  seq: number;
  key: string;
  author: Author;
  channel: TalkChannel;
  words: string;
  saidBy: string | null;
  cards: unknown;
  grounds: unknown;
  waits: unknown;
  at: Date;
};

/** The last messages of a talk in their order, and the one that bears the key if one does: the end is found by the numbers, which have no gaps. */
export async function messagesAndKeyed(
  tx: Tx,
  threadId: string,
  { key, most }: { key: string; most: number }
): Promise<{ messages: StoredMessage[]; keyed: StoredMessage | undefined }> {
  const last = tx
    .selectFrom('support_message')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('thread_id', '=', threadId);
  const rows = await tx
    .selectFrom('support_message')
    .select(columns)
    .where('thread_id', '=', threadId)
    .where((eb) => eb.or([eb('seq', '>', eb(last, '-', most)), eb('key', '=', key)]))
    .orderBy('seq')
    .execute();
  return { messages: rows.slice(-most), keyed: rows.find((row) => row.key === key) };
}

/** The last messages of a talk in their order, or those after `afterSeq`. */
export async function messagesOf(
  db: Db | Tx,
  threadId: string,
  { afterSeq = 0, most = 100 }: { afterSeq?: number; most?: number } = {}
): Promise<StoredMessage[]> {
  const rows = await db
    .selectFrom('support_message')
    .select(columns)
    .where('thread_id', '=', threadId)
    .where('seq', '>', afterSeq)
    .orderBy('seq', 'desc')
    .limit(most)
    .execute();
  return rows.toReversed();
}

export async function messageWithKey(db: Db | Tx, threadId: string, key: string): Promise<{ id: string; seq: number } | undefined> {
  return db.selectFrom('support_message').select(['id', 'seq']).where('thread_id', '=', threadId).where('key', '=', key).executeTakeFirst();
}

/** By which way a shopper spoke last; undefined for whoever said nothing. */
export async function shopperChannel(tx: Tx, threadId: string): Promise<TalkChannel | undefined> {
  const row = await tx
    .selectFrom('support_message')
    .select('channel')
    .where('thread_id', '=', threadId)
    .where('author', '=', 'shopper')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.channel;
}
