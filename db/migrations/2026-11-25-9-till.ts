import { sql, type Kysely } from 'kysely';

/** What a till asks all day: which goods bear this code, and what was carried out here last. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index variant_barcode_bare on variant (ltrim(barcode, '0'))`.execute(db);
  await sql`create index variant_sku_any_case on variant (upper(sku))`.execute(db);
  await sql`create index fulfilment_order_carried on fulfilment_order (node_id, created_at desc) where method = 'carry_out'`.execute(db);
}
