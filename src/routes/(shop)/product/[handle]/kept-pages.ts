import type { RequestEvent, ResolveOptions } from '@sveltejs/kit';
import type { PromiseTable } from '#lib/commerce/catalog/promise-table.ts';
import { readPageText } from '#lib/commerce/catalog/read-catalog.server.ts';
import { VersionedCache } from '#lib/commerce/catalog/versioned-cache.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { differInTimeOnly, readPromises, readVisitorPlace } from '#lib/commerce/stores/read-places.server.ts';
import { OneByOne } from '#lib/server/one-by-one.ts';
import { ended, openEnded } from '#lib/server/open-ended-brotli.ts';
import { withPolicyByHash } from '#lib/server/policy-by-hash.ts';
import { bringsNothingElse, postcodeFrom } from '#lib/server/postcode-cookie.ts';
import { isKept, keptUntil, withFormKey, withHead } from './kept-page.ts';

type Resolve = (event: RequestEvent, options?: ResolveOptions) => Promise<Response> | Response;
/** A page as it goes out, all but its end, which is each visitor's own. */
type Page = { beginning: Buffer; end: string; headers: Headers };
/** `table`: another one is another minute or another network. `until`: when what it says may have become wrong by itself, in milliseconds. */
type Kept = Page & { table: PromiseTable; until: number };
/** Of one database: what is kept, and what is made anew behind those who look. */
type Keeping = { pages: VersionedCache<Kept>; behind: OneByOne };

/** Some 25 kB each, with the text that is their stamp. */
const MOST_PAGES = 1_000;
// A cache only, by database: whatever is lost with the process is made again.
const keepings = new WeakMap<object, Keeping>();

/**
 * A product page, whole. For visitors of whom we know nothing it is the same until something in it changes, so it is kept, compressed:
 * each request still reads the present price, stock and promises, and a page is sent again only when they are all as they were. That a
 * minute went by makes all pages old at once: they are sent once more while they are made anew, one by one. Without `keeps` each is made
 * for who asks: while the shop is being developed pages change with their sources.
 */
export async function productPage(event: RequestEvent, resolve: Resolve, { keeps }: { keeps: boolean }): Promise<Response> {
  return (keeps && isForAnyone(event) && (await pageForAnyone(event, resolve))) || pageForOne(event, resolve);
}

/** Nothing personal can be in it: no cart, no session, and no word in the address that only one visitor has. */
function isForAnyone({ request, isDataRequest, url: { searchParams } }: RequestEvent): boolean {
  if (isDataRequest || request.method !== 'GET') return false;
  const isPlain = [...searchParams.keys()].every((name) => name === 'variant' || name === 'store');
  return isPlain && readsBrotli(request) && bringsNothingElse(request.headers.get('cookie'));
}

async function pageForAnyone(event: RequestEvent, resolve: Resolve): Promise<Response | undefined> {
  const { locals, cookies, params, url } = event;
  const { shop } = locals;
  const [text, place] = await Promise.all([readPageText(shop, params['handle'] ?? ''), readVisitorPlace(shop, postcodeFrom(cookies))]);
  if (text === undefined) return undefined;
  const table = await readPromises(shop, place);
  const { pages, behind } = keepingOf(shop);
  const address = `${place?.code} ${url.href}`;
  const known = pages.get(address, text);
  const make = async () => {
    const made = await madeForAnyone(event, resolve, text);
    const until = keptUntil(table, shop.now(), MARKET.timeZone);
    if (!(made instanceof Response) && until !== undefined) pages.set(address, text, { ...made, table, until });
    return made;
  };
  if (known && isStillTrue(known, table, shop.now())) {
    if (known.table !== table) behind.add(address, async () => void (await make()));
    return sent(known, shop.newId());
  }
  const made = await make();
  return made instanceof Response ? made : sent(made, shop.newId());
}

/** Of this minute, or of the last one with nothing but time between them. */
function isStillTrue({ table, until }: Kept, present: PromiseTable, now: Date): boolean {
  return table === present || (differInTimeOnly(table, present) && isKept(until, now));
}

function keepingOf({ db, report }: App.Locals['shop']): Keeping {
  const keeping = keepings.get(db) ?? { pages: new VersionedCache<Kept>(MOST_PAGES), behind: new OneByOne(report) };
  keepings.set(db, keeping);
  return keeping;
}

/** One that only who asked may have, when it is not what is expected of a page for anyone. */
async function madeForAnyone(event: RequestEvent, resolve: Resolve, text: string): Promise<Page | Response> {
  const { html, answer } = await rendered(event, resolve, text);
  const { headers, status } = answer;
  const page = withPolicyByHash(html, headers.get('content-security-policy') ?? '');
  if (!page || status !== 200 || headers.has('set-cookie')) return forOne(html, answer, event);
  headers.set('content-security-policy', page.policy);
  headers.set('content-encoding', 'br');
  return { ...(await packed(page.html)), headers };
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

async function packed(html: string): Promise<Pick<Page, 'beginning' | 'end'>> {
  const end = html.lastIndexOf('</body>');
  return { beginning: await openEnded(html.slice(0, end)), end: html.slice(end) };
}

function sent({ beginning, end, headers, status = 200 }: Page & { status?: number }, formKey: string): Response {
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
