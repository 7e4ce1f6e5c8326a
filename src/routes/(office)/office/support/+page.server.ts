import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { findFailing } from '#db/queries/failing-models.ts';
import { talksSnapshot } from '#db/queries/live-talks.ts';
import { numbersOfOrdersCalled } from '#db/queries/order-names.ts';
import { deskCounts, deskTickets, deskViews, NOBODY, type DeskCursor } from '#db/queries/support-desk.ts';
import { deskPeople } from '#db/queries/support-tickets.ts';
import { meantNumbers } from '#lib/commerce/orders/guest-proof.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { takeTicket } from '#lib/commerce/support/take-ticket.server.ts';
import { dueNext } from '#lib/commerce/support/ticket.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { nameOfModel } from '#lib/server/support-model.ts';
import { allowed } from '../../../(store)/refused.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 40;
const Cursor = z
  .string()
  .transform((text): DeskCursor => {
    const [at = '', id = ''] = text.split('~');
    return { at: new Date(at), id };
  })
  .pipe(z.object({ at: z.date(), id: z.uuid() }));
/** What the address says is only a wish: anything odd in it is as good as nothing. */
const Wish = z.object({
  view: z.enum(deskViews).catch('todo'),
  who: z
    .union([z.literal('me'), z.literal(NOBODY), z.uuid()])
    .optional()
    .catch(undefined),
  find: z.string().trim().min(1).max(200).optional().catch(undefined),
  after: Cursor.optional().catch(undefined)
});

export const load: PageServerLoad = async ({ locals: { shop, actor }, url, depends }) => {
  depends('office:support');
  const { userId } = allowed(() => overTalks(actor));
  const { view, who, find, after } = Wish.parse(Object.fromEntries(url.searchParams));
  const now = shop.now();
  // Before the list: what comes in between is loaded once more rather than never.
  const snapshot = await talksSnapshot(shop.db);
  const [number] = find === undefined ? [] : await numbersOfOrdersCalled(shop.db, meantNumbers(find), 1);
  const orderNumber = find === undefined ? undefined : (number ?? '');
  const [{ tickets, next }, counts, people, failing] = await Promise.all([
    deskTickets(shop.db, { view, assigneeId: who === 'me' ? userId : who, orderNumber, after, limit: PAGE }),
    deskCounts(shop.db, now),
    deskPeople(shop.db),
    modelThatRests(shop)
  ]);
  return {
    at: now,
    zone: MARKET.timeZone,
    me: userId,
    snapshot,
    view,
    who: who ?? null,
    find: find ?? null,
    tickets: tickets.map((ticket) => ({ ...ticket, due: dueNext(ticket, now) })),
    next: next && `${next.at.toISOString()}~${next.id}`,
    counts,
    people,
    failing
  };
};

/** The model of somebody else's that is set, while ours answers instead. */
async function modelThatRests({ db, supportModel }: Shop) {
  if (supportModel.kind === 'embedded') return null;
  const name = nameOfModel(supportModel);
  const failing = await findFailing(db, name);
  return failing?.restsUntil ? { name, ...failing } : null;
}

const Take = z.object({ ticketId: z.uuid() });

export const actions: Actions = {
  take: async ({ request, locals: { shop, actor } }) => {
    allowed(() => overTalks(actor));
    const form = parseForm(Take, await request.formData());
    if ('problems' in form) return fail(400, { message: 'This form is too old. Load the page again.' });
    const refused = await takeTicket(shop, actor, form.data).catch(refusalToHttp);
    if (refused) return fail(refused.status, { message: refused.code === 'not-allowed' ? FASTER : refused.message });
    redirect(303, `/office/support/${form.data.ticketId}`);
  }
};

const FASTER = 'Somebody took it before you.';
