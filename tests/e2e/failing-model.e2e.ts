import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { nameOfModel } from '#lib/server/support-model.ts';
import { isAccessibleInBoth } from '#tests/support/accessible.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';
import { stubServer, type StubServer } from '#tests/support/model-stubs/stub-server.ts';
import { secondProcess, type WebProcess } from '#tests/support/second-process.ts';
import { sensible } from '#tests/support/sensible-brain.ts';

let db: Db;
let stub: StubServer;
let shop: WebProcess;
let model: string;
test.beforeAll(async () => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
  stub = await stubServer('openai');
  // A name of its own: how an earlier try ended is no part of this one.
  const name = `stub ${Date.now()}`;
  model = nameOfModel({ kind: 'openai', name, url: stub.url, key: 'a key of ours' });
  shop = await secondProcess({
    SUPPORT_MODEL: 'openai',
    SUPPORT_MODEL_NAME: name,
    SUPPORT_MODEL_URL: stub.url,
    SUPPORT_MODEL_KEY: 'a key of ours'
  });
});
test.afterAll(async () => {
  await shop.stop();
  await stub.close();
  await db.destroy();
});

/** By the form, as without a script; somebody answers in any case. */
async function asks(page: Page, words: string): Promise<void> {
  const before = await page.getByRole('log').getByRole('article').count();
  await page.getByLabel('Your message').fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(before + 2);
}

test('a model that keeps failing rests, the desk is told by what and why in its own words, and once it answers again the notice is gone', async ({
  page,
  browser
}) => {
  stub.thinks(() => ({ fault: 500 }));
  const shopper = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await shopper.goto(`${shop.origin}/assistant`);
  for (const words of ['hello', 'do you have lamps?', 'when do you open?']) await asks(shopper, words);
  const asked = stub.asked.length;
  await asks(shopper, 'and rugs?');
  expect(stub.asked).toHaveLength(asked);

  await openAs(page, 'Meera', `${shop.origin}/office/support`);
  await answersToScript(page);
  const notice = page.getByText(`Our own assistant answers instead of ${model}.`);
  await expect(notice).toBeVisible();
  await expect(
    page.getByText(/It has not answered since \d\d?:\d\d.*: it says no \(500\)\. It is tried again every minute\./)
  ).toBeVisible();
  await isAccessibleInBoth(page);

  // Its minute is over.
  await db.updateTable('failing_model').set({ rests_until: new Date() }).where('name', '=', model).execute();
  stub.thinks(sensible);
  await asks(shopper, 'when do you open?');
  expect(stub.asked.length).toBeGreaterThan(asked);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(notice).toHaveCount(0);
  await shopper.context().close();
});
