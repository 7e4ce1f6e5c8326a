import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as z from 'zod';
import { messagesOf } from '#db/queries/support-messages.ts';
import { ownOrder } from '#db/queries/support-orders.ts';
import { photoAskedIn, photoWords } from '#lib/commerce/support/photo-words.ts';
import { sayInTalk } from '#lib/commerce/support/say.server.ts';
import { refuse } from '#lib/kernel/refusal.ts';
import { askingOf, type Talking } from '#lib/server/asking.ts';
import { countMessage } from '#lib/server/message-limit.ts';
import { photosOfOrder } from '#lib/server/photos-of-order.ts';
import { formProblem, parseForm, type FormProblems } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { theAssistant } from './the-assistant.ts';

/** `talking`: who it is that sent this form, which says nothing of it but the key of an order. */
export type Edge = { path: string; talking: (orderKey: string | undefined) => Promise<Talking> | Talking };
type Event = Pick<RequestEvent, 'request' | 'locals' | 'getClientAddress'>;
type Failed = ActionFailure<FormProblems>;

const OrderKey = z.string().max(100).optional();

const Say = z.object({
  words: z.string('Write something first.').trim().min(1, 'Write something first.'),
  key: z.uuid().optional(),
  order: OrderKey
});

const Decide = z.object({
  action: z.uuid('Load the page again.'),
  hash: z.string('Load the page again.').max(100),
  press: z.enum(['approve', 'not-now'], 'Load the page again.'),
  order: OrderKey
});

/** Says something in the talk and waits for the answer, so that the page after it has both, also without a script. */
export async function sayFrom({ request, locals: { shop }, getClientAddress }: Event, edge: Edge): Promise<Failed> {
  const read = parseForm(Say, await request.formData());
  if ('problems' in read) return fail(422, read.problems);
  const { words, key = shop.newId(), order } = read.data;
  const said = async () => {
    const talking = await edge.talking(order);
    await countMessage(shop, talking, getClientAddress());
    const asking = await askingOf(shop, talking);
    const { messageId } = await sayInTalk(shop, asking, { key, words });
    const { answerTurn } = await theAssistant();
    await answerTurn(shop, asking, { messageId });
  };
  const refused = await said().catch(refusalToHttp);
  if (refused) return fail(refused.status, formProblem(refused.message, { words }));
  redirect(303, endOf(edge.path, order));
}

const NO_PHOTO = 'Choose a photo first: JPEG, PNG or WebP, up to 5 MB.';

/** A picture of the order that the assistant asked about: which one that is says the talk, never the form. */
export async function photoFrom({ request, locals: { shop }, getClientAddress }: Event, edge: Edge): Promise<Failed> {
  const form = await request.formData();
  const order = OrderKey.safeParse(form.get('order') ?? undefined).data;
  const sent = async (): Promise<string | undefined> => {
    const talking = await edge.talking(order);
    await countMessage(shop, talking, getClientAddress());
    const asking = await askingOf(shop, talking);
    const asked = photoAskedIn(await messagesOf(shop.db, asking.threadId, { most: 1 }));
    const own = asked === null ? undefined : await ownOrder(shop.db, asking.who, asked.order);
    if (!own) return 'No photo is needed any more.';
    const photos = await photosOfOrder(shop, own.id, form.getAll('photo'));
    if ('problem' in photos) return photos.problem;
    if (photos.ids.length === 0) return NO_PHOTO;
    const { messageId } = await sayInTalk(shop, asking, { key: shop.newId(), words: photoWords(photos.ids) });
    const { answerTurn } = await theAssistant();
    await answerTurn(shop, asking, { messageId });
    return undefined;
  };
  const refused = await sent().catch(refusalToHttp);
  if (typeof refused === 'string') return fail(422, { fields: { photo: refused }, values: {} });
  if (refused) return fail(refused.status, { fields: { photo: refused.message }, values: {} });
  redirect(303, endOf(edge.path, order));
}

/** The one thing that makes a proposal happen, or puts it away: what became of it is the next message of the talk, or is said here. */
export async function decideFrom({ request, locals: { shop } }: Event, edge: Edge): Promise<Failed> {
  const read = parseForm(Decide, await request.formData());
  if ('problems' in read) return fail(422, read.problems);
  const { action: actionId, hash, press, order } = read.data;
  const decided = async () => {
    const asking = await askingOf(shop, await edge.talking(order));
    const { leaveInTalk, pressInTalk, untoldNo } = await theAssistant();
    if (press === 'not-now') return leaveInTalk(shop, asking, actionId);
    const no = untoldNo(await pressInTalk(shop, asking, { actionId, hash }));
    return no && refuse(no);
  };
  const refused = await decided().catch(refusalToHttp);
  if (refused) return fail(refused.status, formProblem(refused.message));
  redirect(303, endOf(edge.path, order));
}

const endOf = (path: string, orderKey: string | undefined): string =>
  `${path}${orderKey === undefined ? '' : `${path.includes('?') ? '&' : '?'}order=${encodeURIComponent(orderKey)}`}#end`;
