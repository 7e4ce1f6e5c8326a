import { expect } from '@playwright/test';
import { sql } from 'kysely';
import { connect, type Db } from '#db/client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { apiClient, RHEA } from '#tests/support/api-client.ts';
import { test } from '#tests/support/browser-test.ts';
import { looksWell } from '#tests/support/looks-well.ts';
import { faultsOf } from '#tests/support/shopper.ts';

/** Where people work the demonstration packs nothing: what is ordered there stays as it was until somebody begins. */
const PLACE = 'bom-bandra';
let db: Db;
test.beforeAll(async () => {
  db = connect(process.env['E2E_DATABASE_URL'] ?? '', { max: 2 });
  await staffed(true);
});
test.afterAll(async () => {
  await staffed(false);
  await db.destroy();
});
const staffed = async (is_staffed: boolean) => db.updateTable('node').set({ is_staffed }).where('id', '=', PLACE).execute();

/** Somebody at the store begins with it: what its parcels are by then. */
async function begin(order: string): Promise<void> {
  const { json } = await apiClient(process.env['E2E_ORIGIN'] ?? '')('GET', order);
  const ids = (json['parcels'] as { id: string }[]).map(({ id }) => id);
  await db.updateTable('fulfilment_order').set({ state: 'picking' }).where('id', 'in', ids).execute();
}

type Pair = { cheap: string; dear: string; options: string; title: string };
/** Two makes of one thing, of which one costs more, that both lie there; each of another product. */
async function pairs(): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    select distinct on (v.product_id) v.id as cheap, w.id as dear, array_to_string(w.options, ', ') as options, g.title
    from variant v join variant w on w.product_id = v.product_id join product g on g.id = v.product_id and g.status = 'active'
      join price p on p.variant_id = v.id and p.price_list = 'shop' join price q on q.variant_id = w.id and q.price_list = 'shop'
      join stock_level l on l.variant_id = v.id and l.node_id = ${PLACE} join stock_level m on m.variant_id = w.id and m.node_id = ${PLACE}
    where q.amount_minor > p.amount_minor and l.available > 3 and m.available > 3 and g.handle not in ('stock-pot', 'handwoven-rug')
    order by v.product_id, v.id, w.id`.execute(db);
  return rows;
}

async function anOrder(things: string[]): Promise<string> {
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const key = (): string => crypto.randomUUID();
  const sent = async (...call: Parameters<typeof api>) => {
    const { status, json } = await api(...call);
    expect(status, JSON.stringify(json)).toBeLessThan(300);
    return json;
  };
  const { cartKey } = await sent('POST', '/carts', {}, key());
  const path = `/carts/${String(cartKey)}`;
  for (const variantId of things) await sent('POST', `${path}/lines`, { variantId, quantity: 1, pickupNodeId: PLACE }, key());
  await sent('PUT', `${path}/details`, RHEA);
  const { version } = await sent('PUT', `${path}/delivery`, { choice: 'pickup' });
  const { orderKey } = await sent('POST', `${path}/order`, { version, method: 'upi' }, key());
  await sent('POST', `/orders/${String(orderKey)}/payments`, { handle: 'ok@mez' }, key());
  return `/orders/${String(orderKey)}`;
}

test('a size is changed for a dearer one and the difference paid; one of two things is cancelled and that is taken back; another tab shows it', async ({
  page,
  context
}) => {
  const faults = faultsOf(page);
  const [first, second] = await pairs();
  if (!first || !second) throw new Error('nothing lies there in two makes');
  const order = await anOrder([first.cheap, second.cheap]);
  const other = await context.newPage();
  await other.goto(order);
  await other.locator('html[data-hydrated]').waitFor();

  await page.goto(order);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('link', { name: 'Another size or colour' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Another size or colour' })).toBeVisible();
  const line = await page.locator('option').filter({ hasText: first.options }).first().getAttribute('value');
  await page.getByLabel('Change', { exact: true }).selectOption(line);
  await page.getByRole('button', { name: 'See what happens' }).click();
  await expect(page.getByRole('heading', { name: 'This happens' })).toBeVisible();
  await expect(page.getByText('more, which you pay next')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay the difference' })).toBeVisible();
  await page.getByLabel('UPI address').fill('ok@mez');
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(page.getByText(/^Changed for another: 1 ×/)).toBeVisible();
  await expect(page.getByText('It waits to be paid.')).toHaveCount(0);
  await expect(other.getByText(/^Changed for another: 1 ×/)).toBeVisible();
  await expect(other.getByText('It waits to be paid.')).toHaveCount(0);

  await page.getByRole('link', { name: 'Cancel all or some of it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cancel' })).toBeVisible();
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByLabel(`1 × ${first.title}, ${first.options}`).selectOption('0');
  await page.getByRole('button', { name: 'See what happens' }).click();
  await expect(page.getByText('goes back the way it was paid, in ten minutes')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await expect(other.getByText(/^Cancelled: 1 ×/)).toBeVisible();
  await page.getByRole('button', { name: /^Undo, until/ }).click();
  await expect(page.getByText('Taken back: all is as it was.')).toBeVisible();
  await expect(other.getByText('Taken back: all is as it was.')).toBeVisible();
  await isAccessible(page);
  expect(faults).toEqual([]);
});

test('what a dearer size costs more is paid by a gift card that covers it, on a phone; taken back, it is on the card again', async ({
  page
}) => {
  const faults = faultsOf(page);
  await page.setViewportSize({ width: 390, height: 844 });
  const [, , third] = await pairs();
  if (!third) throw new Error('too little lies there in two makes');
  const order = await anOrder([third.cheap]);
  await page.goto(`${order}/changes?what=swap`);
  await page.locator('html[data-hydrated]').waitFor();
  const line = await page.locator('option').filter({ hasText: third.options }).first().getAttribute('value');
  await page.getByLabel('Change', { exact: true }).selectOption(line);
  await page.getByRole('button', { name: 'See what happens' }).click();
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay the difference' })).toBeVisible();
  await page.getByText('Gift card or store credit by its code').click();
  const code = page.getByRole('textbox', { name: 'Code', exact: true });
  await code.fill('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  await page.getByRole('button', { name: 'Pay with it' }).click();
  await expect(page.getByText('We find no money under this code')).toBeVisible();
  await looksWell(page);
  await code.fill('MEZG 1FT0 0002 5000');
  await page.getByRole('button', { name: 'Pay with it' }).click();
  await expect(page.getByText(/^Changed for another: 1 ×/)).toBeVisible();
  await expect(page.getByText('It waits to be paid.')).toHaveCount(0);
  const paid = page.getByRole('region', { name: 'The order', exact: true });
  await expect(paid.getByRole('listitem').filter({ hasText: 'Gift card …5000, paid' })).toBeVisible();
  await page.getByRole('button', { name: /^Undo, until/ }).click();
  await expect(page.getByText('Taken back: all is as it was.')).toBeVisible();
  await expect(paid.getByRole('listitem').filter({ hasText: 'Gift card …5000' })).toContainText(/₹.* is on it again/, { timeout: 30_000 });
  await isAccessible(page);
  expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
});

test('a paid order is paid by a card instead, which is told once; then it is ordered again, twice by one press', async ({ page }) => {
  const faults = faultsOf(page);
  const [first] = await pairs();
  const order = await anOrder([first?.cheap ?? '']);
  const main = page.locator('main');
  await page.goto(order);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('link', { name: 'Pay another way' }).click();
  await main.getByLabel('Card', { exact: false }).first().check();
  await page.getByRole('button', { name: 'See what happens' }).click();
  await expect(main.getByText('goes back the way it was paid, as soon as the other is there')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Go on to pay' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pay another way' })).toBeVisible();
  await main.getByLabel('Card number').fill('4646 4646 4646 0105');
  await main.getByLabel('Good until').fill('12/40');
  await main.getByLabel('Security code').fill('123');
  await isAccessible(page);
  await page.getByRole('button', { name: /^Pay ₹/ }).click();
  await expect(main.getByText('Paid another way.').first()).toBeVisible();
  await expect(
    page.locator('section', { has: page.getByRole('heading', { name: 'What we told you' }) }).getByText('Paid another way')
  ).toBeVisible();

  await page.getByRole('link', { name: 'Order it again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Order it again' })).toBeVisible();
  await expect(main.getByText('each, as before')).toBeVisible();
  await isAccessible(page);
  await page.getByRole('button', { name: /^Put it in the cart/ }).dblclick();
  await expect(page).toHaveURL(/\/cart$/);
  await expect(main.getByRole('link', { name: first?.title ?? '' }).first()).toBeVisible();
  expect(faults).toEqual([]);
});

test.describe('without script, at 390 px', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test('a whole order is cancelled and taken back', async ({ page }) => {
    const [first] = await pairs();
    await page.goto(await anOrder([first?.cheap ?? '']));
    await page.getByRole('link', { name: 'Cancel all or some of it' }).click();
    await page.getByRole('button', { name: 'See what happens' }).click();
    await expect(page.getByText('Nothing of it is left, so it ends.')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await expect(page.getByText(/^Cancelled: 1 ×/)).toBeVisible();
    await page.getByRole('button', { name: /^Undo, until/ }).click();
    await expect(page.getByText('Taken back: all is as it was.')).toBeVisible();
  });

  test('what somebody has begun with says what is open instead, and goes into the cart again by one press', async ({ page }) => {
    const [first] = await pairs();
    const order = await anOrder([first?.cheap ?? '']);
    const key = order.split('/').at(-1) ?? '';
    await page.goto(`${order}/changes?what=cancel`);
    await expect(page.getByRole('button', { name: 'See what happens' })).toBeVisible();
    await begin(order);
    await page.reload();
    const instead = page.getByRole('list', { name: 'Instead' });
    await expect(instead.getByRole('link', { name: 'Give it back once it is with you' })).toHaveAttribute(
      'href',
      `/orders/${key}/returns/new`
    );
    await page.goto(order);
    await page.getByRole('link', { name: 'Order it again' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: /^Put it in the cart/ }).click();
    await expect(page).toHaveURL(/\/cart$/);
    await expect(
      page
        .locator('main')
        .getByRole('link', { name: first?.title ?? '' })
        .first()
    ).toBeVisible();
  });
});
