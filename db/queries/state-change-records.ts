import { sql } from 'kysely';
import { calledAs, uuids, type Parts } from './state-return-records.ts';

/** Wish, effect and undo speak of ids of this shop, which stay the same in another one. */
export const changeParts: Parts = {
  id: sql`h.id::text`,
  from: sql`order_change h join orders o on o.id = h.order_id`,
  ids: uuids(sql`h.order_id`),
  record: sql`'order', ${calledAs('order', sql`o.id::text`)}, 'kind', h.kind, 'state', h.state,
    'by', case h.actor ->> 'role' when 'shopper' then 'shopper' else 'shop' end, 'reason', h.reason, 'wish', h.wish, 'effect', h.effect,
    'undo', h.undo, 'policy', h.policy, 'at', h.at, 'undo_until', h.undo_until, 'ended_at', h.ended_at`
};
