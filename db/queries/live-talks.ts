import { sql } from 'kysely';
import type { TalkSnapshot, TalksSnapshot } from '#lib/commerce/support/talk-snapshot.ts';
import type { Db } from '../client.ts';

export async function talkSnapshots(db: Db, threadIds: string[]): Promise<TalkSnapshot[]> {
  const { rows } = await sql<TalkSnapshot>`
    select t.id as "threadId", t.version, t.taken_by is not null as "isTaken",
      coalesce((select max(m.seq) from support_message m where m.thread_id = t.id), 0) as seq
    from support_thread t where t.id = any (${threadIds}::uuid[])`.execute(db);
  return rows;
}

export async function talksSnapshot(db: Db): Promise<TalksSnapshot> {
  const { rows } = await sql<{ version: number }>`
    select coalesce((select position from event where type like 'support.%' order by position desc limit 1), 0) as version`.execute(db);
  return { desk: 'support', version: rows[0]?.version ?? 0 };
}
