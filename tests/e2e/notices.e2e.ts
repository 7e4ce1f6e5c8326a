import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { aFilledCart, apiClient } from '#tests/support/api-client.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aVariant } from '#tests/support/makers.ts';
import { aReader } from '#tests/support/push-service.ts';
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

/** A browser that is no browser of Google's has nobody to ask for an address: this one has one that nobody answers at. */
async function subscribesTo(page: Page, endpoint: string): Promise<void> {
  const { keys } = aReader();
  await page.addInitScript(
    ({ address, pair }) => {
      let subscription: object | null = null;
      Object.assign(PushManager.prototype, {
        getSubscription: async () => subscription ?? JSON.parse(localStorage.getItem('fake') ?? 'null'),
        async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
          const said = { endpoint: address, keys: pair };
          subscription = { ...said, options: {}, key: applicationServerKey, toJSON: () => said };
          localStorage.setItem('fake', JSON.stringify(said));
          return subscription;
        }
      });
    },
    { address: endpoint, pair: keys }
  );
}

test('a device is told of an order after a press, shows what is pushed, opens the order, and is told no more after another', async ({
  page,
  context
}) => {
  const endpoint = `https://fcm.googleapis.com/fcm/send/${crypto.randomUUID()}`;
  const kept = async () => db.selectFrom('push_subscription').select('p256dh').where('endpoint', '=', endpoint).execute();
  await context.grantPermissions(['notifications']);
  await subscribesTo(page, endpoint);
  const orderPath = await aPaidOrder({ handle: 'charpai-bench' });
  await page.goto(orderPath);
  await page.locator('html[data-hydrated]').waitFor();
  expect(await kept()).toEqual([]);
  await page.getByRole('button', { name: 'Tell me on this device', exact: true }).click();
  const noMore = page.getByRole('button', { name: 'Tell me no more on this device' });
  await expect(noMore).toBeVisible();
  expect(await kept()).toHaveLength(1);
  await looksWell(page);

  const devtools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.endsWith('/orders/'));
      if (ours) resolve(ours.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const pushed = { title: 'It comes later: Friday', body: 'The van had a flat tyre.', path: orderPath, tag: 'one' };
  const message = { origin: new URL(page.url()).origin, registrationId: await registered, data: JSON.stringify(pushed) };
  await devtools.send('ServiceWorker.deliverPushMessage', message);
  await devtools.send('ServiceWorker.deliverPushMessage', message);
  const shown = async () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/orders/');
      const all = (await registration?.getNotifications()) ?? [];
      return all.map(({ title, body, data }) => [title, body, (data as { path: string }).path]);
    });
  await expect.poll(shown).toEqual([[pushed.title, pushed.body, orderPath]]);

  await page.reload();
  await noMore.click();
  await expect(page.getByRole('button', { name: 'Tell me on this device', exact: true })).toBeVisible();
  expect(await kept()).toEqual([]);
});

test('a browser that may show nothing says so, and mails come all the same', async ({ page }) => {
  await page.addInitScript(() => Object.assign(Notification, { requestPermission: async () => 'denied' }));
  await page.goto(await aPaidOrder({ handle: 'floor-bolster' }));
  await page.getByRole('button', { name: 'Tell me on this device', exact: true }).click();
  await expect(page.getByText(/^This browser does not let us show notices\. .* Mails come all the same\.$/)).toBeVisible();
  await expect(page.getByRole('button', { name: /on this device/ })).toHaveCount(0);
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
