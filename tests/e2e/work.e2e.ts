import { expect, type Page } from '@playwright/test';
import { aFilledCart, apiClient } from '#tests/support/api-client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { answersToScript, openAs, scan } from '#tests/support/at-the-till.ts';
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

async function standAtBandra(page: Page): Promise<void> {
  await openAs(page, 'Kabir', '/place');
  await isAccessible(page);
  await page.getByRole('button', { name: 'Bandra' }).click();
  await page.goto('/work');
  await answersToScript(page);
}

test('a place picks what comes in by scanning it; when rain shuts it, what it has not begun comes from elsewhere, and the shopper reads why', async ({
  browser
}) => {
  const [staff, shopper] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()];
  await standAtBandra(staff);
  await staff.getByRole('button', { name: 'We do it ourselves' }).click();
  await expect(staff.getByText('You pick and pack here yourselves.')).toBeVisible();

  try {
    await answersToScript(staff);
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
  } finally {
    await staff.goto('/work');
    const open = staff.getByRole('button', { name: 'Open it again' });
    if (await open.isVisible()) await open.click();
    await staff.goto('/work');
    await staff.getByRole('button', { name: 'Let the demonstration do it' }).click();
    await expect(staff.getByText('The demonstration picks and packs here for you.')).toBeVisible();
  }
});
