import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { up } from '#db/migrations/2026-11-27-o-return-pickups.ts';
import { up as upToMissed } from '#db/migrations/2026-11-27-y2-missed-pickups.ts';
import { handOverReturn } from '#lib/commerce/returns/hand-over-return.server.ts';
import { fetchedReturns } from '../support/fetched-returns.ts';
import { shopper } from '../support/makers.ts';
import type { TestShop } from '../support/shop.ts';
import { openTwoPlaces } from '../support/two-places.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTwoPlaces();
});
afterAll(() => shop.close());

const { toBeFetched, standing, scanned, feeOf } = fetchedReturns(() => shop);

test('of the returns that waited to be fetched before anybody was sent, nobody comes, nor is paid, for those that have gone or run out before a carrier can be there', async () => {
  const [waiting, gone, ending] = [await toBeFetched(), await toBeFetched(), await toBeFetched()];
  await handOverReturn(shop, shopper, { orderId: gone.orderId, returnId: gone.returnId });
  await sql`drop table return_pickup`.execute(shop.db);
  await sql`update return_case set method = 'home', fee_minor = 9900, send_by = now() + case id when ${ending.returnId} then interval '47 hours' else interval '3 days' end`.execute(
    shop.db
  );
  await up(shop.db as never);
  await upToMissed(shop.db as never);
  const states = [await standing(waiting), await standing(gone), await standing(ending)];
  expect(states).toEqual(['asked', 'cancelled', 'failed']);
  await scanned(gone);
  expect(await feeOf(gone)).toEqual(['label', 0]);
});
