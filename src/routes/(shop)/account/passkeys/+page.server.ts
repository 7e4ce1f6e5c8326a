import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { passkeysOf } from '#db/queries/passkeys.ts';
import { registerPasskey } from '#lib/commerce/customers/register-passkey.server.ts';
import { removePasskey } from '#lib/commerce/customers/remove-passkey.server.ts';
import { sentenceFor } from '#lib/commerce/refusal-sentences.ts';
import { browserFrom } from '#lib/server/browser-cookie.ts';
import { deviceLabel } from '#lib/server/device.ts';
import { formProblem, parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { freshlySignedIn } from '../at-the-door.ts';
import { MadePasskey } from '../passkey-form.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const Of = z.object({ id: z.string().max(1_400) });

export const load: PageServerLoad = async (event) => {
  const { customerId } = freshlySignedIn(event);
  const { shop } = event.locals;
  const passkeys = await passkeysOf(shop.db, customerId);
  return {
    passkeys: passkeys.map(({ id, name, madeAt, lastUsedAt }) => ({ id, name, madeAt, lastUsedAt })),
    kept: event.url.searchParams.has('kept'),
    origin: shop.origin,
    here: deviceLabel(event.request.headers.get('user-agent'))
  };
};

export const actions: Actions = {
  keep: async (event) => {
    freshlySignedIn(event);
    const { request, locals, cookies } = event;
    const read = parseForm(MadePasskey, await request.formData());
    if ('problems' in read) {
      const { made, ...fields } = read.problems.fields;
      const { name = '' } = read.problems.values;
      return made === undefined
        ? fail(422, { fields, values: { name } })
        : fail(422, formProblem(sentenceFor('passkey-refused'), { name }));
    }
    const given = { ...read.data, browser: browserFrom(cookies) ?? '' };
    const refused = await registerPasskey(locals.shop, locals.actor, given).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused, { name: given.name });
    redirect(303, '/account/passkeys?kept');
  },

  remove: async (event) => {
    freshlySignedIn(event);
    const read = parseForm(Of, await event.request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const refused = await removePasskey(event.locals.shop, event.locals.actor, read.data).catch(refusalToHttp);
    if (refused && refused.code !== 'not-found') return refusedForm(event, refused);
    redirect(303, '/account/passkeys');
  }
};
