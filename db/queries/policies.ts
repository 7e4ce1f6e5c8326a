import { sql, type RawBuilder } from 'kysely';
import type { PolicyNo } from '#lib/commerce/policies/obey.ts';
import type { Policy, PolicyProfile } from '#lib/commerce/policies/policy.ts';
import type { PolicyScope } from '#lib/commerce/policies/policy-scope.ts';
import type { Actor } from '#lib/kernel/actor.ts';
import type { Db, Tx } from '../client.ts';

type Whose<T> = { country: T; channel: T; customerId: T; at: T };

/**
 * The policy in force, as one JSON value to be read within a statement. Of those that hold for these ones the narrowest counts: a group of
 * customers before a channel before a market before all.
 */
const policyInForce = ({ country, channel, customerId, at }: Whose<RawBuilder<unknown>>): RawBuilder<Policy> => sql<Policy>`(
  select jsonb_build_object('profile', p.profile, 'version', p.version, 'terms', p.terms)
  from (
    select distinct on (w.country, w.channel, w.customer_group) w.* from policy_switch w
    where w.since <= ${at} and (w.country is null or w.country = ${country}) and (w.channel is null or w.channel = ${channel})
      and (w.customer_group is null or w.customer_group = (select u.customer_group from app_user u where u.id = ${customerId}))
    order by w.country, w.channel, w.customer_group, w.number desc) s
  join policy_profile p on p.profile = s.profile and p.version = s.version
  order by s.customer_group is null, s.channel is null, s.country is null limit 1)`;

/** For an order `at` is when it was placed: what held on that day holds for it. */
export async function policyFor(
  db: Db | Tx,
  { country, channel, customerId, at }: { country: string; channel: string; customerId: string | null; at: Date }
): Promise<Policy> {
  const policy = policyInForce({
    country: sql`${country}::text`,
    channel: sql`${channel}::text`,
    customerId: sql`${customerId}::uuid`,
    at: sql`${at}::timestamptz`
  });
  const { rows } = await sql<{ policy: Policy }>`select ${policy} as policy`.execute(db);
  return policyIn(rows);
}

/** The same of an order, by the names its row has in the statement that reads it. */
export const policyOfRow = (order: string): RawBuilder<Policy> =>
  policyInForce({
    country: sql.ref(`${order}.country`),
    channel: sql.ref(`${order}.channel`),
    customerId: sql.ref(`${order}.customer_id`),
    at: sql.ref(`${order}.placed_at`)
  });

export async function policyOfOrder(db: Db | Tx, orderId: string): Promise<Policy> {
  const { rows } = await sql<{ policy: Policy }>`select ${policyOfRow('o')} as policy from orders o where o.id = ${orderId}`.execute(db);
  return policyIn(rows);
}

// One for everybody is written by the migration, and no switch takes it away.
function policyIn([row]: { policy: Policy | null }[]): Policy {
  if (!row?.policy) throw new Error('policy: none is in force');
  return row.policy;
}

export type PolicyVersion = Policy & { note: string; by: string | null; madeAt: Date };

/** The newest first. */
export async function policyVersions(db: Db | Tx, limit: number): Promise<PolicyVersion[]> {
  return db
    .selectFrom('policy_profile as p')
    .leftJoin('app_user as u', 'u.id', 'p.author_id')
    .select(['p.profile', 'p.version', 'p.terms', 'p.note', 'u.name as by', 'p.made_at as madeAt'])
    .orderBy('p.made_at', 'desc')
    .orderBy('p.profile')
    .orderBy('p.version', 'desc')
    .limit(limit)
    .execute();
}

export async function findPolicy(db: Db | Tx, profile: string, version: number): Promise<Policy | undefined> {
  return db
    .selectFrom('policy_profile')
    .select(['profile', 'version', 'terms'])
    .where('profile', '=', profile)
    .where('version', '=', version)
    .executeTakeFirst();
}

type NewPolicy = { profile: string; basedOn: number; terms: PolicyProfile; note: string; authorId: string; at: Date };

/** The version after `basedOn`, 0 for a new profile; undefined when that is not its newest any more. */
export async function insertPolicy(tx: Tx, { profile, basedOn, terms, note, authorId, at }: NewPolicy): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    insert into policy_profile (profile, version, terms, note, author_id, made_at)
      select ${profile}, ${basedOn}::int + 1, ${JSON.stringify(terms)}::jsonb, ${note}, ${authorId}::uuid, ${at}::timestamptz
      where ${basedOn}::int = coalesce((select max(version) from policy_profile where profile = ${profile}), 0)
    on conflict do nothing returning version`.execute(tx);
  return rows[0]?.version;
}

export type PolicySwitch = PolicyScope & { number: number; profile: string | null; version: number | null; by: string | null; since: Date };

/** What holds now for whom, the widest first. */
export async function policySwitches(db: Db | Tx): Promise<PolicySwitch[]> {
  const { rows } = await sql<PolicySwitch>`
    select s.* from (
      select distinct on (w.country, w.channel, w.customer_group) w.country, w.channel, w.customer_group as "customerGroup", w.number,
        w.profile, w.version, u.name as by, w.since
      from policy_switch w left join app_user u on u.id = w.author_id
      order by w.country, w.channel, w.customer_group, w.number desc) s
    order by s."customerGroup" nulls first, s.channel nulls first, s.country nulls first`.execute(db);
  return rows;
}

type NewSwitch = PolicyScope & { follows: number; profile: string | null; version: number | null; authorId: string; at: Date };

/** False when something else was switched on for the same ones since `follows`, 0 for the first: of two at once one gets this. */
export async function insertPolicySwitch(tx: Tx, to: NewSwitch): Promise<boolean> {
  const { rows } = await sql`
    insert into policy_switch (country, channel, customer_group, number, profile, version, author_id, since)
      select ${to.country}::text, ${to.channel}::text, ${to.customerGroup}::text, ${to.follows}::int + 1, ${to.profile}::text, ${to.version}::int,
        ${to.authorId}::uuid, ${to.at}::timestamptz
      where ${to.follows}::int = coalesce((select max(number) from policy_switch w where w.country is not distinct from ${to.country}::text
        and w.channel is not distinct from ${to.channel}::text and w.customer_group is not distinct from ${to.customerGroup}::text), 0)
    on conflict do nothing returning number`.execute(tx);
  return rows.length === 1;
}

export async function insertPolicyRefusal(
  db: Db,
  { orderId, asked, request, parcels, by, code, detail, actor, at }: PolicyNo & { code: string; detail: string; actor: Actor; at: Date }
): Promise<void> {
  await db
    .insertInto('policy_refusal')
    .values({
      order_id: orderId,
      asked,
      ...by,
      code,
      detail,
      request: request ? JSON.stringify(request) : null,
      parcels: parcels ? JSON.stringify(parcels) : null,
      actor: JSON.stringify(actor),
      at
    })
    .execute();
}

export type KeptRefusal = {
  number: string;
  asked: string;
  code: string;
  rule: string;
  profile: string;
  version: number;
  by: string;
  at: Date;
};

/** What policies said no to, the newest first; `by` is the name of one of us, or nothing for a shopper. */
export async function recentRefusals(db: Db, limit: number): Promise<KeptRefusal[]> {
  const { rows } = await sql<KeptRefusal>`
    select o.number, r.asked, r.code, r.rule, r.profile, r.version, r.at, case r.actor ->> 'role' when 'shopper' then '' else coalesce(r.actor ->> 'name', '') end as by
    from policy_refusal r join orders o on o.id = r.order_id order by r.id desc limit ${limit}`.execute(db);
  return rows;
}

/** One answer of a policy about an order; `code` is null for a yes. `by` as above. */
export type OrderRuling = { asked: string; code: string | null; rule: string; profile: string; version: number; by: string; at: Date };

/** What policies said of an order, yes and no, the oldest first: a yes stands with what it allowed, a no by itself. */
export async function rulingsOf(db: Db, orderId: string): Promise<OrderRuling[]> {
  const { rows } = await sql<OrderRuling>`
    with said as (
      select 'return' as asked, null::text as code, r.policy, e.actor, r.asked_at as at
      from return_case r left join event e
        on e.topic = 'order:' || ${orderId} and e.type = 'return.requested' and e.data ->> 'returnId' = r.id::text
      where r.order_id = ${orderId}
      union all
      select 'delivery', null, e.data -> 'policy', e.actor, e.at
      from event e where e.topic = 'order:' || ${orderId} and e.type in ('order.wished', 'order.changed') and e.data ? 'policy'
      union all
      select c.kind, null, c.policy, c.actor, c.at from order_change c where c.order_id = ${orderId} and c.policy is not null
      union all
      select f.asked, f.code, jsonb_build_object('rule', f.rule, 'profile', f.profile, 'version', f.version), f.actor, f.at
      from policy_refusal f where f.order_id = ${orderId})
    select asked, code, policy ->> 'rule' as rule, policy ->> 'profile' as profile, (policy ->> 'version')::int as version, at,
      case actor ->> 'role' when 'shopper' then '' else coalesce(actor ->> 'name', '') end as by
    from said order by at, code nulls last`.execute(db);
  return rows;
}
