import { expect } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { apiClient } from '#tests/support/api-client.ts';
import { answersToScript, openAs, scan, standAt } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

const PLACE = 'del-khan-market';
let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(async () => {
  await staffed(false);
  await db.destroy();
});

/** Whether people pick there, or the demonstration does. */
async function staffed(is_staffed: boolean): Promise<void> {
  await db.updateTable('node').set({ is_staffed }).where('id', '=', PLACE).execute();
}

type Thing = { variantId: string; sku: string };

/** Something that lies there, two of it at least. */
async function aThing(): Promise<Thing> {
  const { variantId, sku } = await db
    .selectFrom('stock_level as l')
    .innerJoin('variant as v', 'v.id', 'l.variant_id')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select(['v.id as variantId', 'v.sku'])
    .where('l.node_id', '=', PLACE)
    .where('l.available', '>=', 2)
    .where('g.handle', 'in', ['thali-set', 'truck-art-tray', 'akashvani-radio', 'jharokha-pendant', 'diya-night-light', 'floor-bolster'])
    .where('v.sku', 'is not', null)
    .orderBy('l.available', 'desc')
    .executeTakeFirstOrThrow();
  return { variantId, sku: String(sku) };
}

/** Two of it, paid, to be collected there. Answers with the order's number. */
async function orderTwo({ variantId }: Thing): Promise<string> {
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const name = crypto.randomUUID();
  const cart = `/carts/${String((await api('POST', '/carts', {}, `open ${name}`)).json['cartKey'])}`;
  await api('POST', `${cart}/lines`, { variantId, quantity: 2, pickupNodeId: PLACE }, `add ${name}`);
  await api('PUT', `${cart}/details`, { contact: { email: 'nila@example.com', name: 'Nila Rao', phone: '98 0000 0000' } });
  const chosen = await api('PUT', `${cart}/delivery`, { choice: 'pickup' });
  expect(chosen.status, JSON.stringify(chosen.json)).toBe(200);
  const placed = await api('POST', `${cart}/order`, { version: chosen.json['version'], method: 'upi' }, `place ${name}`);
  await api('POST', `/orders/${String(placed.json['orderKey'])}/payments`, { handle: 'ok@mez' }, `pay ${name}`);
  return String(placed.json['number']);
}

test('without a network scans are kept and checked by the list, over a lost answer too, and each is sent once when it is back', async ({
  page,
  context
}) => {
  test.setTimeout(90_000);
  await staffed(true);
  const thing = await aThing();
  const number = await orderTwo(thing);
  await openAs(page, 'Kabir', '/place');
  await standAt(page, 'Khan Market', '/work');
  await page.getByRole('link').filter({ hasText: number }).click();
  await expect(page.getByRole('heading', { name: number })).toBeVisible();
  await answersToScript(page);
  await expect(page.getByLabel('Scan or type')).toBeFocused();

  await context.setOffline(true);
  await scan(page, thing.sku);
  await expect(page.getByText(/1 of 2\. Kept here until there is a network\.$/)).toBeVisible();
  await expect(page.getByText('One scan waits for the network.')).toBeVisible();
  await scan(page, 'MEZ-NO-SUCH-THING');
  await expect(page.getByText('That does not belong in this parcel.')).toBeVisible();
  await scan(page, thing.sku);
  await expect(page.getByText('2 scans wait for the network.')).toBeVisible();
  await page.getByRole('button', { name: 'Close the parcel' }).click();
  await expect(page.getByText('Some scans are not sent yet.')).toBeVisible();
  await isAccessible(page);

  // The first answer is lost on its way back: the same scan is sent again, and counts once.
  let isLost = true;
  await page.route('**/picks', async (route) => {
    if (!isLost) return route.continue();
    isLost = false;
    await route.fetch();
    return route.abort();
  });
  await context.setOffline(false);
  await expect(page.getByText(/wait for the network\.$/)).toHaveCount(0, { timeout: 30_000 });
  expect(isLost).toBe(false);
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: thing.sku })).toContainText('2 of 2');
  await page.getByRole('button', { name: 'Close the parcel' }).click();
  await expect(page).toHaveURL(/\/work$/);
});
