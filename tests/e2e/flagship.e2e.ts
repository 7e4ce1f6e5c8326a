import { expect, type Locator, type Page } from '@playwright/test';
import { answersToScript, countShelf, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { filmOf } from '#tests/support/film.ts';
import { textOfQr } from '#tests/support/qr-in.ts';
import { faultsOf, putInCart } from '#tests/support/shopper.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  userAgent: 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36'
};
const LOTA = 'MEZ-LOTA-STEEL';

/** From the moment something is done on one screen until it stands on another. */
async function seenWithin(ms: number, act: () => Promise<unknown>, there: Locator): Promise<void> {
  await act();
  await expect(there).toBeVisible({ timeout: ms });
}

const lineOf = (page: Page, thing: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name: thing }) });

test(
  'one cart: begun on the phone, gone on with at the laptop, carried into the shop, paid at the till',
  { tag: '@flagship' },
  async ({ browser }) => {
    test.slow();
    const phone = await (await browser.newContext(PHONE)).newPage();
    const laptop = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const till = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    const film = filmOf();
    const faults = [phone, laptop, till].map(faultsOf);
    await openAs(till, 'Asha', '/till');
    await countShelf(till, LOTA, 9);
    await countShelf(till, 'MEZ-KETTLE-SEA', 9);

    // The phone begins.
    await putInCart(phone, { path: '/product/chai-kettle' });
    await phone.goto('/cart/hand-over');
    await answersToScript(phone);
    await phone.getByRole('button', { name: 'Show the code' }).click();

    // The laptop goes on with the same cart.
    await laptop.goto(await textOfQr(phone.getByRole('img', { name: /^QR code/ })));
    await film.scene('Begun on the phone; its code opens the cart elsewhere', phone, laptop);
    await laptop.getByRole('button', { name: 'Open the cart here' }).click();
    await expect(laptop).toHaveURL('/cart');
    await answersToScript(laptop);
    await expect(laptop.getByText(/^Also open:/)).toBeVisible();
    await phone.goto('/cart');
    await answersToScript(phone);
    await expect(phone.getByText(/^Also open:/)).toBeVisible();
    await seenWithin(
      5_000,
      () => lineOf(laptop, 'Chai kettle').getByRole('button', { name: 'One more' }).click(),
      phone.getByText(/^You .*Chai kettle/)
    );
    await expect(lineOf(phone, 'Chai kettle').getByRole('spinbutton')).toHaveValue('2');

    await film.scene('One more at the laptop; the phone shows it', phone, laptop);

    // The phone walks into the store.
    await phone.getByRole('link', { name: 'Carry on in the shop' }).click();
    await phone.getByRole('button', { name: 'Show the code' }).click();
    const code = (await phone.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? '';
    await till.goto('/till/cart');
    await answersToScript(till);
    await till.getByLabel('Code', { exact: true }).fill(code);
    await till.getByRole('button', { name: 'Open the cart' }).click();
    await expect(till.getByRole('group', { name: /^Quantity of Chai kettle/ })).toContainText('2');
    await expect(phone.getByText(/^Opened on the till at Indiranagar by Asha/)).toBeVisible();
    await phone.getByRole('link', { name: 'Back to the cart' }).click();
    await answersToScript(phone);
    await expect(phone.getByText(/^Also open:.*Asha/)).toBeVisible();

    // Asha adds something; the phone sees it, with her name.
    await till.getByLabel('Scan or type').fill(LOTA);
    const added = phone.getByText(/^Asha added .*Lota jug.* at Indiranagar/);
    await seenWithin(5_000, () => till.keyboard.press('Enter'), added.first());
    await expect(phone.getByText('Asha added this at Indiranagar')).toBeVisible();
    await expect(laptop.getByText('Asha added this at Indiranagar')).toBeVisible();

    await film.scene('In the shop: the till has the cart, Asha adds a jug', phone, till);

    // Paid at the till, in cash: the order stands on the phone by itself.
    await till.getByRole('button', { name: 'Take cash' }).click();
    await expect(till.getByRole('status').filter({ hasText: /Paid: ₹/ })).toContainText('Handed over.');
    await expect(phone).toHaveURL(/\/orders\//);
    await expect(phone.getByRole('link', { name: /Lota jug/ })).toBeVisible();
    await expect(phone.getByRole('link', { name: /Chai kettle/ })).toBeVisible();
    const number = (await till.getByRole('heading', { level: 2 }).textContent()) ?? '';
    await expect(phone.getByText(number).first()).toBeVisible();
    await film.scene('Paid in cash; the order stands on the phone', phone, till);
    expect(faults).toEqual([[], [], []]);
    await film.develop(browser);
  }
);
