import { get, type IncomingMessage } from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { putInCart } from '../support/shopper.ts';

const PRODUCT = '/product/gumbad-table-lamp';
const KB = 1_000;

/**
 * In kB, brotli: scripts before anything is touched, all scripts, styles; and the page itself as it goes over the wire. A product page and
 * its headers, 0.94 kB, fit what a server may send before it hears from the browser: ten packets, 14.6 kB.
 */
const BUDGETS = [
  { name: 'product', path: PRODUCT, first: 50, all: 90, styles: 12, html: 13.65 },
  { name: 'listing', path: '/shop', first: 55, all: 90, styles: 12, html: 20 },
  { name: 'help', path: '/help', first: 55, all: 90, styles: 12, html: 15 },
  { name: 'checkout', path: '/checkout/details', first: 80, all: 110, styles: 12, html: 15 }
] as const;

const OTHERS = ['/', '/search?q=lamp', '/help?q=lamp', '/stores', '/cart'];

type Wire = { encoding: string; bytes: Buffer; link: string };

test.beforeEach(async ({ page }, { title }) => {
  // Only what is in a cart can be checked out.
  if (title.includes('/checkout')) await putInCart(page, { path: PRODUCT });
});

for (const budget of BUDGETS) {
  test(`the ${budget.name} page ${budget.path} keeps to its budget of bytes`, async ({ page, context, baseURL }) => {
    const origin = baseURL ?? '';
    const late = scriptsOf(page);
    const response = await page.goto(budget.path);
    expect(new URL(page.url()).pathname).toBe(budget.path);
    const html = (await response?.text()) ?? '';
    const sent = await overTheWire(origin + budget.path, 'br', context);
    expect(sent.encoding).toBe('br');

    // Sheets that stand in the page are named once more as `disabled`, so that nobody fetches them.
    const asked = html.replaceAll(/<link\b[^>]*\bdisabled\b[^>]*>/g, '');
    const named = [...new Set(`${asked} ${sent.link}`.match(/_app\/immutable\/[\w./-]+\.(js|css)/g))];
    const files = new Map(await Promise.all(named.map(async (file) => [file, await plain(`${origin}/${file}`)] as const)));
    const ofKind = (ending: string) => [...files].filter(([file]) => file.endsWith(ending)).map(([, bytes]) => bytes);
    const inline = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, text = '']) => Buffer.from(text));

    expect(ofKind('.js').length).toBeGreaterThan(0);
    const measured = {
      first: brotli(ofKind('.js')),
      all: brotli((await late()).filter((bytes) => bytes.byteLength > 0)),
      styles: brotli([...ofKind('.css'), ...inline]),
      html: sent.bytes.byteLength / KB
    };
    test.info().annotations.push({ type: 'kB', description: JSON.stringify(measured) });
    for (const what of ['first', 'all', 'styles', 'html'] as const)
      expect.soft(measured[what], `${what}, kB`).toBeLessThanOrEqual(budget[what]);
  });
}

test('every page goes out compressed', async ({ context, baseURL }) => {
  for (const path of [...OTHERS, ...BUDGETS.map((budget) => budget.path)]) {
    const { encoding } = await overTheWire(`${baseURL}${path}`, 'gzip, deflate, br', context);
    // A page that only sends on to another has nothing to compress.
    expect([path, encoding]).toEqual([path, path.startsWith('/checkout') ? '' : 'br']);
  }
});

for (const path of ['/', ...BUDGETS.map((budget) => budget.path).filter((one) => one !== '/help')]) {
  test(`every picture of ${path} says how large it is, so that nothing moves when it comes`, async ({ page }) => {
    const response = await page.goto(path);
    const pictures = ((await response?.text()) ?? '').match(/<img\b[^>]*>/g) ?? [];
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((picture) => !/ width="\d+"/.test(picture) || !/ height="\d+"/.test(picture))).toEqual([]);
  });
}

/** Each file by itself, as each is sent by itself. */
const brotli = (files: Buffer[]): number => files.reduce((sum, bytes) => sum + brotliCompressSync(bytes).byteLength, 0) / KB;

const plain = async (url: string): Promise<Buffer> => (await overTheWire(url, 'identity')).bytes;

/** What really comes: browsers and their tools show it unpacked. */
async function overTheWire(url: string, encoding: string, context?: BrowserContext): Promise<Wire> {
  const cookies = (await context?.cookies(url)) ?? [];
  const headers = { 'accept-encoding': encoding, accept: '*/*', cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
  const response = await new Promise<IncomingMessage>((answered, failed) => get(url, { headers }, answered).on('error', failed));
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return {
    encoding: response.headers['content-encoding'] ?? '',
    bytes: Buffer.concat(pieces),
    link: String(response.headers['link'] ?? '')
  };
}

/** Everything that the page fetches as a script until it has nothing left to do. */
function scriptsOf(page: Page): () => Promise<Buffer[]> {
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body().catch(() => Buffer.alloc(0)));
  });
  return async () => {
    await page.locator('html[data-hydrated]').waitFor();
    await page.waitForLoadState('networkidle');
    return Promise.all(bodies);
  };
}
