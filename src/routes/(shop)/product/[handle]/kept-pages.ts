import type { RequestEvent, ResolveOptions } from '@sveltejs/kit';
import { dev } from '$app/environment';
import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';
import { readPageText } from '#lib/commerce/catalog/read-catalog.server.ts';
import { VersionedCache } from '#lib/commerce/catalog/versioned-cache.ts';
import { readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { ended, openEnded } from '#lib/server/open-ended-brotli.ts';
import { withPolicyByHash } from '#lib/server/policy-by-hash.ts';
import { bringsNothingElse, postcodeFrom } from '#lib/server/postcode-cookie.ts';
import { mayBeKeptUntilNextMinute, withFormKey, withHead } from './kept-page.ts';

type Resolve = (event: RequestEvent, options?: ResolveOptions) => Promise<Response> | Response;
/** A page as it goes out, all but its end, which is each visitor's own. `table`: another one is another minute or another network. */
type Kept = { table: PromiseTable; beginning: Buffer; end: string; headers: Headers };

/** Some 25 kB each, with the text that is their stamp. */
const MOST_PAGES = 1_000;
// A cache only, by database: whatever is lost with the process is made again.
const caches = new WeakMap<object, VersionedCache<Kept>>();

/**
 * A product page, whole. For visitors of whom we know nothing it is the same until something in it changes, so it is kept, compressed:
 * each request still reads the present price, stock and promises, and a page is sent again only when they are all as they were.
 */
export async function productPage(event: RequestEvent, resolve: Resolve): Promise<Response> {
  return (isForAnyone(event) && (await pageForAnyone(event, resolve))) || pageForOne(event, resolve);
}

/** Nothing personal can be in it: no cart, no session, and no word in the address that only one visitor has. */
function isForAnyone({ request, isDataRequest, url: { searchParams } }: RequestEvent): boolean {
  if (dev || isDataRequest || request.method !== 'GET') return false;
  const isPlain = [...searchParams.keys()].every((name) => name === 'variant' || name === 'store');
  return isPlain && readsBrotli(request) && bringsNothingElse(request.headers.get('cookie'));
}

async function pageForAnyone(event: RequestEvent, resolve: Resolve): Promise<Response | undefined> {
  const { locals, cookies, params, url } = event;
  const { shop } = locals;
  const [text, place] = await Promise.all([readPageText(shop, params['handle'] ?? ''), readVisitorPlace(shop, postcodeFrom(cookies))]);
  if (text === undefined) return undefined;
  const table = await readPromises(shop, place);
  const pages = caches.get(shop.db) ?? new VersionedCache<Kept>(MOST_PAGES);
  caches.set(shop.db, pages);
  const address = `${place?.code} ${url.href}`;
  const known = pages.get(address, text);
  if (known?.table === table) return sent(known, shop.newId());

  const made = await madeForAnyone(event, resolve, { text, table });
  if (made instanceof Response) return made;
  if (mayBeKeptUntilNextMinute(table, shop.now())) pages.set(address, text, made);
  return sent(made, shop.newId());
}

/** One that only who asked may have, when it is not what is expected of a page for anyone. */
async function madeForAnyone(event: RequestEvent, resolve: Resolve, of: { text: string; table: PromiseTable }): Promise<Kept | Response> {
  const { html, answer } = await rendered(event, resolve, of.text);
  const { headers, status } = answer;
  const page = withPolicyByHash(html, headers.get('content-security-policy') ?? '');
  if (!page || status !== 200 || headers.has('set-cookie')) return forOne(html, answer, event);
  headers.set('content-security-policy', page.policy);
  headers.set('content-encoding', 'br');
  return { table: of.table, ...(await packed(page.html)), headers };
}

async function pageForOne(event: RequestEvent, resolve: Resolve): Promise<Response> {
  const { html, answer } = await rendered(event, resolve);
  return forOne(html, answer, event);
}

/** What is no page, such as the data of one, goes out as it came; what cannot be unpacked is packed further out, or not at all. */
async function forOne(html: string, answer: Response, { request, locals }: RequestEvent): Promise<Response> {
  if (html === '') return answer;
  const formKey = locals.shop.newId();
  if (!readsBrotli(request)) return whole(Buffer.from(withFormKey(html, formKey)), answer);
  answer.headers.set('content-encoding', 'br');
  return sent({ ...(await packed(html)), headers: answer.headers, status: answer.status }, formKey);
}

const readsBrotli = ({ headers }: Request): boolean => /\bbr\b(?!\s*;\s*q=0)/.test(headers.get('accept-encoding') ?? '');

async function packed(html: string): Promise<Pick<Kept, 'beginning' | 'end'>> {
  const end = html.lastIndexOf('</body>');
  return { beginning: await openEnded(html.slice(0, end)), end: html.slice(end) };
}

function sent({ beginning, end, headers, status = 200 }: Omit<Kept, 'table'> & { status?: number }, formKey: string): Response {
  return whole(ended(beginning, withFormKey(end, formKey)), { status, headers });
}

/** The page as text. Taken from the framework before it weighs and encodes the whole of it, since there is more to put in. */
async function rendered(event: RequestEvent, resolve: Resolve, text?: string): Promise<{ html: string; answer: Response }> {
  const about: App.Locals['productPage'] = text === undefined ? {} : { text };
  event.locals.productPage = about;
  let html = '';
  const answer = await resolve(event, { transformPageChunk: (chunk) => ((html += chunk.html), '') });
  return { html: about.head === undefined ? html : withHead(html, about.head), answer };
}

function whole(body: Buffer, { status, headers }: Pick<Response, 'status' | 'headers'>): Response {
  const answer = new Response(body as Uint8Array<ArrayBuffer>, { status, headers });
  answer.headers.delete('etag');
  answer.headers.set('content-length', String(body.byteLength));
  return answer;
}
