import { sql } from 'kysely';
import type { BackReason, HowBack } from '#lib/commerce/payments/money-back.ts';
import type { PaidBy } from '#lib/commerce/payments/payment-methods.ts';
import type { ReturnReason } from '#lib/commerce/policies/policy.ts';
import type { ReturnState } from '#lib/commerce/returns/return.machine.ts';
import type { Db } from '../client.ts';
import { insteadOfReturn } from './exchanges.ts';
import { IS_REFUSED } from './refused-refunds.ts';

export type DeskReturn = {
  orderNumber: string;
  /** The order's version, for whoever watches it. */
  orderVersion: number;
  orderedAt: Date;
  channel: string;
  /** How its shopper is called at a counter: by a first name, empty when there is none. */
  firstName: string;
  goesTo: string | null;
  cameTo: string | null;
  trackingNumber: string | null;
  reasonDeclined: string;
  /** What its shopper wrote when they asked once more. */
  appealWords: string;
  lines: DeskLine[];
  photos: { id: string; lineId: string }[];
  issues: { id: string; kind: string; words: string; isOpen: boolean }[];
};
export type DeskLine = { id: string; reason: ReturnReason; detail: string; words: string; imageSrc: string | null };

/** What whoever takes a return back reads of it besides the case itself; no address, and no full name. */
export async function deskReturn(db: Db, returnId: string): Promise<DeskReturn | undefined> {
  const { rows } = await sql<DeskReturn>`
    select o.number as "orderNumber", o.version as "orderVersion", o.placed_at as "orderedAt", o.channel,
      coalesce(split_part(o.contact ->> 'name', ' ', 1), '') as "firstName",
      d.name as "goesTo", c.name as "cameTo", r.reason_declined as "reasonDeclined", r.appeal_words as "appealWords",
      (select s.tracking_number from return_shipment s where s.return_id = r.id and s.state <> 'cancelled') as "trackingNumber",
      (select json_agg(json_build_object('id', l.id, 'reason', l.reason, 'detail', l.detail, 'words', l.words, 'imageSrc', ol.image_src)
        order by l.place) from return_line l join order_line ol on ol.id = l.order_line_id where l.return_id = r.id) as lines,
      coalesce((select json_agg(json_build_object('id', p.id, 'lineId', p.return_line_id) order by p.at, p.id)
        from return_photo p join return_line l on l.id = p.return_line_id where l.return_id = r.id), '[]') as photos,
      coalesce((select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'words', i.words, 'isOpen', i.ended_at is null) order by i.at, i.id)
        from return_issue i where i.return_id = r.id), '[]') as issues
    from return_case r
      join orders o on o.id = r.order_id
      left join node d on d.id = r.drop_node_id
      left join node c on c.id = r.came_to_node_id
    where r.id = ${returnId}`.execute(db);
  return rows[0];
}

export type ReturnMoney = {
  id: string;
  amountMinor: number;
  how: HowBack;
  method: PaidBy;
  state: 'due' | 'paid';
  dueAt: Date;
  paidAt: Date | null;
  reason: BackReason;
  /** Its bank did not take it back, and it is not sent another way yet. */
  isRefused: boolean;
};

/** What a return gives, payment by payment. */
export async function moneyOfReturn(db: Db, returnId: string): Promise<ReturnMoney[]> {
  return db
    .selectFrom('order_credit as c')
    .innerJoin('refund as r', 'r.credit_id', 'c.id')
    .innerJoin('payment as p', 'p.id', 'r.payment_id')
    .select([
      'r.id',
      'r.amount_minor as amountMinor',
      'r.how',
      'p.method',
      'r.state',
      'r.due_at as dueAt',
      'r.paid_at as paidAt',
      'c.reason'
    ])
    .select(IS_REFUSED.as('isRefused'))
    .where('c.return_id', '=', returnId)
    .orderBy('r.due_at')
    .orderBy('r.id')
    .execute();
}

export type ReturnHere = {
  number: string;
  orderNumber: string;
  state: ReturnState;
  things: string;
  /** What is wanted instead of money; empty where nothing is. */
  instead: string;
  units: number;
  came: number;
  /** When it became what it is, as far as is known: handed over, or asked. */
  since: Date;
  refundDueAt: Date;
  isOwed: boolean;
};

const OPEN_HERE = ['approved', 'label_issued', 'store_dropoff', 'in_transit', 'dropped_off', 'received', 'inspecting'] as const;

/** What comes back to a place, or lies there and waits to be looked at: the one whose money is due first comes first. */
export async function returnsAt(db: Db, nodeId: string, limit: number): Promise<ReturnHere[]> {
  return db
    .selectFrom('return_case as r')
    .innerJoin('orders as o', 'o.id', 'r.order_id')
    .select(['r.number', 'o.number as orderNumber', 'r.state', 'r.refund_due_at as refundDueAt'])
    .select(sql<Date>`coalesce(r.handed_over_at, r.approved_at, r.asked_at)`.as('since'))
    .select(sql<boolean>`r.owed_at is not null`.as('isOwed'))
    .select(
      sql<string>`(select string_agg(case l.quantity when 1 then ol.title else l.quantity || ' × ' || ol.title end, ', ' order by l.place)
        from return_line l join order_line ol on ol.id = l.order_line_id where l.return_id = r.id)`.as('things')
    )
    .select(insteadOfReturn.as('instead'))
    .select(sql<number>`(select count(*)::int from return_unit u where u.return_id = r.id)`.as('units'))
    .select(sql<number>`(select count(*)::int from return_unit u where u.return_id = r.id and u.received_at is not null)`.as('came'))
    .where('r.state', 'in', OPEN_HERE)
    .where((eb) =>
      eb.or([eb('r.came_to_node_id', '=', nodeId), eb.and([eb('r.came_to_node_id', 'is', null), eb('r.drop_node_id', '=', nodeId)])])
    )
    .orderBy('r.refund_due_at')
    .orderBy('r.id')
    .limit(limit)
    .execute();
}

/** Returns of an order that are not over yet, the newest first. */
export async function openReturnsOf(db: Db, orderId: string): Promise<{ number: string; state: ReturnState }[]> {
  return db
    .selectFrom('return_case')
    .select(['number', 'state'])
    .where('order_id', '=', orderId)
    .where('state', 'in', ['requested', ...OPEN_HERE])
    .orderBy('asked_at', 'desc')
    .execute();
}

export async function numberOfReturn(db: Db, returnId: string): Promise<string | undefined> {
  return (await db.selectFrom('return_case').select('number').where('id', '=', returnId).executeTakeFirst())?.number;
}
