import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { orderInFull } from '#db/queries/office.ts';
import { answersOftenSaid } from '#db/queries/support-answers.ts';
import { loggedIn, namesInTalk, notesOf, proposedIn, type TicketInFull } from '#db/queries/support-desk.ts';
import { messagesOf } from '#db/queries/support-messages.ts';
import { deskPeople } from '#db/queries/support-tickets.ts';
import { MARKET } from '#lib/commerce/stores/market.ts';
import { overTalks } from '#lib/commerce/stores/staff-policy.ts';
import { answerTalk } from '#lib/commerce/support/answer-talk.server.ts';
import { filled, type Facts } from '#lib/commerce/support/canned-answer.ts';
import { cardsIn } from '#lib/commerce/support/card.ts';
import { closeTicket } from '#lib/commerce/support/close-ticket.server.ts';
import { decideAction } from '#lib/commerce/support/decide-action.server.ts';
import { giveBackTalk } from '#lib/commerce/support/give-back-talk.server.ts';
import { giveTicket } from '#lib/commerce/support/give-ticket.server.ts';
import { readTicket } from '#lib/commerce/support/read-ticket.server.ts';
import { reopenTicket } from '#lib/commerce/support/reopen-ticket.server.ts';
import { takeOverTalk } from '#lib/commerce/support/take-over-talk.server.ts';
import { takeTicket } from '#lib/commerce/support/take-ticket.server.ts';
import { dueNext } from '#lib/commerce/support/ticket.ts';
import { writeNote } from '#lib/commerce/support/write-note.server.ts';
import type { Staff } from '#lib/kernel/actor.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import type { Shop } from '#lib/server/shop.ts';
import { dateText } from '#lib/ui/when.ts';
import { allowed } from '../../../../(store)/refused.ts';
import { shownProposal } from './shown-proposal.ts';
import { theAssistant } from '../../../../the-assistant.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const MOST_SAID = 200;
const MOST_LOGGED = 50;
const Id = z.uuid();

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, url, depends }) => {
  depends('office:talk');
  const me = allowed(() => overTalks(actor));
  if (!Id.safeParse(params.ticketId).success) error(404, { message: GONE });
  const ticket = await readTicket(shop, me, params).catch(refusalToHttp);
  if ('status' in ticket) error(404, { message: GONE });
  const { db } = shop;
  const [kept, names, notes, proposed, log, people, often, order] = await Promise.all([
    messagesOf(db, ticket.threadId, { most: MOST_SAID }),
    namesInTalk(db, ticket.threadId),
    notesOf(db, ticket.id),
    proposedIn(db, ticket.threadId, MOST_LOGGED),
    loggedIn(db, ticket.threadId, MOST_LOGGED),
    deskPeople(db),
    answersOftenSaid(db),
    ticket.orderNumber === null ? undefined : orderInFull(db, ticket.orderNumber)
  ]);
  const messages = kept.map(({ id, seq, author, saidBy, words, cards, at }) => {
    return { id, seq, author, by: saidBy === null ? null : (names.get(saidBy) ?? null), words, cards: cardsIn(cards), at };
  });
  const now = shop.now();
  const facts = factsOf(ticket);
  const wanted = often.find(({ id }) => id === url.searchParams.get('answer'));
  return {
    at: now,
    zone: MARKET.timeZone,
    me: me.userId,
    ticket,
    due: dueNext(ticket, now),
    messages,
    notes,
    proposals: proposed.map((one) => shownProposal(one, messages)),
    log,
    people,
    order: order ?? null,
    timeline: ticket.orderId === null ? null : `/orders/${shop.keys.make('order', ticket.orderId)}`,
    often: often.map(({ id, title, words }) => ({ id, title, words: filled(words, facts) })),
    draft: wanted === undefined ? '' : filled(wanted.words, facts),
    keys: { answer: shop.newId(), note: shop.newId() }
  };
};

const GONE = 'There is no such ticket.';

function factsOf({ shopperName, orderNumber, promise, zone }: TicketInFull): Facts {
  return {
    ...(shopperName !== null && { name: shopperName }),
    ...(orderNumber !== null && { order: orderNumber }),
    ...(promise !== null && { promise: dateText(promise, zone ?? MARKET.timeZone) })
  };
}

const Answer = z.object({
  key: z.string().min(1).max(100),
  words: z.string().trim().min(1, 'Say something.').max(4_000, 'Say it in 4,000 characters.'),
  next: z.enum(['wait', 'go-on'])
});
const Note = z.object({ key: z.string().min(1).max(100), words: z.string().trim().min(1, 'Write something.').max(4_000) });
const Given = z.object({ to: z.union([z.uuid(), z.literal('')]) });
const Decision = z.object({ actionId: z.uuid(), answer: z.enum(['yes', 'no']), reason: z.string().trim().max(400).default('') });

type Doing = (shop: Shop, actor: Staff, ticketId: string) => Promise<unknown>;
type About = { about: 'ticket' | 'answer' | 'note' | 'yes'; values?: Record<string, string> };

/** Whoever sees the desk does it, and looks at the ticket again; what was refused is said where it was asked. */
async function doing({ locals: { shop, actor }, params }: RequestEvent, { about, values = {} }: About, act: Doing) {
  const me = allowed(() => overTalks(actor));
  const refused = await act(shop, me, params.ticketId).then(
    () => undefined,
    (fault: unknown) => refusalToHttp(fault)
  );
  if (refused) {
    const { status, code, detail, message } = refused;
    const words = code === 'invalid' ? `That cannot be sent: ${detail}.` : code === 'not-allowed' ? FASTER : message;
    return fail(status, { about, message: code === 'forbidden' ? NOT_YOU : words, values });
  }
  redirect(303, `/office/support/${params.ticketId}`);
}

const FASTER = 'Somebody was faster, or it is not yours to do now. This is how it stands.';
const NOT_YOU = 'Somebody else has to say this yes: you had spoken with the shopper before.';
const OLD_FORM = 'This form is too old. Load the page again.';

const typedIn = async (event: RequestEvent) => event.request.formData();
const old = (about: About['about'], message = OLD_FORM, values: Record<string, string> = {}) => fail(422, { about, message, values });

export const actions: Actions = {
  take: async (event) => doing(event, { about: 'ticket' }, async (shop, me, ticketId) => takeTicket(shop, me, { ticketId })),
  takeOver: async (event) => doing(event, { about: 'ticket' }, async (shop, me, ticketId) => takeOverTalk(shop, me, { ticketId })),
  giveBack: async (event) => doing(event, { about: 'ticket' }, async (shop, me, ticketId) => giveBackTalk(shop, me, { ticketId })),
  close: async (event) => doing(event, { about: 'ticket' }, async (shop, me, ticketId) => closeTicket(shop, me, { ticketId })),
  reopen: async (event) => doing(event, { about: 'ticket' }, async (shop, me, ticketId) => reopenTicket(shop, me, { ticketId })),

  give: async (event) => {
    const form = parseForm(Given, await typedIn(event));
    if ('problems' in form) return old('ticket');
    const to = form.data.to === '' ? null : form.data.to;
    return doing(event, { about: 'ticket' }, async (shop, me, ticketId) => giveTicket(shop, me, { ticketId, to }));
  },

  answer: async (event) => {
    const form = parseForm(Answer, await typedIn(event));
    if ('problems' in form) return old('answer', form.problems.fields['words'], form.problems.values);
    const { key, words, next } = form.data;
    const said = { key, words, goesOn: next === 'go-on' };
    return doing(event, { about: 'answer', values: { words } }, async (shop, me, ticketId) => answerTalk(shop, me, { ticketId, ...said }));
  },

  note: async (event) => {
    const form = parseForm(Note, await typedIn(event));
    if ('problems' in form) return old('note', form.problems.fields['words'], form.problems.values);
    const written = form.data;
    return doing(event, { about: 'note', values: { words: written.words } }, async (shop, me, ticketId) =>
      writeNote(shop, me, { ticketId, ...written })
    );
  },

  decide: async (event) => {
    const form = parseForm(Decision, await typedIn(event));
    if ('problems' in form) return old('yes');
    const { actionId, answer, reason } = form.data;
    if (answer === 'no' && reason === '') return old('yes', 'Say why not, in words that its shopper can read.', { actionId });
    return doing(event, { about: 'yes', values: { actionId } }, async (shop, me) => {
      if (answer === 'no') return decideAction(shop, me, { actionId, decision: 'decline', reason });
      const { approveInTalk } = await theAssistant();
      return approveInTalk(shop, me, actionId);
    });
  }
};
