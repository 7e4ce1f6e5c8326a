import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { IS_REFUSED } from './refused-refunds.ts';

export type ShortShelf = { variantId: string; title: string; options: string[]; nodeId: string; nodeName: string; short: number };

/** Where more is promised than lies there, the most first. */
export async function shortShelves(db: Db, limit: number): Promise<ShortShelf[]> {
  return db
    .selectFrom('stock_level as s')
    .innerJoin('variant as v', 'v.id', 's.variant_id')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .innerJoin('node as n', 'n.id', 's.node_id')
    .select(['s.variant_id as variantId', 'g.title', 'v.options', 's.node_id as nodeId', 'n.name as nodeName', 's.short'])
    .where('s.short', '>', 0)
    .orderBy('s.short', 'desc')
    .orderBy('s.variant_id')
    .orderBy('s.node_id')
    .limit(limit)
    .execute();
}

export type OwedMoney = {
  id: string;
  number: string;
  dueAt: Date;
  amountMinor: number;
  currency: string;
  isCash: boolean;
  isRefused: boolean;
};

/** What is owed to shoppers and no bank sends, because it was paid in cash; and what a bank should have sent before `since`. */
export async function owedMoney(db: Db, since: Date, limit: number): Promise<OwedMoney[]> {
  return db
    .selectFrom('refund as r')
    .innerJoin('orders as o', 'o.id', 'r.order_id')
    .select(['r.id', 'o.number', 'r.due_at as dueAt', 'r.amount_minor as amountMinor', 'o.currency'])
    .select([sql<boolean>`r.how = 'by-hand'`.as('isCash'), IS_REFUSED.as('isRefused')])
    .where('r.state', '=', 'due')
    .where((eb) => eb.or([eb('r.how', '=', 'by-hand'), eb('r.due_at', '<', since)]))
    .orderBy('r.due_at')
    .orderBy('r.id')
    .limit(limit)
    .execute();
}

export type BoxDifference = {
  number: string;
  variantId: string;
  title: string;
  options: string[];
  fromName: string;
  toName: string;
  sent: number;
  difference: number;
  closedAt: Date;
};

/** What was put into a box and never came out of it, the latest first. */
export async function boxDifferences(db: Db, limit: number): Promise<BoxDifference[]> {
  return db
    .selectFrom('transfer_line as l')
    .innerJoin('transfer as t', 't.id', 'l.transfer_id')
    .innerJoin('node as f', 'f.id', 't.from_node_id')
    .innerJoin('node as o', 'o.id', 't.to_node_id')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select(['t.number', 'l.variant_id as variantId', 'g.title', 'v.options', 'f.name as fromName', 'o.name as toName'])
    .select(['l.sent', 'l.difference', 't.closed_at as closedAt'])
    .where('l.difference', '>', 0)
    .where('t.closed_at', 'is not', null)
    .$narrowType<{ closedAt: Date }>()
    .orderBy('t.closed_at', 'desc')
    .orderBy('t.number')
    .orderBy('l.variant_id')
    .limit(limit)
    .execute();
}
