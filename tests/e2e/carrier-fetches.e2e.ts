import { expect } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { arrived } from '#tests/support/arrived.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

/** Nobody comes on a day off: before a long weekend five days are to be lived through, at three thousand times the speed. */
const TRAVELS_MS = 180_000;

test('what is fetched says by itself when the carrier comes, and travels once it was there', async ({ page }) => {
  test.setTimeout(TRAVELS_MS + 90_000);
  const orderPath = await aPaidOrder({ handle: 'bottle-vases' });
  await arrived(db, orderPath);
  await page.goto(`${orderPath}/returns/new`);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('combobox', { name: /^Why does/ }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('radio', { name: /^Have it fetched/ }).check();
  await page.getByRole('button', { name: 'Give it back' }).click();
  await expect(
    page.getByText(/^The carrier comes .*, 9 am–6 pm\. It brings the label along\. Its confirmation: CR[0-9A-F]{8}\.$/)
  ).toBeVisible({
    timeout: 20_000
  });
  await expect(page.getByRole('heading', { level: 1, name: 'The carrier fetches it' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'The carrier has it' })).toHaveCount(0);
  await looksWell(page);
  // Nobody says that the carrier was there but its scan.
  await expect(page.getByText(/is yours again$/)).toBeAttached({ timeout: TRAVELS_MS });
});
