import { sql, type ExpressionBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Db } from '../client.ts';
import type { FulfilmentStateColumn, PromiseTable } from '../schema/fulfilment.ts';
import type { NodeTable } from '../schema/stock.ts';
import type { OrderTable, PaymentMethod, PaymentStateColumn } from '../schema/orders.ts';
import type { Schema } from '../schema.ts';

/** One parcel of an order with the newest version of its promise; times are ISO text. */
type OfficeParcel = {
  id: string;
  method: 'ship' | 'pickup' | 'carry_out';
  state: FulfilmentStateColumn;
  nodeName: string | null;
  zone: string | null;
  deliverUntil: string | null;
  promise: PromiseTable['state'] | null;
};

export type OfficeOrder = {
  id: string;
  number: string;
  channel: string;
  life: OrderTable['life'];
  currency: string;
  totalMinor: number;
  placedAt: Date;
  what: string;
  parcels: OfficeParcel[];
  payments: { method: PaymentMethod; state: PaymentStateColumn }[];
};

export type OrderFilter = { life?: OrderTable['life'] | undefined; before?: Date | undefined; limit: number };

export async function newestOrders(db: Db, { life, before, limit }: OrderFilter): Promise<OfficeOrder[]> {
  return orders(db)
    .$if(life !== undefined, (query) => query.where('o.life', '=', life ?? 'placed'))
    .$if(before !== undefined, (query) => query.where('o.placed_at', '<', before ?? new Date(0)))
    .orderBy('o.placed_at', 'desc')
    .orderBy('o.id', 'desc')
    .limit(limit)
    .execute();
}

function orders(db: Db) {
  return db
    .selectFrom('orders as o')
    .select(['o.id', 'o.number', 'o.channel', 'o.life', 'o.currency', 'o.total_minor as totalMinor', 'o.placed_at as placedAt'])
    .select((eb) => [
      eb
        .selectFrom('order_line as l')
        .select(sql<string>`string_agg(l.quantity || ' × ' || l.title, ', ' order by l.place)`.as('what'))
        .whereRef('l.order_id', '=', 'o.id')
        .$asScalar()
        .$notNull()
        .as('what'),
      jsonArrayFrom(parcelsOf(eb)).as('parcels'),
      jsonArrayFrom(
        eb
          .selectFrom('payment as p')
          .select(['p.method', 'p.state'])
          .whereRef('p.order_id', '=', 'o.id')
          .orderBy('p.created_at')
          .orderBy('p.id')
      ).as('payments')
    ]);
}

function parcelsOf(eb: ExpressionBuilder<Schema & { o: OrderTable }, 'o'>) {
  return eb
    .selectFrom('fulfilment_order as f')
    .leftJoin('node as n', 'n.id', 'f.node_id')
    .leftJoinLateral(
      (of) =>
        of
          .selectFrom('promise as m')
          .select(['m.deliver_until', 'm.state'])
          .whereRef('m.fulfilment_order_id', '=', 'f.id')
          .orderBy('m.number', 'desc')
          .limit(1)
          .as('m'),
      (join) => join.onTrue()
    )
    .select(['f.id', 'f.method', 'f.state', 'n.name as nodeName', 'n.time_zone as zone', 'm.state as promise'])
    .select(sql<string | null>`m.deliver_until`.as('deliverUntil'))
    .whereRef('f.order_id', '=', 'o.id')
    .orderBy('f.place');
}

type OfficeLine = { title: string; options: string[]; sku: string | null; quantity: number; unitPriceMinor: number };
export type OfficePromise = {
  parcelId: string;
  number: number;
  state: string;
  deliverFrom: Date;
  deliverUntil: Date;
  reason: string;
  at: Date;
  /** What it was computed from. */
  inputs: unknown;
};
export type OfficeOrderInFull = OfficeOrder & {
  goodsMinor: number;
  deliveryMinor: number;
  /** Where it goes, no finer than a town: the office needs no doors to see what became of an order. */
  town: string | null;
  version: number;
  lines: OfficeLine[];
};

export async function orderInFull(db: Db, number: string): Promise<OfficeOrderInFull | undefined> {
  return orders(db)
    .select(['o.goods_minor as goodsMinor', 'o.delivery_minor as deliveryMinor', 'o.version'])
    .select(sql<string | null>`nullif(concat_ws(' ', o.address ->> 'city', o.address ->> 'postcode'), '')`.as('town'))
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('order_line as l')
          .select(['l.title', 'l.options', 'l.sku', 'l.quantity', 'l.unit_price_minor as unitPriceMinor'])
          .whereRef('l.order_id', '=', 'o.id')
          .orderBy('l.place')
      ).as('lines')
    )
    .where('o.number', '=', number)
    .executeTakeFirst();
}

export async function promisesOf(db: Db, orderId: string): Promise<OfficePromise[]> {
  return db
    .selectFrom('promise')
    .select([
      'fulfilment_order_id as parcelId',
      'number',
      'state',
      'deliver_from as deliverFrom',
      'deliver_until as deliverUntil',
      'reason',
      'at',
      'inputs'
    ])
    .where('order_id', '=', orderId)
    .orderBy('fulfilment_order_id')
    .orderBy('number')
    .execute();
}

export type TrailEntry = { version: number; type: string; data: unknown; by: string; channel: string; at: Date };

/** Everything that was ever written down about one thing, oldest first. */
export async function eventTrail(db: Db, topic: string): Promise<TrailEntry[]> {
  return db
    .selectFrom('event')
    .select(['version', 'type', 'data', 'channel', 'at'])
    .select(sql<string>`coalesce(actor ->> 'name', actor ->> 'role', 'system')`.as('by'))
    .where('topic', '=', topic)
    .orderBy('version')
    .execute();
}

export type OfficeNode = {
  id: string;
  name: string;
  kind: NodeTable['kind'];
  city: string;
  status: 'up' | 'down';
  /** Parcels that are not out of the door yet. */
  open: number;
  capacityPerDay: number;
  onHand: number;
  short: number;
};

export async function nodesAtWork(db: Db): Promise<OfficeNode[]> {
  return db
    .selectFrom('node as n')
    .select(['n.id', 'n.name', 'n.kind', 'n.city', 'n.status', 'n.capacity_per_day as capacityPerDay'])
    .select([
      sql<number>`(select count(*)::int from fulfilment_order f where f.node_id = n.id
        and f.state in ('allocated', 'released', 'picking', 'packed', 'ready_for_pickup'))`.as('open'),
      sql<number>`(select coalesce(sum(l.on_hand), 0)::int from stock_level l where l.node_id = n.id)`.as('onHand'),
      sql<number>`(select coalesce(sum(l.short), 0)::int from stock_level l where l.node_id = n.id)`.as('short')
    ])
    .orderBy('n.kind', 'desc')
    .orderBy('n.name')
    .execute();
}
