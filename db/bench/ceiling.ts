import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';

export type Ceiling = {
  /** One order of one unit. @throws when it was not written whole */
  place: (variantId: string) => Promise<void>;
  /** Orders in its books; @throws when its books do not add up */
  count: () => Promise<number>;
  close: () => Promise<void>;
};

const TABLES = ['stock_level', 'orders', 'order_line', 'event', 'outbox'];

const ORDER = `
  with taken as (
    update ceiling.stock_level set allocated = allocated + 1, version = version + 1, updated_at = now()
      where variant_id = $1 and node_id = $2 and available >= 1 returning version),
  placed as (
    insert into ceiling.orders (id, number, channel, life, currency, country, goods_minor, delivery_minor, tax_included_minor, total_minor,
        contact, address, placed_at, updated_at)
      select $3, $4, 'api', 'placed', 'INR', 'IN', 49000, 4900, 8222, 53900, $5, $6, now(), now() from taken returning id),
  lines as (
    insert into ceiling.order_line (id, order_id, place, variant_id, title, options, quantity, unit_price_minor)
      select $7, id, 1, $1, 'A thing', '{}', 1, 49000 from placed),
  told as (
    insert into ceiling.event (topic, version, type, data, actor, channel, at)
      select 'order:' || id, 1, 'order.placed', $8, '{"role": "shopper"}', 'api', now() from placed returning position, topic)
  insert into ceiling.outbox (position, topic) select position, topic from told`;

/**
 * The least that a correct order needs, in one statement over the bare driver: guarded stock, order, line, event, outbox, in copies of
 * the shop's own tables with all their checks and indexes. Stock stands at one node.
 */
export async function openCeiling(url: string, nodeId: string, connections: number): Promise<Ceiling> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  pool.on('error', () => undefined);
  await pool.query('create schema if not exists ceiling');
  for (const table of TABLES) {
    await pool.query(`drop table if exists ceiling.${table}`);
    await pool.query(`create table ceiling.${table} (like public.${table} including all)`);
  }
  await pool.query(
    `insert into ceiling.stock_level (variant_id, node_id, on_hand, updated_at)
      select variant_id, node_id, 1000000, now() from public.stock_level where node_id = $1`,
    [nodeId]
  );
  await pool.query('vacuum analyze ceiling.stock_level');

  return {
    async place(variantId) {
      const id = uuidv7();
      const { rowCount } = await pool.query(ORDER, [variantId, nodeId, id, newNumber(), CONTACT, ADDRESS, uuidv7(), factOf(id, variantId)]);
      if (rowCount !== 1) throw new Error(`the ceiling wrote ${rowCount} orders instead of one`);
    },
    async count() {
      const { rows } = await pool.query<Record<string, number>>(`
        select (select count(*) from ceiling.orders)::int as orders, (select sum(allocated) from ceiling.stock_level)::int as taken,
          (select count(*) from ceiling.order_line)::int as lines, (select count(*) from ceiling.outbox)::int as told`);
      const [books = {}] = rows;
      if (new Set(Object.values(books)).size !== 1) throw new Error(`the books of the ceiling do not add up: ${JSON.stringify(books)}`);
      return books['orders'] ?? 0;
    },
    close: () => pool.end()
  };
}

const CONTACT = JSON.stringify({ email: 'rhea@example.com', name: 'Rhea Pinto', phone: '9800000000' });
const ADDRESS = JSON.stringify({ line1: '12 Example Street', city: 'Bengaluru', state: 'Karnataka', postcode: '560038', country: 'IN' });

const factOf = (orderId: string, variantId: string): string =>
  JSON.stringify({ orderId, currency: 'INR', totalMinor: 53_900, lines: [{ variantId, quantity: 1, unitPriceMinor: 49_000 }] });

/** Random as public order numbers are; five bytes in hexadecimal digits are ten of their letters. */
const newNumber = (): string => `MZ-${randomBytes(5).toString('hex').toUpperCase()}`;
