import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { isAccessible, isAccessibleInBoth } from '#tests/support/accessible.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

const STATE = readFileSync(new URL('../fixtures/state/old-shop.jsonl', import.meta.url));
const CSV = (handle: string) =>
  Buffer.from(`Handle,Title,Option1 Name,Option1 Value,Variant Price\n${handle},=SUM(A1:A9) ${handle},Title,Default Title,10.00\n`);
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/plain', buffer });

/** Without a script the page is asked again by hand. */
async function lookedAt(page: Page, words: string): Promise<void> {
  const state = page.locator('main').getByRole('status').filter({ hasText: words });
  await expect(async () => {
    if (!(await state.isVisible())) await page.reload();
    await expect(state).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

test('a manager sends a store’s state, reads what is wrong with one, and of a sound one what it would do', async ({ browser }) => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await openAs(page, 'Kabir', '/office');
  await page.getByRole('navigation', { name: 'Work' }).getByRole('link', { name: 'Import' }).click();
  await answersToScript(page);
  await isAccessibleInBoth(page);
  await page.getByLabel('File', { exact: true }).setInputFiles(file('torn.jsonl', STATE.subarray(0, 3_000)));
  await page.getByRole('button', { name: 'Send it and look at it' }).click();
  await expect(page.locator('main').getByRole('status')).toContainText('Cannot go in. Nothing was changed.', { timeout: 60_000 });
  await expect(page.getByRole('table')).toContainText('cut_off');
  await isAccessible(page);

  await page.getByRole('link', { name: 'All files' }).click();
  await page.getByLabel('File', { exact: true }).setInputFiles(file('old-shop.jsonl', STATE));
  await page.getByRole('button', { name: 'Send it and look at it' }).click();
  // The page learns of it by itself.
  await expect(page.locator('main').getByRole('status')).toContainText('Can go in', { timeout: 60_000 });
  await expect(page.getByRole('table', { name: 'What it would do' })).toContainText('order');
  await expect(page.getByRole('button', { name: 'Bring it in' })).toBeVisible();
  await isAccessible(page);
});

test('without a script and on a phone a catalogue goes in once, and the second time changes nothing', async ({ browser }, { retry }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  const name = `brought-in-${Date.now()}-${retry}`;
  for (const isAgain of [false, true]) {
    await openAs(page, 'Kabir', '/office/import');
    await page.getByLabel('Products or stock').check();
    await page.getByLabel('File', { exact: true }).setInputFiles(file(`${name}.csv`, CSV(name)));
    await page.getByRole('button', { name: 'Send it and look at it' }).click();
    await lookedAt(page, 'Can go in');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Bring it in' }).click();
    await lookedAt(page, 'Is in');
    await expect(page.locator('main').getByRole('status')).toHaveText(isAgain ? /It changed nothing/ : /^\s*Is in\.\s*$/);
  }
  await page.goto('/office/import');
  await expect(page.getByRole('row').filter({ hasText: `${name}.csv` })).toHaveCount(2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
