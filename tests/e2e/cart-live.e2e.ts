import { devices, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { test } from '#tests/support/browser-test.ts';
import { faultsOf, putInCart } from '../support/shopper.ts';

const { defaultBrowserType: _, ...PIXEL } = devices['Pixel 7'];

/** Another device of the same shopper: it has the same cart. */
async function otherDevice(browser: Browser, from: BrowserContext, more: Parameters<Browser['newContext']>[0] = {}) {
  const other = await browser.newContext({ ...more });
  await other.addCookies(await from.cookies());
  return other;
}

async function openCart(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  return page;
}

test('what one device changes is on the other by itself, with who did it; each is told that the other is there', async ({
  page,
  context,
  browser,
  baseURL
}) => {
  const faults = faultsOf(page);
  await putInCart(page, { path: '/product/chai-kettle' });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  const phones = await otherDevice(browser, context, { ...PIXEL, ...(baseURL !== undefined && { baseURL }) });
  const phone = await openCart(phones);
  await expect(page.getByText('Also open: your phone')).toBeVisible();
  await expect(phone.getByText('Also open: your computer')).toBeVisible();

  await phone.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByRole('spinbutton')).toHaveValue('2');
  await expect(page.getByText(/^You added Chai kettle.* on your phone\.$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Cart, 2 things' })).toBeVisible();
  await expect(phone.getByText('Added on your computer')).toBeVisible();

  await Promise.all([page, phone].map(async (one) => one.getByRole('button', { name: 'One more' }).click()));
  for (const one of [page, phone]) await expect(one.getByRole('spinbutton')).toHaveValue('4');

  await page.getByRole('button', { name: /^Take out/ }).click();
  await expect(phone.getByRole('heading', { name: 'Nothing on the table yet.' })).toBeVisible();
  await page.getByRole('button', { name: 'Put it back' }).click();
  await expect(phone.getByRole('spinbutton')).toHaveValue('4');
  await phones.close();
  await expect(page.getByText('Also open: your phone')).toBeHidden();
  expect(faults).toEqual([]);
});

test('what is pressed while others change the same line counts beside it', async ({ page, context, browser, baseURL }) => {
  await putInCart(page, { path: '/product/cusco-dinner-plate' });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  const others = await otherDevice(browser, context, baseURL === undefined ? {} : { baseURL });
  const other = await others.newPage();
  await other.clock.install();
  await other.goto('/cart');
  await other.locator('html[data-hydrated]').waitFor();
  await expect(page.getByText('Also open: another window of yours')).toBeVisible();

  // Pressed, and not sent before the other's change has come.
  await other.clock.pauseAt(Date.now() + 1_000);
  await other.getByRole('button', { name: 'One more' }).click();
  await expect(other.getByRole('spinbutton')).toHaveValue('2');
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(other.getByRole('spinbutton')).toHaveValue('3');
  await other.clock.resume();
  for (const one of [page, other]) await expect(one.getByRole('spinbutton')).toHaveValue('3');
  await page.reload();
  await expect(page.getByRole('spinbutton')).toHaveValue('3');
});

test('without a network changes show, wait, and are sent when it is back, also by the page after a crash', async ({
  page,
  context,
  browser,
  baseURL
}) => {
  await putInCart(page, { path: '/product/masala-box' });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  const others = await otherDevice(browser, context, baseURL === undefined ? {} : { baseURL });
  const other = await openCart(others);
  await expect(page.getByText('Also open: another window of yours')).toBeVisible();

  await context.setOffline(true);
  await page.getByRole('button', { name: 'One more' }).click();
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByRole('spinbutton')).toHaveValue('3');
  await expect(page.getByText(/changes? waits? to be sent/)).toBeVisible();
  await other.getByRole('button', { name: 'One more' }).click();
  await context.setOffline(false);
  for (const one of [page, other]) await expect(one.getByRole('spinbutton')).toHaveValue('4');
  await expect(page.getByText(/changes? waits? to be sent/)).toBeHidden();

  await context.setOffline(true);
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByText('1 change waits to be sent')).toBeVisible();
  await page.close();
  await context.setOffline(false);
  await openCart(context);
  await expect(other.getByRole('spinbutton')).toHaveValue('5');
  await others.close();
});

test('where no socket can be had, changes go the plain way', async ({ page }) => {
  await page.routeWebSocket(/\/live/, async (socket) => socket.close());
  await putInCart(page, { path: '/product/handwoven-rug' });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByRole('link', { name: 'Cart, 2 things' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('spinbutton')).toHaveValue('2');
});
