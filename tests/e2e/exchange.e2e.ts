import { expect } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { arrived } from '#tests/support/arrived.ts';
import { answersToScript, countShelf, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { LOOKS } from '#tests/support/looks.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

test('a phone exchanges a size, drops the old one at the counter, and both screens follow: money, the new parcel, and the shelf of an open product page', async ({
  page,
  browser
}) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const orderPath = await aPaidOrder({ handle: 'gamla-planter', option: '30 cm' });
  await arrived(db, orderPath);
  const counter = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await openAs(counter, 'Asha', '/till');
  await countShelf(counter, 'MEZ-GAMLA-BRICK-L', 3);
  const variantId = new URL(counter.url()).pathname.split('/').at(-1);
  const shopper = await (await browser.newContext()).newPage();
  await shopper.goto(`/product/gamla-planter?variant=${variantId}`);
  await answersToScript(shopper);
  await shopper.getByText('In every store').click();
  const shelf = shopper.getByRole('listitem').filter({ hasText: /^Indiranagar.*on the shelf/ });
  await expect(shelf).toContainText('3 on the shelf');
  await expect(shopper.getByText(/^Live/).first()).toBeVisible();

  await page.goto(orderPath);
  await answersToScript(page);
  await page.getByRole('link', { name: 'Give something back' }).click();
  await page.getByRole('combobox', { name: /^Why does .* come back\?/ }).selectOption({ label: 'Too large' });
  await page.getByRole('combobox', { name: /^What do you want for/ }).selectOption({ label: 'Brick, 24 cm – ₹700 less' });
  await isAccessible(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  const instead = page.getByRole('region', { name: 'What you get instead' });
  await expect(instead).toContainText('Brick · 24 cm · ₹3,290 each');
  await expect(instead).toContainText('bringing it costs nothing');
  const store = page.getByRole('radio', { name: /^Bring it to .*Indiranagar/ });
  await store.check();
  await expect(page.locator('label').filter({ has: store })).toContainText('₹700 back');
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await isAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Exchange it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bring it to a store' })).toBeVisible();
  await expect(instead).toContainText('Kept for you. It leaves us as soon as a store or the carrier has it.');
  await isAccessible(page);
  const [number = ''] = /R-[0-9A-Z]{8}/.exec(await page.getByRole('main').innerText()) ?? [];

  await counter.goto('/returns');
  await answersToScript(counter);
  await counter.getByLabel('Scan or type').fill(number);
  await counter.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(counter.getByRole('heading', { name: number })).toBeVisible();
  await expect(counter.getByText(/1 × .*, Brick, 24 cm instead/)).toBeVisible();
  const now = counter.getByRole('checkbox', { name: /^Give it to them now/ });
  if (await now.isVisible()) await now.uncheck();
  await isAccessible(counter);
  await counter.getByRole('radio', { name: /^As new/ }).check();
  await counter.getByRole('button', { name: 'Take it back, ₹700 to them' }).click();
  await expect(counter.getByText(/^1 × .*, Brick, 24 cm, went out$/)).toBeVisible();
  await isAccessible(counter);

  // All three pages say so by themselves.
  await expect(shelf).toContainText('4 on the shelf');
  await expect(instead).toContainText('It has left for you.');
  await expect(page.getByText('₹700 sent', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(counter.getByText(/^Given to UPI/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Back to the order' }).click();
  await expect(page.getByText(/^Exchanged for 1 × .*, Brick, 24 cm\./)).toBeVisible();
  // The new parcel leaves, as any other does.
  const heading = page.getByRole('heading', { level: 3, name: /^From / });
  const second = page.getByRole('listitem').filter({ has: heading, hasText: '24 cm' });
  await expect(second).toContainText(/Given to mez van|Handed over at/, { timeout: 60_000 });
});

test('begun at the counter, what costs more is paid there in cash after a no of the card: the phone follows, and the new one is handed over', async ({
  page,
  browser
}) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 390, height: 844 });
  const orderPath = await aPaidOrder({ handle: 'gamla-planter', option: '18 cm' });
  await arrived(db, orderPath);
  await page.goto(orderPath);
  await answersToScript(page);
  const [number = ''] = /MZ-[0-9A-Z]{10}/.exec(await page.getByRole('main').innerText()) ?? [];
  const counter = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await openAs(counter, 'Asha', '/till');
  await countShelf(counter, 'MEZ-GAMLA-BRICK-L', 3);
  await counter.goto('/returns');
  await answersToScript(counter);
  await counter.getByLabel('Scan or type').fill(number);
  await counter.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(counter.getByRole('heading', { name: 'Start a return' })).toBeVisible();
  await counter.getByLabel('Why').selectOption({ label: 'Too small' });
  const wanted = counter.locator('option').filter({ hasText: /Brick, 24 cm.*more/ });
  await counter.getByLabel('For').selectOption(await wanted.first().getAttribute('value'));
  await counter.getByRole('button', { name: 'Go on to look at it' }).click();
  const difference = counter.getByRole('region', { name: 'To pay on top' });
  await expect(difference).toContainText(/₹[\d,]+ for 1 × .*, Brick, 24 cm/);
  await looksWell(counter);
  await counter.getByText('Card terminal').click();
  await counter.getByLabel('Card number').fill('4646 4646 4646 0204');
  await counter.getByRole('button', { name: /^Ask the card for/ }).click();
  await expect(counter.getByText('The bank said no. Nothing was taken.')).toBeVisible();
  await page.getByRole('link', { name: /R-[0-9A-Z]{8}/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay the difference' })).toBeVisible();
  await counter.getByRole('button', { name: /^₹[\d,]+ are counted in cash$/ }).click();
  await expect(difference).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Bring it to a store' })).toBeVisible();
  await expect(page.getByText(/^₹[\d,]+ paid$/)).toBeVisible();
  await counter.getByRole('radio', { name: /^As new/ }).check();
  await expect(counter.getByRole('checkbox', { name: /^Give it to them now/ })).toBeChecked();
  await looksWell(counter);
  await counter.getByRole('button', { name: 'Take it back', exact: true }).click();
  await expect(counter.getByText(/^1 × .*, Brick, 24 cm, went out$/)).toBeVisible();
  await expect(counter.getByText(/^₹[\d,]+, Cash$/)).toBeVisible();
  await expect(page.getByText('You have it.')).toBeVisible();
  await isAccessible(page);
});

test('without script: what costs more is kept until the difference is paid, and called off all of it comes back', async ({ browser }) => {
  test.setTimeout(120_000);
  const orderPath = await aPaidOrder({ handle: 'gamla-planter', option: '18 cm' });
  await arrived(db, orderPath);
  const page = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(`${orderPath}/returns/new`);
  await page.getByLabel('Something else instead?').fill('step stool');
  await page.getByRole('button', { name: 'Look for it' }).click();
  await expect(page.getByText(/found: they stand above/)).toBeVisible();
  await page.getByRole('combobox', { name: /^What do you want for/ }).selectOption({ label: 'Step stool, folding, Sage – ₹500 more' });
  await page.getByRole('combobox', { name: /^Why does .* come back\?/ }).selectOption({ label: 'I changed my mind' });
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('region', { name: 'What you get instead' })).toContainText('Step stool, folding');
  await page.getByRole('button', { name: 'Exchange it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay the difference' })).toBeVisible();
  await page.getByLabel('UPI address').fill('ok@mez');
  await page.getByRole('button', { name: 'Pay ₹500' }).click();
  await expect(page).toHaveURL(/\/returns\/[0-9a-f-]{36}$/);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Bring it to a store' })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'What you get instead' })).toContainText('Kept for you.');
  await page.getByText('Something else', { exact: true }).click();
  await page.getByRole('button', { name: 'Keep it after all' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'You keep it' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What you get instead' })).toContainText('It does not come.');
  await expect(page.getByText(/^₹500 (goes|sent) back$/)).toBeVisible();
});
