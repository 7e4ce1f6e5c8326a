import { sql } from 'kysely';
import type { PastRecord } from '#lib/commerce/fulfilment/rules/past-orders.ts';
import type { RuleSet, SourcingRule } from '#lib/commerce/fulfilment/rules/sourcing-rule.ts';
import type { Db, Tx } from '../client.ts';

/** What is in force, to be read in one statement with what it is held against; no row while nothing was switched on. */
export const selectRuleSet = (db: Db | Tx) =>
  db
    .selectFrom('sourcing_switch as w')
    .innerJoin('sourcing_rule_set as r', 'r.version', 'w.version')
    .select(['r.version', 'r.rules'])
    .orderBy('w.version', 'desc')
    .limit(1)
    .$castTo<RuleSet>();

export async function rulesInForce(db: Db | Tx): Promise<RuleSet | undefined> {
  return selectRuleSet(db).executeTakeFirst();
}

export type RuleSetVersion = RuleSet & { note: string; by: string; madeAt: Date; switchedOn: { by: string; at: Date } | null };

/** The newest first. */
export async function ruleSetVersions(db: Db | Tx, limit: number): Promise<RuleSetVersion[]> {
  const rows = await db
    .selectFrom('sourcing_rule_set as r')
    .innerJoin('app_user as u', 'u.id', 'r.author_id')
    .leftJoin('sourcing_switch as w', 'w.version', 'r.version')
    .leftJoin('app_user as s', 's.id', 'w.author_id')
    .select(['r.version', 'r.rules', 'r.note', 'u.name as by', 'r.made_at as madeAt', 's.name as switchedBy', 'w.made_at as switchedAt'])
    .orderBy('r.version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ switchedBy, switchedAt, ...row }) => ({
    ...row,
    switchedOn: switchedBy !== null && switchedAt !== null ? { by: switchedBy, at: switchedAt } : null
  }));
}

export async function findRuleSet(db: Db | Tx, version: number): Promise<RuleSet | undefined> {
  return db.selectFrom('sourcing_rule_set').select(['version', 'rules']).where('version', '=', version).executeTakeFirst();
}

type NewRuleSet = { basedOn: number; rules: readonly SourcingRule[]; note: string; authorId: string; at: Date };

/** The version after `basedOn`; undefined when that is not the newest any more. */
export async function insertRuleSet(tx: Tx, { basedOn, rules, note, authorId, at }: NewRuleSet): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    insert into sourcing_rule_set (version, rules, note, author_id, made_at)
      select ${basedOn}::int + 1, ${JSON.stringify(rules)}::jsonb, ${note}, ${authorId}::uuid, ${at}::timestamptz
      where ${basedOn}::int = coalesce((select max(version) from sourcing_rule_set), 0)
    on conflict do nothing returning version`.execute(tx);
  return rows[0]?.version;
}

type NewSwitch = { version: number; follows: number | null; authorId: string; at: Date };

/** False when something else was switched on since `follows` was: of two at once one gets this. */
export async function insertSwitch(tx: Tx, { version, follows, authorId, at }: NewSwitch): Promise<boolean> {
  const switched = await tx
    .insertInto('sourcing_switch')
    .values({ version, follows, author_id: authorId, made_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  return switched !== undefined;
}

/** The newest orders of which something was sent, each with what its first promise was computed from. */
export async function pastRecords(db: Db | Tx, limit: number): Promise<PastRecord[]> {
  const { rows } = await sql<PastRecord>`
    select o.number, o.country, o.currency, o.goods_minor as "valueMinor", coalesce(o.address ->> 'postcode', '') as postcode,
      p.inputs, p.rule_version as "ruleVersion", l.lines
    from orders o
      cross join lateral (
        select m.inputs, m.rule_version from fulfilment_order f join promise m on m.fulfilment_order_id = f.id and m.number = 1
        where f.order_id = o.id and f.method = 'ship' order by f.place limit 1) p
      cross join lateral (
        select jsonb_agg(jsonb_build_object('units', s.units, 'size', s.size) order by s.variant_id) as lines
        from (
          select x.variant_id, sum(x.quantity)::int as units, g.size_class as size
          from fulfilment_order f join fulfilment_line x on x.fulfilment_order_id = f.id
            join variant v on v.id = x.variant_id join product g on g.id = v.product_id
          where f.order_id = o.id and f.method = 'ship' group by x.variant_id, g.size_class) s) l
    order by o.placed_at desc, o.id desc limit ${limit}`.execute(db);
  return rows;
}
