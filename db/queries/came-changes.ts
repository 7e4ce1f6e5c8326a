import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { cameAfter } from './came-over.ts';

/**
 * Changes that came from elsewhere before they ended: of those no job was left behind when they were made. Those whose time to be taken back is over
 * since, and those that a bank was paid for.
 */
export async function changesToSeeTo(db: Db, at: Date, most: number): Promise<{ changeId: string; what: 'settle' | 'apply' }[]> {
  const { rows } = await sql<{ changeId: string; what: 'settle' | 'apply' }>`
    select h.id as "changeId", case h.state when 'confirmed' then 'settle' else 'apply' end as what
    from external_ref r join order_change h on h.id::text = r.our_id
    where r.type = 'change' and (
      h.state = 'confirmed' and h.undo_until <= ${at}::timestamptz and not ${cameAfter(sql`h.order_id`, sql`h.undo_until`)}
      or h.state = 'awaiting_payment' and exists (select from payment p where p.change_id = h.id and p.state = 'captured'))
    order by h.at, h.id limit ${most}`.execute(db);
  return rows;
}
