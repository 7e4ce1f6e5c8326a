import { error, fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { workSnapshots } from '#db/queries/store-work.ts';
import { findBox } from '#db/queries/transfers.ts';
import { closeTransfer } from '#lib/commerce/stock/close-transfer.server.ts';
import { fillTransfer } from '#lib/commerce/stock/fill-transfer.server.ts';
import { receiveTransfer } from '#lib/commerce/stock/receive-transfer.server.ts';
import { sendTransfer } from '#lib/commerce/stock/send-transfer.server.ts';
import { inBinOrder } from '#lib/commerce/store-work/pick.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp, type HttpRefusal } from '#lib/server/refusal-to-http.ts';
import { findByScan } from '../../../find/find-barcode.ts';
import { allowed } from '../../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const GONE = 'There is no box under this address here.';

export const load: PageServerLoad = async ({ locals: { shop, actor }, params, depends }) => {
  depends('store:boxes');
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  const [snapshot] = await workSnapshots(shop.db, [nodeId]);
  const box = await findBox(shop.db, idIn(params.transferId), nodeId);
  if (!snapshot || !box || ![box.fromNodeId, box.toNodeId].includes(nodeId)) error(404, { message: GONE });
  /** The key is made with the form: the same press twice counts once. */
  return { snapshot, box: { ...box, lines: inBinOrder(box.lines) }, isFromHere: box.fromNodeId === nodeId, key: shop.newId() };
};

function idIn(text: string): string {
  if (!z.uuid().safeParse(text).success) error(404, { message: GONE });
  return text;
}

const NO_CODE = 'Scan or type the code of a thing.';
const units = z
  .string()
  .trim()
  .regex(/^\d{1,4}$/, 'How many? A whole number from 1.')
  .transform(Number);
const key = z.string().min(1).max(200);
const Scan = z.object({ code: z.string().trim().min(1, NO_CODE).max(80, 'That is no code of a thing.'), quantity: units, key });
const Line = z.object({ variantId: z.uuid(), quantity: units, key });

type Shop = App.Locals['shop'];
type Scanned = { variantId: string; title: string; quantity: number; key: string };

async function scanned(shop: Shop, data: FormData): Promise<Scanned | string> {
  const form = parseForm(Scan, data);
  if ('problems' in form) return Object.values(form.problems.fields)[0] ?? NO_CODE;
  const { code, quantity, key: once } = form.data;
  const { only } = await findByScan(shop.db, code);
  if (!only) return 'No one thing bears that code. Scan it once more, or type its SKU.';
  return { variantId: only.variantId, title: [only.title, ...only.options].join(', '), quantity, key: once };
}

const said = (refused: HttpRefusal, isFilling: boolean) => {
  const { code, detail, message, status } = refused;
  const words: Partial<Record<typeof code, string>> = {
    'wrong-item': isFilling
      ? 'That is not in this box.'
      : 'That was not put in this box. Add it on its own shelf’s page, as goods that came in.',
    'wrong-count': isFilling
      ? `Only ${detail} of it are in this box.`
      : `Only ${detail} of it are still to come. Put the rest aside and count it.`,
    'out-of-stock': 'None of it is free here. What lies here is promised, or not for sale.',
    'not-allowed': 'This box has gone on meanwhile, or that is sold without counting. Load the page again.'
  };
  return fail(status, { message: words[code] ?? message });
};

export const actions: Actions = {
  fill: async ({ request, params, locals: { shop, actor } }) => {
    const thing = await scanned(shop, await request.formData());
    if (typeof thing === 'string') return fail(422, { message: thing });
    const asked = { transferId: idIn(params.transferId), variantId: thing.variantId, by: thing.quantity, key: thing.key };
    const filled = await fillTransfer(shop, actor, asked).catch(refusalToHttp);
    return 'status' in filled ? said(filled, true) : { said: `${thing.title}: ${filled.inIt} in the box.` };
  },

  empty: async ({ request, params, locals: { shop, actor } }) => {
    const form = parseForm(Line, await request.formData());
    if ('problems' in form) return fail(422, { message: NO_CODE });
    const { variantId, quantity, key: once } = form.data;
    const asked = { transferId: idIn(params.transferId), variantId, by: -quantity, key: once };
    const filled = await fillTransfer(shop, actor, asked).catch(refusalToHttp);
    return 'status' in filled ? said(filled, true) : { said: 'It is back on the shelf.' };
  },

  send: async ({ params, locals: { shop, actor } }) => {
    const refused = await sendTransfer(shop, actor, { transferId: idIn(params.transferId) }).catch(refusalToHttp);
    if (refused?.code === 'not-allowed') return fail(409, { message: 'Put something in it first.' });
    if (refused) return said(refused, true);
    redirect(303, '/stock/boxes');
  },

  unpack: async ({ request, params, locals: { shop, actor } }) => {
    const thing = await scanned(shop, await request.formData());
    if (typeof thing === 'string') return fail(422, { message: thing });
    const { variantId, quantity, key: once, title } = thing;
    const got = await receiveTransfer(shop, actor, { transferId: idIn(params.transferId), variantId, quantity, key: once }).catch(
      refusalToHttp
    );
    return 'status' in got ? said(got, false) : { said: `${title}: ${got.onHand} on the shelf now.` };
  },

  rest: async ({ request, params, locals: { shop, actor } }) => {
    const form = parseForm(Line, await request.formData());
    if ('problems' in form) return fail(422, { message: NO_CODE });
    const { variantId, quantity, key: once } = form.data;
    const got = await receiveTransfer(shop, actor, { transferId: idIn(params.transferId), variantId, quantity, key: once }).catch(
      refusalToHttp
    );
    return 'status' in got ? said(got, false) : { said: `All of it came: ${got.onHand} on the shelf now.` };
  },

  close: async ({ params, locals: { shop, actor } }) => {
    const closed = await closeTransfer(shop, actor, { transferId: idIn(params.transferId) }).catch(refusalToHttp);
    return 'status' in closed ? said(closed, false) : { said: 'The box is closed, and what is missing is written down.' };
  }
};
