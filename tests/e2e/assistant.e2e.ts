import { expect, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { connect, type Db } from '#db/client.ts';
import { anAccount } from '#tests/support/account.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { anOrderThatWaits } from '#tests/support/an-order-that-waits.ts';
import { arrived } from '#tests/support/arrived.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { holdsAnswers } from '#tests/support/holds-answers.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';
import { faultsOf } from '#tests/support/shopper.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

const PHONE = { width: 390, height: 844 };

const log = (page: Page): Locator => page.getByRole('log', { name: 'Your talk' });

/** Says it by keys alone. */
async function say(page: Page, words: string): Promise<void> {
  await page.getByLabel('Your message').fill(words);
  await page.keyboard.press('Enter');
  await expect(log(page).getByRole('article').filter({ hasText: words }).last()).toBeVisible();
}

/** From the order's page, by its link. */
async function askAbout(page: Page, orderPath: string): Promise<void> {
  await page.goto(orderPath);
  await page.getByRole('link', { name: 'Ask about this order' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ask mez' })).toBeVisible();
  await answersToScript(page);
}

test('where is it, and then to the office instead: a live card, a proposal that is left as it was, one that one press makes happen, and the order’s page in another tab shows it', async ({
  page,
  context
}) => {
  test.setTimeout(120_000);
  const faults = faultsOf(page);
  await page.setViewportSize(PHONE);
  const order = await anOrderThatWaits(db);
  try {
    const other = await context.newPage();
    await other.goto(order.path);
    await answersToScript(other);
    await askAbout(page, order.path);

    await say(page, `where is my ${order.title}?`);
    const card = log(page).getByRole('group', { name: /^Order MZ-/ });
    await expect(card).toContainText(order.title);
    await expect(card.locator('.when')).toContainText(/\d/);
    await expect(card.getByText(/^Live/)).toBeVisible();
    await looksWell(page);

    await say(page, 'cancel it');
    const cancelling = log(page).getByRole('group', { name: 'Cancel' });
    await cancelling.getByRole('button', { name: 'Not now' }).click();
    await expect(cancelling).toContainText('Nothing was done.');
    await expect(log(page).getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expect(other.getByText(/^Cancelled: /)).toHaveCount(0);

    await say(page, 'send it to the office instead: Rhea Pinto, 4 Barakhamba Road, 110001');
    const proposal = log(page).getByRole('group', { name: 'Send it elsewhere' });
    await expect(proposal).toContainText('4 Barakhamba Road');
    await expect(proposal).toContainText('Nothing has happened yet.');
    await expect(other.getByText(/^Sent elsewhere/)).toHaveCount(0);
    await looksWell(page);

    await say(page, 'yes, I confirm');
    await expect(log(page).getByRole('group', { name: 'Send it elsewhere' }).last()).toContainText('Nothing has happened yet.');
    await log(page).getByRole('button', { name: 'Approve' }).press('Enter');
    await expect(log(page).getByText(/^Done, /)).toBeVisible();
    await expect(other.getByText(/^Sent elsewhere/)).toBeVisible();
    await isAccessible(page);
    expect(faults).toEqual([]);
  } finally {
    await order.over();
  }
});

test('it broke: what is asked is a photo, and then there is a return with its label', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize(PHONE);
  const orderPath = await aPaidOrder({ handle: 'bottle-vases' });
  await arrived(db, orderPath);
  await askAbout(page, orderPath);
  await say(page, 'it came broken, I want to send it back with a label');
  const photo = page.getByLabel('A photo of it');
  await photo.setInputFiles({ name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await page.getByRole('button', { name: 'Send the photo' }).click();
  await expect(page.getByText('notes.jpg is no picture we can read.')).toBeVisible();
  const broken = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b8573e' } })
    .jpeg()
    .toBuffer();
  await photo.setInputFiles({ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: broken });
  await looksWell(page);
  await page.getByRole('button', { name: 'Send the photo' }).click();
  await expect(log(page).getByRole('img', { name: 'Sent by you' })).toBeVisible();
  const proposal = log(page).getByRole('group', { name: 'Give it back' });
  await expect(proposal).toContainText('₹');
  await proposal.getByRole('button', { name: 'Approve' }).click();
  await expect(log(page).getByText(/^Done, /)).toBeVisible();
  await page.goto(orderPath);
  await page.getByRole('link', { name: /R-[0-9A-Z]{8}/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /label/i }).first()).toBeVisible();
});

test('a person, please: the desk rings, one of us takes the talk over, answers on the phone’s open page, and gives it back to the assistant, who goes on', async ({
  page,
  browser
}) => {
  test.setTimeout(120_000);
  await page.setViewportSize(PHONE);
  const orderPath = await aPaidOrder({ handle: 'bottle-vases' });
  const desk = await (await browser.newContext()).newPage();
  await openAs(desk, 'Meera', '/office/support');
  await answersToScript(desk);
  await askAbout(page, orderPath);
  // What is kept in the page is gone when it is loaded anew.
  await desk.evaluate(() => void Object.assign(window, { isSamePage: true }));
  await say(page, 'a person please');
  const number = (await page.request.get(`/api/v1${orderPath}`).then((answer) => answer.json() as Promise<{ number: string }>)).number;
  const row = desk.getByRole('listitem').filter({ hasText: number });
  await expect(row.getByText('New', { exact: true })).toBeVisible();
  await expect(desk.getByText(/^New: /)).toBeVisible();
  expect(await desk.evaluate(() => 'isSamePage' in window)).toBe(true);
  await row.getByRole('link').click();
  await desk.getByRole('button', { name: 'Take over the talk' }).click();
  await expect(page.getByText('Meera of mez has this talk.')).toBeVisible();
  await desk.getByLabel('Your answer').fill('Meera here: it leaves today.');
  await desk.getByRole('button', { name: 'Send, I go on' }).click();
  await expect(log(page).getByText('Meera here: it leaves today.')).toBeVisible();
  await say(page, 'thank you');
  await expect(desk.getByText('thank you', { exact: true })).toBeVisible();
  await isAccessible(page);
  await desk.getByRole('button', { name: 'Give it back to the assistant' }).click();
  await expect(page.getByText('Meera of mez has this talk.')).toHaveCount(0);
  await expect(desk.getByText('The assistant answers here until somebody takes the talk over.')).toBeVisible();
  await expect(desk.getByRole('region', { name: 'When it came to us' })).toContainText('Guest with the link of the order');
  await say(page, 'what is your return policy?');
  await expect(
    log(page)
      .getByRole('article', { name: /^Assistant, / })
      .last()
  ).toContainText('30 days');
  await expect(desk.getByText('what is your return policy?', { exact: true })).toBeVisible();
  await desk.context().close();
});

test.describe('without script, at 390 px', () => {
  test.use({ javaScriptEnabled: false, viewport: PHONE });

  test('an order is cancelled by the talk: asked for, shown, approved', async ({ page }) => {
    test.setTimeout(90_000);
    const order = await anOrderThatWaits(db);
    try {
      await page.goto(`/assistant?order=${order.path.split('/').at(-1)}`);
      await page.getByRole('button', { name: 'Cancel my order' }).click();
      await expect(page.getByText('Nothing has happened yet.')).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.getByRole('button', { name: 'Approve' }).click();
      await expect(page.getByText(/^Done, /)).toBeVisible();
      await page.goto(order.path);
      await expect(page.getByText(/^Cancelled: 1 ×/)).toBeVisible();
    } finally {
      await order.over();
    }
  });
});

test('a talk begun without an account goes on in it after signing in; whoever comes after the sign-out finds nothing', async ({ page }) => {
  const faults = faultsOf(page);
  await page.setViewportSize(PHONE);
  const account = await anAccount(db);
  await page.goto('/assistant');
  await answersToScript(page);
  await page.getByRole('link', { name: 'sign in', exact: true }).waitFor();
  await say(page, 'when do you open?');
  await page.goto('/account/sign-in?next=%2Fassistant');
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/assistant');
  await answersToScript(page);
  await expect(log(page).getByText('when do you open?', { exact: true })).toBeVisible();
  await say(page, 'what do I have on order?');
  await expect(log(page).getByRole('article')).toHaveCount(4);

  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await page.goto('/assistant');
  await expect(page.getByRole('link', { name: 'sign in', exact: true })).toBeVisible();
  await expect(log(page).getByRole('article')).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('by keys and by ear: a starter that was pressed leaves the keys where one writes, and each message is called by who said it', async ({
  page
}) => {
  await page.goto('/assistant');
  await answersToScript(page);
  const starter = page.getByRole('list', { name: 'Where to begin' }).getByRole('button', { name: 'What is your return policy?' });
  await starter.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Your message')).toBeFocused();
  await expect(log(page).getByRole('article', { name: /^You, \d/ })).toContainText('What is your return policy?');
  await expect(log(page).getByRole('article', { name: /^Assistant, \d/ })).toBeVisible();
  await page.keyboard.type('do you have lamps?');
  await page.keyboard.press('Enter');
  await expect(log(page).getByRole('article', { name: /^Assistant, \d/ })).toHaveCount(2);
  const card = log(page).getByRole('group', { name: 'Gumbad table lamp' });
  await expect(card).toBeVisible();
  // What is there for the eye alone is not counted out.
  await expect(card.getByRole('list')).toHaveCount(0);
});

test('an answer is stopped by keys alone: the page says so, the field has the focus, and the next thing is said', async ({ page }) => {
  await page.setViewportSize(PHONE);
  const { isUp } = await holdsAnswers(page);
  await page.goto('/assistant');
  await answersToScript(page);
  await isUp;
  // The very first word of a talk.
  await page.getByLabel('Your message').fill('when do you open?');
  await page.keyboard.press('Enter');
  const stop = page.getByRole('button', { name: 'Stop the answer' });
  await expect(stop).toBeVisible();
  await isAccessible(page);
  await page.keyboard.press('Tab');
  await expect(stop).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Stopped. You can write on.' })).toBeAttached();
  await expect(stop).toBeHidden();
  await expect(page.getByLabel('Your message')).toBeFocused();
  await expect(log(page).getByRole('article')).toHaveCount(2);
  await page.keyboard.type('thank you');
  await expect(page.getByRole('button', { name: 'Send' })).not.toHaveAttribute('aria-busy');
});
