import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** Which of these queues hold a job that is due, by one look for all of them: an index is asked, no row is read. */
export async function queuesWithDueJobs(db: Db, queues: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select q.name from unnest(${queues}::text[]) as q (name)
    where exists (
      select from jobs.job j
      where j.name = q.name and j.state in ('created', 'retry') and not j.blocked and j.start_after <= jobs.job_now())`.execute(db);
  return rows.map(({ name }) => name);
}
