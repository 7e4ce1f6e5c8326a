import { expect, test, type Browser, type Page } from '@playwright/test';
import { DEMO_SIGN_INS } from '#db/seed/demo-people.ts';
import { faultsOf, goToPayment, payByUpi, putInCart } from '#tests/support/shopper.ts';

const PASSWORD = 'a lamp of many colours';
const MUG = '/product/mug';

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
