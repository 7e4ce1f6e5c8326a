import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { ExchangeTarget, ExchangeWorld } from '#lib/commerce/returns/exchange/exchange-plan.ts';
import type { Db, Tx } from '../client.ts';
import { asNodes, selectLevels, selectNodes, selectPosition } from './delivery.ts';
import { selectRuleSet } from './sourcing-rules.ts';

/** What is wanted instead, and all that it could come from, as they are at one moment: one statement. */
export async function exchangeWorld(db: Db | Tx, orderId: string, variantIds: readonly string[]): Promise<ExchangeWorld | undefined> {
  const row = await db
    .selectFrom('orders as o')
    .select(['o.id', 'o.currency', 'o.country', 'o.goods_minor as goodsMinor'])
    .select(sql<string>`coalesce(o.address ->> 'postcode', '')`.as('postcode'))
    .select(sql<ExchangeTarget[]>`(${targets(variantIds)})`.as('targets'))
    .select((eb) => [
      jsonArrayFrom(selectNodes(db as Db)).as('nodes'),
      jsonArrayFrom(selectLevels(db, sql`${variantIds}::uuid[]`, null)).as('levels'),
      jsonObjectFrom(selectPosition(db).where(sql<boolean>`postcode.country = o.country and postcode.code = o.address ->> 'postcode'`)).as(
        'position'
      ),
      jsonObjectFrom(selectRuleSet(db)).as('ruleSet'),
      eb.lit(true).as('isThere')
    ])
    .where('o.id', '=', orderId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { nodes, position, ruleSet, ...world } = row;
  return { ...world, nodes: asNodes(nodes), position: position ?? null, ruleSet: ruleSet ?? null };
}

/** Those that are for sale, at their price of today. */
const targets = (variantIds: readonly string[]) => sql`
  select coalesce(json_agg(json_build_object('variantId', v.id, 'productId', v.product_id, 'title', g.title, 'options', v.options, 'sku', v.sku,
    'imageSrc', coalesce(v.image_src, (select i.src from product_image i where i.product_id = g.id order by i.position limit 1)),
    'priceMinor', p.amount_minor, 'counted', v.tracked and not v.sell_beyond_stock, 'size', g.size_class)), '[]')
  from variant v join product g on g.id = v.product_id and g.status = 'active'
    join price p on p.variant_id = v.id and p.price_list = 'shop' and p.currency = o.currency
  where v.id = any (${variantIds}::uuid[])`;

/** What each of these costs today; what is not sold any more has no price. */
export async function pricesToday(db: Db | Tx, orderId: string, variantIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('price as p')
    .innerJoin('orders as o', 'o.currency', 'p.currency')
    .select(['p.variant_id as variantId', 'p.amount_minor as priceMinor'])
    .where('o.id', '=', orderId)
    .where('p.price_list', '=', 'shop')
    .where('p.variant_id', 'in', [...variantIds])
    .execute();
  return new Map(rows.map(({ variantId, priceMinor }) => [variantId, priceMinor]));
}

export type InsteadChoice = {
  variantId: string;
  productId: string;
  title: string;
  options: string[];
  sku: string | null;
  priceMinor: number;
  /** Some of it lies somewhere and is free. */
  isThere: boolean;
};

/** What is for sale of some products, and these variants beside them: what one may choose from instead. */
export async function insteadChoices(
  db: Db,
  orderId: string,
  { productIds, variantIds }: { productIds: readonly string[]; variantIds: readonly string[] }
): Promise<InsteadChoice[]> {
  const { rows } = await sql<InsteadChoice>`
    select v.id as "variantId", v.product_id as "productId", g.title, v.options, v.sku, p.amount_minor as "priceMinor",
      not v.tracked or v.sell_beyond_stock or exists (select from stock_level s where s.variant_id = v.id and s.available > 0) as "isThere"
    from orders o join price p on p.price_list = 'shop' and p.currency = o.currency
      join variant v on v.id = p.variant_id join product g on g.id = v.product_id and g.status = 'active'
    where o.id = ${orderId} and (v.product_id = any (${productIds}::uuid[]) or v.id = any (${variantIds}::uuid[]))
    order by g.title, v.position, v.id`.execute(db);
  return rows;
}
