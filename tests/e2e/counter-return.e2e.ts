import { expect, type Page } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, countShelf, openAs, scan } from '#tests/support/at-the-till.ts';
import { connect, type Db } from '#db/client.ts';
import { arrived } from '#tests/support/arrived.ts';
import { test } from '#tests/support/browser-test.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

const TIFFIN = 'MEZ-TIFFIN-STEEL-2';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

/** @returns the number of the sale that this press makes: others of the same thing may stand in the list already. */
async function soldForCash(page: Page): Promise<string> {
  const sales = page.getByRole('listitem').filter({ hasText: /Teen tiffin.*MZ-/ });
  const numbers = async () => (await sales.allInnerTexts()).flatMap((words) => /MZ-[0-9A-Z]{10}/.exec(words) ?? []);
  const before = new Set(await numbers());
  await page.getByRole('button', { name: 'Take cash' }).click();
  const made = async () => (await numbers()).find((number) => !before.has(number));
  await expect.poll(made).toBeDefined();
  return (await made())!;
}

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
  const number = await soldForCash(page);

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

test('without a receipt it is found by phone; a manager says yes in the office, and the counter goes on by itself', async ({
  page,
  browser
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  // Of nobody else, also when this is tried again on the same shop.
  const phone = `98${String(Date.now()).slice(-8)}`;
  await arrived(db, await aPaidOrder({ handle: 'bottle-vases', phone }));

  await openAs(page, 'Asha', '/returns');
  await answersToScript(page);
  await page.getByText('They have no receipt').click();
  await page.getByLabel('Phone they gave when they bought it').fill('12');
  await page.getByRole('button', { name: 'Look for it by phone' }).click();
  await expect(page.getByRole('alert')).toContainText('Type the whole phone number');
  await isAccessible(page);
  await page.getByLabel('Phone they gave when they bought it').fill(`+91 ${phone.slice(0, 5)} ${phone.slice(5)}`);
  await page.getByRole('button', { name: 'Look for it by phone' }).click();
  await expect(page.getByRole('heading', { name: 'Without a receipt' })).toBeVisible();
  await expect(page.getByText(/MZ-[0-9A-Z]{10}/)).toHaveCount(0);
  await isAccessible(page);
  await page.getByRole('link', { name: /^Bottle vase/ }).click();
  await expect(page.getByText('A manager says yes to it before any money goes back.')).toBeVisible();
  await page.getByLabel('Why').selectOption({ label: 'Changed their mind' });
  await page.getByRole('button', { name: 'Go on to look at it' }).click();
  await expect(page.getByText('A manager has to say yes to it first.')).toBeVisible();
  await expect(page.getByText(/MZ-[0-9A-Z]{10}/)).toHaveCount(0);
  await isAccessible(page);
  const returned = await page.getByRole('heading', { name: /^R-/ }).innerText();

  const manager = await (await browser.newContext()).newPage();
  await openAs(manager, 'Kabir', '/office/returns');
  await answersToScript(manager);
  const waiting = manager.getByRole('listitem').filter({ hasText: returned });
  await expect(waiting).toContainText('without a receipt, found by phone');
  await waiting.getByRole('button', { name: /^It may come back/ }).click();
  await expect(waiting).toHaveCount(0);

  await page.getByRole('radio', { name: /^As new/ }).check();
  await page.getByRole('button', { name: /^Take it back, ₹[\d,]+ to them$/ }).click();
  await expect(page.getByText(/^(On its way|Given) to UPI/)).toBeVisible();
  await manager.context().close();
});

test('another product is had for it at the counter; what lay beside it gets a return of its own, and goes back to its shopper', async ({
  page,
  browser
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await openAs(page, 'Asha', '/till');
  await countShelf(page, TIFFIN, 7);
  await page.goto('/till');
  await answersToScript(page);
  await scan(page, TIFFIN, TIFFIN);
  await expect(page.getByRole('group', { name: /^Quantity of Teen tiffin/ })).toContainText('2');
  const number = await soldForCash(page);

  await page.goto(`/returns/start/${number}`);
  await answersToScript(page);
  await page.getByLabel(/^Something else instead\?/).fill('bottle vase');
  await page.getByRole('button', { name: 'Look for it' }).click();
  await expect(page.getByText(/^\d+ found: to be had below/)).toBeVisible();
  await isAccessible(page);
  await page.getByLabel('How many').selectOption('1');
  await page.getByLabel('Why').selectOption({ label: 'Changed their mind' });
  const other = page.getByLabel('For').locator('optgroup[label="Something else"] option').first();
  await page.getByLabel('For').selectOption(String(await other.getAttribute('value')));
  await page.getByRole('button', { name: 'Go on to look at it' }).click();
  const heading = page.getByRole('heading', { name: /^R-/ });
  await expect(heading).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: /Bottle vase/ })).toBeVisible();
  const announced = await heading.innerText();

  await page.getByRole('button', { name: /are counted in cash$/ }).click();
  await page.getByText('More lies in it than was said').click();
  await isAccessible(page);
  await page.getByRole('button', { name: 'It lay in it as well' }).click();
  await expect(page.getByText('Somebody has to say yes to it first.')).toBeVisible();
  await expect(heading).not.toHaveText(announced);
  const found = await heading.innerText();

  const manager = await (await browser.newContext()).newPage();
  await openAs(manager, 'Kabir', '/office/returns');
  await answersToScript(manager);
  await expect(manager.getByRole('row').filter({ hasText: 'More came than was said' }).filter({ hasText: found })).toContainText(announced);
  const waiting = manager.getByRole('listitem').filter({ hasText: found });
  await waiting.getByRole('button', { name: /^It may come back/ }).click();
  await expect(waiting).toHaveCount(0);

  await page.getByRole('radio', { name: /^Back to the shopper/ }).check();
  await expect(page.getByText('No money goes back for it.')).toBeVisible();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Back to the shopper' })).toBeVisible();
  await manager.context().close();
});
