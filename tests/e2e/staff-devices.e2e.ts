import { expect } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, comeInAs, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

test('a manager enrols a device, Asha opens the till on it with her PIN, and revoking it sends her to the door', async ({
  page,
  browser,
  baseURL
}) => {
  test.slow();
  // Tried once more, it finds what the first try left.
  const called = `Till ${crypto.randomUUID()}`;
  await openAs(page, 'Kabir', '/devices');
  await page.getByLabel('Name', { exact: true }).fill(called);
  await page.getByLabel('Place', { exact: true }).selectOption('Indiranagar');
  await page.getByRole('button', { name: 'Make a code' }).click();
  const made = page.getByRole('listitem').filter({ hasText: called });
  const code = (await made.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).textContent()) ?? '';
  await expect(made.getByRole('img', { name: `The link that enrols ${called}` })).toBeVisible();

  const devices = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  const till = await devices.newPage();
  await till.goto(`/sign-in/device?code=${code}`);
  await expect(till.getByLabel('Code')).toHaveValue(code);
  await till.getByRole('button', { name: 'Make it one' }).click();
  await expect(till.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await answersToScript(till);
  await isAccessible(till);

  await till.getByLabel('Asha').check();
  await till.getByLabel('PIN').fill('4072');
  await till.getByRole('button', { name: 'Open the till' }).click();
  await expect(till.getByRole('alert')).toContainText('Name and PIN do not belong together.');
  await expect(till.getByLabel('Asha')).toBeChecked();
  await till.getByLabel('PIN').fill('4071');
  await till.getByRole('button', { name: 'Open the till' }).click();
  await expect(till.getByLabel('Scan or type')).toBeVisible();
  const device = (await devices.cookies()).find(({ name }) => name === '__Host-device');
  expect(device).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });

  await page.goto('/devices');
  await expect(made).toContainText(/Last used .* by Asha/);
  await isAccessible(page);
  await made.getByRole('button', { name: `Revoke ${called}` }).click();
  await expect(made).toContainText('Revoked');
  await till.goto('/till');
  await expect(till).toHaveURL(/\/sign-in\?next=%2Ftill$/);
  await expect(till.getByLabel('E-mail')).toBeVisible();
  await expect(till.getByLabel('PIN')).toBeHidden();
  await devices.close();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a device is enrolled and opened all the same', async ({ page, browser, baseURL }) => {
    await comeInAs(page, 'Kabir', '/devices');
    await page.getByLabel('Name', { exact: true }).fill('Till without script');
    await page.getByLabel('Place', { exact: true }).selectOption('Indiranagar');
    await page.getByRole('button', { name: 'Make a code' }).click();
    const made = page.getByRole('listitem').filter({ hasText: 'Till without script' });
    const code = (await made.getByText(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/).textContent()) ?? '';

    const devices = await browser.newContext({ javaScriptEnabled: false, ...(baseURL !== undefined && { baseURL }) });
    const till = await devices.newPage();
    await till.goto('/sign-in/device');
    await till.getByLabel('Code').fill(code.toLowerCase());
    await till.getByRole('button', { name: 'Make it one' }).click();
    await till.getByLabel('Ravi').check();
    await till.getByLabel('PIN').fill('5286');
    await till.getByRole('button', { name: 'Open the till' }).click();
    await expect(till.getByLabel('Scan or type')).toBeVisible();
    await devices.close();
  });
});

test('what is chosen in a list before the page comes to life stays chosen', async ({ page }) => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((done) => (letGo = done));
  await openAs(page, 'Kabir', '/office');
  await page.route('**/_app/**/*.js', async (route) => held.then(async () => route.continue()));
  await page.goto('/devices', { waitUntil: 'commit' });
  const place = page.getByLabel('Place', { exact: true });
  await place.selectOption('Indiranagar');
  letGo();
  await answersToScript(page);
  await expect(place).toHaveValue('blr-indiranagar');
});
