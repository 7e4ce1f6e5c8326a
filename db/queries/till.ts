import { sql } from 'kysely';
import type { CounterItem, CounterSale } from '#lib/commerce/stock/counter-sale.ts';
import type { Db, Tx } from '../client.ts';

/** What the tills of the house sell, as it is now: drafts and archived goods have no price here. */
export async function counterItems(db: Db | Tx, variantIds: string[], currency: string): Promise<CounterItem[]> {
  if (variantIds.length === 0) return [];
  return items(db, currency).where('v.id', 'in', variantIds).execute();
}

function items(db: Db | Tx, currency: string) {
  return db
    .selectFrom('variant as v')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .leftJoin('price as p', (join) =>
      join.onRef('p.variant_id', '=', 'v.id').on('p.price_list', '=', 'shop').on('p.currency', '=', currency)
    )
    .select(['v.id as variantId', 'g.title', 'v.options', 'v.sku', 'v.tracked'])
    .select(sql<number | null>`case when g.status = 'active' then p.amount_minor end`.as('priceMinor'))
    .select((eb) =>
      eb.fn
        .coalesce(
          'v.image_src',
          eb.selectFrom('product_image as i').select('i.src').whereRef('i.product_id', '=', 'g.id').orderBy('i.position').limit(1)
        )
        .as('imageSrc')
    );
}

/**
 * By barcode or SKU, exactly; scanners may drop or add the leading zeros of a shorter code. Imported shops repeat SKUs,
 * so there may be several.
 */
export async function itemsByCode(db: Db, code: string, currency: string): Promise<CounterItem[]> {
  return items(db, currency)
    .where('g.status', '=', 'active')
    .where((eb) => eb.or([eb(sql`ltrim(v.barcode, '0')`, '=', sql`ltrim(${code}, '0')`), eb(sql`upper(v.sku)`, '=', sql`upper(${code})`)]))
    .orderBy('v.id')
    .limit(FOUND)
    .execute();
}

const FOUND = 12;

/** By words, each somewhere in the title, the options, the SKU or what the goods are also called. */
export async function itemsByWords(db: Db, words: string[], currency: string): Promise<CounterItem[]> {
  if (words.length === 0) return [];
  const name = sql<string>`(g.title || ' ' || array_to_string(v.options, ' ') || ' ' || coalesce(v.sku, '') || ' ' || array_to_string(g.search_words, ' '))`;
  return items(db, currency)
    .where('g.status', '=', 'active')
    .where((eb) => eb.and(words.map((word) => sql<boolean>`${name} ilike ${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`)))
    .orderBy('g.rank')
    .orderBy('g.title')
    .orderBy('v.position')
    .limit(FOUND)
    .execute();
}

/** The rows of a sale, which is placed, paid and handed over at once. Stock is taken apart from this. */
export async function insertCounterSale(tx: Tx, sale: CounterSale): Promise<void> {
  const { id, at, totals, currency } = sale;
  await tx
    .insertInto('orders')
    .values({
      id,
      number: sale.number,
      cart_id: null,
      channel: 'pos',
      life: 'completed',
      currency,
      country: sale.country,
      goods_minor: totals.goodsMinor,
      delivery_minor: totals.deliveryMinor,
      tax_included_minor: totals.taxIncludedMinor,
      total_minor: totals.totalMinor,
      contact: null,
      address: null,
      placed_at: at,
      pay_by: null,
      version: sale.events.length,
      updated_at: at
    })
    .execute();
  await insertLines(tx, sale);
  await tx
    .insertInto('payment')
    .values({
      id: sale.paymentId,
      order_id: id,
      method: 'cash',
      state: 'captured',
      currency,
      amount_minor: totals.totalMinor,
      authorized_minor: totals.totalMinor,
      captured_minor: totals.totalMinor,
      created_at: at
    })
    .execute();
}

async function insertLines(tx: Tx, { id, lines, parcelId, nodeId, at }: CounterSale): Promise<void> {
  await tx
    .insertInto('order_line')
    .values(
      lines.map((line) => ({
        id: line.id,
        order_id: id,
        place: line.place,
        variant_id: line.variantId,
        title: line.title,
        options: line.options,
        sku: line.sku,
        image_src: line.imageSrc,
        quantity: line.quantity,
        unit_price_minor: line.unitPriceMinor
      }))
    )
    .execute();
  await tx
    .insertInto('fulfilment_order')
    .values({
      id: parcelId,
      order_id: id,
      place: 1,
      node_id: nodeId,
      method: 'carry_out',
      service: 'counter',
      state: 'collected',
      collect_code: null,
      created_at: at
    })
    .execute();
  await tx
    .insertInto('fulfilment_line')
    .values(
      lines.map((line) => ({
        id: line.fulfilmentLineId,
        fulfilment_order_id: parcelId,
        order_line_id: line.id,
        variant_id: line.variantId,
        quantity: line.quantity
      }))
    )
    .execute();
}

export type Sale = { number: string; totalMinor: number; currency: string; at: Date; units: number; what: string };

/** What was carried out of one place last. */
export async function recentSales(db: Db, nodeId: string, limit: number): Promise<Sale[]> {
  return db
    .selectFrom('fulfilment_order as f')
    .innerJoin('orders as o', 'o.id', 'f.order_id')
    .select(['o.number', 'o.total_minor as totalMinor', 'o.currency', 'o.placed_at as at'])
    .select((eb) => [
      eb
        .selectFrom('order_line as l')
        .select(sql<number>`sum(l.quantity)::int`.as('units'))
        .whereRef('l.order_id', '=', 'o.id')
        .$asScalar()
        .$notNull()
        .as('units'),
      eb
        .selectFrom('order_line as l')
        .select(sql<string>`string_agg(l.title, ', ' order by l.place)`.as('what'))
        .whereRef('l.order_id', '=', 'o.id')
        .$asScalar()
        .$notNull()
        .as('what')
    ])
    .where('f.node_id', '=', nodeId)
    .where('f.method', '=', 'carry_out')
    .orderBy('f.created_at', 'desc')
    .limit(limit)
    .execute();
}
