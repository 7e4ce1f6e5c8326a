import { expect } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { connect, type Db } from '#db/client.ts';
import { appendMessage } from '#db/queries/support-messages.ts';
import { insertThread } from '#db/queries/support-threads.ts';
import { isAccessible, isAccessibleInBoth } from '#tests/support/accessible.ts';
import { openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

/** Three people ask it, each in their own talk, and one of us answers. */
async function askedThrice(about: string, reply: string): Promise<void> {
  const { id: staff } = await db.selectFrom('app_user').select('id').where('role', '=', 'manager').executeTakeFirstOrThrow();
  for (const question of [`is ${about} wrapped as a gift`, `${about} gift wrapped?`, `do you gift wrap ${about} for Meera at 9800012345`]) {
    const threadId = uuidv7();
    const at = new Date();
    // oxlint-disable-next-line no-await-in-loop -- one talk after the other
    await db.transaction().execute(async (tx) => {
      await insertThread(tx, { id: threadId, who: { as: 'anonymous' }, seal: threadId, at });
      const said = { threadId, channel: 'chat' as const, at };
      await appendMessage(tx, { ...said, id: uuidv7(), key: '1', author: 'shopper', words: question });
      await appendMessage(tx, { ...said, id: uuidv7(), key: '2', author: 'staff', saidBy: staff, words: reply });
    });
  }
}

test('what three people asked is read and approved by one of us, and then found on the help page, without script as well', async ({
  browser,
  page
}) => {
  // A word of its own, so that another try finds its own draft.
  const about = `kaju${Array.from({ length: 6 }, () => String.fromCodePoint(97 + Math.floor(Math.random() * 26))).join('')}`;
  await askedThrice(about, 'Yes, for 49 rupees.');

  const office = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await openAs(office, 'Kabir', '/office/faq');
  await office.getByRole('button', { name: 'Look for new ones now' }).click();
  const draft = office.getByRole('listitem').filter({ hasText: about }).first();
  await expect(draft).toContainText('asked by 3 people');
  await expect(draft).not.toContainText('98000');
  await isAccessibleInBoth(office);

  await page.goto(`/help?q=${about}`);
  await expect(page.getByText(about, { exact: true })).toHaveCount(0);
  await draft.getByLabel('Question').fill(`Do you gift wrap ${about}?`);
  await draft.getByLabel('Answer').fill('');
  await draft.getByRole('button', { name: 'Publish it' }).click();
  await draft.getByLabel('Answer').fill('Yes, for ₹49.');
  await draft.getByRole('button', { name: 'Publish it' }).click();
  await expect(office.getByRole('row').filter({ hasText: about })).toContainText('Kabir');

  const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  await plain.goto('/help');
  await plain.getByLabel('What would you like to know?').fill(`${about} gift wrap`);
  await plain.getByRole('button', { name: 'Look it up' }).click();
  await expect(plain.getByText('Yes, for ₹49.')).toBeVisible();
  await expect(plain.getByText(/Answered by one of us · asked by 3 people · approved on/)).toBeVisible();
  expect(await plain.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await office.getByRole('button', { name: new RegExp(`Withdraw.*${about}`) }).click();
  await expect(office.getByRole('row').filter({ hasText: about })).toContainText('One of us took it away.');
});

test('an answer that was opened before the page came alive stays open', async ({ page }) => {
  const opened = Promise.withResolvers<void>();
  await page.route(/\/_app\/.*\.js$/, async (route) => {
    await opened.promise;
    await route.continue();
  });
  await page.goto('/help', { waitUntil: 'commit' });
  const source = page.getByText(/From our return policy, version \d+, as it holds now/).filter({ visible: true });
  await page.getByText('How long do I have to give something back?').click();
  await expect(source).toHaveCount(1);
  opened.resolve();
  await page.locator('html[data-hydrated]').waitFor();
  await expect(source).toHaveCount(1);
});

test('the help page says what holds and where it comes from, to people and to search engines', async ({ page }) => {
  await page.goto('/help');
  await page.getByText('How long do I have to give something back?').click();
  await expect(page.getByText(/From our return policy, version \d+, as it holds now/).filter({ visible: true })).toHaveCount(1);
  const structured = await page.locator('script[type="application/ld+json"]').textContent();
  expect(JSON.parse(structured ?? '')).toMatchObject({ '@type': 'FAQPage', mainEntity: expect.any(Array) as unknown });
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await isAccessibleInBoth(page);
  }
  await page.getByLabel('What would you like to know?').fill('mug dishwasher?');
  await page.getByRole('button', { name: 'Look it up' }).click();
  await expect(page.getByRole('heading', { name: 'This should be it' })).toBeVisible();
  await expect(page.getByText('Care: Dishwasher').first()).toBeVisible();
  await isAccessible(page);
  await expect(page.getByRole('link', { name: 'Ask the assistant' })).toHaveAttribute('href', '/assistant');
});
