import { redirect } from '@sveltejs/kit';
import { endKiosk } from '#lib/commerce/staff/end-kiosk.server.ts';
import { startKiosk } from '#lib/commerce/staff/start-kiosk.server.ts';
import { atNode } from '#lib/commerce/stores/staff-policy.ts';
import { forgetEverything, forgetKiosk, kioskFrom, rememberKiosk } from '#lib/server/kiosk-cookie.ts';
import { signOut } from '#lib/server/session.ts';
import { allowed } from '../../refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { actor } }) => {
  allowed(() => atNode(actor, 'sell-in-store'));
};

export const actions: Actions = {
  /** Whoever starts it leaves nothing of themselves behind: their session ends here, and the screen only knows where it stands. */
  start: async ({ cookies, request, locals: { shop, actor } }) => {
    const who = allowed(() => atNode(actor, 'sell-in-store'));
    const { secret } = await startKiosk(shop, who);
    const brought = request.headers.get('cookie');
    await signOut(shop.db, 'staff', brought);
    await signOut(shop.db, 'shopper', brought);
    forgetEverything(cookies);
    rememberKiosk(cookies, secret);
    redirect(303, '/kiosk');
  },

  end: async ({ cookies, request, locals: { shop, actor } }) => {
    const who = allowed(() => atNode(actor, 'sell-in-store'));
    const kiosk = await kioskFrom(request.headers.get('cookie'), shop.db);
    if (kiosk?.nodeId === who.nodeId) await endKiosk(shop, who, { kioskId: kiosk.id });
    forgetKiosk(cookies);
    redirect(303, '/till');
  }
};
