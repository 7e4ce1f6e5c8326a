import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { arrived } from '#tests/support/arrived.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { openAtPayment } from '#tests/support/shortcuts.ts';
import { payByUpi } from '#tests/support/shopper.ts';

const ORDER = /\/orders\/[\w-]{43}$/;
let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

async function addCard(page: Page, code: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Code', exact: true });
  if (!(await field.isVisible())) await page.getByText('Add a gift card or store credit').click();
  await field.fill(code);
  await page.getByRole('button', { name: 'Add it' }).click();
}

test('a gift card pays a part and UPI the rest; what comes back goes to both', async ({ page }) => {
  test.setTimeout(150_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await openAtPayment(page, { handle: 'diya-night-light' });
  await page.locator('html[data-hydrated]').waitFor();
  await addCard(page, 'ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  await expect(page.getByText('We find no money under this code')).toBeVisible();
  await addCard(page, 'mezg 1ft0 0000 0300');
  const cards = page.getByRole('region', { name: 'Gift cards and store credit' });
  await expect(cards.getByText('pays ₹300')).toBeVisible();
  await expect(cards.getByText('Left to pay')).toBeVisible();
  await looksWell(page);
  await payByUpi(page, 'ok@mez');
  await expect(page).toHaveURL(ORDER);
  const orderPath = new URL(page.url()).pathname;
  const paid = page.getByRole('region', { name: 'The order', exact: true });
  await expect(paid.getByRole('listitem').filter({ hasText: 'Gift card …0300, paid' })).toContainText('₹300');
  await expect(paid.getByRole('listitem').filter({ hasText: 'UPI, paid' })).toBeVisible();

  await arrived(db, orderPath);
  await page.goto(`${orderPath}/returns/new`);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('combobox', { name: /^Why does/ }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('radio', { name: /^Send it without a printer/ }).check();
  await page.getByRole('button', { name: 'Give it back' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Send it with this label' })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'The carrier has it' }).click();
  // Among the steps it may be folded away by then: what the carrier still tells comes after it.
  const comesBack = page.getByRole('region', { name: 'What comes back' });
  await expect(comesBack.getByText(/^₹.* sent back$/)).toBeVisible({ timeout: 60_000 });
  await expect(comesBack.getByText(/^₹.* is on it again$/)).toBeVisible({ timeout: 30_000 });
  await page.goto(orderPath);
  await expect(paid.getByRole('listitem').filter({ hasText: 'UPI, paid' })).toContainText(/₹.* sent back/, { timeout: 30_000 });
  await expect(paid.getByRole('listitem').filter({ hasText: 'Gift card …0300' })).toContainText(/₹.* is on it again/, { timeout: 30_000 });
  await looksWell(page);
});

test('without script: a card is taken out again, and one that covers all needs nothing else', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await openAtPayment(page, { handle: 'lota-jug' });
  await addCard(page, 'nothing');
  await expect(page.getByText('We find no money under this code')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Code', exact: true })).toHaveValue('nothing');
  await addCard(page, 'MEZG-1FT0-0002-5000');
  await page.getByRole('button', { name: /^Take out/ }).click();
  await expect(page.getByText('Left to pay')).toBeHidden();
  await addCard(page, 'MEZG-1FT0-0002-5000');
  await expect(page.getByRole('radio')).toHaveCount(0);
  await page.getByRole('button', { name: 'Order, nothing is left to pay' }).click();
  await expect(page).toHaveURL(ORDER);
  await expect(page.getByText('Thank you, Rhea.')).toBeVisible();
  await expect(page.getByText(/paid by gift card\.$/)).toBeVisible();
  await context.close();
});
