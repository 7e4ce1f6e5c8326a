import { expect } from '@playwright/test';
import { sql } from 'kysely';
import { connect, type Db } from '#db/client.ts';
import { test } from '#tests/support/browser-test.ts';
import { openAtPayment } from '#tests/support/shortcuts.ts';
import { faultsOf, payByUpi } from '#tests/support/shopper.ts';

const ORDER = /\/orders\/[\w-]{43}$/;
let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const ordersOf = async (name: string) =>
  db
    .selectFrom('orders as o')
    .leftJoin('payment as p', 'p.order_id', 'o.id')
    .select(['o.number', 'p.state', 'p.captured_minor as captured'])
    .where(sql<string>`o.contact ->> 'name'`, '=', name)
    .execute();

test('an answer that is lost on the way says so, keeps what was typed, and the next press finds the order that was made', async ({
  page
}) => {
  await openAtPayment(page, { handle: 'wall-clock', option: 'Marigold' });
  await page.locator('html[data-hydrated]').waitFor();
  let losses = 0;
  await page.route(/checkout\/payment\?\/pay/, async (route) => {
    if (losses > 0) return route.continue();
    losses += 1;
    await route.fetch({ maxRedirects: 0 });
    await route.abort();
  });
  await payByUpi(page, 'ok@mez');
  await expect(page.getByRole('alert')).toContainText('That did not reach us, or our answer did not reach you.');
  await expect(page.getByLabel('UPI address')).toHaveValue('ok@mez');
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page).toHaveURL(ORDER);
  await expect(page.getByText(/paid by UPI\.$/)).toBeVisible();
  expect(losses).toBe(1);
});

test('declined, then paid: nothing is taken, the things are kept, and another try pays', async ({ page }) => {
  const faults = faultsOf(page);
  await openAtPayment(page, { handle: 'sil-mills' });
  await payByUpi(page, 'no@mez');
  await expect(page).toHaveURL(ORDER);
  await expect(page.getByRole('alert')).toContainText('The bank said no. Nothing was taken.');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Kept for you until');
  await payByUpi(page, 'no@mez');
  await expect(page.getByRole('listitem').filter({ hasText: /^The bank said no/ })).toHaveCount(2);
  await payByUpi(page, 'ok@mez');
  await expect(page.getByText('Thank you, Rhea.')).toBeVisible();
  await expect(page.getByText(/paid by UPI\.$/)).toBeVisible();
  expect(faults).toEqual([]);
});

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script });

    test(`the bank asks for a second step, and its page leads back to the order, ${script ? 'with' : 'without'} script`, async ({
      page
    }) => {
      await openAtPayment(page, { handle: 'truck-art-plate' });
      await payByUpi(page, 'step@mez');
      await expect(page).toHaveURL(/\/test-bank\//);
      await expect(page.getByRole('button', { name: /^Approve/ })).toBeVisible();
      await page.goBack();
      await expect(page).toHaveURL(ORDER);
      await page.getByRole('link', { name: 'Go to the page of the bank' }).click();
      await page.getByRole('button', { name: /^Approve/ }).click();
      await expect(page).toHaveURL(ORDER);
      await expect(page.getByText(/paid by UPI\.$/)).toBeVisible();
    });
  });
}

test('a bank that cannot be reached is asked again, and takes nothing twice', async ({ page }) => {
  await openAtPayment(page, { handle: 'tawa-pan' });
  await payByUpi(page, 'away@mez');
  await expect(page).toHaveURL(ORDER);
  await expect(page.getByText('We are asking the bank. Nothing is taken twice.')).toBeVisible();
  await page.getByText('It takes too long: ask the bank once more').click();
  await payByUpi(page, 'ok@mez');
  await expect(page.getByText(/paid by UPI\.$/)).toBeVisible();
});

for (const script of [true, false]) {
  test.describe(script ? 'pressing twice with script' : 'pressing twice without script', () => {
    test.use({ javaScriptEnabled: script });

    test(`a double click on Pay makes one order, ${script ? 'with' : 'without'} script`, async ({ page }) => {
      const name = `Double Click ${script ? 'A' : 'B'}`;
      await openAtPayment(page, { handle: 'pillar-candles', name });
      if (script) await page.locator('html[data-hydrated]').waitFor();
      await page.getByLabel('UPI address').fill('ok@mez');
      await page.getByRole('button', { name: /^Pay ₹/ }).dblclick();
      await expect(page).toHaveURL(ORDER);
      await expect(page.getByText(/paid by UPI\.$/)).toBeVisible();
      const orders = await ordersOf(name);
      expect(orders).toHaveLength(1);
      expect(orders[0]).toMatchObject({ state: 'captured' });
    });
  });
}
