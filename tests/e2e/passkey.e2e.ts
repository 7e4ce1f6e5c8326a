import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { anAccount, signInBy } from '#tests/support/account.ts';
import { test } from '#tests/support/browser-test.ts';
import { faultsOf, putInCart } from '#tests/support/shopper.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

/** A device with a finger on it, as far as this browser can tell. */
async function withAFinger(page: Page): Promise<{ lift: () => Promise<void> }> {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  });
  return {
    async lift() {
      await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    }
  };
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Cart, empty' })).toBeVisible();
}

async function askForThePasskey(page: Page): Promise<void> {
  await page.goto('/account/sign-in');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
}

test('a passkey is added at the account and opens it without an address or a password, until it is removed', async ({ page }) => {
  const account = await anAccount(db);
  const faults = faultsOf(page);
  const finger = await withAFinger(page);
  await signInBy(page, account);
  await page.getByRole('link', { name: 'Passkeys' }).click();
  await expect(page.getByRole('heading', { name: 'Your first passkey' })).toBeVisible();
  await page.getByLabel('Name').fill('The phone in my pocket');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const mine = page.getByRole('listitem').filter({ hasText: 'The phone in my pocket' });
  await expect(mine).toContainText('Not used yet.');
  // The device has one already, and says so.
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('This device has a passkey for your account already.')).toBeVisible();

  await signOut(page);
  await putInCart(page, { path: '/product/neel-vase', quantity: 2 });
  await askForThePasskey(page);
  await expect(page.getByText(`Signed in as ${account.name}, ${account.email}.`)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Cart, 2 things' })).toBeVisible();
  await page.goto('/account/passkeys');
  await expect(mine).toContainText('Last used');

  await mine.getByRole('button', { name: 'Remove The phone in my pocket' }).click();
  await expect(mine).toBeHidden();
  await signOut(page);
  await askForThePasskey(page);
  await expect(page.getByText('This passkey was not taken.')).toBeVisible();
  await finger.lift();
  await askForThePasskey(page);
  await expect(page.getByText('No passkey was used.')).toBeVisible();
  expect(faults).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('nobody is offered what cannot be', async ({ page }) => {
    const account = await anAccount(db);
    await page.goto('/account/sign-in');
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
    await signInBy(page, account);
    await page.getByRole('link', { name: 'Passkeys' }).click();
    await expect(page.getByText(/^This needs JavaScript/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0);
  });
});
