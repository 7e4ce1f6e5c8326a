import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seedWhenEmpty } from '#db/seed/seed.ts';
import { forgetCatalogue } from '#lib/commerce/catalog/read-catalog.server.ts';
import { forgetPlaces } from '#lib/commerce/stores/read-places.server.ts';
import { openShop, type TestShop } from '#tests/support/shop.ts';
import { productPage } from '../../src/routes/(shop)/product/[handle]/kept-pages.ts';
import { load } from '../../src/routes/(shop)/product/[handle]/+page.server.ts';

type Event = Parameters<typeof productPage>[0];
type Resolve = Parameters<typeof productPage>[1];
type LoadEvent = Parameters<typeof load>[0];
type Sent = { data: Record<string, unknown>; key: string; text: string; rendered: boolean; answer: Response };

const LAMP = 'gumbad-table-lamp';
const OURS = 'http://localhost:3000';
const NONCE = 'bm9uY2U=';
/** Eleven in the morning in Bengaluru, ten seconds into a minute. */
const ELEVEN = '2026-11-25T05:30:10Z';

let shop: TestShop;

beforeAll(async () => {
  shop = await openShop();
  await seedWhenEmpty(shop.db, 'mez');
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.at(ELEVEN);
  forgetCatalogue(shop);
  forgetPlaces(shop);
});

const at = (time: string) => shop.at(`2026-11-25T${time}Z`);

function eventFor(handle: string, search: string, { cookie, encoding }: { cookie: string | undefined; encoding: string }): Event {
  const url = new URL(`/product/${handle}${search}`, OURS);
  const headers = { 'accept-encoding': encoding, ...(cookie === undefined ? {} : { cookie }) };
  const jar = new Map((cookie ?? '').split('; ').map((pair) => pair.split('=') as [string, string]));
  const event = {
    url,
    params: { handle },
    request: new Request(url, { headers }),
    isDataRequest: false,
    cookies: { get: (name: string) => jar.get(name) },
    locals: { shop },
    depends: () => undefined
  };
  return event as unknown as Event;
}

/** Asks for a page; what renders it writes down all that its load hands over, as the page itself is made of nothing else. */
async function ask(
  handle: string,
  { search = '', cookie, encoding = 'gzip, br', headers = {} as Record<string, string>, keeps = true } = {} as Ask
): Promise<Sent> {
  const event = eventFor(handle, search, { cookie, encoding });
  let rendered = false;
  const render: Resolve = async (_, options) => {
    rendered = true;
    const data = await load(event as unknown as LoadEvent);
    const html = `<html><head></head><body><script nonce="${NONCE}">${JSON.stringify(data)}</script></body></html>`;
    const policy = `script-src 'self' 'nonce-${NONCE}'`;
    const body = (await options?.transformPageChunk?.({ html, done: true })) ?? html;
    return new Response(body, { headers: { 'content-type': 'text/html', 'content-security-policy': policy, ...headers } });
  };
  const answer = await productPage(event, render, { keeps });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = (answer.headers.get('content-encoding') === 'br' ? brotliDecompressSync(bytes) : bytes).toString();
  const [, json = '{}'] = /<body><script[^>]*>(.*)<\/script>/.exec(text) ?? [];
  return { data: JSON.parse(json) as Sent['data'], key: /name="key" value="([^"]+)"/.exec(text)?.[1] ?? '', text, rendered, answer };
}
type Ask = { search?: string; cookie?: string; encoding?: string; headers?: Record<string, string>; keeps?: boolean };

/** What a page made just now says, whatever is kept. Its own age is that of when it was made. */
async function fresh(handle: string, more: Ask = {}): Promise<Sent['data']> {
  const { at: _, ...data } = (await ask(handle, { ...more, encoding: 'identity' })).data;
  return data;
}

/** Whether the page was made anew right after the change, and only then, and is as one that was never kept. */
async function isSeenAtOnce(
  change: () => Promise<unknown> | void,
  undo: () => Promise<unknown> | void = () => undefined
): Promise<boolean> {
  await ask(LAMP);
  const before = await ask(LAMP);
  await change();
  const after = await ask(LAMP);
  const { at: _, ...data } = after.data;
  expect(data).toEqual(await fresh(LAMP));
  await undo();
  return !before.rendered && after.rendered;
}

const lampVariant = () =>
  shop.db
    .selectFrom('variant as v')
    .innerJoin('product as p', 'p.id', 'v.product_id')
    .select('v.id')
    .where('p.handle', '=', LAMP)
    .orderBy('v.position')
    .executeTakeFirstOrThrow();

test('while the shop is being developed nothing is kept', async () => {
  for (let n = 0; n < 2; n++) expect((await ask(LAMP, { keeps: false })).rendered).toBe(true);
});

test('a page is made once and sent again as it is, with a form key of its own each time', async () => {
  const [first, second, third] = [await ask(LAMP), await ask(LAMP), await ask(LAMP)];
  expect([first.rendered, second.rendered, third.rendered]).toEqual([true, false, false]);
  expect(second.data).toEqual(first.data);
  expect(new Set([first.key, second.key, third.key]).size).toBe(3);
  expect(first.key).toMatch(/^[\da-f-]{36}$/);
  expect(second.answer.headers.get('content-length')).toBe(first.answer.headers.get('content-length'));
});

test('search engines read the thing in the document, once', async () => {
  for (const { text } of [await ask(LAMP), await ask(LAMP), await ask(LAMP, { cookie: '__Host-cart=x' })]) {
    const [, jsonLd = '', ...more] = text.split('application/ld+json');
    expect(more).toEqual([]);
    expect(jsonLd).toContain('"name":"Gumbad table lamp"');
    expect(text.indexOf('ld+json')).toBeLessThan(text.indexOf('</head>'));
  }
});

test('no nonce goes out twice: what is kept is allowed by its hash', async () => {
  for (const { answer } of [await ask(LAMP), await ask(LAMP)]) {
    expect(answer.headers.get('content-security-policy')).toMatch(/^script-src 'self' 'sha256-[\w+/]{43}='$/);
  }
  const cart = await ask(LAMP, { cookie: '__Host-cart=x' });
  expect(cart.answer.headers.get('content-security-policy')).toContain(`'nonce-${NONCE}'`);
});

test('a change of a price is seen on the very next request', async () => {
  const { id } = await lampVariant();
  const price = (minor: number) => shop.db.updateTable('price').set({ amount_minor: minor }).where('variant_id', '=', id).execute();
  expect(
    await isSeenAtOnce(
      () => price(123_400),
      () => price(649_000)
    )
  ).toBe(true);
});

test('a change of stock is seen on the very next request, its own and that of what stands beside it', async () => {
  const { id } = await lampVariant();
  const { cards } = (await ask(LAMP)).data['related'] as { cards: { variantIds: string[] }[] };
  for (const variantId of [id, ...cards.slice(0, 1).flatMap(({ variantIds }) => variantIds.slice(0, 1))]) {
    const shelf = () => shop.db.selectFrom('stock_level').where('variant_id', '=', variantId).where('available', '>', 0);
    const { node_id: nodeId, safety } = await shelf().select(['node_id', 'safety']).executeTakeFirstOrThrow();
    const keepBack = (units: number) =>
      shop.db.updateTable('stock_level').set({ safety: units }).where('variant_id', '=', variantId).where('node_id', '=', nodeId).execute();
    expect(
      await isSeenAtOnce(
        () => keepBack(safety + 1),
        () => keepBack(safety)
      )
    ).toBe(true);
  }
});

test('what is said of its size is seen on the very next request, and so is that it is said no more', async () => {
  const { product_id } = await shop.db
    .selectFrom('variant')
    .select('product_id')
    .where('id', '=', (await lampVariant()).id)
    .executeTakeFirstOrThrow();
  const said = { product_id, variant_id: null, returned: 6, small: 4, large: 0, computed_at: ELEVEN };
  const say = () => shop.db.insertInto('fit_count').values(said).execute();
  const forget = () => shop.db.deleteFrom('fit_count').execute();
  expect(await isSeenAtOnce(say)).toBe(true);
  expect((await ask(LAMP)).data['fit']).toMatchObject({ runs: 'small', said: 4, of: 6 });
  expect(await isSeenAtOnce(forget)).toBe(true);
  expect((await ask(LAMP)).data['fit']).toBeNull();
});

test('a change of words is seen on the very next request', async () => {
  const title = (words: string) =>
    shop.db
      .updateTable('product')
      .set((eb) => ({ title: words, version: eb('version', '+', 1) }))
      .where('handle', '=', LAMP)
      .execute();
  expect(
    await isSeenAtOnce(
      () => title('Another lamp'),
      () => title('Gumbad table lamp')
    )
  ).toBe(true);
  await shop.db.updateTable('product').set({ published: false }).where('handle', '=', LAMP).execute();
  await expect(ask(LAMP)).rejects.toMatchObject({ status: 404 });
  await shop.db.updateTable('product').set({ published: true }).where('handle', '=', LAMP).execute();
});

test('another postcode is another page, and the same one by another way is the same', async () => {
  await ask(LAMP);
  const mumbai = await ask(LAMP, { cookie: '__Host-postcode=400050' });
  expect(mumbai.rendered).toBe(true);
  expect(mumbai.data['place']).toBe('400050, Mumbai');
  expect((await ask(LAMP, { cookie: '__Host-postcode=400050' })).rendered).toBe(false);
  const home = await ask(LAMP, { cookie: '__Host-postcode=560038' });
  expect([home.rendered, home.data['place']]).toEqual([false, '560038, Bengaluru']);
});

test('the passing of a cut-off is seen on the very next request', async () => {
  const until = async () => {
    const { data } = await ask(LAMP);
    const { bring } = data['board'] as { bring: { orderBy: string } };
    return bring.orderBy;
  };
  const orderBy = await until();
  const ends = new Date(orderBy).getTime();
  shop.at(new Date(ends - 90_000));
  expect(await until()).toBe(orderBy);
  expect((await ask(LAMP)).rendered).toBe(false);
  // In its last minute the page counts seconds, so each is made for itself.
  shop.at(new Date(ends - 1));
  expect([await until(), (await ask(LAMP)).rendered]).toEqual([orderBy, true]);
  // The minute that is named may be the last one that is in time.
  shop.at(new Date(ends + 60_000));
  expect(await until()).not.toBe(orderBy);
});

/** When the page that is sent was made, and whether somebody waited for it. */
async function sentAt(handle = LAMP): Promise<[string, boolean]> {
  const { data, rendered } = await ask(handle);
  return [String(data['at']).slice(11, 16), rendered];
}

test('a page of the minute before is sent once more while it is made anew behind, and none older', async () => {
  expect(await sentAt()).toEqual(['05:30', true]);
  at('05:31:00');
  expect(await sentAt()).toEqual(['05:30', false]);
  await expect.poll(() => sentAt()).toEqual(['05:31', false]);
  // Nobody looked for a minute: what was kept is too old for whoever comes now.
  at('05:33:00');
  expect(await sentAt()).toEqual(['05:33', true]);
});

test('no page of the minute before is sent over midnight, past a cut-off or when doors open', async () => {
  // In Bengaluru; stores open at ten.
  for (const [before, after] of [
    ['18:29:20', '18:30:05'],
    ['04:29:20', '04:30:05']
  ] as const) {
    at(before);
    expect(await sentAt()).toEqual([before.slice(0, 5), true]);
    at(after);
    expect(await sentAt()).toEqual([after.slice(0, 5), true]);
  }
});

test('nothing is kept longer than the minute after its own, and a node that goes down is gone as soon as anywhere', async () => {
  expect(await isSeenAtOnce(() => at('05:32:00'))).toBe(true);
  const status = (now: 'up' | 'down') => shop.db.updateTable('node').set({ status: now }).where('id', '=', 'blr-indiranagar').execute();
  expect(
    await isSeenAtOnce(
      async () => {
        await status('down');
        at('05:32:03');
      },
      () => status('up')
    )
  ).toBe(true);
});

test.each([
  ['with a cart', { cookie: '__Host-postcode=560038; __Host-cart=abc' }],
  ['with a session', { cookie: '__Host-session=abc' }],
  ['just told that a thing is in the cart', { search: '?added' }],
  ['with words of its own in the address', { search: '?utm_source=letter' }],
  ['for a browser that cannot unpack it', { encoding: 'gzip' }]
])('a page %s is neither kept nor sent from what is kept', async (_, more: Ask) => {
  await ask(LAMP);
  expect([(await ask(LAMP, more)).rendered, (await ask(LAMP, more)).rendered]).toEqual([true, true]);
});

test('an answer that sets a cookie goes to the one who asked and to nobody else', async () => {
  const headers = { 'set-cookie': 'a=1' };
  const first = await ask('katori-bowls', { headers });
  expect([first.rendered, first.answer.headers.get('set-cookie'), first.key]).toEqual([
    true,
    'a=1',
    expect.stringMatching(/^[\da-f-]{36}$/)
  ]);
  expect((await ask('katori-bowls')).rendered).toBe(true);
});
