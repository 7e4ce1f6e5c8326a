import { sql } from 'kysely';
import type { FitCount } from '#lib/commerce/catalog/fit-hint.ts';
import type { Db } from '../client.ts';
import { compiledOnce } from '../compiled-once.ts';
import { nowOf, type CardStock, type Now, type ProductNow } from './catalog.ts';
import type { ListedRow } from './catalog-listing.ts';

/** What of a product page may change from one moment to the next: its price and stock, what is said of its size, and what stands beside it with its own. */
export type ProductPageNow = { now: ProductNow; fit: FitCount[]; near: ListedRow[]; nearStock: CardStock[] };

/** All of it as text in a fixed order: equal texts are equal facts, so the text is also their stamp. Undefined when it is not for sale. */
export async function productPageText(db: Db, handle: string): Promise<string | undefined> {
  const [row] = await readText(db, handle);
  return row?.text ?? undefined;
}

const readText = compiledOnce(1, (db, [handle]: [string]) => db.selectNoFrom(sql<string | null>`product_page(${handle})`.as('text')));

type Parsed = Now & { fit: FitCount[] | null; near: ListedRow[] | null; nearStock: CardStock[] | null };

/** Undefined when nothing of it has a price. */
export function productPageNow(text: string): ProductPageNow | undefined {
  const { fit, near, nearStock, ...row } = JSON.parse(text) as Parsed;
  const now = nowOf(row);
  return now && { now, fit: fit ?? [], near: near ?? [], nearStock: nearStock ?? [] };
}
