import { sql } from 'kysely';
import type { Db, Tx } from '../client.ts';

export type Photo = { picture: Uint8Array; width: number; height: number };

/** False when the order has as many as it may. */
export async function insertPhoto(db: Db, photo: Photo & { id: string; orderId: string; most: number; at: Date }): Promise<boolean> {
  const { rows } = await sql`
    insert into return_photo (id, order_id, picture, width, height, at)
      select ${photo.id}, ${photo.orderId}, ${Buffer.from(photo.picture)}::bytea, ${photo.width}::int, ${photo.height}::int, ${photo.at}::timestamptz
      where (select count(*) from return_photo where order_id = ${photo.orderId}) < ${photo.most}::int
    returning id`.execute(db);
  return rows.length === 1;
}

/** Which of these pictures are of that order, and of no return yet. */
export async function photosOf(tx: Db | Tx, { orderId, ids }: { orderId: string; ids: readonly string[] }): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom('return_photo')
    .select('id')
    .where('order_id', '=', orderId)
    .where('id', 'in', ids)
    .where('return_line_id', 'is', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function tiePhotos(
  tx: Tx,
  { orderId, ids, returnLineId }: { orderId: string; ids: readonly string[]; returnLineId: string }
): Promise<void> {
  await tx
    .updateTable('return_photo')
    .set({ return_line_id: returnLineId })
    .where('order_id', '=', orderId)
    .where('id', 'in', ids)
    .where('return_line_id', 'is', null)
    .execute();
}

export async function findPhoto(db: Db, id: string, orderId: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await db.selectFrom('return_photo').select('picture').where('id', '=', id).where('order_id', '=', orderId).executeTakeFirst();
  return row && new Uint8Array(row.picture);
}

/** Pictures that were sent and never used. */
export async function forgetLoosePhotos(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('return_photo').where('return_line_id', 'is', null).where('at', '<', before).execute();
}
