import { expect } from '@playwright/test';
import { barriersOn } from '#tests/support/accessible.ts';
import { test } from '#tests/support/browser-test.ts';
import { LOOKS } from '#tests/support/looks.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';
import { faultsOf, goToPayment, payByUpi, putInCart } from '#tests/support/shopper.ts';

const ORDER = /\/orders\/[\w-]{43}$/;

test('a forged order link is 404, the same page as one that never was', async ({ page }) => {
  const order = await aPaidOrder({ handle: 'huaco-serving-bowl' });
  const key = order.split('/').at(-1) ?? '';
  const forged = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
  const shown: string[] = [];
  for (const guess of [forged, key.slice(1), `${key}A`, 'A'.repeat(43), 'x']) {
    const answer = await page.goto(`/orders/${guess}`);
    expect(answer?.status()).toBe(404);
    shown.push(await page.locator('main').innerText());
    expect((await page.request.get(`/orders/${guess}/calendar.ics`)).status()).toBe(404);
  }
  expect(new Set(shown).size).toBe(1);
  expect(shown[0]).not.toContain('MZ-');
});

test('an order page is kept by nobody on the way, told to no other page and found by no search', async ({ page }) => {
  const order = await aPaidOrder({ handle: 'carafe-and-glass' });
  const answer = await page.request.get(order);
  expect(answer.headers()).toMatchObject({
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex, nofollow',
    'referrer-policy': 'same-origin'
  });
  expect(await answer.text()).toContain('content="noindex, nofollow"');
});

test('without script a reload shows the same: words, parcels, and the map with its equal in words', async ({ browser }) => {
  const order = await aPaidOrder({ handle: 'lima-side-table' });
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(order);
  await expect(reader.getByRole('heading', { level: 1 })).toContainText(/^(Expected|Delivered)/);
  await expect(reader.getByText(/^Promised:/)).toBeVisible();
  await expect(reader.getByRole('img', { name: /^A sketch of the way from .* to your door\./ })).toBeVisible();
  await expect(reader.getByRole('link', { name: 'Lima side table' }).first()).toBeVisible();
  await plain.close();
});

test('without a live connection nothing is green, although the page is just a moment old', async ({ page }) => {
  await page.route(/\/live\//, (route) => route.abort());
  await page.routeWebSocket(/\/live\//, (socket) => socket.close());
  await page.goto(await aPaidOrder({ handle: 'toquilla-basket' }));
  await page.locator('html[data-hydrated]').waitFor();
  await expect(page.locator('[data-fresh=true]')).toHaveCount(0);
  await expect(page.getByText(/Checked \d+ s ago\./)).toBeVisible();
});

test('cart, checkout and order are open to everybody, in light and dark, narrow and wide', async ({ page }) => {
  test.setTimeout(180_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const faults = faultsOf(page);
  const found: unknown[] = [];
  const check = async (where: string) => {
    for (const { colorScheme, width } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await barriersOn(page)).map((barrier) => [where, colorScheme, width, barrier]));
    }
  };
  await putInCart(page, { path: '/product/katori-bowls?variant=monsoon' });
  await putInCart(page, { path: '/product/cushion', collect: true });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  await check('cart');
  await page.getByRole('button', { name: /^Take out Cushion/ }).click();
  await expect(page.getByRole('button', { name: 'Put it back' })).toBeFocused();
  await page.getByRole('button', { name: 'Put it back' }).click();
  await expect(page.getByRole('heading', { name: /^Collect at/ })).toBeVisible();

  await page.getByRole('button', { name: 'Go to checkout' }).click();
  await expect(page.getByRole('heading', { name: 'Who and where' })).toBeVisible();
  await page.getByRole('button', { name: /^See/ }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await check('details, with problems');
  await goToPayment(page);
  await page.getByRole('radio', { name: /^Card/ }).check();
  await page.getByText('This bank is pretended: what to try').click();
  await check('payment');
  await page.goto('/checkout/delivery');
  await check('delivery');
  await page.goto('/checkout/payment');
  await payByUpi(page, 'no@mez');
  await expect(page).toHaveURL(ORDER);
  await page.locator('html[data-hydrated]').waitFor();
  await check('order, declined');
  await payByUpi(page, 'ok@mez');
  await expect(page.getByText(/paid by UPI\.$/)).toBeVisible();
  await check('order');
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
});
