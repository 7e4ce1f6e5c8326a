import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { places } from '#db/queries/shelf.ts';
import { choosePlace } from '#lib/commerce/stores/choose-place.server.ts';
import { withoutOwnPlace } from '#lib/commerce/stores/staff-policy.ts';
import { localPath } from '#lib/server/local-path.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { allowed } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const Choice = z.object({ nodeId: z.string().min(1).max(60) });

export const load: PageServerLoad = async ({ locals: { shop, actor } }) => {
  const { nodeId } = allowed(() => withoutOwnPlace(actor));
  return { places: (await places(shop.db)).map(({ id, name }) => ({ id, name })), chosen: nodeId };
};

export const actions: Actions = {
  default: async ({ request, url, locals: { shop, actor, session } }) => {
    allowed(() => withoutOwnPlace(actor));
    const form = parseForm(Choice, await request.formData());
    if ('problems' in form || !session) return fail(422, { message: 'Choose one of the places.' });
    const refused = await choosePlace(shop, actor, { session: session.name, ...form.data }).catch(refusalToHttp);
    if (refused) return fail(refused.status, { message: refused.message });
    redirect(303, localPath(url.searchParams.get('next'), '/till'));
  }
};
