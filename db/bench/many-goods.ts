import { sql } from 'kysely';
import type { Db } from '../client.ts';
import { copyRows, type Copy } from './copy-rows.ts';

/** So many SKUs one set of originals has; larger shops are multiples of it. */
const SET_OF_SKUS = 50;

const AT_ONCE = 100;
/** Words before a copied title, so that names, searches and suggestions differ as they do in a large shop. */
const WORDS = ['amber', 'basalt', 'cedar', 'dune', 'ember', 'fern', 'ginger', 'heron', 'iris', 'juniper', 'kelp', 'linden', 'maple'];
const MORE_WORDS = ['north', 'harbour', 'meadow', 'orchard', 'quarry', 'river', 'summit', 'valley', 'willow', 'yarrow', 'zephyr'];

const ORIGINAL = `handle not like '%--copy-%'`;
const WORD = `(array['${WORDS.join("','")}'])[1 + n % ${WORDS.length}]`;
const WORD_TWO = `(array['${MORE_WORDS.join("','")}'])[1 + (n / ${WORDS.length}) % ${MORE_WORDS.length}]`;
const PREFIX = `${WORD} || ' ' || ${WORD_TWO}`;
const OF_ORIGINALS = `(select id from product where ${ORIGINAL} and status = 'active')`;
const OF_THEIR_VARIANTS = `(select id from variant where product_id in ${OF_ORIGINALS})`;

const COPIES: Copy[] = [
  {
    table: 'product',
    where: `t.${ORIGINAL} and t.status = 'active'`,
    set: {
      id: 'copy_id(t.id, n)',
      handle: `t.handle || '--copy-' || n`,
      title: `initcap(${PREFIX}) || ' ' || t.title`,
      search_text: `${PREFIX} || ' ' || t.search_text`,
      rank: 't.rank - n',
      created_at: `t.created_at - n * interval '7 minutes'`
    }
  },
  {
    table: 'product_image',
    where: `t.product_id in ${OF_ORIGINALS}`,
    set: { id: 'copy_id(t.id, n)', product_id: 'copy_id(t.product_id, n)' }
  },
  {
    table: 'variant',
    where: `t.product_id in ${OF_ORIGINALS}`,
    set: { id: 'copy_id(t.id, n)', product_id: 'copy_id(t.product_id, n)', sku: `t.sku || '-' || n`, barcode: 'null' }
  },
  {
    table: 'price',
    where: `t.variant_id in ${OF_THEIR_VARIANTS}`,
    set: { variant_id: 'copy_id(t.variant_id, n)', amount_minor: 't.amount_minor + 100 * (n % 97)' }
  },
  {
    table: 'stock_level',
    where: `t.variant_id in ${OF_THEIR_VARIANTS}`,
    set: { variant_id: 'copy_id(t.variant_id, n)', version: '1' }
  },
  {
    table: 'stock_movement',
    where: `t.variant_id in ${OF_THEIR_VARIANTS} and t.kind = 'received'`,
    set: { id: 'copy_id(t.id, n)', variant_id: 'copy_id(t.variant_id, n)' }
  }
];

/**
 * Makes the demo shop a shop of so many SKUs (a multiple of 50): fifty of its own stay for sale, and copies of them with other names,
 * prices and dates join them. For measuring; nothing has been sold yet.
 */
export async function makeManyGoods(db: Db, skus: number): Promise<void> {
  await keepOneSet(db);
  const copies = Math.round(skus / SET_OF_SKUS) - 1;
  for (let from = 1; from <= copies; from += AT_ONCE) {
    const numbers = { from, to: Math.min(copies, from + AT_ONCE - 1) };
    // oxlint-disable-next-line no-await-in-loop -- one transaction after the other, each of bounded size
    await db.transaction().execute(async (tx) => {
      for (const copy of COPIES) await copyRows(tx, copy, numbers);
    });
  }
}

/** Products in order of rank while they still fit, so that exactly fifty SKUs remain; the others are taken off sale. */
async function keepOneSet(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string; skus: number }>`
    select p.id, count(*)::int as skus from product p join variant v on v.product_id = p.id
    where p.status = 'active' group by p.id order by p.rank desc`.execute(db);
  let left = SET_OF_SKUS;
  const kept = rows.filter(({ skus }) => {
    // Nothing has one SKU alone that could fill the last place.
    if (skus > left || left - skus === 1) return false;
    left -= skus;
    return true;
  });
  if (left > 0) throw new Error(`the demo shop has no set of ${SET_OF_SKUS} SKUs`);
  const ids = kept.map(({ id }) => id);
  await sql`update product set status = 'archived' where status = 'active' and id <> all (${ids}::uuid[])`.execute(db);
}

/** No place is ever too full: relief would move what is being measured. */
export async function makeRoom(db: Db): Promise<void> {
  await sql`update node set capacity_per_day = 1000000`.execute(db);
}

/** Puts so many more units of everything that is for sale on the shelf of a node, with the movement that says so. */
export async function stockUp(db: Db, nodeId: string, units: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into stock_movement (id, variant_id, node_id, kind, quantity, reason, actor, at)
      select gen_random_uuid(), id, ${nodeId}, 'received', ${units}, 'for measuring', '{"role": "system"}', now()
      from listing g cross join lateral unnest(g.variant_ids) id`.execute(tx);
    await sql`
      insert into stock_level (variant_id, node_id, on_hand)
      select id, ${nodeId}, ${units} from listing g cross join lateral unnest(g.variant_ids) id
      on conflict (variant_id, node_id) do update set on_hand = stock_level.on_hand + excluded.on_hand`.execute(tx);
    // So many parcels in an hour are no day of any real place: what one place can do is not what is measured.
    await sql`update node set capacity_per_day = 1000000`.execute(tx);
  });
}

export type SoldThing = { variantId: string; priceMinor: number; handle: string; title: string };

/** Things for sale in an order that has nothing to do with when they came: the same each time. */
export async function thingsForSale(db: Db, limit: number): Promise<SoldThing[]> {
  const { rows } = await sql<SoldThing>`
    select v.id as "variantId", p.amount_minor as "priceMinor", g.handle, g.title
    from listing l join product g on g.id = l.product_id cross join lateral unnest(l.variant_ids) as u (id)
      join variant v on v.id = u.id join price p on p.variant_id = v.id and p.price_list = 'shop'
    order by md5(v.id::text) limit ${limit}`.execute(db);
  return rows;
}

/** Words that at least a fifth of all things for sale have, which is a page full in any shop: what one searches for at first. */
export async function wordsOfMany(db: Db): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word from (select distinct p.id, unnest(string_to_array(p.search_text, ' ')) as word
      from product p join listing l on l.product_id = p.id where p.${sql.raw(ORIGINAL)}) w
    where length(word) > 3 group by word
    having count(*) >= (select count(*) from product p join listing l on l.product_id = p.id where p.${sql.raw(ORIGINAL)}) / 5
    order by count(*) desc, word limit 8`.execute(db);
  return rows.map(({ word }) => word);
}
