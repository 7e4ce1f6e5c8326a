import { expect, type Browser, type Page, type WebSocketRoute } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { anAccount, signInBy } from '#tests/support/account.ts';
import { isAccessibleInBoth } from '#tests/support/accessible.ts';
import { aClockFor, aKiosk, isLarge } from '#tests/support/at-the-kiosk.ts';
import { answersToScript } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { holdsAnswers } from '#tests/support/holds-answers.ts';
import { faultsOf, putInCart } from '#tests/support/shopper.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const said = (page: Page, words: string) => page.getByRole('log').getByText(words, { exact: true });

/** A phone that has something in its cart and has asked something. `owner`: another tab of it. */
async function aPhoneThatAsked(browser: Browser, { isSignedIn }: { isSignedIn: boolean }): Promise<{ phone: Page; owner: Page }> {
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  if (isSignedIn) await signInBy(phone, await anAccount(db));
  await putInCart(phone, { path: '/product/gamla-planter' });
  await phone.goto('/assistant');
  await answersToScript(phone);
  await phone.getByLabel('Your message').fill('do you have planters?');
  await phone.keyboard.press('Enter');
  await expect(said(phone, 'do you have planters?')).toBeVisible();
  return { phone, owner: await phone.context().newPage() };
}

/** The code that the phone shows is typed at the screen, and the talk looked at there. */
async function bringTo(page: Page, owner: Page): Promise<void> {
  await owner.goto('/cart/hand-over');
  await owner.getByRole('button', { name: 'Show the code' }).click();
  const code = (await owner.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? '';
  await page.goto('/kiosk/cart');
  await answersToScript(page);
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Bring it here' }).click();
  await expect(page.getByRole('group', { name: /^Quantity of Gamla planter/ })).toBeVisible();
  await page.getByRole('link', { name: 'Ask us' }).click();
}

async function takeBack(owner: Page): Promise<void> {
  await owner.goto('/cart/hand-over');
  await owner.getByRole('button', { name: 'Take the cart back from the kiosk at Indiranagar' }).click();
  await expect(owner.getByText(/^Opened on the kiosk/)).toBeHidden();
}

for (const isSignedIn of [true, false]) {
  const whose = isSignedIn ? 'of an account' : 'of nobody who is known';
  test(`with its cart a phone’s talk ${whose} is on the screen, live both ways; taken back on the phone, it is gone from there by itself`, async ({
    browser
  }) => {
    test.slow();
    const { phone, owner } = await aPhoneThatAsked(browser, { isSignedIn });
    const page = await aKiosk(browser);
    const faults = faultsOf(page);
    await bringTo(page, owner);
    await expect(said(page, 'do you have planters?')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Ask us' })).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('log').getByRole('link').first()).toBeVisible();
    // Nothing of it leads to where nobody would clear it away.
    await expect(page.locator('a:not([href^="/kiosk"], [href="#main"])')).toHaveCount(0);
    await isAccessibleInBoth(page);
    await isLarge(page);

    await phone.getByLabel('Your message').fill('and lamps?');
    await phone.keyboard.press('Enter');
    await expect(said(page, 'and lamps?')).toBeVisible();
    await page.getByLabel('Your message').fill('I stand before them now');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(said(phone, 'I stand before them now')).toBeVisible();

    await takeBack(owner);
    await expect(said(page, 'and lamps?')).toBeHidden();
    await expect(page.getByText('An automatic assistant answers.')).toBeVisible();
    expect(faults).toEqual([]);
  });
}

test('an answer is stopped at the screen too, and whoever stopped it writes on', async ({ browser }) => {
  test.slow();
  const page = await aKiosk(browser);
  const { isUp } = await holdsAnswers(page);
  await page.goto('/kiosk/talk');
  await answersToScript(page);
  await isUp;
  await page.getByLabel('Your message').fill('when do you open?');
  await page.getByRole('button', { name: 'Send' }).click();
  const stop = page.getByRole('button', { name: 'Stop the answer' });
  await expect(stop).toBeVisible();
  await isLarge(page);
  await stop.click();
  await expect(page.getByRole('status').filter({ hasText: 'Stopped. You can write on.' })).toBeAttached();
  await expect(page.getByLabel('Your message')).toBeFocused();
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(2);
});

/** A try that the cut line took and dropped is given up by the client after eight seconds; then it tries again. */
const COMES_BACK_MS = 45_000;

test('a screen that loses its line shows a talk a moment longer and then not; what comes back is what the shop says', async ({
  browser
}) => {
  test.slow();
  const { phone, owner } = await aPhoneThatAsked(browser, { isSignedIn: false });
  const page = await aKiosk(browser);
  const line = await aLine(page);
  await bringTo(page, owner);
  await expect(said(page, 'do you have planters?')).toBeVisible();
  const lost = page.getByRole('alert').filter({ hasText: 'This screen has lost its line to the shop.' });

  const pass = await aClockFor(page);
  await line.isUp();
  await line.lose();
  await phone.getByLabel('Your message').fill('and lamps?');
  await phone.keyboard.press('Enter');
  await expect(said(phone, 'and lamps?')).toBeVisible();
  await pass(5);
  await expect(said(page, 'do you have planters?')).toBeVisible();
  await pass(6);
  await expect(lost).toBeVisible();
  await expect(page.getByRole('log')).toHaveCount(0);
  await isAccessibleInBoth(page);
  line.mend();
  // The cart is still here: with the line comes what was said meanwhile.
  await expect(said(page, 'and lamps?')).toBeVisible({ timeout: COMES_BACK_MS });
  await expect(lost).toBeHidden();

  await line.lose();
  await takeBack(owner);
  await pass(11);
  await expect(lost).toBeVisible();
  line.mend();
  await expect(page.getByText('An automatic assistant answers.')).toBeVisible({ timeout: COMES_BACK_MS });
  await expect(said(page, 'do you have planters?')).toHaveCount(0);
});

/** The line of a page, which can be lost and mended. */
async function aLine(page: Page) {
  let isCut = false;
  let open: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/live/, async (line) => {
    if (isCut) return line.close();
    open = line;
    line.connectToServer();
    return undefined;
  });
  return {
    isUp: async () => expect.poll(() => open !== undefined).toBe(true),
    lose: async () => {
      isCut = true;
      await open?.close();
      open = undefined;
    },
    mend: () => void (isCut = false)
  };
}
