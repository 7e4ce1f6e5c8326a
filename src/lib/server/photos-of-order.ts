import { insertPhoto } from '#db/queries/return-photos.ts';
import { MOST_PHOTOS, MOST_PHOTO_BYTES, photoFrom } from './photos.ts';
import type { Shop } from './shop.ts';

/** Keeps what a shopper sent of an order, made anew as pictures alone; or says what is wrong with the first that cannot be kept. */
export async function photosOfOrder(
  shop: Pick<Shop, 'db' | 'newId' | 'now'>,
  orderId: string,
  files: readonly FormDataEntryValue[]
): Promise<{ ids: string[] } | { problem: string }> {
  const ids: string[] = [];
  for (const file of files) {
    if (!(file instanceof File) || file.size === 0) continue;
    if (file.size > MOST_PHOTO_BYTES) return { problem: `${file.name} is larger than 5 MB. Send a smaller one.` };
    // oxlint-disable-next-line no-await-in-loop -- one picture after the other: a decoder takes memory
    const photo = await photoFrom(new Uint8Array(await file.arrayBuffer()));
    if (!photo) return { problem: `${file.name} is no picture we can read. Send a photo as JPEG, PNG or WebP.` };
    const id = shop.newId();
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (!(await insertPhoto(shop.db, { ...photo, id, orderId, most: 5 * MOST_PHOTOS, at: shop.now() }))) {
      return { problem: 'We have many pictures of this order already. Write to us instead.' };
    }
    ids.push(id);
    if (ids.length === MOST_PHOTOS) break;
  }
  return { ids };
}
