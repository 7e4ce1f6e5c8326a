import { expect, type APIRequestContext, type APIResponse } from '@playwright/test';
import { RHEA } from '../support/api-client.ts';
import { isAccessible } from '#tests/support/accessible.ts';
import { test } from '#tests/support/browser-test.ts';

type Json = Record<string, unknown>;

const API = '/api/v1';
const newKey = () => crypto.randomUUID();

async function jsonOf(response: APIResponse, status: number): Promise<Json> {
  const text = await response.text();
  expect(response.status(), text).toBe(status);
  return JSON.parse(text) as Json;
}

/** Finds a lamp, fills a cart with two and goes to the order that is not paid yet. */
async function anOrder(request: APIRequestContext): Promise<string> {
  const found = await jsonOf(await request.get(`${API}/products?q=lamp&inStock=true&sort=price`), 200);
  const [product] = found['products'] as { handle: string; variantIds: string[] }[];
  const read = await jsonOf(await request.get(`${API}/products/${product?.handle}`), 200);
  const variant = (read['variants'] as { id: string; available: number }[]).find(({ available }) => available >= 2);
  const quote = await jsonOf(await request.get(`${API}/variants/${variant?.id}/quotes?postcode=${RHEA.address.postcode}`), 200);
  expect(quote['bring']).toMatchObject({ open: true });

  const post = async (path: string, data: object) => request.post(`${API}${path}`, { data, headers: { 'idempotency-key': newKey() } });
  const { cartKey } = await jsonOf(await post('/carts', { postcode: RHEA.address.postcode }), 201);
  const cart = `/carts/${String(cartKey)}`;
  await jsonOf(await post(`${cart}/lines`, { variantId: variant?.id, quantity: 2 }), 201);
  await jsonOf(await request.put(`${API}${cart}/details`, { data: RHEA }), 200);
  const { ways } = await jsonOf(await request.get(`${API}${cart}/quotes`), 200);
  const way = (ways as { open: boolean; id: string; deliverUntil: string }[]).find(({ open }) => open);
  const chosen = { choice: way?.id, deliverUntil: way?.deliverUntil };
  const { version } = await jsonOf(await request.put(`${API}${cart}/delivery`, { data: chosen }), 200);
  const { orderKey } = await jsonOf(await post(`${cart}/order`, { version, method: 'upi' }), 201);
  return `/orders/${String(orderKey)}`;
}

async function pay(request: APIRequestContext, order: string, handle: string): Promise<Json> {
  const headers = { 'idempotency-key': newKey() };
  return jsonOf(await request.post(`${API}${order}/payments`, { data: { handle }, headers }), 200);
}

test('a guest goes from nothing to a paid order with requests alone, and the parcel sets off by itself', async ({ request }) => {
  const order = await anOrder(request);
  expect(await pay(request, order, 'no@mez')).toMatchObject({ outcome: 'declined' });
  expect(await pay(request, order, 'ok@mez')).toEqual({ outcome: 'captured', reason: null, restMinor: null, actionUrl: null });
  await expect(async () => {
    const seen = await jsonOf(await request.get(`${API}${order}`), 200);
    expect(seen).toMatchObject({ life: expect.stringMatching(/confirmed|completed/) as unknown, payment: { state: 'captured' } });
    const parcels = seen['parcels'] as { scans: unknown[] }[];
    expect(parcels.flatMap(({ scans }) => scans).length).toBeGreaterThan(0);
  }).toPass({ timeout: 45_000 });
});

test('a payment with a second step is confirmed at the pretended bank, without JavaScript', async ({ browser, request, baseURL }) => {
  const order = await anOrder(request);
  const asked = await pay(request, order, 'step@mez');
  expect(asked).toMatchObject({ outcome: 'action-required', actionUrl: expect.stringContaining(`${baseURL}/test-bank/`) as unknown });

  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(String(asked['actionUrl']));
  await expect(page.getByText('This bank is pretended.')).toBeVisible();
  await page.getByRole('button', { name: /^Approve ₹/ }).click();
  await expect(page).toHaveURL(new RegExp(`${order}$`));
  expect(await jsonOf(await request.get(`${API}${order}`), 200)).toMatchObject({ life: 'confirmed', payment: { state: 'captured' } });

  await page.goto(String(asked['actionUrl']));
  await expect(page.getByRole('heading', { name: 'That is settled' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Approve/ })).toHaveCount(0);
  expect((await page.goto('/test-bank/ch_unknown'))?.status()).toBe(404);
  await context.close();
});

test('a second step that is refused takes nothing, and the shopper may try again', async ({ page, request }) => {
  const order = await anOrder(request);
  const { actionUrl } = await pay(request, order, 'step@mez');
  await page.goto(String(actionUrl));
  await isAccessible(page);
  await page.getByRole('button', { name: 'Refuse' }).click();
  await expect(page).toHaveURL(new RegExp(`${order}$`));
  expect(await jsonOf(await request.get(`${API}${order}`), 200)).toMatchObject({ life: 'placed', payment: { state: 'declined' } });
  expect(await pay(request, order, 'ok@mez')).toMatchObject({ outcome: 'captured' });
});

test('the server answers strangers with a code, whatever they send', async ({ request }) => {
  const json = { 'content-type': 'application/json', 'idempotency-key': newKey() };
  const sent = async (data: string | Buffer, headers: Record<string, string> = json) => request.post(`${API}/carts`, { data, headers });
  const refused = async (response: APIResponse) => {
    expect(response.headers()['content-type']).toBe('application/problem+json');
    const { code } = (await response.json()) as { code: string };
    return [response.status(), code];
  };
  expect(await refused(await sent('{"price":1}'))).toEqual([400, 'invalid']);
  expect(await refused(await sent('{"a":'))).toEqual([400, 'invalid']);
  expect(await refused(await sent(Buffer.from([0x22, 0xff, 0x22])))).toEqual([400, 'invalid']);
  expect(await refused(await sent('x'.repeat(100_000)))).toEqual([413, 'body-too-large']);
  expect(await refused(await sent('x'.repeat(2_000_000)))).toEqual([413, 'body-too-large']);
  expect(await refused(await sent('<cart/>', { 'content-type': 'application/xml', 'idempotency-key': newKey() }))).toEqual([
    415,
    'wrong-content-type'
  ]);
  expect(await refused(await request.get(`${API}/carts/${'A'.repeat(43)}`))).toEqual([404, 'not-found']);
  expect(await refused(await request.patch(`${API}/carts`, { data: {} }))).toEqual([405, 'method-not-allowed']);
  expect(await refused(await request.get('/api/v2/carts'))).toEqual([404, 'not-found']);
  expect(await refused(await request.post(`${API}/webhooks/bank`, { data: { id: 'e', type: 'x', data: { key: 'k' } } }))).toEqual([
    401,
    'signature-wrong'
  ]);
});

test('the document is served for programs, and the page of it for people without a script', async ({ page, request }) => {
  const document = await jsonOf(await request.get(`${API}/openapi.json`), 200);
  expect(document).toMatchObject({ openapi: '3.1.1', paths: { '/carts': { post: { operationId: 'openCart' } } } });
  const scripts: string[] = [];
  page.on('request', (asked) => {
    if (asked.resourceType() === 'script') scripts.push(asked.url());
  });
  await page.goto('/api');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The API of the shop');
  await page.getByRole('navigation', { name: 'On this page' }).getByRole('link', { name: 'Codes' }).click();
  await expect(page.getByRole('heading', { name: 'Codes' })).toBeInViewport();
  await expect(page.locator('#out-of-stock')).toContainText('409');
  expect(scripts).toEqual([]);
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1440, 'dark']
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // One of each kind: the page says the same things a thousand times, and axe would look at them all.
    const parts = ['header', 'nav', '#walk', '#rules', '#carts', '#shape-Cart', '#codes'];
    await isAccessible(page, { parts });
  }
});
