import type { RequestEvent, ResolveOptions } from '@sveltejs/kit';
import { dev } from '$app/environment';
import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';
import { readPageText } from '#lib/commerce/catalog/read-catalog.server.ts';
import { VersionedCache } from '#lib/commerce/catalog/versioned-cache.ts';
import { readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { ended, openEnded } from '#lib/server/open-ended-brotli.ts';
import { withPolicyByHash } from '#lib/server/policy-by-hash.ts';
import { bringsNothingElse, postcodeFrom } from '#lib/server/postcode-cookie.ts';
import { mayBeKeptUntilNextMinute, withFormKey } from './kept-page.ts';

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
  const { headers } = request;
  const isPlain = [...searchParams.keys()].every((name) => name === 'variant' || name === 'store');
  return isPlain && /\bbr\b/.test(headers.get('accept-encoding') ?? '') && bringsNothingElse(headers.get('cookie'));
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

  locals.productPageText = text;
  const made = await madeOnce(event, resolve, table);
  if (!(made instanceof Response) && mayBeKeptUntilNextMinute(table, shop.now())) pages.set(address, text, made);
  return made instanceof Response ? made : sent(made, shop.newId());
}

/** Rendered for anyone; as it came when it is not what is expected of such a page. */
async function madeOnce(event: RequestEvent, resolve: Resolve, table: PromiseTable): Promise<Kept | Response> {
  let html = '';
  // Taken here, so that the framework does not weigh and encode the whole of it as well.
  const answer = await resolve(event, { transformPageChunk: (chunk) => ((html += chunk.html), '') });
  const { headers } = answer;
  const page = withPolicyByHash(html, headers.get('content-security-policy') ?? '');
  const end = page?.html.lastIndexOf('</body>') ?? -1;
  if (!page || end === -1 || answer.status !== 200 || headers.has('set-cookie')) return asItCame(html, answer, event);
  for (const name of ['content-length', 'etag']) headers.delete(name);
  headers.set('content-security-policy', page.policy);
  headers.set('content-encoding', 'br');
  return { table, beginning: await openEnded(page.html.slice(0, end)), end: page.html.slice(end), headers };
}

function sent({ beginning, end, headers }: Kept, formKey: string): Response {
  const body = ended(beginning, withFormKey(end, formKey));
  const answer = new Response(body as Uint8Array<ArrayBuffer>, { headers });
  answer.headers.set('content-length', String(body.byteLength));
  return answer;
}

function asItCame(html: string, answer: Response, { locals }: RequestEvent): Response {
  if (html === '') return answer;
  const { status, headers } = answer;
  for (const name of ['content-length', 'etag']) headers.delete(name);
  return new Response(withFormKey(html, locals.shop.newId()), { status, headers });
}

async function pageForOne(event: RequestEvent, resolve: Resolve): Promise<Response> {
  const formKey = event.locals.shop.newId();
  return resolve(event, { transformPageChunk: ({ html }) => withFormKey(html, formKey) });
}
