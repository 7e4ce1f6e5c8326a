import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetUnplaced, unplacedPostcodes } from '#db/queries/unplaced-postcodes.ts';
import { noteUnplacedPostcode } from '#lib/commerce/stores/note-unplaced-postcode.server.ts';
import { MORNING, openShop, type TestShop } from '../support/shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const note = async (typed: string) => noteUnplacedPostcode(shop, { typed });
const listed = async () => (await unplacedPostcodes(shop.db, 10)).map(({ code, times }) => [code, times]);

test('a postcode that lies nowhere is counted once a try, however it is written, and what is none is not', async () => {
  await Promise.all([note('999 901'), note('999901'), note('999902')]);
  for (const odd of ['', '12', 'not-a-code', '000000', "9'; drop"]) await note(odd);
  expect(await listed()).toEqual([
    ['999901', 2],
    ['999902', 1]
  ]);
});

test('once it is known it is listed no more, and what nobody asked for in a month is forgotten', async () => {
  await shop.db.insertInto('postcode').values({ country: 'IN', code: '999901', lat: 13, lng: 77, city: 'New' }).execute();
  expect(await listed()).toEqual([['999902', 1]]);
  await forgetUnplaced(shop.db, new Date(MORNING));
  expect(await listed()).toEqual([['999902', 1]]);
  await forgetUnplaced(shop.db, new Date(new Date(MORNING).getTime() + 1));
  expect(await listed()).toEqual([]);
});
