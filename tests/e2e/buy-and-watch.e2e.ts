import { expect } from '@playwright/test';
import { test } from '#tests/support/browser-test.ts';
import { faultsOf, goToPayment, payByUpi, putInCart } from '#tests/support/shopper.ts';

/** Two of it, at one warehouse: whoever buys one changes what everybody sees. */
const LAMP = '/product/gumbad-table-lamp?variant=indigo';

type Notes = { expected: string[]; steps: string[]; ways: string[]; spokenAt: number[] };

/** Runs in the page: writes down each thing it says, once, as often as it draws itself anew. */
function takeNotes(): void {
  const notes: Notes = { expected: [], steps: [], ways: [], spokenAt: [] };
  Object.assign(globalThis, { notes });
  const add = (list: string[], text: string | null | undefined) => text && !list.includes(text) && list.push(text);
  const look = () => {
    add(notes.expected, document.querySelector('h1 .sr')?.textContent);
    add(notes.ways, document.querySelector('svg[role=img] .route')?.getAttribute('d'));
    for (const step of document.querySelectorAll('.timeline li b')) add(notes.steps, step.textContent);
  };
  look();
  const everything = { childList: true, characterData: true, attributes: true, subtree: true };
  new MutationObserver(look).observe(document.querySelector('main')!, everything);
  const spoken = document.querySelector('main [role=status].sr')!;
  new MutationObserver(() => notes.spokenAt.push(performance.now())).observe(spoken, everything);
}

test('one buys while another watches the stock fall; then the parcel travels and the arrival moves by itself, to the door', async ({
  browser
}) => {
  test.setTimeout(240_000);
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
  await goToPayment(buyer, { way: 'Express' });
  // Held for the one who is about to pay: nobody else can have it, and everybody sees that within a second.
  await expect(watcher.getByText('1 left', { exact: true }).first()).toBeVisible({ timeout: 1_000 });
  await payByUpi(buyer, 'ok@mez');
  await expect(buyer).toHaveURL(/\/orders\//);
  await expect(watcher.getByText('1 left', { exact: true }).first()).toBeVisible();
  expect(loads).toBe(0);

  // From here on nobody touches the page of the order.
  const reloads: string[] = [];
  buyer.on('framenavigated', (frame) => frame === buyer.mainFrame() && reloads.push(frame.url()));
  await buyer.evaluate(takeNotes);
  await expect(buyer.locator('.status')).toContainText('Delivered.', { timeout: 180_000 });
  const { expected, steps, ways, spokenAt } = await buyer.evaluate(() => (globalThis as unknown as { notes: Notes }).notes);

  // Read out: that something changed, but never more than one sentence in fifteen seconds.
  const pauses = spokenAt.slice(1).map((at, place) => at - spokenAt[place]!);
  expect(spokenAt.length).toBeGreaterThan(0);
  expect(pauses.filter((pause) => pause < 14_900)).toEqual([]);
  // The promise, at least one closer guess on the way, and the moment it came.
  expect(expected[0]).toMatch(/^Expected /);
  expect(expected.at(-1)).toMatch(/^Delivered .* at /);
  expect(expected.length).toBeGreaterThanOrEqual(3);
  expect(steps).toEqual(expect.arrayContaining(['Ordered', 'Paid', 'Packed', 'On the vehicle', 'Handed over at the door']));
  expect(ways.length).toBeGreaterThanOrEqual(3);
  await expect(buyer.getByText(/^It came (when|later than) we said\.$/)).toBeVisible();
  await expect(buyer.getByText('At your door', { exact: true })).toBeVisible();
  expect(reloads).toEqual([]);
  expect(faults).toEqual([[], []]);
});
