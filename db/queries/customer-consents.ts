import { sql } from 'kysely';
import type { ConsentSnapshot } from '#lib/commerce/customers/consent.ts';
import type { ConsentState } from '#lib/commerce/customers/consent.machine.ts';
import type { LookedUpOrder } from '#lib/commerce/customers/looked-up.ts';
import type { Db, Tx } from '../client.ts';

export type Consent = {
  id: string;
  customerId: string;
  state: ConsentState;
  offeredAt: Date;
  expiresAt: Date;
  openedAt: Date | null;
  openedBy: string | null;
  openedAs: string | null;
  nodeId: string | null;
  nodeName: string | null;
  endedAt: Date | null;
  version: number;
};

function consents(db: Db | Tx) {
  return db
    .selectFrom('customer_consent as c')
    .leftJoin('node as n', 'n.id', 'c.node_id')
    .select(['c.id', 'c.customer_id as customerId', 'c.state', 'c.offered_at as offeredAt', 'c.expires_at as expiresAt'])
    .select(['c.opened_at as openedAt', 'c.opened_by as openedBy', 'c.opened_as as openedAs', 'c.node_id as nodeId'])
    .select(['n.name as nodeName', 'c.ended_at as endedAt', 'c.version']);
}

export async function findConsent(db: Db | Tx, id: string): Promise<Consent | undefined> {
  return consents(db).where('c.id', '=', id).executeTakeFirst();
}

/** Newest first. */
export async function consentsOf(db: Db | Tx, customerId: string, limit: number): Promise<Consent[]> {
  return consents(db)
    .where('c.customer_id', '=', customerId)
    .orderBy('c.offered_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit)
    .execute();
}

/** The one that is out or being looked through. Locked, so that two who change it come one after the other. */
export async function lockRunningConsent(tx: Tx, by: { customerId: string } | { id: string }): Promise<Consent | undefined> {
  return consents(tx)
    .where('c.state', 'in', ['offered', 'open'])
    .where((eb) => ('id' in by ? eb('c.id', '=', by.id) : eb('c.customer_id', '=', by.customerId)))
    .forUpdate('c')
    .executeTakeFirst();
}

/** What a code opens now, of an account that still is one. Whatever is used, over or never was is undefined alike. */
export async function offeredConsent(db: Db | Tx, { seal, at }: { seal: string; at: Date }): Promise<Consent | undefined> {
  return consents(db)
    .innerJoin('app_user as u', 'u.id', 'c.customer_id')
    .where('c.code_seal', '=', seal)
    .where('c.state', '=', 'offered')
    .where('c.expires_at', '>', at)
    .where('u.ended_at', 'is', null)
    .executeTakeFirst();
}

/** Those that somebody has open now, newest first. */
export async function openConsentsOf(db: Db, userId: string, at: Date): Promise<(Consent & { customerName: string })[]> {
  return consents(db)
    .innerJoin('app_user as u', 'u.id', 'c.customer_id')
    .select('u.name as customerName')
    .where('c.opened_by', '=', userId)
    .where('c.state', '=', 'open')
    .where('c.expires_at', '>', at)
    .where('u.ended_at', 'is', null)
    .orderBy('c.opened_at', 'desc')
    .execute();
}

type NewConsent = { id: string; customerId: string; seal: string; at: Date; expiresAt: Date };

/** False when another code that is out just now has the same digits, or the customer has one out already. */
export async function insertConsent(tx: Tx, { id, customerId, seal, at, expiresAt }: NewConsent): Promise<boolean> {
  const inserted = await tx
    .insertInto('customer_consent')
    .values({ id, customer_id: customerId, state: 'offered', code_seal: seal, offered_at: at, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

type Opening = { at: Date; until: Date; userId: string; name: string; nodeId: string };

/** The condition is in the UPDATE: of all who come with the code at once, one opens it. */
export async function openConsent(tx: Tx, id: string, { at, until, userId, name, nodeId }: Opening): Promise<number | undefined> {
  const opened = await tx
    .updateTable('customer_consent')
    .set({ state: 'open', opened_at: at, expires_at: until, opened_by: userId, opened_as: name, node_id: nodeId })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'offered')
    .where('expires_at', '>', at)
    .returning('version')
    .executeTakeFirst();
  return opened?.version;
}

/** @returns its version, or undefined when it is not any more where it was */
export async function endConsentFrom(
  tx: Tx,
  from: Pick<Consent, 'id' | 'state'>,
  { state, at }: { state: ConsentState; at: Date }
): Promise<number | undefined> {
  const ended = await tx
    .updateTable('customer_consent')
    .set((eb) => ({ state, ended_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', from.id)
    .where('state', '=', from.state)
    .returning('version')
    .executeTakeFirst();
  return ended?.version;
}

/** Running ones whose time is over. */
export async function lapsedConsents(db: Db, at: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('customer_consent')
    .select('id')
    .where('state', 'in', ['offered', 'open'])
    .where('expires_at', '<=', at)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function consentSnapshots(db: Db, ids: string[]): Promise<ConsentSnapshot[]> {
  return db
    .selectFrom('customer_consent')
    .select(['id as consentId', 'version'])
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .execute();
}

/** What is still to come to a customer or to be collected: how it stands, never where it goes or how it is paid. */
export async function openOrdersOf(db: Db, customerId: string): Promise<LookedUpOrder[]> {
  const { rows } = await sql<LookedUpOrder>`
    select o.number, o.life, o.currency, o.total_minor as "totalMinor", o.placed_at as "placedAt",
      (select coalesce(json_agg(json_build_object('title', l.title, 'options', l.options, 'quantity', l.quantity) order by l.place), '[]')
        from order_line l where l.order_id = o.id) as lines,
      (select coalesce(json_agg(json_build_object('method', f.method, 'state', f.state, 'nodeId', f.node_id, 'nodeName', n.name,
          'shipmentState', s.state) order by f.place), '[]')
        from fulfilment_order f left join node n on n.id = f.node_id left join shipment s on s.fulfilment_order_id = f.id
        where f.order_id = o.id) as parcels
    from orders o where o.customer_id = ${customerId} and o.life in ('placed', 'confirmed', 'on_hold')
    order by o.placed_at desc, o.id desc limit 20`.execute(db);
  return rows;
}

/** The cart that a customer is filling now. */
export async function openCartIdOf(db: Db, customerId: string): Promise<string | undefined> {
  const cart = await db
    .selectFrom('cart')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('state', 'in', ['active', 'checkout'])
    .executeTakeFirst();
  return cart?.id;
}
