import { readBarcode } from '#lib/commerce/staff-find/barcode.ts';
import { findItems } from '../find-items.ts';

type Db = App.Locals['shop']['db'];
export type Found = Awaited<ReturnType<typeof findItems>> & { misread: boolean };

/** As `findItems`, for numbers as they are printed too. `misread` when nothing bears the number and its last digit does not fit. */
export async function findByScan(db: Db, text: string): Promise<Found> {
  const { codes, misread } = readBarcode(text);
  const finds = await Promise.all(codes.map(async (code) => findItems(db, code)));
  const best = finds.find(({ only }) => only) ?? finds.find(({ found }) => found.length > 0);
  return best ? { ...best, misread: false } : { only: undefined, found: [], misread };
}
