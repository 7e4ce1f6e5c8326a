import { expect } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { arrived } from '#tests/support/arrived.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

test('a bank that does not take the money back: both sides see it, and its shopper has it as store credit alone', async ({
  page,
  browser
}) => {
  test.setTimeout(120_000);
  const orderPath = await aPaidOrder({ handle: 'bottle-vases', paidBy: 'closed@mez' });
  await arrived(db, orderPath);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(orderPath);
  await page.locator('html[data-hydrated]').waitFor();
  const number = /MZ-[0-9A-Z]{10}/.exec(await page.getByRole('main').innerText())?.[0] ?? '';

  const counter = await (await browser.newContext()).newPage();
  await openAs(counter, 'Asha', `/returns/start/${number}`);
  await answersToScript(counter);
  await counter.getByLabel('How many').selectOption('1');
  await counter.getByLabel('Why').selectOption({ label: 'Changed their mind' });
  await counter.getByRole('button', { name: 'Go on to look at it' }).click();
  await counter.getByRole('radio', { name: /^As new/ }).check();
  await counter.getByRole('button', { name: /^Take it back, ₹[\d,]+ to them$/ }).click();
  await expect(counter.getByText('The bank did not take it back')).toBeVisible({ timeout: 20_000 });

  // The page that is open says so by itself.
  await expect(page.getByText(/^Your bank did not take ₹[\d,]+ back\.$/)).toBeVisible({ timeout: 20_000 });
  await looksWell(page);
  const office = await (await browser.newContext()).newPage();
  await openAs(office, 'Kabir', '/office/returns');
  await answersToScript(office);
  const listed = office.getByRole('listitem').filter({ hasText: number });
  await expect(listed.getByRole('button', { name: /^Give it by hand/ })).toBeVisible();
  await isAccessible(office);

  await page.getByRole('button', { name: /^₹[\d,]+ as store credit$/ }).click();
  await expect(page.getByText('It is store credit: it pays for your next order.').first()).toBeVisible();
  await expect(page.getByText(/became store credit$/)).toBeVisible({ timeout: 20_000 });
  await expect(listed).toHaveCount(0);
  await looksWell(page);
});
