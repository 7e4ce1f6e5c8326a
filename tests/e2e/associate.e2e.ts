import { expect, type Browser, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { anAccount, signInBy } from '#tests/support/account.ts';
import { isAccessibleInBoth } from '#tests/support/accessible.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { textOfQr } from '#tests/support/qr-in.ts';
import { faultsOf, putInCart } from '#tests/support/shopper.ts';

const PHONE = { viewport: { width: 390, height: 844 } };
// Things that no other test touches.
const RADIO = 'akashvani-radio';
const STOOL = '/product/mudha-stool';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

async function barcodesOf(handle: string): Promise<string[]> {
  const variants = await db
    .selectFrom('variant as v')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select('v.barcode')
    .where('g.handle', '=', handle)
    .orderBy('v.position')
    .execute();
  return variants.map(({ barcode }) => barcode ?? '');
}

async function ashasPhone(browser: Browser, path: string, javaScriptEnabled = true): Promise<Page> {
  const page = await (await browser.newContext({ ...PHONE, javaScriptEnabled })).newPage();
  await openAs(page, 'Asha', path);
  if (javaScriptEnabled) await answersToScript(page);
  return page;
}

const field = (page: Page) => page.getByLabel('Scan or type');
const placesOf = (page: Page) => page.getByRole('region', { name: 'Where it lies' }).getByRole('listitem');

async function scanned(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

test('a thing is found by its bars, lies where it lies, and goes into a customer’s cart three ways, then onto their phone', async ({
  browser
}) => {
  test.slow();
  const [barcode = ''] = await barcodesOf(RADIO);
  const page = await ashasPhone(browser, '/find');
  const faults = faultsOf(page);
  await isAccessibleInBoth(page);

  // One figure misread is not "nothing": it is said what is wrong.
  await scanned(page, `${barcode.slice(0, -1)}${(Number(barcode.at(-1)) + 1) % 10}`);
  await expect(page.getByText(/does not fit: one of the figures is wrong/)).toBeVisible();
  await scanned(page, 'radio');
  await expect(page.getByRole('heading', { name: /things for “radio”/ })).toBeVisible();
  await isAccessibleInBoth(page);

  await scanned(page, barcode);
  await expect(page.getByRole('heading', { level: 1, name: /^Akashvani radio/ })).toBeVisible();
  await expect(placesOf(page).first()).toContainText('Here, Indiranagar');
  await expect(placesOf(page).nth(1)).toContainText('Domlur');
  await expect(placesOf(page).nth(1)).toContainText('1.5 km');
  await expect(page.getByText(/^Live, /)).toBeVisible();
  await isAccessibleInBoth(page);

  await page.getByRole('button', { name: 'They carry it out' }).click();
  const cart = page.getByRole('region', { name: 'The customer’s cart' });
  await expect(cart).toContainText('carried out here');
  await scanned(page, barcode);
  await expect(page.getByRole('heading', { level: 1, name: /^Akashvani radio/ })).toBeVisible();
  await page.getByRole('button', { name: 'Send it home' }).click();
  await expect(cart).toContainText('sent home');
  await scanned(page, barcode);
  await page
    .getByRole('button', { name: /^Collect at / })
    .first()
    .click();
  await expect(cart.getByRole('listitem')).toHaveCount(3);
  await expect(cart).toContainText('collected at');
  await isAccessibleInBoth(page);

  await cart.getByRole('link', { name: /^Open it/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'The customer’s cart' })).toBeVisible();
  await page.getByRole('button', { name: 'Send it to their phone' }).click();
  const link = await textOfQr(page.getByRole('img', { name: /^QR code/ }));
  const phone = await (await browser.newContext(PHONE)).newPage();
  await phone.goto(link);
  await phone.getByRole('button', { name: 'Open the cart here' }).click();
  await expect(phone).toHaveURL('/cart');
  await expect(phone.getByRole('link', { name: /Akashvani radio/ }).first()).toBeVisible();
  expect(faults).toEqual([]);
});

test('a customer is looked up by the code they say, sees who looks, and ends it', async ({ browser }) => {
  test.slow();
  const account = await anAccount(db, 'Leela Menon');
  const hers = await (await browser.newContext(PHONE)).newPage();
  const faults = faultsOf(hers);
  await signInBy(hers, account);
  await putInCart(hers, { path: STOOL });
  await hers.goto('/account/in-store');
  await answersToScript(hers);
  await isAccessibleInBoth(hers);
  await hers.getByRole('button', { name: 'Show a code' }).click();
  const shown = hers.getByText(/^\d{3} \d{3}$/);
  await expect(shown).toBeVisible();
  const code = (await shown.textContent()) ?? '';
  await isAccessibleInBoth(hers);
  await hers.reload();
  await expect(hers.getByText(code)).toBeVisible();
  await answersToScript(hers);

  const page = await ashasPhone(browser, '/customer');
  await isAccessibleInBoth(page);
  await page.getByLabel('The customer’s code').fill(account.email);
  await page.getByRole('button', { name: 'Look them up' }).click();
  await expect(page.getByText(/^This code opens nothing/)).toBeVisible();
  await page.getByLabel('The customer’s code').fill(code);
  await page.getByRole('button', { name: 'Look them up' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Leela Menon' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'In their cart' }).getByRole('link', { name: /^1 × Mudha stool/ })).toBeVisible();
  await expect(page.getByText(account.email)).toHaveCount(0);
  await answersToScript(page);
  await isAccessibleInBoth(page);

  // Without being asked, her page says who it is, and hers is the last word.
  await expect(hers.getByText('Asha at Indiranagar is looking')).toBeVisible();
  await isAccessibleInBoth(hers);
  await hers.getByRole('button', { name: 'End it now' }).click();
  await expect(hers.getByRole('region', { name: 'Who looked' })).toContainText('Asha at Indiranagar');
  await expect(page.getByText('This look is over.')).toBeVisible();
  await expect(page.getByText('Leela Menon')).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('without script a thing is found and put into a cart, and a customer who says their code is looked up', async ({ browser }) => {
  const [barcode = ''] = await barcodesOf(RADIO);
  const page = await ashasPhone(browser, '/find', false);
  await field(page).fill(barcode);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByRole('button', { name: 'Send it home' }).click();
  await expect(page.getByRole('region', { name: 'The customer’s cart' })).toContainText('sent home');

  const account = await anAccount(db, 'Farah Khan');
  const hers = await (await browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage();
  await signInBy(hers, account);
  await hers.goto('/account/in-store');
  await hers.getByRole('button', { name: 'Show a code' }).click();
  const code = (await hers.getByText(/^\d{3} \d{3}$/).textContent()) ?? '';
  await page.goto('/customer');
  await page.getByLabel('The customer’s code').fill(code);
  await page.getByRole('button', { name: 'Look them up' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Farah Khan' })).toBeVisible();
  await hers.reload();
  await expect(hers.getByText('Asha at Indiranagar is looking')).toBeVisible();
  await page.getByRole('button', { name: 'End it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Look up a customer' })).toBeVisible();
  await hers.reload();
  await expect(hers.getByRole('button', { name: 'Show a code' })).toBeVisible();
});
