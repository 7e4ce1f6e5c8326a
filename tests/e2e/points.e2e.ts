import { expect } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { connect, type Db } from '#db/client.ts';
import { putPoints } from '#db/queries/state-points.ts';
import { anAccount, signInBy } from '#tests/support/account.ts';
import { arrived } from '#tests/support/arrived.ts';
import { openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { openAtPayment } from '#tests/support/shortcuts.ts';
import { faultsOf, payByUpi } from '#tests/support/shopper.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

async function aRichAccount(points: number) {
  const account = await anAccount(db);
  const given = [{ customer_id: account.id, points }];
  await db.transaction().execute(async (tx) => putPoints(tx, given, { importId: uuidv7(), at: new Date().toISOString() }));
  return account;
}

for (const script of [true, false]) {
  test(`points become store credit, ${script ? 'with' : 'without'} JavaScript: too few are refused beside the field, and what is left is said`, async ({
    browser
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await signInBy(page, await aRichAccount(2_400));
    // In the middle of coming alive a field loses what is selected in it.
    if (script) await page.locator('html[data-hydrated]').waitFor();
    const points = page.getByRole('region', { name: 'Points' });
    await expect(points.getByText('2,400 points', { exact: true })).toBeVisible();
    await expect(points.getByText('As store credit they are worth ₹48.')).toBeVisible();
    const field = points.getByRole('spinbutton', { name: 'Points to turn into store credit' });
    await field.fill('100');
    await points.getByRole('button', { name: 'Turn into store credit' }).click();
    await expect(page.getByText('it takes at least 500 points').first()).toBeVisible();
    await expect(field).toHaveValue('100');
    await field.fill('2000');
    await points.getByRole('button', { name: 'Turn into store credit' }).click();
    await expect(page.getByText('Your points are store credit now.')).toBeVisible();
    await expect(points.getByText('400 points', { exact: true })).toBeVisible();
    const credit = page.getByRole('region', { name: 'Store credit' });
    await expect(credit.getByText('₹40', { exact: true })).toBeVisible();
    await credit.getByText('What came and went').click();
    await expect(credit.getByText('From your points')).toBeVisible();
    await context.close();
  });
}

test('an order earns points that wait; before it is given back the page says how many are kept, and afterwards where they went', async ({
  page,
  browser
}) => {
  const faults = faultsOf(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await signInBy(page, await anAccount(db));
  await openAtPayment(page, { handle: 'diya-night-light' });
  await payByUpi(page, 'ok@mez');
  await expect(page).toHaveURL(/\/orders\/[\w-]{43}$/);
  const order = new URL(page.url()).pathname;
  const points = page.getByRole('region', { name: 'Points' });
  await expect(points.getByText(/^[\d,]+ points, which you can spend when all of it has come/)).toBeVisible();
  await arrived(db, order);
  await page.goto('/account');
  await expect(points.getByRole('heading', { name: /^[\d,]+ points wait$/ })).toBeVisible();
  await points.getByText('Where they came from and went').click();
  await expect(points.getByText(/^[\d,]+ points earned, order MZ-/)).toBeVisible();
  await looksWell(page);

  await page.goto(`${order}/returns/new`);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('combobox', { name: /^Why does/ }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText(/^You keep 0 of [\d,]+ points\.$/)).toBeVisible();
  await page.getByRole('radio', { name: /^Send it without a printer/ }).check();
  await page.getByRole('button', { name: 'Give it back' }).click();
  // A counter that is given it says the same of them, before the press.
  const number = () => page.content().then((html) => /R-[0-9A-Z]{8}/.exec(html)?.[0]);
  await expect.poll(number).toBeDefined();
  const counter = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await openAs(counter, 'Asha', `/returns/${await number()}`);
  await counter.getByText('Its shopper stands here with it').click();
  await expect(counter.getByText(/^They keep 0 of [\d,]+ points\.$/)).toBeVisible();
  await looksWell(counter);
  await page.getByRole('button', { name: 'The carrier has it' }).click();
  // Where much has come by then it lies folded among the earlier steps.
  await expect(page.getByText(/^₹.* sent$/).first()).toBeAttached({ timeout: 60_000 });
  await page.goto(order);
  await expect(points.getByText(/^[\d,]+ points went with what you did not keep/)).toBeVisible();
  await expect(points.getByText('None are left of it.')).toBeVisible();
  await looksWell(page);
  expect(faults).toEqual([]);
});
