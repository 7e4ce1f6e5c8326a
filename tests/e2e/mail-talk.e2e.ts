import { expect, type Locator, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { isAccessibleInBoth } from '#tests/support/accessible.ts';
import { anOrderThatWaits } from '#tests/support/an-order-that-waits.ts';
import { openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

/** Without a script the page is asked again by hand. */
async function mailComes(box: Page, subject: string): Promise<Locator> {
  const mail = box.getByRole('article', { name: subject }).first();
  await expect(async () => {
    if (!(await mail.isVisible())) await box.goto('/office/mail');
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  return mail;
}

test('without a script: the mail about an order is answered where mails are read, and the answer of the assistant comes as a mail', async ({
  browser
}) => {
  const box = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  const order = await anOrderThatWaits(db);
  try {
    await box.goto(order.path);
    const number = /MZ-[\w-]+/.exec((await box.locator('main').textContent()) ?? '')?.[0] ?? 'no number';
    await box.getByRole('link', { name: 'Cancel all or some of it' }).click();
    await box.getByRole('button', { name: 'See what happens' }).click();
    await box.getByRole('button', { name: 'Cancel it' }).click();
    await expect(box.getByText(/^Cancelled: 1 ×/)).toBeVisible();
    await openAs(box, 'Kabir', '/office/mail');
    const mail = await mailComes(box, `(order ${number})`);
    await mail.getByText('Answer it').click();
    expect(await box.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await mail.getByRole('textbox').fill('where is my order?\n\n> what you wrote');
    await mail.getByRole('button', { name: 'Send the answer' }).click();
    const answer = await mailComes(box, `Your talk with mez (order ${number})`);
    await expect(answer).toContainText(number);
    await expect(answer.getByRole('link').last()).toHaveAttribute('href', /\/assistant\?order=/);

    const wide = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await openAs(wide, 'Kabir', '/office/mail');
    await wide
      .getByRole('article', { name: `(order ${number})` })
      .first()
      .getByText('Answer it')
      .click();
    await isAccessibleInBoth(wide);
  } finally {
    await order.over();
  }
});
