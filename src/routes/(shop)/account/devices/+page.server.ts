import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { runningSessionsOf } from '#db/queries/sessions.ts';
import { endOtherSessions, endSession } from '#lib/commerce/customers/end-session.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { goOut, signedIn } from '../at-the-door.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const Of = z.object({ name: z.string().regex(/^h1:[\w-]{43}$/) });

export const load: PageServerLoad = async (event) => {
  const { customerId, session } = signedIn(event);
  const sessions = await runningSessionsOf(event.locals.shop.db, customerId);
  return {
    devices: sessions.map(({ id, label, created_at, last_seen_at }) => ({
      name: id,
      label: label || 'Another program',
      since: created_at,
      lastSeen: last_seen_at,
      isHere: id === session
    }))
  };
};

export const actions: Actions = {
  end: async (event) => {
    const { session } = signedIn(event);
    const read = parseForm(Of, await event.request.formData());
    if ('problems' in read) return fail(422, read.problems);
    if (read.data.name === session) {
      await goOut(event);
      redirect(303, '/');
    }
    const refused = await endSession(event.locals.shop, event.locals.actor, read.data).catch(refusalToHttp);
    if (refused && refused.code !== 'not-found') return refusedForm(event, refused);
    redirect(303, '/account/devices');
  },

  others: async (event) => {
    const { session } = signedIn(event);
    await endOtherSessions(event.locals.shop, event.locals.actor, { keep: session });
    redirect(303, '/account/devices');
  }
};
