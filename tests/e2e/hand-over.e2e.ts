import { expect, type Browser, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { anAccount, signInBy } from '#tests/support/account.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { forgetTries } from '#tests/support/forget-tries.ts';
import { textOfQr } from '#tests/support/qr-in.ts';
import { faultsOf, putInCart } from '#tests/support/shopper.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const PHONE = { viewport: { width: 390, height: 844 } };

async function showCode(page: Page): Promise<string> {
  await page.goto('/cart/hand-over');
  await page.getByRole('button', { name: 'Show the code' }).click();
  const shown = page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await expect(shown).toBeVisible();
  return (await shown.textContent()) ?? '';
}

async function bringIn(page: Page, code: string): Promise<void> {
  await page.goto('/till/cart');
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Open the cart' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The customer’s cart');
}

const atTill = async (browser: Browser, path = '/till/cart'): Promise<Page> => {
  const till = await (await browser.newContext()).newPage();
  await openAs(till, 'Asha', path);
  await answersToScript(till);
  return till;
};

test('a cart walks into the shop by its code: both change it, cash is taken, the order stands on the phone', async ({ browser }) => {
  test.slow();
  const phone = await (await browser.newContext(PHONE)).newPage();
  const faults = faultsOf(phone);
  await putInCart(phone, { path: '/product/chai-kettle' });
  const code = await showCode(phone);
  await isAccessible(phone);
  await phone.reload();
  await expect(phone.getByText(code)).toBeVisible();

  const till = await atTill(browser);
  const tillFaults = faultsOf(till);
  await isAccessible(till);
  await bringIn(till, ` ${code.toLowerCase().replace('-', ' ')} `);
  await expect(till.getByRole('group', { name: /^Quantity of Chai kettle/ })).toContainText('1');
  await isAccessible(till);
  await expect(phone.getByText(/^Opened on the till at Indiranagar by Asha/)).toBeVisible();

  await till.getByLabel('Scan or type').fill('MEZ-LOTA-STEEL');
  await till.keyboard.press('Enter');
  await expect(till.getByRole('group', { name: /^Quantity of Lota jug/ })).toContainText('1');
  await expect(till.getByText(/Asha added .*Lota jug/).first()).toBeVisible();

  await till.getByRole('button', { name: 'Take cash' }).click();
  await expect(till.getByRole('status').filter({ hasText: /Paid: ₹/ })).toBeVisible();
  await expect(phone).toHaveURL(/\/orders\//);
  await expect(phone.getByText(/Lota jug/).first()).toBeVisible();
  await isAccessible(phone);
  expect(faults).toEqual([]);
  expect(tillFaults).toEqual([]);
});

test('a code that was used, one that never was and a picture of something else open nothing, in words', async ({ browser }) => {
  const phone = await (await browser.newContext(PHONE)).newPage();
  await putInCart(phone, { path: '/product/wall-clock' });
  const code = await showCode(phone);
  const till = await atTill(browser);
  await bringIn(till, code);
  for (const typed of [code, 'ZZZZ-ZZZZ', 'https://example.com/menu']) {
    await till.goto('/till/cart');
    await till.getByLabel('Code', { exact: true }).fill(typed);
    await till.getByRole('button', { name: 'Open the cart' }).click();
    await expect(till.getByText(/^This code opens nothing/)).toBeVisible();
    await expect(till.getByLabel('Code', { exact: true })).toHaveValue(typed);
    await forgetTries(db);
  }
});

test('taken back, the cart is out of the till’s hands at once', async ({ browser }) => {
  const phone = await (await browser.newContext(PHONE)).newPage();
  await putInCart(phone, { path: '/product/wall-clock' });
  const code = await showCode(phone);
  const till = await atTill(browser);
  await bringIn(till, code);
  await phone.reload();
  await phone.getByRole('button', { name: 'Take the cart back from the till at Indiranagar by Asha' }).click();
  await expect(phone.getByText(/^Opened on the till/)).toBeHidden();
  const answer = await till.reload();
  expect(answer?.status()).toBe(410);
  await expect(till.getByText(/not in your hands any more/)).toBeVisible();
});

test('the picture opens the cart on a second device of the owner, once, and brings along what lay in that one’s cart', async ({
  browser
}) => {
  const laptop = await (await browser.newContext()).newPage();
  await putInCart(laptop, { path: '/product/chai-kettle' });
  await showCode(laptop);
  const link = await textOfQr(laptop.getByRole('img', { name: /^QR code/ }));
  expect(link).toMatch(/\/go\/[0-9A-HJKMNP-TV-Z]{26}$/);

  const phone = await (await browser.newContext(PHONE)).newPage();
  await putInCart(phone, { path: '/product/wall-clock' });
  await phone.goto(link);
  await expect(phone.getByText('One thing from the cart on this device comes along into it.')).toBeVisible();
  await isAccessible(phone);
  // Looking does not use it up; opening does.
  await phone.reload();
  await phone.getByRole('button', { name: 'Open the cart here' }).click();
  await expect(phone).toHaveURL('/cart');
  for (const thing of ['Chai kettle', 'Wall clock']) await expect(phone.getByRole('link', { name: thing }).first()).toBeVisible();
  await expect(laptop.getByText(/^Opened on another/)).toBeVisible();

  const stranger = await (await browser.newContext(PHONE)).newPage();
  expect((await stranger.goto(link))?.status()).toBe(410);
  await expect(stranger.getByText(/opens nothing any more/)).toBeVisible();
});

test('a cart that was begun at the till goes to the shopper’s phone by a picture', async ({ browser }) => {
  const till = await atTill(browser);
  await till.getByRole('button', { name: 'Begin a cart' }).click();
  await till.getByLabel('Scan or type').fill('MEZ-KETTLE-CHALK');
  await till.keyboard.press('Enter');
  await expect(till.getByRole('group', { name: /^Quantity of Chai kettle/ })).toContainText('1');
  await till.getByRole('button', { name: 'Send it to their phone' }).click();
  const link = await textOfQr(till.getByRole('img', { name: /^QR code/ }));
  await isAccessible(till);

  const phone = await (await browser.newContext(PHONE)).newPage();
  await phone.goto(link);
  await phone.getByRole('button', { name: 'Open the cart here' }).click();
  await expect(phone).toHaveURL('/cart');
  await expect(phone.getByRole('link', { name: 'Chai kettle' }).first()).toBeVisible();
  await till.reload();
  await expect(till.getByRole('button', { name: 'Send it to their phone' })).toBeHidden();
});

test('a card that the bank refuses keeps the goods here, another one pays', async ({ browser }) => {
  const phone = await (await browser.newContext(PHONE)).newPage();
  await putInCart(phone, { path: '/product/wall-clock' });
  const code = await showCode(phone);
  const till = await atTill(browser);
  await bringIn(till, code);
  await till.getByText('Card terminal').click();
  await till.getByLabel('Card number').fill('4646 4646 4646 0204');
  await till.getByRole('button', { name: /^Ask the card for/ }).click();
  await expect(till.getByRole('alert').filter({ hasText: 'The bank said no.' })).toBeVisible();
  await till.getByLabel('Card number').fill('4646 4646 4646 0105');
  await till.getByRole('button', { name: /^Ask the card for/ }).click();
  await expect(till.getByRole('status').filter({ hasText: /Paid: ₹/ })).toContainText('Handed over.');
});

test('a camera that may not be used leads to typing', async ({ browser }) => {
  const till = await atTill(browser);
  await till.getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(till.getByRole('alert')).toContainText('ype the code.');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the code is shown, survives a reload, and lets the till in', async ({ browser }) => {
    const phone = await (await browser.newContext({ ...PHONE, javaScriptEnabled: false })).newPage();
    await putInCart(phone, { path: '/product/wall-clock', script: false });
    const code = await showCode(phone);
    await phone.reload();
    await expect(phone.getByText(code)).toBeVisible();

    const till = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await openAs(till, 'Asha', '/till/cart');
    await bringIn(till, code);
    await till.getByRole('button', { name: 'Take cash' }).click();
    await expect(till.getByText(/Paid: ₹/)).toBeVisible();
    await phone.reload();
    await expect(phone).toHaveURL(/\/orders\//);
  });
});

test('with the cart the till has the talk of its owner: an answer there is on the phone at once, and given back it is gone', async ({
  browser
}) => {
  test.slow();
  const phone = await (await browser.newContext(PHONE)).newPage();
  await signInBy(phone, await anAccount(db));
  await putInCart(phone, { path: '/product/chai-kettle' });
  const code = await showCode(phone);
  await phone.goto('/assistant');
  await answersToScript(phone);
  await phone.getByLabel('Your message').fill('does the kettle whistle?');
  await phone.keyboard.press('Enter');
  await expect(phone.getByRole('log').getByText('does the kettle whistle?', { exact: true })).toBeVisible();

  const till = await atTill(browser);
  const faults = faultsOf(till);
  await bringIn(till, code);
  await answersToScript(till);
  await till.getByText('Their talk with us').click();
  await expect(till.getByRole('list').getByText('does the kettle whistle?', { exact: true })).toBeVisible();
  await isAccessible(till);
  await till.getByLabel('Write to them').fill('It does: listen.');
  await till.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(phone.getByRole('log').getByText('It does: listen.', { exact: true })).toBeVisible();
  await expect(phone.getByText(/^Your cart is open at the till at Indiranagar/)).toBeVisible();
  await isAccessible(phone);
  await phone.getByLabel('Your message').fill('so it does');
  await phone.keyboard.press('Enter');
  await expect(till.getByRole('list').getByText('so it does', { exact: true })).toBeVisible();

  await till.getByRole('button', { name: 'Give it back' }).click();
  await expect(till.getByLabel('Code', { exact: true })).toBeVisible();
  await till.goBack();
  await expect(till.getByText('so it does')).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('without an account it is the same: what is asked only then is heard at the till, and with the cart it is gone', async ({
  browser
}) => {
  test.slow();
  const phone = await (await browser.newContext(PHONE)).newPage();
  await putInCart(phone, { path: '/product/chai-kettle' });
  const code = await showCode(phone);
  const till = await atTill(browser);
  const faults = faultsOf(till);
  await bringIn(till, code);
  await answersToScript(till);
  await phone.goto('/assistant');
  await answersToScript(phone);
  await phone.getByLabel('Your message').fill('does the kettle whistle?');
  await phone.keyboard.press('Enter');
  await expect(phone.getByRole('log').getByText('does the kettle whistle?', { exact: true })).toBeVisible();

  await till.getByText('Their talk with us').click();
  await expect(till.getByRole('list').getByText('does the kettle whistle?', { exact: true })).toBeVisible();
  await till.getByLabel('Write to them').fill('It does: listen.');
  await till.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(phone.getByRole('log').getByText('It does: listen.', { exact: true })).toBeVisible();
  await expect(phone.getByText(/^Your cart is open at the till at Indiranagar/)).toBeVisible();

  await till.getByRole('button', { name: 'Give it back' }).click();
  await expect(till.getByLabel('Code', { exact: true })).toBeVisible();
  await till.goBack();
  await expect(till.getByText('It does: listen.')).toHaveCount(0);
  await phone.reload();
  await expect(phone.getByRole('log').getByText('It does: listen.', { exact: true })).toBeVisible();
  await expect(phone.getByText(/^Your cart is open at the till/)).toHaveCount(0);
  expect(faults).toEqual([]);
});
