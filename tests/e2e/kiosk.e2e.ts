import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { isAccessibleInBoth } from '#tests/support/accessible.ts';
import { aClockFor, aKiosk, isLarge, SCREEN } from '#tests/support/at-the-kiosk.ts';
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

// A thing that no other test touches.
const SEARCHED = 'gamla planter';

const cookiesOf = async (page: Page) => (await page.context().cookies()).map(({ name }) => name).toSorted();

async function searchFor(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search' }).fill(words);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `“${words}”` })).toBeVisible();
}

/** From the first page to something in the cart. */
async function fillCart(page: Page): Promise<void> {
  await answersToScript(page);
  await searchFor(page, SEARCHED);
  await page.getByRole('link', { name: /^Gamla planter/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Gamla planter' })).toBeVisible();
  await page.getByRole('button', { name: 'I take it along' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your cart' })).toBeVisible();
}

/** What of a visit this browser still holds, wherever it may keep something. */
async function leftOf(page: Page) {
  return page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: JSON.stringify(Object.entries(sessionStorage)),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    seen: document.cookie
  }));
}

test('whoever starts a kiosk leaves nothing of themselves on it but the store', async ({ browser }) => {
  const page = await aKiosk(browser);
  expect(await cookiesOf(page)).toEqual(['__Host-kiosk']);
  await expect(page.getByText('Indiranagar')).toBeVisible();
  await page.goto('/till');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  // A browser that is none is told so, and shown no shop.
  const other = await (await browser.newContext(SCREEN)).newPage();
  expect((await other.goto('/kiosk'))?.status()).toBe(403);
  await other.goto('/kiosk/goods');
  await expect(other).toHaveURL('/kiosk');
});

test('a cart is filled on it, goes to a phone by the picture or to the till by the code, and the screen knows', async ({ browser }) => {
  test.slow();
  const page = await aKiosk(browser);
  const faults = faultsOf(page);
  await answersToScript(page);
  await isAccessibleInBoth(page);
  await isLarge(page);
  await page.getByRole('link', { name: 'Light' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Light' })).toBeVisible();
  await expect(page.getByRole('link', { name: /\d+ here/ }).first()).toBeVisible();
  await isAccessibleInBoth(page);
  await isLarge(page);
  await fillCart(page);
  await page.getByRole('button', { name: /^One Gamla planter.* more$/ }).click();
  await expect(page.getByRole('group', { name: /^Quantity of Gamla planter/ })).toContainText('2');
  await isLarge(page);
  await page.getByRole('button', { name: 'On my phone, or pay at the till' }).click();
  await expect(page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible();
  await isAccessibleInBoth(page);

  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await phone.goto(await textOfQr(page.getByRole('img', { name: /^QR code/ })));
  await phone.getByRole('button', { name: 'Open the cart here' }).click();
  await expect(phone).toHaveURL('/cart');
  await expect(phone.getByRole('link', { name: /Gamla planter/ }).first()).toBeVisible();
  await expect(page.getByText(/^Opened on another/)).toBeVisible();
  await page.getByRole('link', { name: 'Clear this screen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What are you looking for?' })).toBeVisible();
  expect(await cookiesOf(page)).toEqual(['__Host-kiosk']);

  await fillCart(page);
  await page.getByRole('button', { name: 'On my phone, or pay at the till' }).click();
  const code = (await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? '';
  const till = await (await browser.newContext()).newPage();
  await openAs(till, 'Asha', '/till/cart');
  await till.getByLabel('Code', { exact: true }).fill(code);
  await till.getByRole('button', { name: 'Open the cart' }).click();
  // When it hears who else has the cart open, the buttons move down by a line: a press in that moment would miss.
  await expect(till.getByText(/^Also open:/)).toBeVisible();
  await till.getByRole('button', { name: 'Take cash' }).click();
  await expect(till.getByRole('status').filter({ hasText: /Paid: ₹/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Clear this screen' })).toBeVisible();
  expect(faults).toEqual([]);
});

test('the cart of a phone comes to it by the code: each shows what the other does, and the next one finds nothing of it', async ({
  browser
}) => {
  test.slow();
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await putInCart(phone, { path: '/product/gamla-planter' });
  await phone.goto('/cart/hand-over');
  await phone.getByRole('button', { name: 'Show the code' }).click();
  const code = (await phone.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? '';

  const page = await aKiosk(browser);
  const faults = faultsOf(page);
  const pass = await aClockFor(page);
  await page.goto('/kiosk');
  await answersToScript(page);
  await page.getByRole('link', { name: 'My cart is on my phone' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your cart' })).toBeVisible();
  await isAccessibleInBoth(page);
  await isLarge(page);
  await page.getByLabel('Code').fill('ZZZZ-ZZZZ');
  await page.getByRole('button', { name: 'Bring it here' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /^This code opens nothing/ })).toBeVisible();
  await forgetTries(db);
  await page.getByLabel('Code').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Bring it here' }).click();
  const here = page.getByRole('group', { name: /^Quantity of Gamla planter/ });
  await expect(here).toContainText('1');
  await expect(phone.getByText(/^Opened on the kiosk at Indiranagar/)).toBeVisible();
  await isAccessibleInBoth(page);
  await isLarge(page);

  await phone.goto('/cart');
  await answersToScript(phone);
  await expect(phone.getByText('Also open: the kiosk at Indiranagar')).toBeVisible();
  await expect(page.getByText(/^Also open: your /)).toBeVisible();
  await page.getByRole('button', { name: /^One Gamla planter.* more$/ }).click();
  await expect(phone.getByRole('spinbutton')).toHaveValue('2');
  await expect(phone.getByText(/at the kiosk at Indiranagar\.$/)).toBeVisible();
  await phone.getByRole('button', { name: 'One more' }).click();
  await expect(here).toContainText('3');

  // Their time is over: the phone has its cart, and this screen nothing.
  await pass(61);
  await expect(page.getByRole('heading', { level: 1, name: 'What are you looking for?' })).toBeVisible();
  expect(await cookiesOf(page)).toEqual(['__Host-kiosk']);
  await expect(phone.getByText('Also open: the kiosk at Indiranagar')).toBeHidden();
  await expect(phone.getByRole('spinbutton')).toHaveValue('3');
  await phone.goto('/cart/hand-over');
  await expect(phone.getByText(/^Opened on the kiosk/)).toBeHidden();
  await page.goto('/kiosk/cart');
  await expect(page.getByText('Nothing is in it yet.')).toBeVisible();
  expect(faults).toEqual([]);
});

test('whoever goes away is asked, spoken too, and after a minute nothing of them is left: not in cookies, storage, history or memory', async ({
  browser
}) => {
  test.slow();
  const page = await aKiosk(browser);
  const pass = await aClockFor(page);
  await page.goto('/kiosk');
  const entries = await page.evaluate(() => history.length);
  await fillCart(page);
  await answersToScript(page);
  expect(await cookiesOf(page)).toEqual(['__Host-kiosk', '__Host-kiosk-cart']);
  await page.evaluate(() => {
    localStorage.setItem('theirs', 'gamla');
    sessionStorage.setItem('theirs', 'gamla');
    return new Promise((made) => (indexedDB.open('theirs').onsuccess = ({ target }) => made((target as IDBOpenDBRequest).result.close())));
  });

  await pass(46);
  const question = page.getByRole('alertdialog', { name: 'Still there?' });
  await expect(question).toBeVisible();
  await expect(question).toHaveAccessibleDescription(/clear this screen/);
  await expect(page.getByRole('button', { name: 'I am still here' })).toBeFocused();
  await isAccessibleInBoth(page);
  // An answer keeps everything.
  await page.getByRole('button', { name: 'I am still here' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole('group', { name: /^Quantity of Gamla planter/ })).toBeVisible();
  await pass(46);
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();

  await pass(59);
  await expect(question).toContainText('1');
  await pass(1);
  await expect(page.getByRole('heading', { level: 1, name: 'What are you looking for?' })).toBeVisible();
  await expect(page).toHaveURL('/kiosk');
  await answersToScript(page);
  expect(await cookiesOf(page)).toEqual(['__Host-kiosk']);
  const left = await leftOf(page);
  expect(left).toMatchObject({ local: [], databases: [], caches: [], seen: '' });
  expect(left.session).not.toContain('gamla');

  // No way back: the visit took one place in the history, and the first page has it now.
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await page.goBack();
  await expect(page.getByText(/planter/i)).toHaveCount(0);
  // Before the first page lies only the door that Asha came in by.
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await page.goto('/kiosk/cart');
  await expect(page.getByText('Nothing is in it yet.')).toBeVisible();
});

test('nothing is kept of a page: the browser may not store it, nor show it again from memory', async ({ browser }) => {
  const page = await aKiosk(browser);
  for (const path of ['/kiosk', '/kiosk/goods?q=lamp', '/kiosk/cart']) {
    const answer = await page.goto(path);
    expect(answer?.headers()['cache-control']).toBe('private, no-store');
  }
});

test('typed words do not stay on the first page either', async ({ browser }) => {
  const page = await aKiosk(browser, { viewport: { width: 390, height: 844 } });
  const pass = await aClockFor(page);
  await page.goto('/kiosk');
  await answersToScript(page);
  await isAccessibleInBoth(page);
  // Nobody is asked who never was there.
  await pass(120);
  await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('a present for');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await pass(46);
  await expect(page.getByRole('alertdialog', { name: 'Still there?' })).toBeVisible();
  await pass(15);
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue('');
});
