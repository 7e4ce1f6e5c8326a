import { expect, type Page } from '@playwright/test';
import { aFilledCart, apiClient } from '#tests/support/api-client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, openAs, scan, standAt } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

const IN_MUMBAI = {
  contact: { email: 'nila@example.com', name: 'Nila Rao', phone: '98 0000 0000' },
  address: { line1: '3 Example Street', city: 'Mumbai', state: 'Maharashtra', postcode: '400050' }
};
const MARIGOLD = { handle: 'gumbad-table-lamp', option: 'Marigold', sku: 'MEZ-GUMBAD-MARIGOLD' };

/** Paid, to be sent from Bandra: the only place that brings it on the same day. Answers with the page of the order. */
async function orderFromBandra(): Promise<{ path: string; number: string }> {
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const { json } = await api('GET', `/products/${MARIGOLD.handle}`);
  const variants = json['variants'] as { id: string; options: string[] }[];
  const { id } = variants.find(({ options }) => options.includes(MARIGOLD.option))!;
  const name = crypto.randomUUID();
  const cart = await aFilledCart(api, id, name, IN_MUMBAI);
  const chosen = await api('PUT', `${cart}/delivery`, { choice: 'same_day' });
  expect(chosen.status, JSON.stringify(chosen.json)).toBe(200);
  const placed = await api('POST', `${cart}/order`, { version: chosen.json['version'], method: 'upi' }, `place ${name}`);
  const key = String(placed.json['orderKey']);
  const paid = await api('POST', `/orders/${key}/payments`, { handle: 'ok@mez' }, `pay ${name}`);
  expect(paid.json['outcome']).toBe('captured');
  return { path: `/orders/${key}`, number: String(placed.json['number']) };
}

/** A lota jug, paid, to be collected at a place. Answers with the page of the order. */
async function orderToCollect(sku: string, pickupNodeId: string): Promise<{ path: string; number: string }> {
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const { json } = await api('GET', '/products/lota-jug');
  const { id } = (json['variants'] as { id: string; sku: string }[]).find((one) => one.sku === sku)!;
  const name = crypto.randomUUID();
  const opened = await api('POST', '/carts', {}, `open ${name}`);
  const cart = `/carts/${String(opened.json['cartKey'])}`;
  await api('POST', `${cart}/lines`, { variantId: id, quantity: 1, pickupNodeId }, `add ${name}`);
  await api('PUT', `${cart}/details`, IN_MUMBAI);
  const chosen = await api('PUT', `${cart}/delivery`, { choice: 'pickup' });
  expect(chosen.status, JSON.stringify(chosen.json)).toBe(200);
  const placed = await api('POST', `${cart}/order`, { version: chosen.json['version'], method: 'upi' }, `place ${name}`);
  const key = String(placed.json['orderKey']);
  await api('POST', `/orders/${key}/payments`, { handle: 'ok@mez' }, `pay ${name}`);
  return { path: `/orders/${key}`, number: String(placed.json['number']) };
}

async function standAtBandra(page: Page): Promise<void> {
  await openAs(page, 'Kabir', '/place');
  await isAccessible(page);
  await standAt(page, 'Bandra', '/work');
}

/** What comes in here waits for somebody to do it, until `letGo`. */
async function doItOurselves(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'We do it ourselves' }).click();
  await expect(page.getByText('You pick and pack here yourselves.')).toBeVisible();
  await answersToScript(page);
}
async function letGo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Let the demonstration do it' }).click();
  await expect(page.getByText('The demonstration picks and packs here for you.')).toBeVisible();
}

test('a place picks what comes in by scanning it; when rain shuts it, what it has not begun comes from elsewhere, and the shopper reads why', async ({
  browser
}) => {
  const [staff, shopper] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await standAtBandra(staff);
  await doItOurselves(staff);

  try {
    const first = await orderFromBandra();
    // It comes by itself.
    const row = staff.getByRole('link').filter({ hasText: first.number });
    await expect(row).toBeVisible();
    await shopper.goto(first.path);
    await answersToScript(shopper);

    await isAccessible(staff);
    await row.click();
    await expect(staff.getByRole('heading', { name: first.number })).toBeVisible();
    await expect(staff.getByLabel('Scan or type')).toBeFocused();
    await isAccessible(staff);
    await scan(staff, 'MEZ-GUMBAD-INDIGO');
    await expect(staff.getByText('That does not belong in this parcel.')).toBeVisible();
    await staff.getByRole('button', { name: 'Close the parcel' }).click();
    await expect(staff.getByText('Scan each thing first')).toBeVisible();
    await staff.getByLabel('Scan or type').fill(MARIGOLD.sku);
    await staff.getByRole('button', { name: 'Scanned' }).click();
    await expect(staff.getByText('1 of 1. That is all of it.')).toBeVisible();
    await expect(shopper.locator('.status')).toContainText('Being packed.');
    await staff.getByRole('button', { name: 'Close the parcel' }).click();
    await expect(staff).toHaveURL(/\/work$/);
    await expect(shopper.locator('.status')).not.toContainText('Being packed.');

    const second = await orderFromBandra();
    await shopper.goto(second.path);
    await answersToScript(shopper);
    const before = await shopper.getByRole('heading', { level: 1 }).innerText();
    await expect(staff.getByRole('link').filter({ hasText: second.number })).toBeVisible();
    await staff.getByText('Shut this place').click();
    await staff.getByLabel('Why').fill('Heavy rain in Bandra');
    await staff.getByRole('button', { name: 'Shut it, send from elsewhere' }).click();
    await expect(staff.getByText('This place is shut.')).toBeVisible();

    await expect(shopper.getByText('Heavy rain in Bandra: another place sends it.').first()).toBeVisible();
    expect(await shopper.getByRole('heading', { level: 1 }).innerText()).not.toBe(before);
    await expect(staff.getByRole('link').filter({ hasText: second.number })).toBeHidden();
    // Nobody had to ask for it.
    await expect(shopper.getByText('₹200 back to you.')).toBeVisible();
  } finally {
    await staff.goto('/work');
    const open = staff.getByRole('button', { name: 'Open it again' });
    if (await open.isVisible()) await open.click();
    await staff.goto('/work');
    await letGo(staff);
  }
});

test('a store cannot find it: the shopper chooses another store on the phone, which picks it, scans it and hands it over', async ({
  browser
}) => {
  const staff = await (await browser.newContext()).newPage();
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await standAtBandra(staff);
  await doItOurselves(staff);
  try {
    const neighbour = await orderToCollect('MEZ-LOTA-COPPER', 'blr-church-street');
    const order = await orderToCollect('MEZ-LOTA-STEEL', 'bom-bandra');
    await phone.goto(order.path);
    await answersToScript(phone);
    await staff.getByRole('link').filter({ hasText: order.number }).click();
    await staff.getByText('It cannot be filled here').click();
    await staff.getByLabel('Not found').check();
    await staff.getByLabel('Lota jug', { exact: true }).fill('1');
    await staff.getByRole('button', { name: 'Ask Nila how it goes on' }).click();
    await expect(staff).toHaveURL(/\/work$/);
    await letGo(staff);
    await standAt(staff, 'Church Street', '/work');
    await doItOurselves(staff);

    // Asked on the open page, by itself.
    await expect(phone.getByRole('heading', { name: 'How shall it go on?' })).toBeVisible();
    await isAccessible(phone);
    await phone.getByLabel('Collect at Church Street').check();
    await phone.getByRole('button', { name: 'Go on like this' }).click();
    await expect(phone.getByRole('heading', { name: 'Collect at Church Street' })).toBeVisible();
    await expect(phone.getByRole('heading', { name: 'How shall it go on?' })).toBeHidden();

    await staff.getByRole('link').filter({ hasText: order.number }).click();
    await expect(staff.getByRole('heading', { name: order.number })).toBeVisible();
    await staff.getByLabel('Scan or type').fill('MEZ-LOTA-STEEL');
    await staff.getByRole('button', { name: 'Scanned' }).click();
    await expect(staff.getByText('1 of 1. That is all of it.')).toBeVisible();
    await staff.getByRole('button', { name: 'Close the parcel' }).click();
    await expect(staff).toHaveURL(/\/work$/);
    await expect(phone.locator('.status')).toContainText('Ready for you.');
    // Its label, and the parcel that it stands for.
    const label = await staff.getByRole('link', { name: `Label of ${order.number}` }).getAttribute('href');
    const pdf = await staff.request.get(String(label));
    expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    const [, said] = /filename="(.+)\.pdf"/.exec(pdf.headers()['content-disposition'] ?? '') ?? [];
    await staff.getByLabel('Scan or type').fill(String(said));
    await staff.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(staff.getByRole('heading', { name: order.number })).toBeVisible();
    await expect(staff.getByRole('link', { name: 'Print the label' })).toBeVisible();
    await isAccessible(staff);
    await staff.goto('/work');
    const code = await phone.locator('.code b').innerText();
    const atTheCounter = staff.getByRole('listitem').filter({ hasText: order.number });
    // Not the only one that lies there: each row's code is its own.
    await expect(staff.getByRole('listitem').filter({ hasText: neighbour.number }).getByLabel(/code/i)).toBeVisible();
    await isAccessible(staff);
    await atTheCounter.getByLabel(/code/i).fill(code);
    await atTheCounter.getByRole('button', { name: 'Hand it over' }).click();
    await expect(phone.locator('.status')).toContainText('Collected.');
  } finally {
    await staff.goto('/work');
    await letGo(staff);
  }
});
