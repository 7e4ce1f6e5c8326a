import { fail, redirect } from '@sveltejs/kit';
import * as z from 'zod';
import { consentsOf } from '#db/queries/customer-consents.ts';
import { consentCodeOf, lookerOf, spacedConsentCode } from '#lib/commerce/customers/consent.ts';
import { endConsent } from '#lib/commerce/customers/end-consent.server.ts';
import { offerConsent } from '#lib/commerce/customers/offer-consent.server.ts';
import { parseForm } from '#lib/server/parse.ts';
import { LIMITS, limited } from '#lib/server/rate-limit.ts';
import { refusalToHttp } from '#lib/server/refusal-to-http.ts';
import { signedIn } from '../at-the-door.ts';
import { refusedForm } from '../refused.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 10;

export const load: PageServerLoad = async (event) => {
  event.depends('account:in-store');
  const { customerId } = signedIn(event);
  const { shop } = event.locals;
  const at = shop.now();
  const all = (await consentsOf(shop.db, customerId, SHOWN)).map((consent) => ({
    id: consent.id,
    version: consent.version,
    running: (consent.state === 'offered' || consent.state === 'open') && consent.expiresAt > at,
    expiresAt: consent.expiresAt,
    openedAt: consent.openedAt,
    endedAt: consent.endedAt,
    by: consent.openedAs === null ? null : lookerOf(consent.openedAs, consent.nodeName ?? 'one of our stores')
  }));
  const running = all.find((one) => one.running) ?? null;
  return {
    at,
    running: running && {
      ...running,
      code: running.by === null ? spacedConsentCode(consentCodeOf(shop.keys.seal, running.id)) : null
    },
    /** Who looked before: the account keeps it for its owner. */
    before: all.filter((one) => !one.running && one.by !== null)
  };
};

const Of = z.strictObject({ consentId: z.uuid() });

export const actions: Actions = {
  offer: async (event) => {
    const { customerId } = signedIn(event);
    const { shop, actor } = event.locals;
    const offer = async () => {
      await limited(shop, LIMITS.consentByCustomer, customerId);
      await offerConsent(shop, actor);
    };
    const refused = await offer().catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    redirect(303, '/account/in-store');
  },

  end: async (event) => {
    signedIn(event);
    const read = parseForm(Of, await event.request.formData());
    if ('problems' in read) return fail(422, read.problems);
    const refused = await endConsent(event.locals.shop, event.locals.actor, read.data).catch(refusalToHttp);
    if (refused) return refusedForm(event, refused);
    redirect(303, '/account/in-store');
  }
};
