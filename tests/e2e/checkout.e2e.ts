import { expect } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { connect, type Db } from '#db/client.ts';
import { test } from '#tests/support/browser-test.ts';
import { faultsOf, giveDetails, goToPayment, payByUpi, putInCart, RHEA } from '#tests/support/shopper.ts';

const ORDER = /\/orders\/[\w-]{43}$/;
let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a guest buys without JavaScript', async ({ page }) => {
    await putInCart(page, { path: '/product/dabara-coffee-pair', script: false });
    await putInCart(page, { path: '/product/cutting-glasses', quantity: 2, collect: true, script: false });
    await page.goto('/cart');
    await expect(page.getByRole('heading', { name: /^Brought to 560038/ })).toBeVisible();
    const collected = page.locator('section').filter({ has: page.getByRole('heading', { name: /^Collect at/ }) });
    await expect(collected.getByRole('listitem')).toContainText('₹690 each');

    await collected.getByRole('spinbutton').fill('3');
    await collected.getByRole('button', { name: 'Update' }).click();
    await expect(collected.getByRole('spinbutton')).toHaveValue('3');
    await page.getByRole('button', { name: /^Take out Dabara/ }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Dabara coffee pair is out of the cart.' })).toBeVisible();
    await page.getByRole('button', { name: 'Put it back' }).click();
    await expect(page.getByRole('heading', { name: /^Brought to 560038/ })).toBeVisible();

    await page.getByRole('button', { name: 'Go to checkout' }).click();
    await page.getByLabel('E-mail').fill('rhea at home');
    await page.getByLabel('PIN code').last().fill('560001');
    await page.getByLabel('City').fill('');
    await page.getByRole('button', { name: 'See the days' }).click();
    const problems = page.getByRole('alert');
    await expect(problems).toContainText('Write your e-mail address');
    await expect(problems).toContainText('Write your name');
    await expect(page.getByLabel('E-mail')).toHaveValue('rhea at home');
    await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');

    await giveDetails(page);
    await expect(page.getByText('To 560001').first()).toBeVisible();
    await page.getByRole('radio', { name: /^Express/ }).check();
    await page.getByRole('button', { name: /^Keep it for me/ }).click();
    await expect(page.getByText(/^Held for you until/)).toBeVisible();
    await expect(page.getByText(/12 Example Street, Bengaluru 560001/)).toBeVisible();
    await page.getByRole('radio', { name: /^Card/ }).check();
    await page.getByLabel('Card number').fill('4646 4646 4646 0105');
    await page.getByLabel('Good until').fill('12/30');
    await page.getByRole('button', { name: /^Pay ₹/ }).click();
    await expect(page.getByText('Write the 3 or 4 digits of the security code.').first()).toBeVisible();
    await expect(page.getByRole('radio', { name: /^Card/ })).toBeChecked();
    await expect(page.getByLabel('Card number')).toHaveValue('');
    expect(await page.content()).not.toContain('4646 4646');

    await page.getByLabel('Card number').fill('4646464646460105');
    await page.getByLabel('Good until').fill('12/30');
    await page.getByLabel('Security code').fill('123');
    await page.getByRole('button', { name: /^Pay ₹/ }).click();
    await expect(page).toHaveURL(ORDER);
    await expect(page.getByText('Thank you, Rhea.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Two parcels, two places' })).toBeVisible();
    await expect(page.getByText(/paid by card\.$/)).toBeVisible();
    await page.goto('/cart');
    await expect(page.getByRole('heading', { name: 'That is ordered.' })).toBeVisible();
  });
});

test('a guest buys: cart, details, delivery, payment, tracking, with Back and reload in between', async ({ page }) => {
  const faults = faultsOf(page);
  await page.goto('/checkout/payment');
  await expect(page.getByRole('heading', { name: 'Nothing on the table yet.' })).toBeVisible();
  await isAccessible(page);
  await putInCart(page, { path: '/product/belan-and-board' });
  await page.goto('/checkout/payment');
  await expect(page).toHaveURL(/\/checkout\/details$/);

  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.getByText('2 things')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Cart, 2 things' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('spinbutton')).toHaveValue('2');
  await page.getByRole('button', { name: 'Go to checkout' }).click();

  await expect(page.getByRole('heading', { name: 'Who and where' })).toBeFocused();
  await page.getByLabel('PIN code').last().fill('110003');
  await expect(page.getByLabel('City')).toHaveValue(/Delhi/);
  await page.getByLabel('E-mail').fill('rhea');
  await page.getByLabel('Name').focus();
  await expect(page.getByText('Write your e-mail address, as in rhea@example.com.')).toBeVisible();
  await giveDetails(page);
  await page.goBack();
  await expect(page.getByLabel('House and street')).toHaveValue(RHEA.street);
  await page.locator('html[data-hydrated]').waitFor();
  await page.goForward();
  await page.reload();
  await expect(page.getByText('To 110003').first()).toBeVisible();
  await page.getByRole('button', { name: /^Keep it for me/ }).click();
  await expect(page.getByText(/Held for you until .* left\.$/)).toBeVisible();
  await page.reload();

  await payByUpi(page, 'nobody');
  await expect(page.getByText('Write your UPI address, as in rhea@bank.')).toBeVisible();
  await payByUpi(page, 'ok@mez');
  await expect(page).toHaveURL(ORDER);
  await expect(page.getByText('Thank you, Rhea.')).toBeVisible();
  const order = page.url();
  await page.reload();
  await expect(page.getByText('Thank you, Rhea.')).toBeVisible();
  await page.locator('html[data-hydrated]').waitFor();
  await page.goBack();
  await expect(page).toHaveURL(order);

  const calendar = await page.request.get(`${order}/calendar.ics`);
  expect(calendar.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  expect(await calendar.text()).toContain('BEGIN:VEVENT');
  expect(faults).toEqual([]);
});

test('a postcode that nobody knows is refused at its field, and a way that is closed says why and cannot be chosen', async ({ page }) => {
  await putInCart(page, { path: '/product/step-stool' });
  await page.goto('/checkout/details');
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByLabel('E-mail').fill(RHEA.email);
  await page.getByLabel('Name').fill(RHEA.name);
  await page.getByLabel('Phone').fill(RHEA.phone);
  await page.getByLabel('House and street').fill(RHEA.street);
  await page.getByLabel('PIN code').last().fill('999999');
  await page.getByRole('button', { name: 'See the days' }).click();
  await expect(page.getByText('We do not know the postcode 999999. In India it has six digits, as in 560038.')).toBeVisible();
  await expect(page.getByLabel('House and street')).toHaveValue(RHEA.street);

  await page.getByLabel('PIN code').last().fill('744101');
  await expect(page.getByLabel('State')).toHaveValue('Andaman and Nicobar Islands');
  await page.getByRole('button', { name: 'See the days' }).click();
  await expect(page).toHaveURL(/\/checkout\/delivery$/);
  await expect(page.getByRole('radio', { name: /^Same day/ })).toBeDisabled();
  await expect(page.getByText('Not possible for these things to this place.')).toBeVisible();
  // Which of the ways, if there are several, is a matter of the hour.
  await expect(page.getByRole('radio', { name: /^Standard/, checked: true })).toHaveCount(1);
});

test('two tabs: what one changes the other does not order unseen', async ({ page, context }) => {
  await putInCart(page, { path: '/product/masala-box' });
  await goToPayment(page);
  const other = await context.newPage();
  await other.goto('/cart');
  await other.locator('html[data-hydrated]').waitFor();
  await other.getByRole('button', { name: 'One more' }).click();
  await expect(other.getByRole('link', { name: 'Cart, 2 things' })).toBeVisible();

  await payByUpi(page, 'ok@mez');
  // The delivery no longer fits what is in the cart, so it is asked for again, with all that was typed still there.
  await expect(page).toHaveURL(/\/checkout\/details$/);
  await expect(page.getByLabel('Name')).toHaveValue(RHEA.name);
});

test('what changed since it was added is said in the cart with its cause, and a wish that cannot be is taken back in words', async ({
  page
}) => {
  const faults = faultsOf(page);
  await putInCart(page, { path: '/product/round-mirror' });
  await putInCart(page, { path: '/product/baithak-sofa' });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  const sofa = page.getByRole('spinbutton', { name: /^How many of Baithak/ });
  await sofa.fill('99');
  await sofa.press('Tab');
  await expect(page.getByRole('alert')).toContainText(/^Only \d+ left\. Take \d+ or fewer\.$/);
  await expect(sofa).toHaveValue('1');

  const mirror = await db.selectFrom('product').select('id').where('handle', '=', 'round-mirror').executeTakeFirstOrThrow();
  const priceOf = (change: number) =>
    db
      .updateTable('price')
      .set((eb) => ({ amount_minor: eb('amount_minor', '+', change) }))
      .where('variant_id', 'in', (eb) => eb.selectFrom('variant').select('id').where('product_id', '=', mirror.id))
      .execute();
  await priceOf(-20_000);
  await page.reload();
  await expect(page.getByText(/^₹200 less than when you added it at /)).toBeVisible();
  await db.updateTable('product').set({ status: 'archived' }).where('id', '=', mirror.id).execute();
  await page.reload();
  await expect(page.getByText('Not for sale any more. Take it out to go on.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Go to checkout' })).toBeDisabled();
  await page.goto('/checkout/details');
  await expect(page).toHaveURL(/\/cart$/);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: /^Take out Round mirror/ }).click();
  await expect(page.getByRole('button', { name: 'Put it back' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Put it back' })).toHaveCount(0, { timeout: 12_000 });
  await expect(page.getByRole('button', { name: 'Go to checkout' })).toBeEnabled();
  await db.updateTable('product').set({ status: 'active' }).where('id', '=', mirror.id).execute();
  await priceOf(20_000);
  expect(faults).toEqual([]);
});

test('all of it collected: no address is asked for, and paying in the shop is possible', async ({ page }) => {
  await putInCart(page, { path: '/product/mug', collect: true });
  await page.goto('/cart');
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: 'Go to checkout' }).click();
  await expect(page.getByLabel('House and street')).toHaveCount(0);
  await giveDetails(page, { street: null });
  await page.getByRole('button', { name: /^Keep it for me/ }).click();
  await page.getByRole('radio', { name: /^Pay in the shop/ }).check();
  await page.getByRole('button', { name: /^Order, pay ₹490 in the shop/ }).click();
  await expect(page).toHaveURL(ORDER);
  await expect(page.getByText('₹490 to pay at the counter when you collect.')).toBeVisible();
  await expect(page.getByText(/^Say this at the counter/)).toBeVisible();
});

test('fourteen things at most ask for something at once, and a page of 320 pixels scrolls one way only', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await putInCart(page, { path: '/product/coat-hooks' });
  const isNarrow = () => page.evaluate(() => document.documentElement.scrollWidth <= 320);
  await page.goto('/cart');
  expect(await isNarrow()).toBe(true);
  await page.getByRole('button', { name: 'Go to checkout' }).click();
  await expect(page).toHaveURL(/details$/);
  expect(await isNarrow()).toBe(true);
  const asked = page.locator('main :is(input:not([type=hidden]), select, textarea, button)').filter({ visible: true });
  expect(await asked.count()).toBeLessThanOrEqual(14);
  await giveDetails(page);
  expect(await isNarrow()).toBe(true);
  await page.getByRole('button', { name: /^Keep it for me/ }).click();
  await expect(page).toHaveURL(/payment$/);
  expect(await isNarrow()).toBe(true);
  await payByUpi(page, 'ok@mez');
  await expect(page).toHaveURL(ORDER);
  expect(await isNarrow()).toBe(true);
});
