import { expect } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, countShelf, openAs, scan } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

const TIFFIN = 'MEZ-TIFFIN-STEEL-2';

test('what a till sold comes back over the counter: its receipt is scanned, the thing graded, and an open product page has it on the shelf', async ({
  page,
  browser
}) => {
  test.slow();
  await page.setViewportSize({ width: 390, height: 844 });
  await openAs(page, 'Asha', '/till');
  await countShelf(page, TIFFIN, 5);
  const variantId = new URL(page.url()).pathname.split('/').at(-1);
  await page.goto('/till');
  await answersToScript(page);
  await scan(page, TIFFIN);
  await expect(page.getByRole('group', { name: /^Quantity of Teen tiffin/ })).toContainText('1');
  await page.getByRole('button', { name: 'Take cash' }).click();
  const sold = page
    .getByRole('listitem')
    .filter({ hasText: /Teen tiffin.*MZ-/ })
    .first();
  const [number = ''] = /MZ-[0-9A-Z]{10}/.exec(await sold.innerText()) ?? [];

  const shopper = await (await browser.newContext()).newPage();
  await shopper.goto(`/product/teen-tiffin?variant=${variantId}`);
  await answersToScript(shopper);
  await shopper.getByText('In every store').click();
  const shelf = shopper.getByRole('listitem').filter({ hasText: /^Indiranagar.*on the shelf/ });
  await expect(shelf).toContainText('4 on the shelf');
  await expect(shopper.getByText(/^Live/).first()).toBeVisible();

  await page.goto('/returns');
  await answersToScript(page);
  await expect(page.getByLabel('Scan or type')).toBeFocused();
  await isAccessible(page);
  await scan(page, 'TRNOBODYKNOWS');
  await expect(page.getByRole('heading', { name: 'Nobody announced TRNOBODYKNOWS' })).toBeVisible();
  await page.getByLabel('Scan or type').fill(number);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Start a return' })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel('Why').selectOption({ label: 'Came damaged' });
  await page.getByRole('button', { name: 'Go on to look at it' }).click();
  const heading = page.getByRole('heading', { name: /^R-/ });
  await expect(heading).toBeVisible();
  const returned = await heading.innerText();

  // The phone shows the number of the return.
  await page.getByRole('link', { name: 'All returns' }).click();
  await expect(page.getByRole('heading', { name: 'Returns', exact: true })).toBeVisible();
  await expect(page.getByRole('link').filter({ hasText: returned })).toBeVisible();
  await page.getByLabel('Scan or type').fill(returned.toLowerCase());
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(heading).toBeVisible();
  await expect(page.getByText('in cash, from the till, now')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('radio', { name: /^As new/ }).check();
  await page.getByRole('button', { name: /^Take it back, ₹[\d,]+ to them$/ }).click();
  await expect(page.getByText('Owed in cash')).toBeVisible();
  await expect(shelf).toContainText('5 on the shelf');
  await isAccessible(page);

  const manager = await (await browser.newContext()).newPage();
  await openAs(manager, 'Kabir', '/office/returns');
  await answersToScript(manager);
  await expect(manager.getByRole('region', { name: 'By product' })).toContainText('Teen tiffin');
  await isAccessible(manager);
});
