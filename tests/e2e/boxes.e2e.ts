import { expect } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, countShelf, openAs, scan, standAt } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

const TRAY = 'MEZ-TRUCKTRAY-KITE-L';

test('a box is filled and sent by scanning, is seen at its other end at once, and what is missing in it is written down', async ({
  browser
}) => {
  const [here, there] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await openAs(there, 'Kabir', '/place');
  await standAt(there, 'Bandra', '/stock/boxes');

  await openAs(here, 'Asha', '/stock');
  // Of an empty shelf nothing is set aside.
  await countShelf(here, TRAY, 0);
  await countShelf(here, TRAY, 5);
  await here.getByLabel('How many of it').fill('1');
  await here.getByRole('button', { name: 'Write it down' }).click();
  await expect(here.getByText('1 set aside. 4 free to sell.')).toBeVisible();
  await isAccessible(here);

  await here.goto('/stock/boxes');
  await answersToScript(here);
  await here.getByLabel('Where to').selectOption({ label: 'Bandra' });
  await here.getByRole('button', { name: 'Open the box for it' }).click();
  await expect(here.getByRole('heading', { name: 'Box for Bandra' })).toBeVisible();
  await expect(here.getByLabel('Scan or type')).toBeFocused();
  await scan(here, TRAY);
  await expect(here.getByRole('status').filter({ hasText: '1 in the box.' })).toBeVisible();
  await here.getByLabel('Scan or type').fill(TRAY);
  await here.getByLabel('How many of it').fill('4');
  await here.getByRole('button', { name: 'Put it in' }).click();
  await expect(here.getByText('Only 3 left.')).toBeVisible();
  await here.getByLabel('Scan or type').fill(TRAY);
  await here.getByLabel('How many of it').fill('2');
  await here.getByRole('button', { name: 'Put it in' }).click();
  await expect(here.getByRole('status').filter({ hasText: '3 in the box.' })).toBeVisible();
  await isAccessible(here);
  await here.getByRole('button', { name: 'Send it to Bandra' }).click();
  await expect(here.getByRole('heading', { name: 'Sent from here' })).toBeVisible();
  await isAccessible(here);

  // It comes by itself.
  await there.getByRole('link', { name: /From Indiranagar/ }).click();
  await expect(there.getByRole('heading', { name: 'Box from Indiranagar' })).toBeVisible();
  await isAccessible(there);
  await there.getByLabel('Scan or type').fill(TRAY);
  await there.getByLabel('How many of it').fill('2');
  await there.getByRole('button', { name: 'It came' }).click();
  await expect(there.getByText('2 of 3')).toBeVisible();
  await there.getByText('Something is missing').click();
  await there.getByRole('button', { name: 'Nothing more is in it' }).click();
  await expect(there.getByText('2 of 3, 1 missing')).toBeVisible();
  await expect(here.getByRole('heading', { name: 'Sent from here' })).toBeHidden();

  await there.goto('/office/watch');
  const missing = there.getByRole('region', { name: 'Missing in boxes between places' });
  await expect(missing.getByRole('row').filter({ hasText: 'Indiranagar to Bandra' })).toContainText('1 of 3');
  await isAccessible(there);
});
