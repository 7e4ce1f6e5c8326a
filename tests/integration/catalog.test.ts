import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import { listedPage } from '#db/queries/catalog-listing.ts';
import { productView } from '#lib/commerce/catalog/product-view.ts';
import { cardsOf, forgetCatalogue, readCards, readPage, readPageText, readProduct } from '#lib/commerce/catalog/read-catalog.server.ts';
import { forgetFacets, readDepartments, readShelves } from '#lib/commerce/catalog/read-facets.server.ts';
import { suggest } from '#lib/commerce/catalog/suggest.server.ts';
import { forgetPlaces, readNetwork, readPlace, readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { MORNING, openShop, type TestShop } from '#tests/support/shop.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await seedWhenEmpty(shop.db, 'mez');
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.at(MORNING);
  forgetCatalogue(shop);
  forgetFacets(shop);
  forgetPlaces(shop);
});

const ZONE = 'Asia/Kolkata';
const later = (seconds: number) => shop.at(new Date(new Date(MORNING).getTime() + seconds * 1000));

test('a product is read whole, and as it is now however long it was remembered', async () => {
  const first = await readProduct(shop, 'gumbad-table-lamp');
  expect(first?.product).toMatchObject({ title: 'Gumbad table lamp', department: { slug: 'light' }, shelf: { slug: 'table-lamps' } });
  const sku = first!.product.variants[0]!;
  await shop.db.updateTable('price').set({ amount_minor: 1_000 }).where('variant_id', '=', sku.id).execute();
  await shop.db
    .updateTable('product')
    .set({ title: 'Gumbad lamp' })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('handle', '=', 'gumbad-table-lamp')
    .execute();
  const second = await readProduct(shop, 'gumbad-table-lamp');
  expect(second?.product.title).toBe('Gumbad lamp');
  expect(second?.now.variants[0]?.minor).toBe(1_000);
  await shop.db.updateTable('price').set({ amount_minor: 649_000 }).where('variant_id', '=', sku.id).execute();
});

test('what is not for sale is not there, whatever it is asked for by', async () => {
  expect(await readProduct(shop, 'no-such-thing')).toBeUndefined();
  expect(await readProduct(shop, '\u0000')).toBeUndefined();
  await shop.db.updateTable('product').set({ published: false }).where('handle', '=', 'mug').execute();
  expect(await readProduct(shop, 'mug')).toBeUndefined();
  await shop.db.updateTable('product').set({ published: true }).where('handle', '=', 'mug').execute();
});

test('stock of a product page names every shelf and where pieces stand to be seen', async () => {
  const read = await readProduct(shop, 'mez-dining-table');
  const view = productView(read!.product, read!.now, null)!;
  expect(view.chosen.stock?.nodes.map(({ nodeId }) => nodeId)).toEqual(expect.arrayContaining(['blr-hoskote', 'del-bilaspur']));
  expect(view.chosen.shownAt).toEqual(expect.arrayContaining(['blr-church-street', 'del-khan-market']));
});

test('cards say what is near, and neighbours never show the thing itself', async () => {
  const table = await readPromises(shop, await readPlace(shop, '560038'));
  const rows = await listedPage(
    shop.db,
    { match: undefined, literal: undefined, looks: [], inStock: false, sort: 'relevance' },
    { limit: 8, offset: 0, mostRanked: 480 }
  );
  const { cards } = await readCards(shop, rows, { table, zone: ZONE });
  expect(cards.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(cards.filter(({ line }) => line === '')).toEqual([]);
  expect(cards.some(({ line }) => line.startsWith('Collect today, '))).toBe(true);
  const { product, beside } = (await readPage(shop, (await readPageText(shop, 'minar-floor-lamp'))!))!;
  const near = cardsOf(beside, { table, zone: ZONE }, shop.now());
  expect(near.cards).toHaveLength(4);
  expect(near.cards.map(({ id }) => id)).not.toContain(product.id);
});

test('a place that goes down promises nothing any more within seconds', async () => {
  const place = await readPlace(shop, '560038');
  expect((await readPromises(shop, place)).ways.map(({ nodeId }) => nodeId)).toContain('blr-indiranagar');
  await shop.db.updateTable('node').set({ status: 'down' }).where('id', '=', 'blr-indiranagar').execute();
  later(3);
  expect((await readPromises(shop, place)).ways.map(({ nodeId }) => nodeId)).not.toContain('blr-indiranagar');
  expect((await readNetwork(shop)).nodes).toHaveLength(7);
  await shop.db.updateTable('node').set({ status: 'up' }).where('id', '=', 'blr-indiranagar').execute();
});

test('a postcode nobody knows is none, and a visitor without one is at home', async () => {
  expect(await readPlace(shop, '999999')).toBeUndefined();
  expect(await readPlace(shop, 'x'.repeat(10_000))).toBeUndefined();
  expect(await readPlace(shop, '400 050')).toMatchObject({ code: '400050', city: 'Mumbai' });
  expect(await readVisitorPlace(shop, undefined)).toMatchObject({ code: '560038' });
  expect(await readVisitorPlace(shop, '999999')).toMatchObject({ code: '560038' });
});

test('departments and shelves are those of the goods', async () => {
  expect((await readDepartments(shop)).map(({ department }) => department)).toEqual([
    'light',
    'table',
    'kitchen',
    'home',
    'textiles',
    'furniture'
  ]);
  expect((await readShelves(shop)).reduce((sum, { count }) => sum + count, 0)).toBe(42);
});

test('suggestions name goods, shelves and ways to finish a word that find something', async () => {
  const { goods, shelves, queries } = await suggest(shop, 'brass la');
  expect(goods.map(({ title }) => title)).toContain('Haveli wall lamp');
  expect(queries).toContain('brass lamp');
  expect(shelves).toEqual([]);
  expect((await suggest(shop, 'table la')).shelves).toEqual([
    { name: 'Table lamps', within: 'Light', href: '/shop/light?shelf=table-lamps' }
  ]);
  expect(await suggest(shop, `'"\u0000&|!`)).toEqual({ goods: [], shelves: [], queries: [] });
});
