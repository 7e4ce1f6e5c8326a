import { readFile } from 'node:fs/promises';
import { expect, type Browser, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { DEMO_SIGN_INS } from '#db/seed/demo-people.ts';
import { anAccount, signInBy } from '#tests/support/account.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { test } from '#tests/support/browser-test.ts';
import { LOOKS } from '#tests/support/looks.ts';
import { faultsOf, goToPayment, payByUpi, putInCart } from '#tests/support/shopper.ts';

const PASSWORD = 'a lamp of many colours';
const MUG = '/product/mug';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

/** The office's mailbox, in a browser of its own. */
async function mailbox(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  const manager = DEMO_SIGN_INS.find(({ role }) => role === 'manager');
  await page.goto('/sign-in?next=/office/mail');
  await page.getByLabel('E-mail').fill(manager?.email ?? '');
  await page.getByLabel('Password').fill(manager?.password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Mail', exact: true })).toBeVisible();
  return page;
}

/** The latest mail to an address, as text. */
async function mailTo(box: Page, address: string, subject: string): Promise<string> {
  await box.goto(`/office/mail?to=${encodeURIComponent(address)}`);
  const mail = box.getByRole('article', { name: subject }).first();
  await expect(mail).toBeVisible();
  return (await mail.textContent()) ?? '';
}

for (const script of [true, false]) {
  test(`an account: made, left, opened by a mailed code, with the order in it, ${script ? 'with' : 'without'} JavaScript`, async ({
    browser
  }) => {
    const box = await mailbox(browser);
    const context = await browser.newContext({ javaScriptEnabled: script });
    const page = await context.newPage();
    const faults = faultsOf(page);
    const email = `e2e-${script ? 'with' : 'without'}-${Date.now()}@example.com`;

    // A guest's cart comes along into the new account.
    await putInCart(page, { path: MUG, quantity: 2, script });
    await page.goto('/account');
    await expect(page).toHaveURL(/\/account\/sign-in\?next=%2Faccount$/);
    await page.getByRole('link', { name: 'Make an account' }).click();
    // The page before has a field of the same name.
    await expect(page.getByRole('heading', { name: 'Make an account' })).toBeVisible();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Name').fill('Rhea Pinto');
    await page.getByLabel('Password').fill('password');
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await expect(page.getByText('not one of those that are guessed first').first()).toBeVisible();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();

    const link = /http\S+\/account\/confirm\/\w+/.exec(await mailTo(box, email, 'Finish your account at mez'))?.[0] ?? '';
    await page.goto(new URL(link).pathname);
    await page.getByRole('button', { name: 'Finish and sign in' }).click();
    await expect(page.getByText(`Signed in as Rhea Pinto, ${email}.`)).toBeVisible();
    await page.goto('/cart');
    await expect(page.getByRole('link', { name: 'Cart, 2 things' })).toBeVisible();

    await goToPayment(page, { script });
    await payByUpi(page, 'ok@mez');
    await expect(page).toHaveURL(/\/orders\//);

    // Left: the cart is empty for whoever comes next.
    await putInCart(page, { path: MUG, script });
    await page.goto('/account');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('link', { name: 'Cart, empty' })).toBeVisible();

    await page.goto('/account/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Mail me a code instead' }).click();
    await expect(page.getByRole('heading', { name: 'Type the code' })).toBeVisible();
    const code = /your code is (\d{6})/.exec(await mailTo(box, email, 'Your code for mez'))?.[1] ?? '';
    await page.getByLabel('Code', { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('link', { name: /^Order MZ-/ })).toBeVisible();
    await expect(page.getByText('2 × Mug')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Cart, 1 thing' })).toBeVisible();

    await page.getByRole('link', { name: 'Devices' }).click();
    await expect(page.getByText(/^Chrome on Linux, this one/)).toBeVisible();
    expect(faults).toEqual([]);
  });
}

test('a life of an account: addresses, another e-mail, a forgotten password, all of it in a file, and its end', async ({ browser }) => {
  test.slow();
  const box = await mailbox(browser);
  const account = await anAccount(db);
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const faults = faultsOf(page);
  const addressed = (street: string) => page.getByRole('listitem').filter({ hasText: street });
  const keep = async (street: string, more: { code?: string; first?: boolean } = {}) => {
    await page.getByLabel('House and street').fill(street);
    if (more.code) await page.getByLabel('PIN code', { exact: true }).fill(more.code);
    if (more.first) await page.getByLabel('Use this one first').check();
    await page.getByRole('button', { name: 'Keep this address' }).click();
    await expect(addressed(street)).toBeVisible();
  };
  await signInBy(page, account);
  await page.goto('/account/addresses');
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByLabel('House and street').fill('7 Lake View');
  await page.getByLabel('PIN code', { exact: true }).fill('999999');
  await page.getByRole('button', { name: 'Keep this address' }).click();
  await expect(page.getByText(/^We do not know the postcode 999999/).first()).toBeVisible();
  await keep('7 Lake View', { code: '560038' });
  await expect(addressed('7 Lake View')).toContainText('Bengaluru 560038, Karnataka. Used first');
  await keep('1 Marine Drive', { code: '400020', first: true });
  await expect(addressed('1 Marine Drive')).toContainText('Used first');
  await expect(addressed('7 Lake View')).not.toContainText('Used first');
  await page.getByRole('link', { name: 'Change 7 Lake View' }).click();
  await expect(page.getByRole('heading', { name: 'Change this address' })).toBeVisible();
  await expect(page.getByLabel('House and street')).toHaveValue('7 Lake View');
  await keep('7 Lake View, 2nd floor');
  await page.getByRole('button', { name: 'Remove 1 Marine Drive' }).click();
  await expect(addressed('1 Marine Drive')).toBeHidden();
  await expect(addressed('7 Lake View, 2nd floor')).toContainText('Used first');

  const email = `moved-${account.email}`;
  await page.getByRole('link', { name: 'You', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'You', exact: true })).toBeVisible();
  await page.getByLabel('New e-mail').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  await mailTo(box, account.email, 'Another e-mail was asked for your account at mez');
  const moving = /http\S+\/account\/email\/\w+/.exec(await mailTo(box, email, 'Your new e-mail at mez'))?.[0] ?? '';
  await page.goto(new URL(moving).pathname);
  await page.getByRole('button', { name: 'Use this e-mail' }).click();
  await expect(page.getByText(`You sign in with ${email}.`)).toBeVisible();
  await mailTo(box, account.email, 'Your account at mez has another e-mail');

  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/account/reset');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Mail me the link' }).click();
  await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
  const link = /http\S+\/account\/reset\/\w+/.exec(await mailTo(box, email, 'Choose a new password for mez'))?.[0] ?? '';
  await page.goto(new URL(link).pathname);
  await page.getByLabel('New password').fill('another lamp of mine');
  await page.getByRole('button', { name: 'Keep this password' }).click();
  await expect(page.getByText(`Signed in as ${account.name}, ${email}.`)).toBeVisible();
  expect((await page.goto(new URL(link).pathname))?.status()).toBe(410);

  await page.goto('/account/data');
  await page.locator('html[data-hydrated]').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save the file' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('mez-my-data.json');
  const data = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(data).toMatchObject({ account: { email, name: account.name }, addresses: [{ line1: '7 Lake View, 2nd floor', isDefault: true }] });

  await page.getByText('Delete the account').click();
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page).toHaveURL('/');
  await mailTo(box, email, 'Your account at mez is deleted');
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('another lamp of mine');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('E-mail and password do not belong together.').first()).toBeVisible();
  expect(faults).toEqual([]);
});

test.describe('for everyone', () => {
  const DOORS = ['/account/sign-in', '/account/new', '/account/reset', '/account/mailed', '/cart/hand-over', '/cart/share'];
  const INSIDE = ['', '/details', '/addresses', '/devices', '/passkeys', '/in-store', '/notices', '/data', '/password'].map(
    (path) => `/account${path}`
  );

  for (const { colorScheme, width } of LOOKS) {
    test(`the pages of an account have no barrier that can be found by rule, ${colorScheme}, ${width} wide`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      const check = async (paths: string[]) => {
        for (const path of paths) {
          await page.goto(path);
          expect(new URL(page.url()).pathname).toBe(path);
          await page.locator('html[data-hydrated]').waitFor();
          await isAccessible(page);
        }
      };
      const account = await anAccount(db, 'Rhea Pinto-Venkatanarasimharajuvaripeta');
      await putInCart(page, { path: '/product/stack-shelf' });
      await check(DOORS);
      await signInBy(page, account);
      await page.goto('/account/addresses');
      await page.getByLabel('House and street').fill('7 Lake View');
      await page.getByLabel('PIN code', { exact: true }).fill('560038');
      await page.getByRole('button', { name: 'Keep this address' }).click();
      await expect(page.getByText('Used first')).toBeVisible();
      await check(INSIDE);
    });
  }
});
