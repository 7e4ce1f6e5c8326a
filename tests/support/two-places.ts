import { aNode, thePostcode } from './makers.ts';
import { openShop, type TestShop } from './shop.ts';

export const HERE = 'blr-domlur';
export const STORE = 'blr-indiranagar';

/** A shop of its own, as `openShop`, with a dark store that sends and a store with a counter. */
export async function openTwoPlaces(dark: string = HERE): Promise<TestShop> {
  const shop = await openShop();
  await thePostcode(shop.db);
  await aNode(shop.db, dark, { kind: 'dark_store' });
  await aNode(shop.db, STORE);
  return shop;
}
