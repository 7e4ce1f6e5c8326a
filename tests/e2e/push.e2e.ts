import { expect, type Page } from '@playwright/test';
import { connect, type Db } from '#db/client.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { aReader } from '#tests/support/push-service.ts';
import { aPaidOrder } from '#tests/support/shortcuts.ts';

let db: Db;
test.beforeAll(() => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
});
test.afterAll(() => db.destroy());

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
