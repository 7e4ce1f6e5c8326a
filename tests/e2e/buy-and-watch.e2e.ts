import { expect, test } from '@playwright/test';
import { faultsOf, goToPayment, payByUpi, putInCart } from '#tests/support/shopper.ts';

/** Two of it, at one warehouse: whoever buys one changes what everybody sees. */
const LAMP = '/product/gumbad-table-lamp?variant=indigo';

test('one buys while another watches the stock fall; then the parcel travels and the arrival moves by itself, to the door', async ({
  browser
}) => {
  test.setTimeout(180_000);
  const [buyer, watcher] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  const faults = [faultsOf(buyer), faultsOf(watcher)];

  await watcher.goto(LAMP);
  await watcher.locator('html[data-hydrated]').waitFor();
  const left = watcher.getByText('2 left', { exact: true }).first();
  await expect(left).toBeVisible();
  await expect(watcher.getByText(/^Live/).first()).toBeVisible();
  let loads = 0;
  watcher.on('load', () => (loads += 1));

  await putInCart(buyer, { path: LAMP });
  await buyer.goto('/cart');
  await buyer.locator('html[data-hydrated]').waitFor();
  await expect(buyer.getByText('2 left', { exact: true })).toBeVisible();
  await goToPayment(buyer);
  // Held for the one who is about to pay: nobody else can have it, and everybody sees that within a second.
  await expect(watcher.getByText('1 left', { exact: true }).first()).toBeVisible({ timeout: 1_000 });
  await payByUpi(buyer, 'ok@mez');
  await expect(buyer).toHaveURL(/\/orders\//);
  await expect(watcher.getByText('1 left', { exact: true }).first()).toBeVisible();
  expect(loads).toBe(0);

  // From here on nobody touches the page of the order.
  const reloads: string[] = [];
  buyer.on('framenavigated', (frame) => frame === buyer.mainFrame() && reloads.push(frame.url()));
  await buyer.evaluate(() => {
    const heard: number[] = [];
    Object.assign(globalThis, { heard });
    const region = document.querySelector('main [role=status].sr');
    if (region)
      new MutationObserver(() => heard.push(performance.now())).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const heading = buyer.getByRole('heading', { level: 1 });
  const status = buyer.locator('.status');
  const expected = new Set<string>();
  const steps = new Set<string>();
  const shares = new Set<string>();
  const watching = async () => {
    expected.add(await heading.innerText());
    for (const step of await buyer.locator('.timeline li b').allInnerTexts()) steps.add(step);
    shares.add(
      (await buyer
        .locator('svg[role=img] .route')
        .getAttribute('d')
        .catch(() => null)) ?? ''
    );
  };
  await expect(async () => {
    await watching();
    await expect(status).toContainText('Delivered.', { timeout: 50 });
  }).toPass({ timeout: 120_000, intervals: [150] });
  await watching();

  // Read out: that something changed, but never more than one sentence in fifteen seconds.
  const heard = await buyer.evaluate(() => (globalThis as unknown as { heard: number[] }).heard);
  const pauses = heard.slice(1).map((at, place) => at - heard[place]!);
  expect(heard.length).toBeGreaterThan(0);
  expect(pauses.filter((pause) => pause < 14_900)).toEqual([]);
  expect([...expected].at(0)).toMatch(/^Expected /);
  expect([...expected].at(-1)).toMatch(/^Delivered .* at /);
  // The promise, at least one closer guess on the way, and the moment it came.
  expect(expected.size).toBeGreaterThanOrEqual(3);
  expect([...steps]).toEqual(expect.arrayContaining(['Ordered', 'Paid', 'Packed', 'On the vehicle', 'Handed over at the door']));
  expect(shares.size).toBeGreaterThanOrEqual(3);
  await expect(buyer.getByText(/^It came (when|later than) we said\.$/)).toBeVisible();
  await expect(buyer.getByText('At your door', { exact: true })).toBeVisible();
  expect(reloads).toEqual([]);
  expect(faults).toEqual([[], []]);
});
