import { expect } from '@playwright/test';
import { isAccessible, isAccessibleInBoth } from '#tests/support/accessible.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

test('a manager writes another policy, is told what is wrong with it, tries it, switches it on for a group and off again', async ({
  browser
}) => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await openAs(page, 'Kabir', '/office/policies');
  await answersToScript(page);
  await isAccessibleInBoth(page);
  await page.getByLabel('Profile').fill('friends');
  await page.getByLabel('Days to give back').first().fill('soon');
  await page.getByLabel('Changes of things for an order').fill('1.5');
  await page.getByRole('button', { name: 'Draft it and try it' }).click();
  await expect(page.getByRole('alert')).toContainText('Nothing was changed');
  await expect(page.getByLabel('Days to give back').first()).toHaveAccessibleDescription(/needs a whole number from 0 to 730/);
  await expect(page.getByLabel('Changes of things for an order')).toHaveAccessibleDescription(/needs a whole number from 0 to 100/);
  await expect(page.getByLabel('Days to give back').first()).toHaveValue('soon');
  await page.getByLabel('Days to give back').first().fill('60');
  await page.getByLabel('Changes of things for an order').fill('5');
  await page.getByRole('button', { name: 'Draft it and try it' }).click();
  await expect(page.getByRole('heading', { name: 'friends, version 1, a draft' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Tried on what was asked before' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'How it comes' }).getByRole('checkbox', { name: 'a code at the door' })).toBeChecked();
  await isAccessible(page);

  // Without a script and on a phone the rest goes the same way.
  const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  await openAs(plain, 'Kabir', '/office/policies?profile=friends&version=1');
  await plain.getByLabel('Group of customers').fill('friends');
  await plain.getByRole('button', { name: 'Switch on version 1' }).click();
  await expect(plain.getByRole('heading', { name: 'group friends' })).toBeVisible();
  expect(await plain.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await plain.getByRole('button', { name: 'Switch off for group friends' }).click();
  await expect(plain.getByRole('heading', { name: 'Everybody' })).toBeVisible();
  await expect(plain.getByRole('heading', { name: 'group friends' })).toHaveCount(0);

  // What points are worth stands there as well, and what cannot be is named by its field.
  const points = plain.getByRole('region', { name: 'Points' });
  await points.getByLabel('A point is worth, in paise').fill('0');
  await points.getByRole('button', { name: 'Let it hold from now on' }).click();
  await expect(points.getByLabel('A point is worth, in paise')).toHaveAccessibleDescription(/a whole number from 1 to 10,000/);
  await expect(points.getByLabel('A point is worth, in paise')).toHaveValue('0');
  await points.getByLabel('A point is worth, in paise').fill('2');
  await points.getByRole('button', { name: 'Let it hold from now on' }).click();
  await expect(plain).toHaveURL(/#points-terms$/);
});
