import { expect, type Page } from '@playwright/test';
import { isAccessible, isAccessibleInBoth } from '#tests/support/accessible.ts';
import { aFilledCart, apiClient, buyTheCart, type ApiClient } from '#tests/support/api-client.ts';
import { answersToScript, openAs } from '#tests/support/at-the-till.ts';
import { test } from '#tests/support/browser-test.ts';

/** Nobody else here sends anything to Jaipur: rules that ask for its postcode touch no other test. */
const JAIPUR = '302001';
const IN_JAIPUR = {
  contact: { email: 'mira@example.com', name: 'Mira Sen', phone: '98 0000 0000' },
  address: { line1: '7 Example Street', city: 'Jaipur', state: 'Rajasthan', postcode: JAIPUR }
};
/** Its own each time: another try finds what the one before left. */
const RULE = `Jaipur from elsewhere ${crypto.randomUUID().slice(0, 4)}`;

async function aCart(api: ApiClient): Promise<string> {
  const { json } = await api('GET', '/products/truck-art-tray');
  const [variant] = json['variants'] as { id: string }[];
  return aFilledCart(api, variant!.id, crypto.randomUUID(), IN_JAIPUR);
}
async function anOrder(api: ApiClient): Promise<string> {
  const bought = await buyTheCart(api, await aCart(api), crypto.randomUUID());
  if ('refused' in bought) throw new Error(bought.detail);
  return bought.number;
}
async function sendersNow(api: ApiClient): Promise<string[]> {
  const { json } = await api('GET', `${await aCart(api)}/quotes`);
  const ways = json['ways'] as { id: string; parcels: { nodeName: string }[] }[];
  return ways.find(({ id }) => id === 'standard')!.parcels.map(({ nodeName }) => nodeName);
}

/** A place that sent an order there and still would: with what it sent, and at a cut-off, a shelf may fall behind another. */
async function senderOfLateAndNow(api: ApiClient): Promise<string> {
  for (let turn = 0; turn < 5; turn++) {
    const [before] = await sendersNow(api);
    await anOrder(api);
    const [now] = await sendersNow(api);
    if (now === before) return now!;
  }
  throw new Error('each order came from another place than the one before');
}

async function switchOn(page: Page): Promise<void> {
  const draft = await page.getByRole('button', { name: /^Switch on version/ }).textContent();
  await page.getByRole('button', { name: /^Switch on version/ }).click();
  await expect(page.getByText(`${draft?.replace('Switch on v', 'V').trim()} is in force`)).toBeVisible();
}

test('a manager writes a rule, sees what it would have done, switches it on, and the next quote comes from elsewhere', async ({
  browser
}) => {
  const api = apiClient(process.env['E2E_ORIGIN'] ?? '');
  const sender = await senderOfLateAndNow(api);

  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await openAs(page, 'Kabir', '/office/rules');
  await answersToScript(page);
  await isAccessible(page);
  const row = (name: string) => page.getByRole('group', { name, exact: true }).first();
  await page.getByLabel('Name').fill(RULE);
  await row('When').getByLabel('What').selectOption('postcode');
  await row('When').getByLabel('Value').fill(JAIPUR);
  await row('And when').getByLabel('What').selectOption('place');
  await row('And when').getByLabel('Value').fill(sender);
  await page.getByRole('button', { name: 'Draft it and try it' }).click();

  await expect(page.getByRole('heading', { name: 'Tried on past orders' })).toBeVisible();
  await expect(page.getByText('Orders that come from elsewhere').locator('..')).toContainText(/[1-9]/);
  await expect(page.getByRole('row', { name: new RegExp(`^${RULE}`) })).toContainText(/[1-9]/);
  await isAccessibleInBoth(page);
  expect(await sendersNow(api)).toContain(sender);
  await switchOn(page);
  expect(await sendersNow(api)).not.toContain(sender);

  await page.goto(`/office/orders/${await anOrder(api)}`);
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByText('Why from there').first().click();
  await expect(page.getByText(`Kept out by the rule “${RULE}”`)).toBeVisible();

  const plain = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })).newPage();
  await openAs(plain, 'Kabir', '/office/rules');
  await plain.getByRole('button', { name: `Take out ${RULE}` }).click();
  await expect(plain.getByRole('heading', { name: 'Tried on past orders' })).toBeVisible();
  await switchOn(plain);
  expect(await sendersNow(api)).toContain(sender);
});
