import { expect } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { aFilledCart, apiClient } from '#tests/support/api-client.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aVariant } from '#tests/support/makers.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

type Told = { orderPath: string; title: string };

/** What the job writes down of something that happened to the order. */
async function tell({ orderPath, title }: Told): Promise<void> {
  const { json } = await apiClient(process.env['E2E_ORIGIN'] ?? '')('GET', orderPath);
  const order_id = String(json['id']);
  const { version } = await db
    .selectFrom('event')
    .select('version')
    .where('topic', '=', `order:${order_id}`)
    .where('type', '=', 'promise.committed')
    .executeTakeFirstOrThrow();
  const words = 'The van had a flat tyre. We had said Thursday.';
  await db
    .insertInto('notice')
    .values({ id: crypto.randomUUID(), order_id, version, kind: 'promise', title, words, at: new Date() })
    .execute();
}

test('what a shopper is told comes onto the open page, and is read by a press, with and without script', async ({ page, browser }) => {
  test.setTimeout(90_000);
  const orderPath = await aPaidOrder({ handle: 'bottle-vases' });
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(orderPath);
  await page.locator('html[data-hydrated]').waitFor();
  await expect(page.getByText(/^Nothing yet\. When its day changes/)).toBeVisible();

  const title = 'It comes later: Friday';
  await tell({ orderPath, title });
  const notice = page.getByRole('listitem').filter({ hasText: title });
  await expect(notice.getByText('New', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(notice.getByText('The van had a flat tyre. We had said Thursday.')).toBeVisible();
  await looksWell(page);

  await plain.goto(orderPath);
  await plain.getByRole('button', { name: 'I have read it' }).click();
  await expect(plain).toHaveURL(/#told$/);
  await expect(plain.getByText(title)).toBeVisible();
  await expect(plain.getByText('New', { exact: true })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText(title)).toBeVisible();
  await expect(page.getByText('New', { exact: true })).toHaveCount(0);
  await plain.context().close();
});

test('whoever stands in line for the last one is told live when it is theirs, with a clock, and finds it in the cart', async ({
  page,
  browser
}) => {
  test.setTimeout(90_000);
  const variantId = await aVariant(db, { stock: { 'blr-hoskote': 1 } });
  const { handle } = await db
    .selectFrom('variant as v')
    .innerJoin('product as g', 'g.id', 'v.product_id')
    .select('g.handle')
    .where('v.id', '=', variantId)
    .executeTakeFirstOrThrow();
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const held = await aFilledCart(api, variantId, crypto.randomUUID());
  expect((await api('PUT', `${held}/delivery`, { choice: 'standard' })).status).toBe(200);

  const path = `/product/${handle}/tell-me?variant=${variantId}`;
  await page.goto(path);
  await page.locator('html[data-hydrated]').waitFor();
  await expect(page.getByText(/^1 left, held until .* Nobody waits for it: you would be next\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Stand in line' }).click();
  await expect(page.getByText('You are next.')).toBeVisible();
  await looksWell(page);

  // Another one, without script, comes after.
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(path);
  await expect(plain.getByText('One waits for it already.')).toBeVisible();
  await plain.getByRole('button', { name: 'Stand in line' }).click();
  await expect(plain.getByText('One stands before you.')).toBeVisible();

  await db.updateTable('hold').set({ expires_at: new Date() }).where('variant_id', '=', variantId).where('state', '=', 'held').execute();
  await expect(page.getByText('It is your turn: one is held for you.')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^Held for you until/)).toBeVisible();
  await looksWell(page);
  await plain.reload();
  await expect(plain.getByText('You are next.')).toBeVisible();

  await page.getByRole('button', { name: 'Put it in the cart' }).click();
  await expect(page.getByRole('heading', { name: 'Cart', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Take out Thing/ })).toBeVisible();

  // Left again, it is the next one's at once.
  await page.goto(path);
  await page.getByRole('button', { name: 'Leave it to the next' }).click();
  await expect(page.getByText(/^1 left, held until/)).toBeVisible();
  await plain.reload();
  await expect(plain.getByText('It is your turn: one is held for you.')).toBeVisible();
  await plain.context().close();
});
