import { expect, type Page } from '@playwright/test';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, countShelf, openAs, scan } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

// Things of their own for each test: the tests of a file run beside each other in one shop.
const RADIO = 'MEZ-AKASHVANI-SAGE';
const LAMP = 'MEZ-HAVELI-INK';
const CHALK_RADIO = 'MEZ-AKASHVANI-CHALK';
const VASES = 'MEZ-BOTTLES-EARTH';

const field = (page: Page) => page.getByLabel('Scan or type');
const cash = (page: Page) => page.getByRole('button', { name: 'Take cash' });

/** The till knows its prices and may come up without a network. */
async function openTill(page: Page): Promise<void> {
  await page.goto('/till');
  await answersToScript(page);
  await expect(page.getByText('This till goes on without a network')).toBeVisible();
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
}

test('a till without a network goes on selling, over a reload as well, and settles in order when it is back', async ({ page, context }) => {
  test.slow();
  // A socket that is open already outlives the switch below: there is none.
  await page.routeWebSocket(/\/live/, async (socket) => socket.close());
  await openAs(page, 'Ravi', '/till');
  await countShelf(page, RADIO, 5);
  await openTill(page);
  await scan(page, RADIO);
  await expect(page.getByRole('group', { name: /^Quantity of Akashvani radio/ })).toContainText('1');

  await context.setOffline(true);
  await expect(page.getByRole('heading', { name: 'Till without a network' })).toBeVisible();
  await expect(page.getByText(/Cash only, up to ₹50,000 a sale\. Prices and shelves as of/)).toBeVisible();
  await expect(page.getByRole('group', { name: /^Quantity of Akashvani radio/ })).toContainText('1');
  await isAccessible(page);
  await cash(page).click();
  await expect(page.getByRole('status').filter({ hasText: /Receipt [0-9A-Z]{4}-0001/ })).toBeVisible();
  await expect(page.getByText('1 sale waits to be sent.')).toBeVisible();

  await scan(page, `2 x ${RADIO}`);
  await expect(page.getByRole('group', { name: /^Quantity of Akashvani radio/ })).toContainText('2');
  await cash(page).click();
  await expect(page.getByText('2 sales wait to be sent.')).toBeVisible();

  await page.goto('/till').catch(() => undefined);
  await answersToScript(page);
  await expect(page.getByText('2 sales wait to be sent.')).toBeVisible();
  await field(page).focus();
  await scan(page, RADIO);
  await expect(page.getByRole('group', { name: /^Quantity of Akashvani radio/ })).toContainText('1');
  await cash(page).click();
  await expect(page.getByText('3 sales wait to be sent.')).toBeVisible();

  await context.setOffline(false);
  await expect(page.getByRole('heading', { name: 'Till at Indiranagar' })).toBeAttached();
  await expect(page.getByText('3 sales were sent.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: /Akashvani radio.*MZ-/ })).toHaveCount(3);
  await page.goto(`/stock?q=${RADIO}`);
  const shelf = page.getByRole('row', { name: /^Indiranagar/ }).getByRole('cell');
  await expect(shelf.first()).toHaveText('1');
});

test('two tills without a network sell the last one: both moneys are kept, and the shelf is one short', async ({ browser, baseURL }) => {
  test.slow();
  const tills = await Promise.all(
    ['Asha', 'Ravi'].map(async (name) => {
      const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
      const page = await context.newPage();
      await page.routeWebSocket(/\/live/, async (socket) => socket.close());
      await openAs(page, name, '/till');
      return { context, page };
    })
  );
  await countShelf(tills[0]!.page, LAMP, 1);
  for (const { context, page } of tills) {
    await openTill(page);
    await context.setOffline(true);
    await expect(page.getByRole('heading', { name: 'Till without a network' })).toBeVisible();
    await field(page).focus();
    await scan(page, LAMP);
    await expect(page.getByRole('group', { name: /^Quantity of Haveli wall lamp/ })).toContainText('1');
    await cash(page).click();
    await expect(page.getByText('1 sale waits to be sent.')).toBeVisible();
  }
  for (const { context, page } of tills) {
    await context.setOffline(false);
    await expect(page.getByText('1 sale was sent.')).toBeVisible();
  }
  const [first, second] = [tills[0]!.page, tills[1]!.page];
  await expect(second.getByText('1 unit more than the shelf had.')).toBeVisible();
  await first.goto('/stock');
  await expect(first.getByRole('listitem').filter({ hasText: 'Haveli wall lamp' })).toContainText('1 short');
  await first.goto('/till');
  await expect(first.getByRole('listitem').filter({ hasText: /Haveli wall lamp.*MZ-/ })).toHaveCount(2);
  for (const { context } of tills) await context.close();
});

test('a sale whose answer was lost on the way counts once, and what the till keeps for itself holds nothing of anybody', async ({
  page,
  context
}) => {
  test.slow();
  await page.routeWebSocket(/\/live/, async (socket) => socket.close());
  await openAs(page, 'Asha', '/till');
  await countShelf(page, VASES, 4);
  await openTill(page);
  await scan(page, VASES);
  await expect(cash(page)).toBeEnabled();
  await page.route(/\/till\?\/sell/, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await cash(page).click();
  await expect(page.getByText('1 sale was sent.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: /Bottle vase trio.*MZ-/ })).toHaveCount(1);

  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const caching = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return caching.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.filter((path) => !path.startsWith('/_app/immutable/'))).toEqual(['/till/offline']);
  const shell = await page.evaluate(async () => (await caches.match('/till/offline'))?.text());
  expect(shell).not.toMatch(/Asha|Indiranagar|@mez/);
  const shop = await context.newPage();
  await shop.goto('/');
  expect(await shop.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  await shop.goto('/stock');
  expect(await shop.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
});

test('a network that is lost without a word in the middle of a scan: the till goes on by itself, loses nothing and counts it once', async ({
  page
}) => {
  test.slow();
  // Asleep, as far as the page can see: the socket stays open, the browser believes that it is online, and no answer ever comes.
  let isLost = false;
  await page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => isLost || server.send(message));
    server.onMessage((message) => isLost || socket.send(message));
  });
  await openAs(page, 'Ravi', '/till');
  await countShelf(page, CHALK_RADIO, 5);
  await openTill(page);
  await scan(page, CHALK_RADIO);
  await expect(page.getByRole('group', { name: /^Quantity of Akashvani radio/ })).toContainText('1');

  isLost = true;
  await page.route('**/till**', async (route) => (isLost ? undefined : route.continue()));
  const lostAt = Date.now();
  await scan(page, CHALK_RADIO);
  await expect(page.getByRole('heading', { name: 'Till without a network' })).toBeVisible();
  // Two seconds without an answer, and five for the question whether the shop is there; the rest is for a busy machine.
  expect(Date.now() - lostAt).toBeLessThan(15_000);
  expect(await page.evaluate(() => navigator.onLine)).toBe(true);
  await expect(page.getByRole('group', { name: /^Quantity of Akashvani radio/ })).toContainText('2');
  await cash(page).click();
  await expect(page.getByText('1 sale waits to be sent.')).toBeVisible();

  isLost = false;
  await expect(page.getByText('1 sale was sent.')).toBeVisible();
  await page.goto(`/stock?q=${CHALK_RADIO}`);
  await expect(
    page
      .getByRole('row', { name: /^Indiranagar/ })
      .getByRole('cell')
      .first()
  ).toHaveText('3');
});
