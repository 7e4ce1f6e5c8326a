import { itemsByCode, itemsByWords } from '#db/queries/till.ts';
import { wordsOf } from '#lib/commerce/stock/till-lines.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';

type Shop = App.Locals['shop'];
type Items = Awaited<ReturnType<typeof itemsByCode>>;

const LONGEST = 80;

/** `only` when a barcode or SKU names exactly one thing; else whatever the words may mean. */
export async function findItems(db: Shop['db'], text: string): Promise<{ only: Items[number] | undefined; found: Items }> {
  const asked = text.slice(0, LONGEST).replaceAll('\0', '');
  if (asked === '') return { only: undefined, found: [] };
  const exact = await itemsByCode(db, asked, MARKET.currency);
  const [only] = exact;
  if (exact.length === 1) return { only, found: exact };
  return { only: undefined, found: exact.length > 1 ? exact : await itemsByWords(db, wordsOf(asked), MARKET.currency) };
}
