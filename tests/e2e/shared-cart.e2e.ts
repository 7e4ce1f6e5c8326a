import { expect, type Page } from '@playwright/test';
import { hash } from '@node-rs/argon2';
import { uuidv7 } from 'uuidv7';
import { connect, type Db } from '#db/client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { test } from '#tests/support/browser-test.ts';
import { holdScripts } from '#tests/support/held-scripts.ts';
import { faultsOf, putInCart } from '#tests/support/shopper.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const NOTE = 'Für Anaïs 🎂 शुभ जन्मदिन – 生日快乐, عيد ميلاد سعيد';
const NO_CART = 'This page is not here.';
const saved = (page: Page) => page.getByRole('region', { name: 'Saved for later' });

async function linkFor(page: Page, name: string, may: 'only look' | 'change what is in the cart'): Promise<string> {
  await page.goto('/cart/share');
  await page.getByLabel('Who is it for?').fill(name);
  await page.getByRole('radio', { name: may }).check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
  await expect(link.getByRole('img', { name: `QR code of the link for ${name}` })).toBeVisible();
  return link.getByRole('textbox', { name: 'The link' }).inputValue();
}

test('what is chosen before the page comes to life stays chosen', async ({ page }) => {
  await putInCart(page, { path: '/product/dabara-coffee-pair' });
  const scriptsGo = await holdScripts(page);
  await page.goto('/cart/share', { waitUntil: 'commit' });
  const chosen = page.getByRole('radio', { name: 'change what is in the cart' });
  await chosen.check();
  scriptsGo();
  await page.locator('html[data-hydrated]').waitFor();
  await expect(chosen).toBeChecked();
});

test('two people and one cart: a link lets Arun change it, live, and is taken back', async ({ page, browser }) => {
  const faults = faultsOf(page);
  await putInCart(page, { path: '/product/dabara-coffee-pair' });
  const link = await linkFor(page, 'Arun', 'change what is in the cart');
  await isAccessible(page);

  const elsewhere = await browser.newContext();
  const arun = await elsewhere.newPage();
  const answer = await arun.goto(link);
  expect(answer?.headers()).toMatchObject({
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': 'private, no-store',
    'referrer-policy': 'same-origin'
  });
  await arun.locator('html[data-hydrated]').waitFor();
  await expect(arun.getByRole('heading', { name: 'A shared cart' })).toBeVisible();
  await isAccessible(arun);

  // The news of it is there before the answer; what he does meanwhile is not overtaken by it.
  let answerNow = (): void => undefined;
  const held = new Promise<void>((go) => (answerNow = go));
  await arun.route(/\?\/change$/, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    await held;
    await route.fulfill({ response });
  });
  await arun.getByRole('button', { name: /^One more of Dabara/ }).click();
  await expect(arun.getByText('2 of it')).toBeVisible();
  await arun.getByLabel('What are you looking for?').fill('masala box');
  await arun.getByRole('button', { name: 'Look for it' }).click();
  await expect(arun.getByRole('list', { name: 'Found' })).toBeVisible();
  const answered = arun.waitForResponse(/\?\/change$/);
  answerNow();
  await answered;
  await arun
    .getByRole('button', { name: /^Put it in: Masala box/ })
    .first()
    .click();
  await expect(arun.getByRole('link', { name: /Masala box/ })).toBeVisible();

  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  await expect(page.getByRole('spinbutton', { name: /Dabara/ })).toHaveValue('2');
  await page.getByRole('button', { name: /^Take out Dabara/ }).click();
  await expect(arun.getByText('2 of it')).toBeHidden();

  await page.goto('/cart/share');
  await page.getByRole('button', { name: 'Take it back: the link for Arun' }).click();
  await expect(page.getByRole('heading', { name: 'Make a link' })).toBeVisible();
  // The open page goes by itself, and the link opens nothing any more.
  await expect(arun.getByRole('heading', { name: NO_CART })).toBeVisible();
  expect((await arun.goto(link))?.status()).toBe(404);
  expect(faults).toEqual([]);
  await elsewhere.close();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a thing is saved for later, put back and forgotten; a note is kept; a link only shows', async ({ page, browser }) => {
    await putInCart(page, { path: '/product/dabara-coffee-pair', quantity: 2, script: false });
    await page.goto('/cart');
    await page.getByRole('button', { name: /^Save for later: Dabara coffee pair/ }).click();
    await expect(saved(page)).toContainText('2 of it');
    await expect(page.getByRole('heading', { name: 'Nothing on the table yet.' })).toBeVisible();
    await saved(page)
      .getByRole('button', { name: /^Put in the cart: Dabara/ })
      .click();
    await expect(page.getByRole('spinbutton')).toHaveValue('2');
    await expect(saved(page)).toBeHidden();

    await page.getByText('Add a gift note').click();
    await page.getByLabel(/^For the card/).fill(NOTE);
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await expect(page.getByLabel(/^For the card/)).toHaveValue(NOTE);
    await page.getByRole('button', { name: 'Go to checkout' }).click();
    await expect(page.getByLabel('Note for whoever packs or brings it')).toHaveValue(NOTE);

    const link = await linkFor(page, 'Arun', 'only look');
    const elsewhere = await browser.newContext({ javaScriptEnabled: false });
    const other = await elsewhere.newPage();
    await other.goto(link);
    await expect(other.getByText('May only look.')).toBeVisible();
    await expect(other.getByRole('button', { name: /^One more/ })).toBeHidden();
    await expect(other.getByText(NOTE)).toBeHidden();
    await elsewhere.close();

    await page.goto('/cart');
    await page.getByRole('button', { name: /^Save for later: Dabara/ }).click();
    await saved(page)
      .getByRole('button', { name: /^Forget Dabara/ })
      .click();
    await expect(saved(page)).toBeHidden();
  });

  test('a guest signs in: two carts become one with a receipt, and two again', async ({ page, browser }) => {
    const email = `asha-${uuidv7()}@example.com`;
    const password = 'a long enough password';
    const id = uuidv7();
    await db
      .insertInto('app_user')
      .values({ id, email, name: 'Asha Rao', role: 'shopper', node_id: null, password_hash: await hash(password), pin_hash: null })
      .execute();
    const signIn = async (on: Page) => {
      await on.goto('/account/sign-in?next=/cart');
      await on.getByLabel('E-mail').fill(email);
      await on.getByLabel('Password').fill(password);
      await on.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(on).toHaveURL(/\/cart$/);
    };

    const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const onPhone = await phone.newPage();
    await putInCart(onPhone, { path: '/product/dabara-coffee-pair', script: false });
    await signIn(onPhone);

    await putInCart(page, { path: '/product/dabara-coffee-pair', quantity: 2, script: false });
    await putInCart(page, { path: '/product/masala-box', script: false });
    await signIn(page);
    const receipt = page.getByRole('region', { name: /^Your two carts are one now/ });
    await expect(receipt).toContainText('2 + 1 = 3.');
    await expect(page.getByRole('spinbutton', { name: /Dabara/ })).toHaveValue('3');
    await page.screenshot({ path: test.info().outputPath('receipt.png'), fullPage: true });

    await page.getByRole('button', { name: 'Undo: two carts again' }).click();
    await expect(page.getByRole('spinbutton', { name: /Dabara/ })).toHaveValue('2');
    await expect(receipt).toBeHidden();
    await onPhone.goto('/cart');
    await expect(onPhone.getByRole('spinbutton', { name: /Dabara/ })).toHaveValue('1');
    await phone.close();

    await page.getByRole('button', { name: 'Put both together' }).click();
    await expect(page.getByRole('spinbutton', { name: /Dabara/ })).toHaveValue('3');
    await page.getByRole('button', { name: 'Good, put this away' }).click();
    await expect(receipt).toBeHidden();
  });
});
