import { sql } from 'kysely';
import type { Author, TalkChannel } from '#lib/commerce/support/who.ts';
import type { Db, Tx } from '../client.ts';

/** `key`: the same one twice in a talk is one message. `saidBy`: which of us. `waits`: what was asked back, for whoever answers next. */
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
  at: Date;
};
/** `version`: that of the talk with it. */
export type Appended = { messageId: string; seq: number; version: number; isNew: boolean };

/**
 * Adds a message at the end of its talk, under the lock of the talk: numbers have no gaps, whoever speaks at the same moment. A key that was there
 * before gives the message it gave then. Undefined for a talk that is not there. Whose talk it is has been asked before.
 */
export async function appendMessage(tx: Tx, message: NewMessage): Promise<Appended | undefined> {
  const { threadId, key } = message;
  const thread = await tx.selectFrom('support_thread').select('version').where('id', '=', threadId).forUpdate().executeTakeFirst();
  if (!thread) return undefined;
  const said = await tx
    .selectFrom('support_message')
    .select(['id', 'seq'])
    .where('thread_id', '=', threadId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (said) return { messageId: said.id, seq: said.seq, version: thread.version, isNew: false };
  const { seq } = await tx
    .insertInto('support_message')
    .values({ ...rowOf(message), seq: sql<number>`(select coalesce(max(seq), 0) + 1 from support_message where thread_id = ${threadId})` })
    .returning('seq')
    .executeTakeFirstOrThrow();
  const version = thread.version + 1;
  await tx.updateTable('support_thread').set({ version }).where('id', '=', threadId).execute();
  return { messageId: message.id, seq, version, isNew: true };
}

const rowOf = ({ id, threadId, author, channel, words, key, saidBy = null, cards = [], grounds = [], waits = null, at }: NewMessage) => ({
  id,
  thread_id: threadId,
  author,
  channel,
  words,
  key,
  said_by: saidBy,
  cards: JSON.stringify(cards),
  grounds: JSON.stringify(grounds),
  waits: waits && JSON.stringify(waits),
  at
});

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

/** The last messages of a talk in their order, or those after `afterSeq`. */
export async function messagesOf(
  db: Db | Tx,
  threadId: string,
  { afterSeq = 0, most = 100 }: { afterSeq?: number; most?: number } = {}
): Promise<StoredMessage[]> {
  const rows = await db
    .selectFrom('support_message')
    .select(['id', 'seq', 'key', 'author', 'channel', 'words', 'said_by as saidBy', 'cards', 'grounds', 'waits', 'at'])
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
