import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { places } from '#db/queries/shelf.ts';
import { workSnapshots } from '#db/queries/store-work.ts';
import { boxesAt } from '#db/queries/transfers.ts';
import { openTransfer } from '#lib/commerce/stock/open-transfer.server.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { shop, actor }, depends }) => {
  depends('store:boxes');
  const { nodeId } = allowed(() => atNode(actor, 'see-shelf'));
  // How far it was before it was read: what happens in between is heard again rather than never.
  const [snapshot] = await workSnapshots(shop.db, [nodeId]);
  const all = await places(shop.db);
  const here = all.find(({ id }) => id === nodeId);
  if (!snapshot || !here) throw new Error(`${nodeId} is no place`);
  const others = all.filter(({ id }) => id !== nodeId).map(({ id, name }) => ({ id, name }));
  return {
    snapshot,
    here: { id: here.id, name: here.name, zone: here.timeZone },
    others,
    boxes: await boxesAt(shop.db, nodeId),
    at: shop.now()
  };
};

const Open = z.object({ toNodeId: z.string().min(1).max(80) });

export const actions: Actions = {
  open: async ({ request, locals: { shop, actor } }) => {
    const form = parseForm(Open, await request.formData());
    if ('problems' in form) return fail(422, { message: 'Say where the box goes.' });
    const opened = await openTransfer(shop, actor, form.data).catch(refusalToHttp);
    if ('status' in opened) return fail(opened.status, { message: opened.message });
    redirect(303, `/stock/boxes/${opened.transferId}`);
  }
};
