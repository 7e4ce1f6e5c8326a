import { sql } from 'kysely';
import type { NetworkShelf } from '#lib/commerce/staff-find/network.ts';
import type { Db } from '../client.ts';

/** What lies of one thing in every place of the house, also where none does. In order of place. */
export async function networkShelves(db: Db, variantId: string): Promise<NetworkShelf[]> {
  return db
    .selectFrom('node as n')
    .leftJoin('stock_level as l', (join) => join.onRef('l.node_id', '=', 'n.id').on('l.variant_id', '=', variantId))
    .select(['n.id', 'n.name', 'n.kind', 'n.lat', 'n.lng', 'l.bin', 'l.counted_at as countedAt'])
    .select(sql<boolean>`'pickup' = any (n.methods) and n.status = 'up'`.as('collects'))
    .select(sql<boolean>`'ship' = any (n.methods) and n.status = 'up'`.as('sends'))
    .select(sql<number>`greatest(0, coalesce(l.available, 0))`.as('free'))
    .select((eb) => eb('l.variant_id', 'is not', null).$castTo<boolean>().as('kept'))
    .orderBy('n.id')
    .execute();
}

export type ItemPicture = { src: string; alt: string; width: number | null; height: number | null };

/** The variant's own picture, or the first of its product. */
export async function pictureOf(db: Db, variantId: string): Promise<ItemPicture | null> {
  const picture = await db
    .selectFrom('variant as v')
    .innerJoin('product_image as i', 'i.product_id', 'v.product_id')
    .select(['i.src', 'i.alt', 'i.width', 'i.height'])
    .where('v.id', '=', variantId)
    .orderBy(sql`i.src is not distinct from v.image_src`, 'desc')
    .orderBy('i.position')
    .limit(1)
    .executeTakeFirst();
  return picture ?? null;
}
