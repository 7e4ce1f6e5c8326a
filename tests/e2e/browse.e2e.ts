import { expect, type Page } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { test } from '#tests/support/browser-test.ts';
import { holdScripts } from '#tests/support/held-scripts.ts';
import { LOOKS } from '#tests/support/looks.ts';
import { faultsOf } from '#tests/support/shopper.ts';

const answersToScript = (page: Page) => page.locator('html[data-hydrated]').waitFor();
const cards = (page: Page) => page.locator('#list a.card');

test('a thing is found by a misspelt name, by its name in Hindi and by what it may cost', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/');
  await answersToScript(page);
  const search = page.getByLabel('Search the shop').first();
  await search.fill('brass tifin');
  await search.press('Enter');
  await expect(page).toHaveURL('/search?q=brass+tifin');
  await expect(page.getByText('This is for brass tiffin')).toBeVisible();
  await expect(cards(page)).toHaveCount(1);

  await page.goto(`/search?q=${encodeURIComponent('मेज़')}`);
  await expect(cards(page).first()).toContainText('Mez dining table');
  await page.goto('/search?q=lamp+under+7k');
  await expect(cards(page).filter({ hasText: 'Gumbad' })).toHaveCount(1);
  await expect(cards(page).filter({ hasText: 'Minar' })).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('suggestions come while one types, are walked with the arrows and left with Escape', async ({ page }) => {
  await page.goto('/');
  await answersToScript(page);
  const search = page.getByLabel('Search the shop').first();
  await search.pressSequentially('gumb');
  const list = page.getByRole('listbox', { name: 'Suggestions' }).first();
  await expect(list.getByRole('option', { name: /Gumbad table lamp/ })).toBeVisible();
  await search.press('ArrowDown');
  await expect(search).toHaveAttribute('aria-activedescendant', 'search-top-0');
  await search.press('Escape');
  await expect(list).toBeHidden();
  await expect(search).toHaveValue('gumb');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('filters are a form, and each that is on can be taken away again', async ({ page }) => {
    await page.goto('/shop/light');
    await expect(page.getByRole('status').filter({ hasText: /things/ })).toHaveText('5 things');
    await page.getByRole('checkbox', { name: /^Brass/ }).check();
    await page.getByRole('radio', { name: 'Price, low to high' }).check();
    await page.getByRole('button', { name: /^Show/ }).click();
    await expect(page).toHaveURL(/colour=brass/);
    await expect(cards(page)).toHaveCount(2);
    await expect(cards(page).first()).toContainText('Haveli wall lamp');
    await page.getByRole('link', { name: 'Take away the filter Brass' }).click();
    await expect(cards(page)).toHaveCount(5);
    await expect(page).not.toHaveURL(/colour/);
  });

  test('another postcode changes what is near, an unknown one is said and changes nothing', async ({ page }) => {
    await page.goto('/product/katori-bowls');
    await expect(page.getByText('To 560038, Bengaluru')).toBeVisible();
    await page.getByRole('link', { name: 'Change' }).click();
    const code = page.locator('#postcode-page');
    await code.fill('999999');
    await page.locator('main').getByRole('button', { name: 'Show what is near' }).click();
    await expect(page.getByText('We do not know the postcode 999999.')).toBeVisible();
    await code.fill('400 050');
    await page.locator('main').getByRole('button', { name: 'Show what is near' }).click();
    await expect(page).toHaveURL('/product/katori-bowls');
    await expect(page.getByText('To 400050, Mumbai')).toBeVisible();
    await expect(page.getByText(/Bandra/).first()).toBeVisible();
  });

  test('a thing goes into the cart and the page says so', async ({ page }) => {
    await page.goto('/product/sil-mills');
    await page
      .getByRole('button', { name: /^Add to cart/ })
      .first()
      .click();
    await expect(page).toHaveURL(/added/);
    await expect(page.getByRole('status').filter({ hasText: 'is in your cart' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Cart, 1 thing' })).toBeVisible();
  });
});

test('in a wide window a filter acts at once, the form follows the list, and the keyboard stays where it was', async ({ page }) => {
  const faults = faultsOf(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/shop/light');
  await answersToScript(page);
  const brass = page.getByRole('checkbox', { name: /^Brass/ });
  await brass.check();
  await expect(page).toHaveURL(/colour=brass/);
  await expect(cards(page)).toHaveCount(2);
  await expect(brass).toBeFocused();
  await page.getByRole('radio', { name: 'Price, low to high' }).check();
  await expect(cards(page).first()).toContainText('Haveli wall lamp');
  await expect(brass).toBeChecked();
  await page.getByRole('link', { name: 'Take away the filter Brass' }).click();
  await expect(cards(page)).toHaveCount(5);
  await expect(brass).not.toBeChecked();
  await expect(page.getByRole('radio', { name: 'Price, low to high' })).toBeChecked();
  expect(faults).toEqual([]);
});

test('a filter chosen before the page comes to life acts when it has, and one in a sheet waits for its button', async ({ page }) => {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const scriptsGo = await holdScripts(page);
    await page.goto('/shop/light', { waitUntil: 'commit' });
    if (width === 390) await page.getByRole('link', { name: 'Filter and sort' }).click();
    const brass = page.getByRole('checkbox', { name: /^Brass/ });
    await brass.check();
    scriptsGo();
    await answersToScript(page);
    if (width === 390) await page.getByRole('button', { name: /^Show/ }).click();
    await expect(page).toHaveURL(/colour=brass/);
    await expect(cards(page)).toHaveCount(2);
    await expect(brass).toBeChecked();
    await page.unrouteAll();
  }
});

test('what stands beside a thing comes to life when one comes near it, and follows to the next thing', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/product/gumbad-table-lamp');
  await answersToScript(page);
  const beside = page.getByRole('region', { name: 'On the same table' });
  await beside.scrollIntoViewIfNeeded();
  await beside.getByRole('link', { name: /^Minar floor lamp/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Minar floor lamp' })).toBeVisible();
  await expect(beside.getByRole('link', { name: /^Gumbad table lamp/ })).toBeVisible();
  expect(faults).toEqual([]);
});

/** Which parts of Intl a page makes, as `used`. */
async function noteIntl(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const used: string[] = [];
    Object.assign(globalThis, { used });
    for (const name of ['NumberFormat', 'DateTimeFormat', 'RelativeTimeFormat'] as const) {
      const noting = { construct: (to: new (...all: unknown[]) => object, all: unknown[]) => (used.push(name), new to(...all)) };
      Object.assign(Intl, { [name]: new Proxy(Intl[name] as never, noting) });
    }
  });
}

test('the picture is asked for before any script, and the page is ready without a word of Intl', async ({ browser }) => {
  for (const path of ['/', '/shop', '/product/gumbad-table-lamp']) {
    // Each in a browser that has seen nothing: a picture of the page before would not be asked for.
    const context = await browser.newContext();
    const page = await context.newPage();
    await noteIntl(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.resourceType()));
    await page.goto(path);
    await answersToScript(page);
    expect([path, asked.includes('image'), asked.indexOf('image') < asked.indexOf('script')]).toEqual([path, true, true]);
    expect([path, await page.evaluate(() => (globalThis as { used?: string[] }).used)]).toEqual([path, []]);
    await context.close();
  }
});

test('choosing a variant changes address, picture, price and stock together, and Back brings the list back as it was', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/shop/light?colour=brass');
  await answersToScript(page);
  await cards(page).filter({ hasText: 'Jharokha' }).click();
  await expect(page).toHaveURL(/variant=brass-30-cm/);
  await expect(page.getByText('₹5,890').first()).toBeVisible();
  await page.getByRole('link', { name: /^45 cm/ }).click();
  await expect(page).toHaveURL(/variant=brass-45-cm/);
  await expect(page.getByText('₹7,890').first()).toBeVisible();
  await page.getByRole('link', { name: /^Sky/ }).click();
  await expect(page).toHaveURL(/variant=sky-45-cm/);
  await expect(page.getByRole('img', { name: /sky/i }).or(page.locator('.gallery img[src*="sky"]')).first()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/shop/light?colour=brass');
  expect(faults).toEqual([]);
});

test('Back, pressed while the next page is still coming, ends on the page before', async ({ page }) => {
  const faults = faultsOf(page);
  await page.addInitScript(() => {
    const start = document.startViewTransition.bind(document);
    // A slow phone: its picture of the old page takes a while.
    document.startViewTransition = (show) => start(() => new Promise((drawn) => setTimeout(drawn, 200)).then(show as () => Promise<void>));
  });
  await page.goto('/shop/light');
  await answersToScript(page);
  await cards(page).filter({ hasText: 'Jharokha' }).click();
  await page.waitForURL(/product/, { waitUntil: 'commit' });
  await page.goBack();
  await answersToScript(page);
  await expect(page).toHaveURL('/shop/light');
  await expect(page.getByRole('heading', { level: 1, name: 'Light' })).toBeVisible();
  await cards(page).filter({ hasText: 'Jharokha' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Jharokha/ })).toBeVisible();
  expect(faults).toEqual([]);
});

test('what is sold out says so on every way and cannot be added', async ({ page }) => {
  await page.goto('/product/gumbad-table-lamp?variant=chalk');
  await answersToScript(page);
  await expect(page.getByText('None left anywhere just now.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'None left just now' })).toBeDisabled();
  await expect(page.getByText('it changes by itself the moment one comes back')).toBeVisible();
});

test('things that are not there are answered with a page that helps on', async ({ page }) => {
  expect((await page.goto('/product/no-such-thing'))?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'This page is not here.' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Search' })).toBeVisible();
  expect((await page.goto('/shop/no-such-department'))?.status()).toBe(404);
  expect((await page.goto('/shop?page=-1&sort=x&min=two'))?.status()).toBe(200);
  await expect(cards(page).first()).toBeVisible();
  expect((await page.goto('/product/gumbad-table-lamp?variant=purple'))?.status()).toBe(200);
  await expect(page.getByText('That choice is not there any more.')).toBeVisible();
});

test.describe('for everyone', () => {
  for (const { colorScheme, width } of LOOKS) {
    test(`the pages have no barrier that can be found by rule, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      for (const path of ['/', '/shop/light', '/search?q=lmap', '/product/gumbad-table-lamp', '/stores', '/postcode']) {
        await page.goto(path);
        await answersToScript(page);
        await isAccessible(page);
      }
    });
  }
});
