import { afterAll, beforeAll, expect, test } from 'vitest';
import { productNow } from '#db/queries/catalog.ts';
import { stockSnapshots } from '#db/queries/live-stock.ts';
import { productPageNow, productPageText } from '#db/queries/product-page.ts';
import { newest } from '#lib/commerce/stock/stock.ts';
import { importInto } from '../fixtures/import-into.ts';
import { ask, NODE, openApiShop, STORE } from '../support/api-world.ts';
import { aVariant } from '../support/makers.ts';
import type { TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openApiShop();
});
afterAll(() => shop.close());

/** A thing that nobody was told of yet, by the name it has in files. */
async function aThing(stock: Record<string, number>) {
  const id = await aVariant(shop.db, { stock });
  const { handle, options } = await shop.db
    .selectFrom('variant as v')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .select(['p.handle', 'v.options'])
    .where('v.id', '=', id)
    .executeTakeFirstOrThrow();
  return { id, handle, option: options[0] ?? 'Default Title' };
}
type Thing = Awaited<ReturnType<typeof aThing>>;

/** What a file says of one shelf: so many, or that it is not stocked there. */
async function say({ handle, option }: Thing, nodeId: string, wish: string): Promise<void> {
  const text = `Handle,Title,Option1 Name,Option1 Value,SKU,Location,On hand (new)\n${handle},,,${option},,${nodeId},${wish}`;
  expect(await importInto(shop, text)).toMatchObject({ outcome: 'applied', issues: [] });
}

/** Its version as each of those says it that give one to a page or a program. */
async function versionsOf({ id, handle }: Thing): Promise<(number | undefined)[]> {
  const [snapshot] = await stockSnapshots(shop.db, [id]);
  const page = productPageNow((await productPageText(shop.db, handle))!);
  const { json } = await ask(shop, { method: 'GET', path: `/variants/${id}/stock` });
  const now = [await productNow(shop.db, handle), page?.now].map((one) => one?.variants[0]?.stock?.version);
  return [snapshot?.version, ...now, (json['stock'] as { version: number }).version];
}
const one = async (thing: Thing): Promise<number> => {
  const all = new Set(await versionsOf(thing));
  expect(all.size).toBe(1);
  return [...all][0]!;
};

test('a shelf that is given up makes the version of the stock no lower: an open page believes what comes after', async () => {
  const thing = await aThing({ [NODE]: 4, [STORE]: 0 });
  const loaded = newest(new Map(), await stockSnapshots(shop.db, [thing.id]));
  const before = await one(thing);
  await say(thing, STORE, 'not stocked');
  expect(await one(thing)).toBeGreaterThan(before);
  await say(thing, NODE, '3');
  const heard = newest(loaded, await stockSnapshots(shop.db, [thing.id]));
  expect(heard.get(thing.id)).toMatchObject({ available: 3, nodes: [{ nodeId: NODE, available: 3 }] });
});

test('what is stocked nowhere for a while, and then again, is newer than it was', async () => {
  const thing = await aThing({ [NODE]: 0, [STORE]: 0 });
  const before = await one(thing);
  for (const nodeId of [NODE, STORE]) await say(thing, nodeId, 'not stocked');
  expect(await stockSnapshots(shop.db, [thing.id])).toEqual([]);
  await say(thing, NODE, '2');
  expect(await one(thing)).toBeGreaterThan(before);
});
