import { expect, type Page } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, comeInAs, countShelf, openAs, scan } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

// Things of their own for each test: others run beside it in one shop.
const TIFFIN = 'MEZ-TIFFIN-BRASS-3';
const KETTLE = 'MEZ-KETTLE-BRICK';
const POT = 'MEZ-POT-SEA-3';
const CLOCK = 'MEZ-CLOCK-INDIGO';

const cashButton = (page: Page) => page.getByRole('button', { name: 'Take cash' });
const field = (page: Page) => page.getByLabel('Scan or type');

test('whoever is not signed in comes to the door, is let in by the right password only, and lands where they wanted to go', async ({
  page
}) => {
  await page.goto('/stock?q=tiffin');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await answersToScript(page);
  await page.getByLabel('E-mail').fill('asha@mez.example');
  await page.getByLabel('Password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('E-mail and password do not belong together.');
  await expect(page.getByLabel('E-mail')).toHaveValue('asha@mez.example');

  await page.getByLabel('Password').fill('mez-demo-1');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/stock?q=tiffin');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: '__Host-staff', httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => document.cookie)).toBe('');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/stock');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fstock$/);
});

test('guessing passwords ends in a sentence with a time to wait', async ({ page }) => {
  await page.goto('/sign-in');
  await answersToScript(page);
  for (let tries = 0; tries < 6; tries++) {
    await page.getByLabel('E-mail').fill('nobody@mez.example');
    await page.getByLabel('Password').fill(`guess ${tries}`);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await answered;
  }
  await expect(page.getByRole('alert')).toContainText(/That was too often\. Try again in 1[56] minutes\./);
});

test('a scanner that does not wait loses nothing, cash is taken, and open pages of shop and store know within a second', async ({
  page,
  browser
}) => {
  test.slow();
  const faults: string[] = [];
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await openAs(page, 'Asha', '/till');
  await countShelf(page, TIFFIN, 5);
  await page.goto('/till');
  await answersToScript(page);
  await expect(field(page)).toBeFocused();

  await scan(page, TIFFIN, TIFFIN.toLowerCase(), `2 x ${TIFFIN}`);
  await expect(page.getByRole('group', { name: /^Quantity of Teen tiffin/ })).toContainText('4');
  await expect(page.getByText('₹15,960').first()).toBeVisible();
  await expect(field(page)).toBeFocused();

  const elsewhere = await browser.newPage();
  await openAs(elsewhere, 'Asha', `/stock?q=${TIFFIN}`);
  await answersToScript(elsewhere);
  const here = elsewhere.getByRole('row', { name: /^Indiranagar/ }).getByRole('cell');
  await expect(here.last()).toHaveText('5');
  await expect(elsewhere.getByText(/^Live/)).toBeVisible();

  const shopper = await browser.newPage();
  await shopper.goto(`/product/teen-tiffin?variant=${elsewhere.url().split('/').at(-1)}`);
  await answersToScript(shopper);
  await shopper.getByText('In every store').click();
  const shelf = shopper.getByRole('listitem').filter({ hasText: /^Indiranagar.*on the shelf/ });
  await expect(shelf).toContainText('5 on the shelf');
  await expect(shopper.getByText(/^Live/).first()).toBeVisible();

  await cashButton(page).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sold for ₹15,960 in cash.' })).toBeVisible();
  await expect(shelf).toContainText('1 on the shelf', { timeout: 1000 });
  await expect(here.last()).toHaveText('1', { timeout: 1000 });
  await expect(here.first()).toHaveText('1');
  await expect(page.getByText('Nothing on the counter yet.')).toBeVisible();
  await expect(field(page)).toBeFocused();
  await expect(page.getByRole('listitem').filter({ hasText: 'Teen tiffin' }).first()).toContainText('₹15,960');
  expect(faults).toEqual([]);
});

test('a second press on the button is no second sale, and what is scanned meanwhile is the next one', async ({ page }) => {
  await openAs(page, 'Asha', '/till');
  await countShelf(page, POT, 4);
  await page.goto('/till');
  await answersToScript(page);
  await scan(page, POT);
  await expect(cashButton(page)).toBeEnabled();
  await cashButton(page).dblclick();
  // The next customer does not wait for the answer.
  await field(page).focus();
  await scan(page, POT);
  await expect(page.getByRole('group', { name: /^Quantity of Stock pot with lid/ })).toContainText('1');
  await expect(page.getByRole('listitem').filter({ hasText: /Stock pot with lid.*MZ-/ })).toHaveCount(1);
  await page.goto(`/stock?q=${POT}`);
  await expect(
    page
      .getByRole('row', { name: /^Indiranagar/ })
      .getByRole('cell')
      .first()
  ).toHaveText('3');
});

test('what another till took first is told in words, and nothing is sold', async ({ page }) => {
  await openAs(page, 'Asha', '/till');
  await countShelf(page, KETTLE, 1);
  await page.goto('/till');
  await answersToScript(page);
  await scan(page, `2 x ${KETTLE}`);
  await expect(page.getByText('Only 1 here')).toBeVisible();
  await cashButton(page).click();
  await expect(page.getByRole('alert')).toContainText('Chai kettle: Only 1 left. Take 1 or fewer.');

  await page.getByRole('link', { name: /^One Chai kettle, .* less$/ }).click();
  await cashButton(page).click();
  await expect(page.getByRole('status').filter({ hasText: 'Sold for' })).toBeVisible();
  await scan(page, KETTLE);
  await expect(page.getByText('Only 0 here')).toBeVisible();
  await cashButton(page).click();
  await expect(page.getByRole('alert')).toContainText('Chai kettle: None left.');
});

test('words find what has no bars, and what we do not have is said', async ({ page }) => {
  await openAs(page, 'Asha', '/till');
  await answersToScript(page);
  await scan(page, 'table lamp marigold');
  await page.getByRole('link', { name: 'Gumbad table lamp, Marigold', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Quantity of Gumbad table lamp, Marigold' })).toContainText('1');
  await scan(page, 'a boat');
  await expect(page.getByRole('status').filter({ hasText: 'We have nothing called “a boat”.' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('group', { name: 'Quantity of Gumbad table lamp, Marigold' })).toContainText('1');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the same till scans, sells and counts', async ({ page }) => {
    await comeInAs(page, 'Asha', '/till');
    await page.goto(`/stock?q=${CLOCK}`);
    await page.getByLabel('Counted').fill('3');
    await page.getByRole('button', { name: 'Write the count down' }).click();
    await expect(page.getByText('3 on hand')).toBeVisible();

    await page.goto('/till');
    for (const code of [CLOCK, `1 x ${CLOCK}`]) {
      await field(page).fill(code);
      await field(page).press('Enter');
    }
    await page.getByRole('link', { name: /^One Wall clock.* more$/ }).click();
    await page.getByRole('link', { name: /^One Wall clock.* more$/ }).click();
    await cashButton(page).click();
    await expect(page.getByRole('alert')).toContainText('Only 3 left. Take 3 or fewer.');
    await page.getByRole('link', { name: /^One Wall clock.* less$/ }).click();
    await cashButton(page).click();
    await expect(page.getByText('Sold for ₹6,570 in cash.')).toBeVisible();
    await page.goto(`/stock?q=${CLOCK}`);
    await expect(
      page
        .getByRole('row', { name: /^Indiranagar/ })
        .getByRole('cell')
        .first()
    ).toHaveText('0');
  });
});

test('the office sees the sale with all that happened, and the counter is told that the office is not theirs', async ({
  page,
  browser
}) => {
  await openAs(page, 'Asha', '/till');
  await countShelf(page, 'MEZ-MIRROR-INK-60', 2);
  await page.goto('/till');
  await answersToScript(page);
  await scan(page, 'MEZ-MIRROR-INK-60');
  await expect(cashButton(page)).toBeEnabled();
  await cashButton(page).click();
  await expect(page).toHaveURL(/sold=MZ-/);
  const number = new URL(page.url()).searchParams.get('sold') ?? '';

  const answer = await page.goto('/office');
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This is not yours to open.');

  const desk = await browser.newPage();
  await openAs(desk, 'Kabir', '/office');
  await desk.getByRole('link', { name: number }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText(number);
  const trail = desk.getByRole('region', { name: 'Event trail' }).getByRole('listitem');
  await expect(trail).toHaveText([/order\.placed/, /payment\.captured/, /order\.confirmed/, /fo\.collected/, /order\.completed/]);
  await desk.goto('/office/stock');
  await expect(desk.getByRole('row', { name: /^Indiranagar/ })).toBeVisible();
});

for (const size of [
  { width: 390, height: 844 },
  { width: 1280, height: 800 }
]) {
  test(`staff pages can be used by everybody at ${size.width} pixels`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize(size);
    await page.goto('/sign-in');
    await isAccessible(page);
    await openAs(page, 'Asha', '/till');
    for (const path of ['/till?q=mug', '/stock?q=mug', '/stock?q=MEZ-MUG-SEA', '/office']) await pageIsAccessible(page, path);
    await page.context().clearCookies();
    await openAs(page, 'Kabir', '/office');
    for (const path of ['/office', '/office/stock']) await pageIsAccessible(page, path);
  });
}

async function pageIsAccessible(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await answersToScript(page);
  await isAccessible(page);
}
